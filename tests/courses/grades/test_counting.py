from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from courses.grades.counting import counted

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Sat:
    points: Decimal | None
    possible: Decimal | None = Decimal(10)
    submitted_at: datetime | None = AT
    unmarked: int = 0


def sat(*points: str) -> list[Sat]:
    return [Sat(Decimal(one)) for one in points]


RUNS = Sat(None, submitted_at=None)


@pytest.mark.parametrize(("counts", "points"), [("first", "5"), ("best", "8"), ("last", "6"), ("mean", "6.33")])
def test_the_step_says_which_attempt_counts(counts, points):
    assert counted(sat("5", "8", "6"), counts).points == Decimal(points)


def test_the_mean_is_rounded_once_from_what_it_is():
    found = counted(sat("0.33", "0.33", "0.35"), "mean")

    assert (found.points, found.earned) == (Decimal("0.34"), Fraction("1.01") / 3)
    assert counted(sat("0.01", "0.02"), "mean").points == Decimal("0.02")  # half up


def test_the_best_is_the_greatest_share_and_of_equals_the_earlier():
    short, long = Sat(Decimal(4), Decimal(5)), Sat(Decimal(6), Decimal(10))

    assert counted([long, short], "best").last is short
    first, second = Sat(Decimal(4), Decimal(5)), Sat(Decimal(8), Decimal(10))
    assert counted([first, second], "best").last is first


@pytest.mark.parametrize("counts", ["best", "last", "mean"])
def test_an_attempt_that_runs_takes_nothing_from_what_is_handed_in(counts):
    assert counted([*sat("5"), RUNS], counts).points == Decimal(5)


@pytest.mark.parametrize("counts", ["first", "best", "last", "mean"])
def test_the_only_attempt_may_still_run(counts):
    found = counted([RUNS], counts)

    assert (found.last, found.points) == (RUNS, None)


@pytest.mark.parametrize("counts", ["first", "best", "last", "mean"])
def test_without_an_attempt_nothing_counts(counts):
    assert counted([], counts) is None


def test_no_attempt_is_named_where_the_mean_counts():
    assert counted(sat("5", "6"), "mean").only is None
    assert counted(sat("5", "6"), "last").only.points == Decimal(6)


@pytest.mark.parametrize("counts", ["first", "best", "last", "mean"])
def test_there_is_no_grade_while_a_person_still_has_to_mark(counts):
    found = counted([Sat(Decimal(5), unmarked=1)], counts)

    assert (found.unmarked, found.points, found.possible) == (1, None, 10)


def test_an_unmarked_attempt_matters_only_where_it_may_count():
    attempts = [Sat(Decimal(5)), Sat(Decimal(2), unmarked=2)]

    assert {which: counted(attempts, which).unmarked for which in ("first", "best", "last", "mean")} == {
        "first": 0,
        "best": 2,
        "last": 2,
        "mean": 2,
    }
