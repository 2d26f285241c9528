"""May somebody open a step, or begin its quiz? Decided from values alone; the answer is the reason why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from quizzes.rules import Refused, Rules

MAY = ""  # nothing speaks against it


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody is in a course."""

    student: bool = False
    instructor: bool = False
    registrar: bool = False

    @property
    def staff(self) -> bool:
        return self.instructor or self.registrar

    @property
    def any(self) -> bool:
        return self.student or self.staff


class Opening(Protocol):
    """What is asked of a step, or of the rules that one student has there."""

    @property
    def opens_at(self) -> datetime | None: ...


def may_open(step: Opening, part: Part, now: datetime) -> str:
    """Staff look ahead; students wait for the opening. It is told in the zone of `now`."""
    if not part.any:
        return "You are not enrolled in this course."
    if step.opens_at is not None and now < step.opens_at and not part.staff:
        return f"This opens on {moment(step.opens_at.astimezone(now.tzinfo))}."
    return MAY


def may_begin(rules: Rules, part: Part, *, tried: int, now: datetime, last: datetime | None = None) -> str:
    """Only students take quizzes; `tried` counts the attempts there are, `last` is when one was last handed in."""
    if not part.student:
        return "Only students of the course take its quizzes."
    try:
        rules.begin(now, tried=tried, last=last)
    except Refused as refused:
        return str(refused)
    return MAY


def moment(at: datetime) -> str:
    return f"{at:%-d %B %Y at %H:%M} ({at:%Z})"
