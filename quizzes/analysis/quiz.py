"""How do totals spread, and how far can a total be trusted?"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import sqrt
from statistics import median as middle

from .figure import Figure, root
from .items import ONE, Item
from .sums import Totals

SAME = "every total is the same"
UNEQUAL = "not every attempt was asked the same questions"


def figures(totals: Totals, items: Sequence[Item], median: Figure) -> Mapping[str, Figure]:
    """In marks; by the names under which they are written."""
    reliability = cic(totals, items)
    ratio = error_ratio(reliability)
    sd = deviation(totals)
    return {
        "mean": mean(totals),
        "median": median,
        "sd": sd,
        "skewness": skewness(totals),
        "kurtosis": kurtosis(totals),
        "cic": reliability,
        "error_ratio": ratio,
        "standard_error": _standard_error(ratio, sd),
    }


def mean(totals: Totals) -> Figure:
    return Figure.of(Fraction(totals.t1, 100 * totals.n)) if totals.n else Figure.none("no attempt")


def median(totals: Sequence[int]) -> Figure:
    return Figure.of(Fraction(middle(map(Fraction, totals))) / 100) if totals else Figure.none("no attempt")


def deviation(totals: Totals) -> Figure:
    return Figure(root(totals.k2 / 10_000)) if totals.n > 1 else Figure.none(ONE)


def skewness(totals: Totals) -> Figure:
    s = totals.n
    if s < 3:
        return Figure.none("fewer than three attempts")
    if not totals.m2:
        return Figure.none(SAME)
    k3 = s**2 * totals.m3 / ((s - 1) * (s - 2))
    return Figure(float(k3) / float(totals.k2) ** 1.5)


def kurtosis(totals: Totals) -> Figure:
    s = totals.n
    if s < 4:
        return Figure.none("fewer than four attempts")
    if not totals.m2:
        return Figure.none(SAME)
    k4 = s**2 * ((s + 1) * totals.m4 - 3 * (s - 1) * totals.m2**2) / ((s - 1) * (s - 2) * (s - 3))
    return Figure.of(k4 / totals.k2**2)


def asks_all(totals: Totals, items: Sequence[Item]) -> bool:
    """Every attempt was asked every question."""
    return all(item.n == totals.n for item in items)


def cic(totals: Totals, items: Sequence[Item]) -> Figure:
    """The coefficient of internal consistency: Cronbach's α times 100."""
    p = len(items)
    if p < 2:
        return Figure.none("fewer than two questions")
    if totals.n < 3:
        return Figure.none("fewer than three attempts")
    if not asks_all(totals, items):
        return Figure.none(UNEQUAL)
    if not totals.m2:
        return Figure.none(SAME)
    variances = sum((item.sums.sample(item.sums.spread_x) for item in items), Fraction(0))
    return Figure.of(Fraction(100 * p, p - 1) * (1 - variances / totals.k2))


def error_ratio(reliability: Figure) -> Figure:
    """How much of the spread of totals is chance, in per cent of their deviation."""
    if reliability.value is None:
        return reliability
    return Figure(100 * sqrt(max(0.0, 1 - reliability.value / 100)))


def _standard_error(ratio: Figure, sd: Figure) -> Figure:
    if ratio.value is None or sd.value is None:
        return ratio if ratio.value is None else sd
    return Figure(ratio.value * sd.value / 100)


def intended_weights(totals: Totals, items: Sequence[Item]) -> list[Figure]:
    """What each question is worth, as shares of 100."""
    if not asks_all(totals, items):
        return [Figure.none(UNEQUAL) for _ in items]
    whole = sum(item.possible for item in items)
    return [Figure.of(Fraction(100 * item.possible, whole)) if whole else Figure.none("no attempt") for item in items]
