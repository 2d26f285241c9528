"""Certainty: points for knowing what one knows (SCORING.md §4)."""

from fractions import Fraction

import pytest

from quizzes.certainty import LEVELS, Given, best, report, told

RIGHT, WRONG = Fraction(4, 5), Fraction(79, 100)


@pytest.mark.parametrize(("number", "right", "wrong"), [(1, 1, 0), (2, 2, -2), (3, 3, -6)])
def test_each_level_has_its_points(number, right, wrong):
    level = LEVELS[number - 1]

    assert (level.points(RIGHT), level.points(WRONG)) == (right, wrong)


@pytest.mark.parametrize(
    ("share", "name"),
    [
        (Fraction(0), "Low"),
        (Fraction(66, 100), "Low"),
        (Fraction(2, 3), "Middle"),
        (Fraction(4, 5), "Middle"),
        (Fraction(81, 100), "High"),
    ],
)
def test_the_best_level_follows_the_share_that_is_right(share, name):
    assert best(share).name == name


@pytest.mark.parametrize("per_cent", range(101))
def test_no_other_level_would_have_paid_more(per_cent):
    share = Fraction(per_cent, 100)
    worth = {level.name: share * level.if_right + (1 - share) * level.if_wrong for level in LEVELS}

    assert worth[best(share).name] == max(worth.values())


@pytest.mark.parametrize(
    ("level", "raw", "says"),
    [
        (3, RIGHT, "You were sure and right: 3 points of certainty."),
        (3, WRONG, "You were sure but not right: −6 points of certainty."),
        (2, WRONG, "You were fairly sure but not right: −2 points of certainty."),
        (1, RIGHT, "You were unsure but right: 1 point of certainty."),
        (1, WRONG, "You were unsure and not right: 0 points of certainty."),
    ],
)
def test_it_is_told_in_a_sentence(level, raw, says):
    assert told(level, raw) == says


def test_the_report_has_shares_and_the_mean():
    found = report([Given(3, RIGHT), Given(3, Fraction(1)), Given(3, WRONG), Given(1, WRONG)])
    low, middle, high = found.rows

    assert (low.share, middle.share, high.share) == (0, None, Fraction(2, 3))
    assert found.mean == Fraction(3 + 3 - 6 + 0, 4)
    assert [row.per_cent for row in found.rows] == ["0 %", "–", "67 %"]


def test_advice_waits_for_enough_answers():
    few, enough = report([Given(3, WRONG)] * 4), report([Given(3, WRONG)] * 5 + [Given(1, WRONG)] * 5)

    assert [row.advice for row in few.rows] == ["Not chosen yet.", "Not chosen yet.", "Too few answers to tell."]
    assert [row.advice for row in enough.rows] == ["This level fits.", "Not chosen yet.", "Low would have paid best."]


def test_nothing_given_has_no_mean():
    assert (report([]).mean, report([]).shown_mean) == (None, "–")
