"""Is it passed, and how is that said? Compared unrounded; where rounding would hide the reason, more is printed."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from quizzes.questions.base import points
from quizzes.rules import Rules

_MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Passing:
    """What was earned of what could be, against the pass mark in per cent."""

    earned: Decimal | Fraction
    possible: Decimal | Fraction
    mark: Decimal

    @property
    def passed(self) -> bool:
        return bool(Rules(pass_mark=self.mark).passes(self.earned, self.possible))

    @property
    def words(self) -> str:
        """“60.0 %, exactly 59.96 %; to pass takes 60 %”."""
        shown = self._rounded(1)
        told = f"{shown} %"
        if (shown >= self.mark) != self.passed:
            told += f", exactly {self._telling} %"
        return f"{told}; to pass takes {self.mark.normalize():f} %"

    @property
    def _telling(self) -> Decimal:
        """With as few places as show on which side of the pass mark it lies."""
        places = (self._rounded(places) for places in range(2, _MOST_PLACES))
        return next((told for told in places if (told >= self.mark) == self.passed), self._rounded(_MOST_PLACES))

    def _rounded(self, places: int) -> Decimal:
        scale = Decimal(10) ** (places - 2)
        # `points` rounds half up to hundredths, so the share goes in and out by the scale.
        return points(Fraction(self.earned) * 100 / Fraction(self.possible) * Fraction(scale), Decimal(1)) / scale


def passing(rules: Rules, earned: Decimal | Fraction, possible: Decimal | Fraction) -> Passing | None:
    """None where nothing is to be passed."""
    return Passing(earned, possible, rules.pass_mark) if rules.pass_mark is not None and possible else None
