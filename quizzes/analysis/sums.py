"""What has to be kept of marks so that their statistics can be worked out at any time? A few whole numbers.

All are in hundredths of a mark. They can be added, so an attempt more is an addition and two processes that add do not
have to know of each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Self


@dataclass(frozen=True, slots=True)
class Sums:
    """Of an item's mark x and the rest o of the same attempt: how many, and Σx, Σx², Σo, Σo², Σxo."""

    n: int = 0
    x: int = 0
    xx: int = 0
    o: int = 0
    oo: int = 0
    xo: int = 0

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> Self:
        found = list(pairs)
        return cls(
            len(found),
            sum(x for x, _ in found),
            sum(x * x for x, _ in found),
            sum(o for _, o in found),
            sum(o * o for _, o in found),
            sum(x * o for x, o in found),
        )

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.n + other.n,
            self.x + other.x,
            self.xx + other.xx,
            self.o + other.o,
            self.oo + other.oo,
            self.xo + other.xo,
        )

    # s² times the population's variances and covariances: whole numbers, so 0 is exactly 0.

    @property
    def spread_x(self) -> int:
        return self.n * self.xx - self.x**2

    @property
    def spread_o(self) -> int:
        return self.n * self.oo - self.o**2

    @property
    def shared(self) -> int:
        return self.n * self.xo - self.x * self.o

    @property
    def shared_with_total(self) -> int:
        """Of x and the total T = x + o."""
        return self.spread_x + self.shared

    def sample(self, spread: int) -> Fraction:
        """A spread as variance or covariance of a sample (divided by s − 1), in hundredths squared; two at least."""
        return Fraction(spread, self.n * (self.n - 1))


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the totals of attempts: how many, the sums of their first four powers, and what they could have earned."""

    n: int = 0
    t1: int = 0
    t2: int = 0
    t3: int = 0
    t4: int = 0
    possible: int = 0

    @classmethod
    def of(cls, totals: Iterable[int], possible: int = 0) -> Self:
        found = list(totals)
        t1, t2, t3, t4 = (sum(t**power for t in found) for power in (1, 2, 3, 4))
        return cls(len(found), t1, t2, t3, t4, possible)

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.n + other.n,
            self.t1 + other.t1,
            self.t2 + other.t2,
            self.t3 + other.t3,
            self.t4 + other.t4,
            self.possible + other.possible,
        )

    # Central moments, exactly.

    @property
    def m2(self) -> Fraction:
        return Fraction(self.n * self.t2 - self.t1**2, self.n**2)

    @property
    def m3(self) -> Fraction:
        n, t1, t2, t3 = self.n, self.t1, self.t2, self.t3
        return Fraction(n**2 * t3 - 3 * n * t1 * t2 + 2 * t1**3, n**3)

    @property
    def m4(self) -> Fraction:
        n, t1, t2, t3, t4 = self.n, self.t1, self.t2, self.t3, self.t4
        return Fraction(n**3 * t4 - 4 * n**2 * t1 * t3 + 6 * n * t1**2 * t2 - 3 * t1**4, n**4)

    @property
    def k2(self) -> Fraction:
        """The variance of the sample, from two attempts on."""
        return self.m2 * self.n / (self.n - 1)
