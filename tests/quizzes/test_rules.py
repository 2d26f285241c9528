from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from quizzes.rules import GRACE, Mode, Refused, Rules, has_passed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE, TICK = timedelta(minutes=1), timedelta(microseconds=1)
FULL = Rules(
    mode=Mode.GRADED,
    tries=3,
    counts="best",
    opens_at=NOW,
    due_at=NOW + MINUTE,
    closes_at=NOW + 2 * MINUTE,
    minutes=45,
    base_minutes=30,
    stretch_minutes=5,
    delay_minutes=60,
    fixed_order=True,
    shuffled=True,
    certainty=True,
    policy="strict",
    pass_mark=Decimal("62.50"),
    release="date",
    release_at=NOW + 3 * MINUTE,
)


@pytest.mark.parametrize("rules", [Rules(), FULL])
def test_rules_come_back_as_they_were(rules):
    assert Rules.load(rules.dump()) == rules


def test_rules_of_an_older_attempt_are_read():
    old = {"mode": "graded", "tries": None, "opens_at": None, "closes_at": None, "release": "close"}

    assert Rules.load(old) == Rules(mode=Mode.GRADED, release="close")


def test_what_is_not_set_is_not_kept():
    assert "due_at" not in Rules().dump()


# The boundary: at or before the end and its grace counts


@pytest.mark.parametrize("late", [False, True])
def test_the_grace_counts_and_not_a_moment_more(late):
    assert has_passed(NOW, NOW + GRACE + TICK * late) is late


@pytest.mark.parametrize(
    ("rules", "end"),
    [
        (Rules(), None),
        (Rules(closes_at=NOW + 9 * MINUTE), NOW + 9 * MINUTE),
        (Rules(minutes=5), NOW + 5 * MINUTE),
        (Rules(minutes=5, closes_at=NOW + 9 * MINUTE), NOW + 5 * MINUTE),
        (Rules(minutes=15, closes_at=NOW + 9 * MINUTE), NOW + 9 * MINUTE),
    ],
)
def test_an_attempt_ends_by_its_limit_or_by_the_closing(rules, end):
    assert rules.ends(NOW) == end


def test_what_is_added_moves_the_limit_and_never_the_closing():
    rules = Rules(minutes=5, closes_at=NOW + 9 * MINUTE)

    assert (rules.ends(NOW, stretched=2), rules.ends(NOW, stretched=60)) == (NOW + 7 * MINUTE, NOW + 9 * MINUTE)


@pytest.mark.parametrize(
    ("rules", "told"),
    [(Rules(minutes=5), "Your time was up on 22 November"), (Rules(closes_at=NOW), "This quiz closed on 22 November")],
)
def test_what_comes_too_late_is_told_by_which_end(rules, told):
    end = rules.ends(NOW - 5 * MINUTE)
    rules.accept(NOW + GRACE, ends_at=end)

    with pytest.raises(Refused, match=told):
        rules.accept(NOW + GRACE + TICK, ends_at=end)


def test_between_two_tries_one_waits_to_the_minute():
    rules = Rules(mode=Mode.GRADED, delay_minutes=60)
    rules.begin(NOW + 60 * MINUTE, tried=1, last=NOW)

    with pytest.raises(Refused, match="again on 22 November 2026 at 13:00"):
        rules.begin(NOW + 60 * MINUTE - TICK, tried=1, last=NOW)


def test_the_first_try_waits_for_nothing():
    Rules(mode=Mode.GRADED, delay_minutes=60).begin(NOW, tried=0)


@pytest.mark.parametrize("late", [False, True])
def test_late_is_what_comes_after_the_due_date_and_its_grace(late):
    assert Rules(due_at=NOW).is_late(NOW + GRACE + TICK * late) is late


def test_what_is_not_handed_in_is_not_late():
    assert not Rules(due_at=NOW).is_late(None)


# When marks are shown


@pytest.mark.parametrize(
    ("rules", "shown"),
    [
        (Rules(), True),
        (Rules(release="close", closes_at=NOW), False),
        (Rules(release="close", closes_at=NOW - MINUTE), True),
        (Rules(release="close"), True),
        (Rules(release="date", release_at=NOW), True),
        (Rules(release="date", release_at=NOW + TICK), False),
        (Rules(release="date"), False),
        (Rules(release="hand"), False),
        (Rules(release="hand", release_at=NOW), True),
    ],
)
def test_marks_are_shown_when_the_rules_say(rules, shown):
    assert rules.shows_marks(NOW) is shown


# Time in words


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (Rules(), ""),
        (Rules(minutes=30, base_minutes=30), "30 min"),
        (Rules(minutes=45, base_minutes=30), "45 min (30 + your extra time)"),
        (Rules(base_minutes=30), "no time limit for you"),
    ],
)
def test_a_student_is_told_what_is_extra(rules, words):
    assert rules.limit == words


# Passing, unrounded (SCORING.md §1)


@pytest.mark.parametrize(
    ("earned", "possible", "passes"),
    [("60", "100", True), ("59.96", "100", False), ("59.99", "100", False), ("2", "3", True), ("0", "0", None)],
)
def test_passing_compares_the_unrounded_share(earned, possible, passes):
    assert Rules(pass_mark=Decimal(60)).passes(Decimal(earned), Decimal(possible)) is passes


def test_without_a_pass_mark_nobody_passes_or_fails():
    assert Rules().passes(Decimal(1), Decimal(2)) is None


# What of a change reaches an attempt


def test_an_attempt_that_runs_keeps_how_its_questions_are_put():
    followed = FULL.as_begun_under(Rules(mode=Mode.GRADED))

    assert (followed.fixed_order, followed.shuffled, followed.minutes) == (False, False, 45)


def test_what_is_handed_in_hears_of_release_pass_mark_and_lateness_only():
    before = Rules(mode=Mode.GRADED, minutes=30, policy="graded")
    after = FULL.as_handed_in_under(before)

    assert (after.minutes, after.policy, after.tries) == (30, "graded", None)
    assert (after.release, after.release_at, after.pass_mark) == ("date", FULL.release_at, FULL.pass_mark)
    assert (after.due_at, after.closes_at) == (FULL.due_at, FULL.closes_at)
