from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.questions.base import Flaw, Form, Invalid, Outcome, Sign, points, stored

shares = st.fractions(0, 1, max_denominator=1000)
codes = st.text("abc_", min_size=1, max_size=8)
parts = st.dictionaries(codes, st.one_of(shares, st.booleans(), st.integers(0, 99), codes), max_size=5)


@pytest.mark.parametrize(
    ("share", "mark"), [("1/3", "0.33"), ("1/8", "0.13"), ("3/8", "0.38"), ("1", "1.00"), ("0", "0.00")]
)
def test_a_mark_is_rounded_half_up_to_hundredths(share, mark):
    assert str(points(Fraction(share), Decimal(1))) == mark


def test_three_thirds_add_up_to_what_the_student_sees():
    assert sum(points(Fraction(1, 3), Decimal(1)) for _ in range(3)) == Decimal("0.99")


def test_a_mark_is_rounded_once_from_the_unrounded_share():
    # Rounded to six places first, 0.004999999… would become 0.005 and then 0.01.
    just_below = Fraction(5, 1000) - Fraction(1, 10**9)

    assert points(just_below, Decimal(1)) == 0


def test_the_share_is_stored_at_six_places_half_up():
    assert str(stored(Fraction(1, 3))) == "0.333333"
    assert str(stored(Fraction(15, 10**7))) == "0.000002"


@settings(max_examples=25)
@given(shares, st.decimals(0, 100, places=2))
def test_a_mark_never_exceeds_what_is_possible(share, possible):
    assert 0 <= points(share, possible) <= possible


@settings(max_examples=25)
@given(shares, parts, codes)
def test_an_outcome_comes_back_exactly(share, parts, reason):
    outcome = Outcome(share, parts, reason)

    again = Outcome.load(outcome.dump())

    assert again == outcome
    assert [type(part) for part in again.parts.values()] == [type(part) for part in parts.values()]


def test_shares_are_written_as_ratios_and_counts_as_numbers():
    written = Outcome(Fraction(1, 2), {"share": Fraction(1), "count": 1}, "partial").dump()

    assert written == {"fraction": "1/2", "parts": {"share": "1/1", "count": 1}, "reason": "partial"}


@pytest.mark.parametrize("share", [Fraction(-1, 9), Fraction(10, 9)])
def test_no_answer_earns_less_than_nothing_or_more_than_everything(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        Outcome(share)


def test_an_error_holds_every_flaw_and_leads_with_the_first():
    problem = Invalid(Flaw("mark", "Unmark one."), Flaw("verdict", "Choose a verdict."))

    assert (problem.field, problem.message) == ("mark", "Unmark one.")
    assert str(problem) == "Unmark one. Choose a verdict."


def test_a_form_without_a_field_gives_an_empty_list():
    assert Form({"mark": ["a", "b"]}).getlist("mark") == ["a", "b"]
    assert list(Form().getlist("mark")) == []


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_says_in_words_what_it_means(sign):
    assert sign.words
