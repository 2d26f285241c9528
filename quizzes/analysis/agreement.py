"""How far do markers agree who read the same answers? Cohen's κ for two, Krippendorff's α for any number of them.

Ratings are levels, None where a marker gave none. Everything is counted exactly; only the figure itself is a float.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import permutations

from .figure import Figure

type Ratings = Sequence[int | None]  # of one marker, answer by answer
type Apart = Callable[[int, int], Fraction]  # how far two levels are from each other

NOTHING_TWICE = "no answer has two ratings"
ONE_LEVEL = "all ratings are the same level"


class Weight(StrEnum):
    """How much a difference counts between two markers: any alike, by its size, by its square."""

    NONE = "unweighted"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


class Scale(StrEnum):
    """What levels are: names, ranks, or steps of one size."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


_WEIGHTS: dict[Weight, Apart] = {
    Weight.NONE: lambda one, other: Fraction(one != other),
    Weight.LINEAR: lambda one, other: Fraction(abs(one - other)),
    Weight.QUADRATIC: lambda one, other: Fraction((one - other) ** 2),
}


def kappa(first: Ratings, second: Ratings, weight: Weight = Weight.NONE) -> Figure:
    """1 − Σw·O / Σw·E over the answers that both rated: 1 is agreement, 0 what chance gives."""
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    if not pairs:
        return Figure.none(NOTHING_TWICE)
    apart = _WEIGHTS[weight]
    seen = sum((apart(a, b) for a, b in pairs), Fraction(0))
    rows, columns = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum((rows[a] * columns[b] * apart(a, b) for a in rows for b in columns), Fraction(0)) / len(pairs)
    return Figure.of(1 - seen / chance) if chance else Figure.none(ONE_LEVEL)


def alpha(markers: Sequence[Ratings], scale: Scale = Scale.NOMINAL) -> Figure:
    """1 − what is seen apart / what chance sets apart, over answers with two ratings or more. Gaps are allowed."""
    answers = [[level for level in ratings if level is not None] for ratings in zip(*markers, strict=True)]
    paired = [levels for levels in answers if len(levels) > 1]
    if not paired:
        return Figure.none(NOTHING_TWICE)
    counts = Counter(level for levels in paired for level in levels)
    apart, total = _apart(scale, counts), sum(counts.values())
    chance = sum((counts[a] * counts[b] * apart(a, b) for a in counts for b in counts), Fraction(0))
    if not chance:
        return Figure.none(ONE_LEVEL)
    seen = sum((_seen(levels, apart) for levels in paired), Fraction(0))
    return Figure.of(1 - (total - 1) * seen / chance)


def _seen(levels: Sequence[int], apart: Apart) -> Fraction:
    """How far the ratings of one answer are apart, each pair by its share."""
    return sum((apart(a, b) for a, b in permutations(levels, 2)), Fraction(0)) / (len(levels) - 1)


def _apart(scale: Scale, counts: Counter[int]) -> Apart:
    if scale is Scale.NOMINAL:
        return _WEIGHTS[Weight.NONE]
    if scale is Scale.INTERVAL:
        return _WEIGHTS[Weight.QUADRATIC]
    return lambda one, other: _ranks_between(counts, one, other) ** 2


def _ranks_between(counts: Counter[int], one: int, other: int) -> Fraction:
    """The ratings from one level to another, those at both ends by half."""
    low, high = sorted((one, other))
    within = sum(number for level, number in counts.items() if low <= level <= high)
    return within - Fraction(counts[low] + counts[high], 2)


def differing(markers: Sequence[Ratings]) -> list[int]:
    """The places of the answers whose ratings are not all alike."""
    return [place for place, ratings in enumerate(zip(*markers, strict=True)) if _differ(ratings)]


def _differ(ratings: Iterable[int | None]) -> bool:
    return len({level for level in ratings if level is not None}) > 1
