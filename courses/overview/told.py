"""How is a figure printed? A number with its interval, or a dash whose reason stands below; few attempts carry none."""

from collections.abc import Iterable
from typing import NamedTuple

from quizzes.analysis.figure import Figure, Interval
from quizzes.analysis.items import ENOUGH

FEW = Figure.none(f"fewer than {ENOUGH} attempts")


class Told(NamedTuple):
    """A figure as it is printed: a number, or a dash whose reason stands below."""

    name: str
    words: str
    reason: str = ""


def told(name: str, figure: Figure, places: int) -> Told:
    if figure.value is None:
        return Told(name, "–", figure.reason)
    return Told(name, number(figure.value, places))


def reasons(told: Iterable[Told]) -> list[str]:
    """Why there are dashes, each reason once."""
    found: dict[str, list[str]] = {}
    for one in told:
        if one.reason and one.name not in found.setdefault(one.reason, []):
            found[one.reason].append(one.name)
    return [f"{', '.join(names)}: {reason}." for reason, names in found.items()]


def number(value: float, places: int) -> str:
    """With a minus, not a hyphen; what rounds to 0 has no sign."""
    said = f"{value:.{places}f}"
    return said.replace("-", "−") if float(said) else f"{0:.{places}f}"


def with_interval(figure: Figure, interval: Interval | None) -> str:
    if figure.value is None:
        return "–"
    around = f" ({number(interval.low, 2)} to {number(interval.high, 2)})" if interval else ""
    return f"{number(figure.value, 2)}{around}"
