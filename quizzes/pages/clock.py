"""What does the page say of the time? In words, and in seconds by the server's clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from quizzes.models import Attempt
from quizzes.rules import GRACE, told

GRACE_SECONDS = int(GRACE.total_seconds())


@dataclass(frozen=True, slots=True)
class Clock:
    """Of an attempt, at a moment. A timer runs only where minutes are set (UX.md §4)."""

    attempt: Attempt
    now: datetime

    @property
    def left(self) -> int | None:
        """Seconds until the end, without the grace; None where no timer runs."""
        end = self.attempt.ends_at
        if end is None or self.attempt.under.minutes is None:
            return None
        return max(0, -((self.now - end) // timedelta(seconds=1)))

    @property
    def is_up(self) -> bool:
        """The end has come. What arrives in the grace still counts, but nobody is told to hurry."""
        return self.attempt.ends_at is not None and self.now > self.attempt.ends_at

    @property
    def words(self) -> str:
        """“Time limit: 45 min (30 + your extra time). Ends at 14:32.”"""
        rules, end = self.attempt.under, self.attempt.ends_at
        said = [f"Time limit: {rules.limit}." if rules.limit and not rules.is_practice else ""]
        if self.attempt.stretched_minutes:
            said.append(f"{self.attempt.stretched_minutes} min added.")
        if end is not None:
            verb = "Closes" if rules.minutes is None else "Ends"
            said.append(f"{verb} {self._moment(end)}.")
        return " ".join(filter(None, said))

    def _moment(self, end: datetime) -> str:
        here = localtime(end)
        return (
            f"at {here:%H:%M}" if here.date() == localtime(self.now).date() else f"on {told(end, localtime(self.now))}"
        )

    @property
    def grace(self) -> str:
        if self.attempt.ends_at is None:
            return ""
        return (
            f"What arrives up to {GRACE_SECONDS} seconds later still counts; what is saved counts even if you do not "
            "hand it in."
        )

    @property
    def adds(self) -> int:
        """How many minutes the student may still add, once."""
        return self.attempt.under.stretch_minutes if self.attempt.may_stretch else 0


def over(attempt: Attempt, now: datetime) -> str:
    """Why an attempt takes nothing any more; empty while it does."""
    if not attempt.is_open:
        return "This attempt is handed in"
    return "Time is up" if attempt.has_ended(now) else ""
