"""What may a student do, and when? The rules of an attempt as one value, handed in by whoever sets the quiz.

Boundary (T17): the server's arrival time decides. An answer counts if it arrives at or before `closes_at`
plus `GRACE`; the page says so. What was saved before then counts even if nothing was submitted (T16).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

GRACE = timedelta(seconds=30)


class Mode(StrEnum):
    PRACTICE = "practice"
    GRADED = "graded"


class Refused(Exception):
    """The rules do not allow it now; the message says why and what is possible instead."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`tries` None is any number. `release`: a graded attempt's marks are shown at `submission` or at `close`."""

    mode: Mode = Mode.PRACTICE
    tries: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    release: str = "submission"
    policy: str = "graded"

    def dump(self) -> dict[str, Any]:
        return {
            "mode": self.mode.value,
            "tries": self.tries,
            "opens_at": self.opens_at.isoformat() if self.opens_at else None,
            "closes_at": self.closes_at.isoformat() if self.closes_at else None,
            "release": self.release,
            "policy": self.policy,
        }

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        moments = {
            name: datetime.fromisoformat(data[name]) if data.get(name) else None for name in ("opens_at", "closes_at")
        }
        return replace(
            cls(),
            mode=Mode(data.get("mode", Mode.PRACTICE)),
            tries=data.get("tries"),
            release=data.get("release", "submission"),
            policy=data.get("policy", "graded"),
            **moments,
        )

    @property
    def is_practice(self) -> bool:
        return self.mode is Mode.PRACTICE

    def begin(self, now: datetime, *, tried: int) -> None:
        """Raises Refused when no attempt may begin now."""
        if self.opens_at and now < self.opens_at:
            raise Refused(f"This quiz opens on {_moment(self.opens_at, now)}.")
        if self.has_closed(now):
            raise Refused(f"This quiz closed on {_moment(self.closes_at, now)}.")
        if self.tries is not None and tried >= self.tries:
            times = "once" if self.tries == 1 else f"{self.tries} times"
            raise Refused(f"You may take this quiz {times}, and you have.")

    def accept(self, now: datetime) -> None:
        """Raises Refused when an answer arrives too late."""
        if self.has_closed(now):
            raise Refused(
                f"This quiz closed on {_moment(self.closes_at, now)}. "
                "What you had saved before then counts; this did not."
            )

    def has_closed(self, now: datetime) -> bool:
        return self.closes_at is not None and now > self.closes_at + GRACE

    def shows_marks(self, now: datetime) -> bool:
        """Whether the marks of a submitted attempt are shown now."""
        return self.release != "close" or self.closes_at is None or self.has_closed(now)


def _moment(moment: datetime | None, now: datetime) -> str:
    """In the time zone that `now` was handed in with."""
    here = moment.astimezone(now.tzinfo) if moment else None
    return f"{here:%-d %B %Y at %H:%M} ({here:%Z})" if here else ""


def practice_result(fractions: list[Fraction]) -> Fraction:
    """The best try, each later one a quarter lower: max of rawₜ × max(0, 1 − ¼(t − 1)) (SCORING.md §4)."""
    tries = (raw * max(Fraction(0), 1 - Fraction(t, 4)) for t, raw in enumerate(fractions))
    return max(tries, default=Fraction(0))
