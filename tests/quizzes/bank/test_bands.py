"""What is said of a whole quiz, by the share of its points."""

from fractions import Fraction

import pytest

from quizzes.bank import bands
from quizzes.questions.base import Invalid

TYPED = "80: You read closely.\n50 %: Half of it: go on.\n\n0: Read it again."
STORED = [band.dump() for band in bands.from_lines(TYPED)]


def test_what_is_typed_comes_back():
    assert bands.to_lines(STORED) == "80: You read closely.\n50: Half of it: go on.\n0: Read it again."


@pytest.mark.parametrize(
    ("share", "says"),
    [(Fraction(1), "You read closely."), (Fraction(4, 5), "You read closely."), (Fraction(0), "Read it again.")],
)
def test_a_band_begins_at_its_share(share, says):
    assert bands.said(STORED, share) == says


def test_the_share_is_not_rounded():
    assert bands.said(STORED, Fraction(79_999, 100_000)) == "Half of it: go on."


def test_below_the_lowest_band_nothing_is_said():
    assert bands.said(STORED[:2], Fraction(1, 3)) == ""
    assert "less than 50 %" in next(bands.advice(STORED[:2]))
    assert not list(bands.advice(STORED))
    assert not list(bands.advice([]))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("well done", "Line 1 is 'well done'"),
        ("101: too much", "Line 1"),
        ("50: a\n80: b", "80 stands below 50"),
        ("50: a\n50: b", "50 stands below 50"),
        ("50:", "Nothing is said from 50 %"),
        (f"50: {'word ' * 41}", "41 words; the limit is 40"),
    ],
)
def test_mistakes_are_told(typed, says):
    with pytest.raises(Invalid, match=says):
        bands.from_lines(typed)


def test_a_course_file_says_the_same():
    assert bands.from_tables([{"from": 80, "says": "Good."}, {"from": 0, "says": "Go on."}])[1].at_least == 0
    with pytest.raises(Invalid, match="from"):
        bands.from_tables([{"says": "Good."}])
    with pytest.raises(Invalid, match="form"):
        bands.from_tables([{"form": 80, "says": "Good."}])
