from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest

from courses.access import MAY, Part, may_begin, may_open
from quizzes.rules import GRACE, Mode, Rules

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BEN, ADA, DANA, CLEO = Part(student=True), Part(instructor=True), Part(registrar=True), Part()


@dataclass
class Step:
    opens_at: datetime | None = None


def test_a_student_opens_a_step_without_a_date():
    assert may_open(Step(), BEN, NOW) == MAY


def test_a_step_opens_at_its_moment_and_not_before():
    assert may_open(Step(NOW), BEN, NOW) == MAY
    assert may_open(Step(NOW + HOUR), BEN, NOW) == "This opens on 22 November 2026 at 13:00 (UTC)."


def test_an_opening_is_told_in_the_zone_of_the_clock():
    there = timezone(HOUR, "CET")

    assert may_open(Step(NOW + HOUR), BEN, NOW.astimezone(there)) == "This opens on 22 November 2026 at 14:00 (CET)."


@pytest.mark.parametrize("staff", [ADA, DANA], ids=["instructor", "registrar"])
def test_staff_look_ahead(staff):
    assert may_open(Step(NOW + HOUR), staff, NOW) == MAY


def test_a_stranger_opens_nothing():
    assert may_open(Step(), CLEO, NOW) == "You are not enrolled in this course."


@pytest.mark.parametrize("part", [ADA, DANA, CLEO], ids=["instructor", "registrar", "stranger"])
def test_only_students_begin_a_quiz(part):
    assert may_begin(Rules(), part, tried=0, now=NOW) == "Only students of the course take its quizzes."


def test_tries_are_counted():
    once = Rules(mode=Mode.GRADED, tries=1)

    assert may_begin(once, BEN, tried=0, now=NOW) == MAY
    assert may_begin(once, BEN, tried=1, now=NOW) == "You may take this quiz once, and you have."


def test_a_closed_quiz_is_not_begun():
    closed = Rules(mode=Mode.GRADED, closes_at=NOW - GRACE - HOUR)

    assert may_begin(closed, BEN, tried=0, now=NOW).startswith("This quiz closed on ")
