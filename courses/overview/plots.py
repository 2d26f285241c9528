"""Where do the strokes of a plot go? Drawn on the server as paths, in ink; a table beside each says the same."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from quizzes.analysis.figure import Interval

WIDTH, HEIGHT = 240, 72


class Scale(NamedTuple):
    """A value on a line of a fixed length, and the interval around it."""

    value: str
    span: str


def share(value: float, interval: Interval | None) -> Scale:
    """From 0 to 1: a bar as long as the value."""
    return Scale(f"M0 6H{_on(value)}", _span(interval, _on))


def correlation(value: float, interval: Interval | None) -> Scale:
    """From −1 to 1: an upright stroke at the value."""
    at = _around(value)
    return Scale(f"M{at} 1V11", _span(interval, _around))


def _span(interval: Interval | None, place: Callable[[float], str]) -> str:
    if interval is None:
        return ""
    low, high = place(interval.low), place(interval.high)
    return f"M{low} 16H{high}M{low} 13V19M{high} 13V19"


def _on(value: float) -> str:
    return _number(WIDTH * value)


def _around(value: float) -> str:
    return _number(WIDTH * (value + 1) / 2)


class Curve(NamedTuple):
    """What groups earned, from low totals to high ones: a line, and an upright stroke for each group."""

    line: str
    strokes: str


def curve(shares: Sequence[float]) -> Curve:
    step = WIDTH / max(1, len(shares))
    points = [(_number(step * (place + 0.5)), _up(share)) for place, share in enumerate(shares)]
    line = "M" + "L".join(f"{x} {y}" for x, y in points) if points else ""
    return Curve(line, "".join(f"M{x} {HEIGHT}V{y}" for x, y in points))


def bars(counts: Sequence[int]) -> str:
    """Upright bars as high as the counts; the highest fills the drawing."""
    step, most = WIDTH / max(1, len(counts)), max(counts, default=0) or 1
    wide = _number(max(1.0, 0.7 * step))
    places = ((_number(step * (place + 0.15)), count / most) for place, count in enumerate(counts) if count)
    return "".join(f"M{x} {HEIGHT}V{_up(share)}h{wide}V{HEIGHT}z" for x, share in places)


def _up(share: float) -> str:
    return _number(HEIGHT - (HEIGHT - 2) * share)


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
