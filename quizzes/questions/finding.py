"""How much of what was to be found did the marks find, and how is it told?"""

from dataclasses import asdict, dataclass
from fractions import Fraction

from .base import Outcome, Part, Policy
from .evidence import Measured
from .parts import Parts
from .telling import counted, footnote, share, spelt


@dataclass(frozen=True, slots=True)
class Finding(Measured, Parts):
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
    def evidence(self) -> Fraction:
        return self.value

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


def heading(outcome: Outcome) -> str:
    """A few words over a marked question: ``Evidence three quarters``."""
    found = Finding.from_outcome(outcome)
    if not found.evidence:
        return "No evidence marked"
    if found.evidence == 1 or found.share == 1:
        return "Evidence complete"
    if found.completeness == 1:
        return f"{counted(found.counted - found.belonging, 'mark').capitalize()} too many"
    return f"Evidence {spelt(found.evidence)}"


def explain(outcome: Outcome) -> str:
    """One sentence with the numbers of this answer."""
    found = Finding.from_outcome(outcome)
    return f"{_explained(found)}{footnote(found.neutral, found.by_paragraph)}."


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


def _strictly_explained(found: Finding) -> str:
    if found.share:
        return "Here all or nothing counts: you marked everything that is needed, so you earn it all"
    lack = "your evidence is not complete"
    if found.completeness == 1:
        lack = f"you marked more than {found.limit} sentences"
    return f"Here all or nothing counts: {lack}, so you earn nothing"
