"""What does one line of a table stand for? Values that the screen and the files are both made from.

None is empty: nothing was given or nothing was marked. It is never written as 0.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_TENTH = Decimal("0.1")


class State(StrEnum):
    """Of a student's attempt at a quiz."""

    NOT_BEGUN = "not begun"
    IN_PROGRESS = "in progress"
    SUBMITTED = "submitted"
    TO_BE_MARKED = "to be marked"  # submitted, and a person has not given every mark


@dataclass(frozen=True, slots=True)
class Student:
    """`number` is the school's own number. Who has left the course keeps the grades."""

    number: str
    email: str
    name: str
    enrolled: bool = True


@dataclass(frozen=True, slots=True)
class Sitting:
    """A student's attempt at a quiz that counts, or that there is none yet. Where the mean of all counts, none of them
    is named in `attempt`."""

    lesson: int
    quiz: str
    title: str
    attempt: int | None = None
    attempts: int = 0
    submitted_at: datetime | None = None
    unmarked: int = 0

    @property
    def state(self) -> State:
        if self.attempt is None and not self.attempts:
            return State.NOT_BEGUN
        if not self.submitted_at:
            return State.IN_PROGRESS
        return State.TO_BE_MARKED if self.unmarked else State.SUBMITTED


@dataclass(frozen=True, slots=True)
class Grade:
    """What one student has for one quiz. `points` and `possible` are sums of stored marks, or means of such sums."""

    course: str
    student: Student
    sitting: Sitting
    points: Decimal | None = None
    possible: Decimal | None = None
    late: bool | None = None
    passed: bool | None = None

    @property
    def percent(self) -> Decimal | None:
        if self.points is None or not self.possible:
            return None
        return (self.points * 100 / self.possible).quantize(_TENTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a quiz, as it was or would be asked. One that is not drawn yet has no name and no version; then
    `claim` says from what it will be drawn."""

    question: str
    version: int | None
    kind: str
    claim: str
    possible: Decimal


@dataclass(frozen=True, slots=True)
class Answer:
    """What one student answered to one question, and what that earned by which key and rule. `possible` is what the
    mark could earn, which after a regrade may be something else than what was asked."""

    course: str
    student: Student
    sitting: Sitting
    position: int
    asked: Asked
    state: str = State.NOT_BEGUN
    verdict: str = ""
    marks: tuple[str, ...] = ()
    response: str = ""
    given_at: datetime | None = None
    fraction: Decimal | None = None
    points: Decimal | None = None
    possible: Decimal | None = None
    reason: str = ""
    key_version: int | None = None
    scorer: int | None = None
    policy: str = ""
    marked_at: datetime | None = None
    edition: str = ""
    digest: str = ""
