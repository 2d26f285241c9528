from decimal import Decimal
from fractions import Fraction

import pytest

from quizzes.pages.passing import Passing, passing
from quizzes.rules import Rules


@pytest.mark.parametrize(
    ("earned", "possible", "mark", "passed", "words"),
    [
        ("59.96", "100", "60", False, "60.0 %, exactly 59.96 %; to pass takes 60 %"),
        ("60", "100", "60", True, "60.0 %; to pass takes 60 %"),
        ("59.94", "100", "60", False, "59.9 %; to pass takes 60 %"),
        ("2", "3", "66.67", False, "66.7 %, exactly 66.667 %; to pass takes 66.67 %"),
        ("5.25", "8", "62.50", True, "65.6 %; to pass takes 62.5 %"),
    ],
)
def test_where_rounding_hides_the_reason_more_is_printed(earned, possible, mark, passed, words):
    found = Passing(Decimal(earned), Decimal(possible), Decimal(mark))

    assert (found.passed, found.words) == (passed, words)


def test_a_mean_passes_as_the_fraction_that_it_is():
    assert Passing(Fraction(20, 3), Fraction(10), Decimal("66.66")).passed
    assert not Passing(Fraction(20, 3), Fraction(10), Decimal("66.67")).passed


def test_without_a_pass_mark_or_points_there_is_nothing_to_say():
    assert passing(Rules(), Decimal(1), Decimal(2)) is None
    assert passing(Rules(pass_mark=Decimal(60)), Decimal(0), Decimal(0)) is None
