"""Which kinds does a person mark, by which levels, and what does a level come to? (SCORING.md §3: level / highest)"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from . import codec
from .backing import twins
from .base import BLANK, Flaw, Invalid, Outcome, Part, Policy, Table
from .question import NO_ANSWER
from .telling import share, strictly

FEWEST, MOST = 3, 6  # levels
LENGTH = 300  # of what is said of a level
UNMARKED = "unmarked"  # the reason code in practice, where nobody marks
RATED = "rated"


def by_hand(kind: object) -> bool:
    """Whether a person marks it. A kind that says nothing of it is marked by the computer."""
    return bool(getattr(kind, "by_hand", False))


@dataclass(frozen=True, slots=True)
class Rubric:
    """What each level says of an answer, from 0 upwards."""

    levels: tuple[str, ...] = ()

    @classmethod
    def load(cls, body: Table) -> "Rubric":
        return cls(codec.texts(body, "rubric"))

    @property
    def highest(self) -> int:
        return len(self.levels) - 1

    @property
    def steps(self) -> tuple[tuple[int, str], ...]:
        """Each level with its words, the highest first."""
        return tuple(reversed(tuple(enumerate(self.levels))))

    def outcome(self, level: int, *, blank: bool, policy: str, settled: bool = False) -> Outcome:
        """What a person's level earns. Raises Invalid. `settled`: two markers differed, and this decides."""
        if not 0 <= level <= self.highest:
            raise Invalid(Flaw("level", f"The rubric has the levels 0 to {self.highest}; choose one of them."))
        earned = _share(level, self.highest, policy)
        parts: dict[str, Part] = {"policy": Policy(policy).value, "level": level, "of": self.highest}
        if settled:
            parts["settled"] = True
        return Outcome(earned, parts, BLANK if blank and not level else RATED)

    def flaws(self) -> Iterator[Flaw]:
        if not FEWEST <= len(self.levels) <= MOST:
            yield Flaw(
                "rubric", f"The rubric has {len(self.levels)} levels; give {FEWEST} to {MOST}, the lowest first."
            )
        if any(not level for level in self.levels):
            yield Flaw("rubric", "A level says nothing; describe the answers that it is for.")
        for level in self.levels:
            if len(level) > LENGTH:
                yield Flaw("rubric", f"“{level[:40]} …” has {len(level)} characters; the limit is {LENGTH}.")
        for level in twins(self.levels):
            yield Flaw("rubric", f"“{level[:40]}” describes two levels; say what sets them apart.")


def _share(level: int, highest: int, policy: str) -> Fraction:
    earned = Fraction(level, highest)
    return Fraction(earned == 1) if Policy(policy) is Policy.STRICT else earned


def waiting(words: int, *, blank: bool, policy: str) -> Outcome:
    """What the computer makes of an answer that only a person marks: no share of anything."""
    parts: Mapping[str, Part] = {"policy": Policy(policy).value, "words": words}
    return Outcome(Fraction(0), {} if blank else parts, BLANK if blank else UNMARKED)


def heading(outcome: Outcome) -> str:
    if "level" not in outcome.parts:
        return "No answer" if outcome.reason == BLANK else "Answered, not marked"
    said = f"Level {outcome.parts['level']} of {outcome.parts['of']}"
    return f"No answer: {said.lower()}" if outcome.reason == BLANK else said


def explain(outcome: Outcome) -> str:
    if "level" not in outcome.parts:
        if outcome.reason == BLANK:
            return NO_ANSWER
        return "Nobody marks this for practice. Compare what you wrote with the points that a good answer makes."
    given = "After two readings your teacher settled on" if outcome.parts.get("settled") else "Your teacher gave"
    level = f"{given} level {outcome.parts['level']} of {outcome.parts['of']}"
    if outcome.parts["policy"] == Policy.STRICT:
        return f"{level}; {strictly(outcome.fraction)}."
    return f"{level}, {'so you earn it all' if outcome.fraction == 1 else _scored(outcome)}."


def _scored(outcome: Outcome) -> str:
    return f"so your score is {share(outcome.fraction)}" if outcome.fraction else "so you earn nothing"


def written(table: Table, name: str) -> tuple[str, ...]:
    """A list as an author writes it, each entry in one line."""
    return tuple(codec.line({name: entry}, name) for entry in codec.texts(table, name))
