"""How hard is a question, and does it part those who know more from those who know less?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import atanh, sqrt, tanh

from .figure import Figure, Interval, root
from .ranks import Group
from .sums import Sums

ENOUGH = 10  # attempts; with fewer only counts are told
CHECK, WEAKLY = "check the key", "weak"
WEAK = 0.2  # the best that r can be for a question that is called weak
_NORMAL = 1.959963984540054  # 95 % of a normal distribution lie this many deviations from its mean

ONE = "fewer than two attempts"
ALIKE = "every attempt earned the same here"
REST_ALIKE = "every attempt earned the same on the rest of the quiz"


@dataclass(frozen=True, slots=True)
class Item:
    """The figures that sums give. `possible` is Σ of what could be earned, in hundredths, as are all sums."""

    sums: Sums
    possible: int

    @property
    def n(self) -> int:
        return self.sums.n

    @property
    def maximum(self) -> Fraction:
        """In marks; a mean where versions are worth different amounts."""
        return Fraction(self.possible, 100 * self.n) if self.n else Fraction(0)

    @property
    def facility(self) -> Figure:
        return Figure.of(Fraction(self.sums.x, self.possible)) if self.possible else Figure.none("no attempt")

    @property
    def facility_interval(self) -> Interval | None:
        """The mean and twice its standard error, as a share of the maximum; it cannot leave 0 to 1."""
        sd, facility = self.sd.value, self.facility.value
        if sd is None or facility is None:
            return None
        half = _NORMAL * sd / sqrt(self.n) / float(self.maximum)
        return Interval(max(0.0, facility - half), min(1.0, facility + half))

    @property
    def variance(self) -> Figure:
        return Figure.of(self._sample(self.sums.spread_x)) if self.n > 1 else Figure.none(ONE)

    @property
    def sd(self) -> Figure:
        return Figure(root(self._sample(self.sums.spread_x))) if self.n > 1 else Figure.none(ONE)

    @property
    def r(self) -> Figure:
        """The correlation with the rest of the same attempt."""
        return correlation(self.sums)

    @property
    def r_interval(self) -> Interval | None:
        return fisher(self.r.value, self.n)

    @property
    def discrimination(self) -> Figure:
        found = self.r
        return found if found.value is None else Figure(100 * found.value)

    @property
    def with_total(self) -> Figure:
        """√cov(x, T), which the effective weight is a share of."""
        if self.n < 2:
            return Figure.none(ONE)
        if self.sums.shared_with_total < 0:
            return Figure.none("it goes against the total: their covariance is negative")
        return Figure(root(self._sample(self.sums.shared_with_total)))

    @property
    def flags(self) -> tuple[str, ...]:
        """What the sample can carry: nothing below ten attempts."""
        r, interval = self.r.value, self.r_interval
        if r is None or self.n < ENOUGH:
            return ()
        weak = interval is not None and interval.high < WEAK
        return (*((CHECK,) if r < 0 else ()), *((WEAKLY,) if weak else ()))

    def _sample(self, spread: int) -> Fraction:
        """In marks squared."""
        return self.sums.sample(spread) / 10_000


def correlation(sums: Sums) -> Figure:
    if sums.n < 2:
        return Figure.none(ONE)
    if not sums.spread_x:
        return Figure.none(ALIKE)
    if not sums.spread_o:
        return Figure.none(REST_ALIKE)
    # Rounding must not carry r beyond what a correlation can be.
    return Figure(max(-1.0, min(1.0, sums.shared / sqrt(sums.spread_x * sums.spread_o))))


def fisher(r: float | None, n: int) -> Interval | None:
    """95 % of r, by Fisher's z; none for three attempts and fewer, or where r is exactly 1 or −1."""
    if r is None or n <= 3 or abs(r) >= 1:
        return None
    half = _NORMAL / sqrt(n - 3)
    return Interval(tanh(atanh(r) - half), tanh(atanh(r) + half))


def effective_weights(items: Sequence[Item]) -> list[Figure]:
    """What each contributes to the spread of totals, as shares of 100."""
    roots = [item.with_total for item in items]
    whole = sum(found.value for found in roots if found.value is not None)
    if not whole:
        return [found if found.value is None else Figure.none("every total is the same") for found in roots]
    return [found if found.value is None else Figure(100 * found.value / whole) for found in roots]


def efficiency(xs: Sequence[int], rests: Sequence[int], sums: Sums) -> Figure:
    """The covariance with the rest, as a share of the most that these marks and these rests could have."""
    if sums.n < 2:
        return Figure.none(ONE)
    best = Sums.of(zip(sorted(xs), sorted(rests), strict=True)).shared
    if not best:
        return Figure.none(REST_ALIKE if sums.spread_x else ALIKE)
    return Figure.of(Fraction(100 * sums.shared, best))


def upper_lower(xs: Sequence[int], lower: Group, upper: Group, item: Item) -> Figure:
    """D: what the upper 27 % earned more than the lower 27 %, as a share of the maximum."""
    if item.n < 2:
        return Figure.none(ONE)
    return Figure.of((upper.mean(xs) - lower.mean(xs)) / (100 * item.maximum))


def told(item: Item) -> Mapping[str, Figure]:
    """The figures that need no more than sums, by the names under which they are written."""
    return {
        "facility": item.facility,
        "sd": item.sd,
        "variance": item.variance,
        "r": item.r,
        "discrimination": item.discrimination,
    }
