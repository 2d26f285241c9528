"""How much of what was to be found did the marks find, and how is it told?"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction

from . import codec
from .base import BLANK, Outcome, Part, Policy
from .telling import counted, share, spelt


@dataclass(frozen=True, slots=True)
class Finding:
    """The counts behind a score: `found` of the `needed` places of the best set, `belonging` of the `counted` marks."""

    policy: str
    by_paragraph: bool
    found: int
    needed: int
    belonging: int
    counted: int
    neutral: int
    marked: int
    limit: int

    @property
    def completeness(self) -> Fraction:
        return Fraction(self.found, self.needed) if self.needed else Fraction(0)

    @property
    def focus(self) -> Fraction:
        return Fraction(self.belonging, self.counted) if self.belonging else Fraction(0)

    @property
    def evidence(self) -> Fraction:
        return self.completeness * self.focus

    @property
    def share(self) -> Fraction:
        if self.policy == Policy.STRICT:
            return Fraction(self.completeness == 1 and self.marked <= self.limit)
        return self.evidence

    def outcome(self) -> Outcome:
        shares: dict[str, Part] = {
            "completeness": self.completeness,
            "focus": self.focus,
            "evidence": self.evidence,
        }
        reason = "complete" if self.share == 1 else "partial" if self.evidence else "wrong"
        return Outcome(self.share, asdict(self) | shares, reason)

    @classmethod
    def of(cls, outcome: Outcome) -> "Finding":
        """Reads it back from an outcome, to tell a student about it."""
        parts = outcome.parts
        return cls(
            policy=codec.text(parts, "policy"),
            by_paragraph=codec.flag(parts, "by_paragraph"),
            found=codec.whole(parts, "found"),
            needed=codec.whole(parts, "needed"),
            belonging=codec.whole(parts, "belonging"),
            counted=codec.whole(parts, "counted"),
            neutral=codec.whole(parts, "neutral"),
            marked=codec.whole(parts, "marked"),
            limit=codec.whole(parts, "limit"),
        )


def heading(outcome: Outcome) -> str:
    """A few words over a marked question: ``Evidence three quarters``."""
    if outcome.reason == BLANK:
        return "No answer"
    found = Finding.of(outcome)
    if not found.evidence:
        return "No evidence marked"
    if found.evidence == 1 or found.share == 1:
        return "Evidence complete"
    if found.completeness == 1:
        return f"{counted(found.counted - found.belonging, 'mark').capitalize()} too many"
    return f"Evidence {spelt(found.evidence)}"


def explain(outcome: Outcome) -> str:
    """One sentence with the numbers of this answer."""
    if outcome.reason == BLANK:
        return "You marked nothing, so there is nothing to score."
    found = Finding.of(outcome)
    return f"{_explained(found)}{_footnote(found)}."


def _explained(found: Finding) -> str:
    if found.policy == Policy.STRICT:
        return _strictly_explained(found)
    if found.evidence == 1:
        return "You marked everything that is needed and nothing else, so you earn it all"
    if not found.evidence:
        return "You marked nothing that shows it, so your score is 0"
    worth = f"{share(found.completeness)} × {share(found.focus)} = {share(found.evidence)}"
    return f"You marked {_whole(found)} and {_rest(found)}, so your score is {worth}"


def _whole(found: Finding) -> str:
    if found.completeness == 1:
        return "everything that is needed"
    noun = "paragraph" if found.by_paragraph else "sentence"
    return f"{found.found} of the {found.needed} {noun}s that are needed"


def _rest(found: Finding) -> str:
    if found.belonging == found.counted:
        return "nothing else"
    show = "shows" if found.belonging == 1 else "show"
    return f"{found.belonging} of your {found.counted} marks {show} it"


def _footnote(found: Finding) -> str:
    return f" ({'; '.join(notes)})" if (notes := list(_notes(found))) else ""


def _notes(found: Finding) -> Iterator[str]:
    if found.neutral:
        yield f"{counted(found.neutral, 'neutral mark')} not counted"
    if found.by_paragraph:
        yield "compared by paragraph, as the key names no sentences of this edition"


def _strictly_explained(found: Finding) -> str:
    if found.share:
        return "Here all or nothing counts: you marked everything that is needed, so you earn it all"
    lack = "your evidence is not complete"
    if found.completeness == 1:
        lack = f"you marked more than {found.limit} sentences"
    return f"Here all or nothing counts: {lack}, so you earn nothing"
