from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.terms.allowing import SITTING, Extra, Terms, allowed

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STEP = Terms(opens_at=NINE, due_at=NINE + HOUR, closes_at=NINE + 2 * HOUR, minutes=30, tries=1)
HALF_MORE, UNLIMITED = Extra(Decimal("1.50")), Extra(None)


def test_without_anything_set_the_step_says_it_all():
    found = allowed(STEP, [], None)

    assert (found.terms, found.base_minutes) == (STEP, 30)


def test_the_student_is_stronger_than_the_section_and_that_than_the_step():
    section, student = Terms(minutes=40, tries=2), Terms(minutes=50)

    assert allowed(STEP, [section, student], None).terms == Terms(NINE, NINE + HOUR, NINE + 2 * HOUR, 50, 2)


def test_extra_time_comes_last_and_lengthens_what_was_overridden():
    found = allowed(STEP, [Terms(minutes=40)], HALF_MORE)

    assert (found.terms.minutes, found.base_minutes) == (60, 40)


def test_extra_time_moves_due_and_closing_by_the_minutes_that_it_gives():
    found = allowed(STEP, [], HALF_MORE).terms

    assert (found.minutes, found.due_at, found.closes_at) == (
        45,
        NINE + HOUR + 15 * MINUTE,
        NINE + 2 * HOUR + 15 * MINUTE,
    )
    assert (found.opens_at, found.tries) == (NINE, 1)


def test_minutes_are_rounded_up():
    assert allowed(Terms(minutes=25), [], Extra(Decimal("1.25"))).terms.minutes == 32


def test_without_a_limit_windows_are_as_for_three_times_the_time():
    found = allowed(STEP, [], UNLIMITED)

    assert (found.terms.minutes, found.base_minutes) == (None, 30)
    assert found.terms.closes_at == NINE + 2 * HOUR + 60 * MINUTE


@pytest.mark.parametrize(("extra", "times"), [(HALF_MORE, 1.5), (UNLIMITED, 3)])
def test_a_sitting_without_a_limit_is_stretched_from_its_opening(extra, times):
    found = allowed(Terms(NINE, NINE + HOUR, NINE + 2 * HOUR), [], extra).terms

    assert (found.due_at, found.closes_at) == (NINE + times * HOUR, NINE + 2 * times * HOUR)


@pytest.mark.parametrize(("longer", "moved"), [(timedelta(0), True), (timedelta(microseconds=1), False)])
def test_a_day_is_a_sitting_and_a_moment_more_is_homework(longer, moved):
    closes = NINE + SITTING + longer
    found = allowed(Terms(opens_at=NINE, closes_at=closes), [], HALF_MORE).terms

    assert (found.closes_at > closes) is moved


@pytest.mark.parametrize("terms", [Terms(), Terms(closes_at=NINE), Terms(opens_at=NINE)])
def test_extra_time_makes_no_window_where_there_is_none(terms):
    assert allowed(terms, [], HALF_MORE).terms == terms


def test_the_factor_one_changes_nothing():
    assert allowed(STEP, [], Extra(Decimal(1))).terms == STEP


moments = st.none() | st.integers(0, 10_000).map(lambda n: NINE + n * MINUTE)
terms = st.builds(Terms, moments, moments, moments, st.none() | st.integers(1, 1_440), st.none() | st.integers(1, 9))
factors = st.decimals("1", "3", places=2)


@given(step=terms, overrides=st.lists(terms, max_size=2), factor=factors, more=factors)
def test_more_extra_time_never_takes_anything_away(step, overrides, factor, more):
    less, most = sorted((factor, more))
    without, some, much = (allowed(step, overrides, extra).terms for extra in (None, Extra(less), Extra(most)))

    for name in ("due_at", "closes_at", "minutes"):
        values = [getattr(one, name) for one in (without, some, much)]
        assert values == [None] * 3 or values == sorted(values)
