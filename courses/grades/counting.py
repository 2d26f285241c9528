"""Which attempt at a quiz makes the grade, and what does it come to? Exact, and rounded once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from quizzes.questions.base import points

MEAN = "mean"


class Sat(Protocol):
    """An attempt in numbers. Without marks `points` is None, which is not 0. `unmarked` answers wait for a person."""

    @property
    def submitted_at(self) -> datetime | None: ...

    @property
    def points(self) -> Decimal | None: ...

    @property
    def possible(self) -> Decimal | None: ...

    @property
    def unmarked(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Counted[S: Sat]:
    """The attempts that make the grade: one, or for the mean all that are handed in. As long as `unmarked` answers
    may change it, there is no grade."""

    attempts: tuple[S, ...]
    is_mean: bool = False
    unmarked: int = 0

    @property
    def last(self) -> S:
        return self.attempts[-1]

    @property
    def only(self) -> S | None:
        """The attempt that counts; for the mean there is no such one."""
        return None if self.is_mean else self.last

    @property
    def earned(self) -> Fraction | None:
        """Unrounded, for whoever asks whether it passes."""
        return None if self.unmarked else self._mean([sat.points for sat in self.attempts])

    @property
    def worth(self) -> Fraction | None:
        return self._mean([sat.possible for sat in self.attempts])

    @property
    def points(self) -> Decimal | None:
        return None if self.earned is None else points(self.earned, Decimal(1))

    @property
    def possible(self) -> Decimal | None:
        return None if self.worth is None else points(self.worth, Decimal(1))

    def _mean(self, amounts: Sequence[Decimal | None]) -> Fraction | None:
        known = [amount for amount in amounts if amount is not None]
        return sum(map(Fraction, known), Fraction(0)) / len(known) if known else None


def counted[S: Sat](attempts: Sequence[S], counts: str) -> Counted[S] | None:
    """`attempts` come in the order in which they were begun. One that runs counts only where none is handed in, or as
    the first; of equally good ones the earlier does. Which is the best is not known before all are marked."""
    done = tuple(sat for sat in attempts if sat.submitted_at is not None)
    if not attempts:
        return None
    if counts == "first" or not done:
        return Counted(tuple(attempts[:1]), unmarked=attempts[0].unmarked)
    if counts == "last":
        return Counted(done[-1:], unmarked=done[-1].unmarked)
    unmarked = sum(sat.unmarked for sat in done)
    if counts == MEAN:
        return Counted(done, is_mean=True, unmarked=unmarked)
    return Counted((max(done, key=_share),), unmarked=unmarked)


def _share(sat: Sat) -> Fraction:
    return Fraction(sat.points) / Fraction(sat.possible) if sat.points and sat.possible else Fraction(0)
