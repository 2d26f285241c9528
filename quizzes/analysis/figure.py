"""What is a statistic? A number, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt


@dataclass(frozen=True, slots=True)
class Figure:
    """`reason` says why the value is undefined; it is empty where there is a value."""

    value: float | None
    reason: str = ""

    @classmethod
    def of(cls, value: Fraction | float) -> "Figure":
        return cls(float(value))

    @classmethod
    def none(cls, reason: str) -> "Figure":
        return cls(None, reason)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value lies in 95 of 100 samples."""

    low: float
    high: float


def root(value: Fraction) -> float:
    """The square root of an exact value that is not negative."""
    return sqrt(value)


def dumped(figures: Mapping[str, Figure]) -> dict[str, object]:
    """For JSON: the values, null where undefined, and under `reasons` why."""
    reasons = {name: figure.reason for name, figure in figures.items() if figure.value is None}
    return {name: figure.value for name, figure in figures.items()} | {"reasons": reasons}
