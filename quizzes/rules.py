"""What may a student do, and when? The rules of an attempt as one value, handed in by whoever sets the quiz.

Boundary (T17): the server's arrival time decides. An answer counts if it arrives at or before the end plus `GRACE`,
whether the closing or the time limit makes the end; the page says so. What was saved before then counts even if
nothing was submitted (T16).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import zip_longest
from typing import Any, Self

GRACE = timedelta(seconds=30)
# What arrived in time may still wait as long for the database; an attempt is not closed over it (T1, T17).
WAITING = timedelta(seconds=20)


class Mode(StrEnum):
    PRACTICE = "practice"
    GRADED = "graded"


class Refused(Exception):
    """The rules do not allow it now; the message says why and what is possible instead."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`tries` None is any number. `counts`: which attempt makes the grade. `minutes` is this student's time limit, of
    which the quiz gives everybody `base_minutes`; without `minutes` there is none. `pass_mark` is in per cent.

    `release`: a graded attempt's marks are shown at `submission`, at the `close`, at a `date`, or when somebody
    releases them by `hand`; for the last two `release_at` says when, and None is not yet.
    """

    mode: Mode = Mode.PRACTICE
    tries: int | None = None
    counts: str = "first"
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    minutes: int | None = None
    base_minutes: int | None = None
    stretch_minutes: int = 0
    delay_minutes: int = 0
    fixed_order: bool = False
    shuffled: bool = False
    certainty: bool = False
    policy: str = "graded"
    pass_mark: Decimal | None = None
    release: str = "submission"
    release_at: datetime | None = None

    def dump(self) -> dict[str, Any]:
        """What is not set is left out, so that the database finds nothing there and not JSON's null."""
        said = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: _written(value) for name, value in said if value is not None}

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Rules that were kept before one of these was known have it at its default."""
        known = {field.name for field in fields(cls)} & data.keys()
        return replace(cls(), **{name: _read(name, data[name]) for name in known})

    @property
    def is_practice(self) -> bool:
        return self.mode is Mode.PRACTICE

    def begin(self, now: datetime, *, tried: int, last: datetime | None = None) -> None:
        """Raises Refused when no attempt may begin now. `last` is when the one before was handed in."""
        if self.opens_at and now < self.opens_at:
            raise Refused(f"This quiz opens on {told(self.opens_at, now)}.")
        if self.has_closed(now):
            raise Refused(f"This quiz closed on {told(self.closes_at, now)}.")
        if self.tries is not None and tried >= self.tries:
            times = "once" if self.tries == 1 else f"{self.tries} times"
            raise Refused(f"You may take this quiz {times}, and you have.")
        again = last + timedelta(minutes=self.delay_minutes) if last and self.delay_minutes else None
        if again and now < again:
            raise Refused(f"You may take this quiz again on {told(again, now)}.")

    def ends(self, began_at: datetime, *, stretched: int = 0) -> datetime | None:
        """When the time of an attempt is up: by the limit, with what was added to it, or by the closing."""
        limit = began_at + timedelta(minutes=self.minutes + stretched) if self.minutes is not None else None
        return min((moment for moment in (limit, self.closes_at) if moment), default=None)

    def accept(self, now: datetime, *, ends_at: datetime | None) -> None:
        """Raises Refused when an answer arrives after the end of its attempt."""
        if has_passed(ends_at, now):
            closed = ends_at == self.closes_at
            why = "This quiz closed on" if closed else "Your time was up on"
            raise Refused(f"{why} {told(ends_at, now)}. What you had saved before then counts; this did not.")

    def has_closed(self, now: datetime) -> bool:
        return has_passed(self.closes_at, now)

    def is_late(self, submitted_at: datetime | None) -> bool:
        return submitted_at is not None and has_passed(self.due_at, submitted_at)

    def shows_marks(self, now: datetime) -> bool:
        """Whether the marks of a submitted attempt are shown now."""
        if self.release == "close":
            return self.closes_at is None or self.has_closed(now)
        if self.release in ("date", "hand"):
            return self.release_at is not None and now >= self.release_at
        return True

    @property
    def shown_at(self) -> datetime | None:
        """When marks are shown that wait; None where nobody has said it yet."""
        return self.closes_at if self.release == "close" else self.release_at

    @property
    def limit(self) -> str:
        """The time limit in words; nothing where the quiz has none."""
        if self.minutes is None:
            return "no time limit for you" if self.base_minutes else ""
        if self.base_minutes is None or self.base_minutes == self.minutes:
            return f"{self.minutes} min"
        return f"{self.minutes} min ({self.base_minutes} + your extra time)"

    def passes(self, earned: Decimal | Fraction, possible: Decimal | Fraction) -> bool | None:
        """Compared unrounded (SCORING.md §1). None where nothing is to be passed."""
        if self.pass_mark is None or not possible:
            return None
        return Fraction(earned) * 100 >= Fraction(self.pass_mark) * Fraction(possible)

    def as_begun_under(self, before: Self) -> Self:
        """These rules for an attempt that runs: how its questions are put stays as it was."""
        return replace(self, fixed_order=before.fixed_order, shuffled=before.shuffled)

    def as_handed_in_under(self, before: Self) -> Self:
        """What of these rules still reaches an attempt that is handed in: when marks are shown, late, and passed."""
        after = ("due_at", "closes_at", "pass_mark", "release", "release_at")
        return replace(before, **{name: getattr(self, name) for name in after})


def is_over(end: datetime | None, now: datetime) -> bool:
    """Nothing that arrived in time can still be on its way."""
    return end is not None and now > end + GRACE + WAITING


def has_passed(end: datetime | None, now: datetime) -> bool:
    """Whether `now` is too late for `end`: at the end of the grace it is not, a moment later it is."""
    return end is not None and now > end + GRACE


_MOMENTS = {"opens_at", "due_at", "closes_at", "release_at"}


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(name: str, value: Any) -> Any:
    if name == "mode":
        return Mode(value)
    if value is None:
        return None
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    return Decimal(value) if name == "pass_mark" else value


def told(moment: datetime | None, now: datetime) -> str:
    """In the time zone that `now` was handed in with."""
    here = moment.astimezone(now.tzinfo) if moment else None
    return f"{here:%-d %B %Y at %H:%M} ({here:%Z})" if here else ""


def practice_result(fractions: Sequence[Fraction], hints: Sequence[Fraction] = ()) -> Fraction:
    """The best try: max of rawₜ × max(0, 1 − ¼(t − 1) − what the hints before it cost) (SCORING.md §4)."""
    tries = zip_longest(fractions, hints[: len(fractions)], fillvalue=Fraction(0))
    worth = (raw * max(Fraction(0), 1 - Fraction(t, 4) - cost) for t, (raw, cost) in enumerate(tries))
    return max(worth, default=Fraction(0))
