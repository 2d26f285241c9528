"""How well does a student know what she knows? Points for being sure and right, and a report of them; never a grade.

SCORING.md §4: the levels 1, 2 and 3 give 1, 2 and 3 points when right, and 0, −2 and −6 when wrong. Right is four
fifths of the question or more, before hints and tries take anything off. Nothing here knows the framework.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

RIGHT = Fraction(4, 5)
FEWEST = 5  # answers at a level before it is advised about


class Level(NamedTuple):
    """How sure somebody is, and what that gives."""

    number: int
    name: str
    if_right: int
    if_wrong: int

    @property
    def terms(self) -> str:
        """“Middle: 2 points if right, −2 if not”."""
        return f"{self.name}: {_points(self.if_right)} if right, {_signed(self.if_wrong)} if not"

    def points(self, raw: Fraction) -> int:
        return self.if_right if raw >= RIGHT else self.if_wrong


LEVELS = (Level(1, "Low", 1, 0), Level(2, "Middle", 2, -2), Level(3, "High", 3, -6))
BY_NUMBER = {level.number: level for level in LEVELS}
_SURE = {1: "unsure", 2: "fairly sure", 3: "sure"}


def best(share: Fraction) -> Level:
    """The level that pays most for somebody who is right in this share of the answers."""
    if share < Fraction(2, 3):
        return LEVELS[0]
    return LEVELS[1] if share <= Fraction(4, 5) else LEVELS[2]


def told(number: int, raw: Fraction) -> str:
    """“You were sure and right: 3 points of certainty.”"""
    level = BY_NUMBER[number]
    right = raw >= RIGHT
    was = f"{_SURE[number]} {'and' if right == (number > 1) else 'but'} {'right' if right else 'not right'}"
    return f"You were {was}: {_points(level.points(raw))} of certainty."


class Given(NamedTuple):
    """A first try: the level that was chosen, and what the answer earned by itself."""

    level: int
    raw: Fraction


@dataclass(frozen=True, slots=True)
class Row:
    """The answers at one level."""

    level: Level
    answers: int
    right: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.right, self.answers) if self.answers else None

    @property
    def per_cent(self) -> str:
        return "–" if self.share is None else f"{float(self.share * 100):.0f} %"

    @property
    def advice(self) -> str:
        if self.share is None:
            return "Not chosen yet."
        if self.answers < FEWEST:
            return "Too few answers to tell."
        wanted = best(self.share)
        return "This level fits." if wanted == self.level else f"{wanted.name} would have paid best."


@dataclass(frozen=True, slots=True)
class Report:
    """Share right at each level, and the mean of the points."""

    rows: tuple[Row, ...]
    points: int

    @property
    def answers(self) -> int:
        return sum(row.answers for row in self.rows)

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.points, self.answers) if self.answers else None

    @property
    def shown_mean(self) -> str:
        return "–" if self.mean is None else f"{float(self.mean):.2f}".replace("-", "−")


def report(given: Iterable[Given]) -> Report:
    given = list(given)
    points = sum(BY_NUMBER[one.level].points(one.raw) for one in given)
    return Report(tuple(_row(level, given) for level in LEVELS), points)


def _row(level: Level, given: Sequence[Given]) -> Row:
    here = [one for one in given if one.level == level.number]
    return Row(level, len(here), sum(one.raw >= RIGHT for one in here))


def _points(number: int) -> str:
    return f"{_signed(number)} point{'' if abs(number) == 1 else 's'}"


def _signed(number: int) -> str:
    return f"−{-number}" if number < 0 else str(number)
