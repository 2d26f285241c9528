from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.citation import Anchor
from quizzes.questions.evidence import Ground, evidence, minimal, paragraphs, score, union

HALF, EIGHTH = Fraction(1, 2), Fraction(1, 8)


def s(*numbers):
    return frozenset(Anchor("w", 1, number) for number in numbers)


def at(*labels):
    return frozenset(Anchor("w", *map(int, label.split("."))) for label in labels)


TWO_PROOFS = [s(14), s(20, 21)]

places = st.frozensets(st.integers(1, 9).map(lambda number: Anchor("w", 1, number)), max_size=6)
families = st.lists(places.filter(bool), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("marks", "completeness", "focus", "value"),
    [
        (s(14), 1, 1, 1),
        (s(14, 15), 1, HALF, HALF),
        (s(20), HALF, 1, HALF),
        (s(20, 21, 3), 1, Fraction(2, 3), Fraction(2, 3)),
        (s(*range(1, 25)), 1, EIGHTH, EIGHTH),
        (s(), 0, 0, 0),
        (s(13), 0, 0, 0),
    ],
)
def test_evidence_is_completeness_times_focus(marks, completeness, focus, value):
    found = evidence(marks, TWO_PROOFS)

    assert (found.completeness, found.focus, found.value) == (completeness, focus, value)


def test_a_neutral_mark_neither_helps_nor_harms():
    found = evidence(s(13, 14), TWO_PROOFS, neutral=s(13))

    assert found.value == 1
    assert found.neutral == 1


def test_one_sufficient_proof_is_enough_and_is_named_as_the_best():
    assert evidence(s(20, 21), TWO_PROOFS).best == s(20, 21)
    assert evidence(s(14, 20), TWO_PROOFS).best == s(14)


def test_with_nothing_marked_the_first_proof_is_shown():
    assert evidence(s(), TWO_PROOFS).best == s(14)


def test_where_nothing_can_prove_every_mark_is_beside_the_point():
    assert evidence(s(1), []).value == 0


def test_a_set_that_contains_another_is_dropped():
    assert minimal([s(1, 2), s(2), s(3), s(2)]) == (s(2), s(3))


@settings(max_examples=25)
@given(families)
def test_no_minimal_set_contains_another(sets):
    assert not any(a <= b for a, b in combinations(minimal(sets), 2))
    assert all(any(kept <= given for kept in minimal(sets)) for given in sets)


@settings(max_examples=25)
@given(places, families, places, st.data())
def test_marking_one_more_sentence_of_any_proof_never_lowers_the_evidence(marks, sets, neutral, data):
    more = data.draw(st.sampled_from(sorted(union(minimal(sets)))))

    assert evidence(marks | {more}, sets, neutral).value >= evidence(marks, sets, neutral).value


@settings(max_examples=25)
@given(places, families, places, st.integers(1, 20))
def test_marking_any_other_sentence_never_raises_the_evidence(marks, sets, neutral, number):
    other = s(number) - union(minimal(sets))

    assert evidence(marks | other, sets, neutral).value <= evidence(marks, sets, neutral).value


@settings(max_examples=25)
@given(places, families, places, st.data())
def test_marking_a_neutral_sentence_changes_nothing(marks, sets, neutral, data):
    passed_over = sorted(neutral - union(minimal(sets)))
    more = data.draw(st.sampled_from([*passed_over, None]))

    assert evidence(marks | ({more} if more else s()), sets, neutral).value == evidence(marks, sets, neutral).value


@settings(max_examples=25)
@given(st.permutations([s(14), s(20, 21), s(5, 14)]), places)
def test_the_order_of_the_proofs_does_not_change_the_value(sets, marks):
    assert evidence(marks, sets).value == evidence(marks, [s(14), s(20, 21), s(5, 14)]).value


@pytest.mark.parametrize("marked", range(1, 8))
def test_random_marks_earn_one_part_in_n_however_many(marked):
    earned = [evidence(s(*marks), [s(3)]).value for marks in combinations(range(1, 8), marked)]

    assert sum(earned) / len(earned) == Fraction(1, 7)


@pytest.mark.parametrize(
    ("right", "value", "share"), [(True, 1, "1"), (True, 0, "1/4"), (False, 1, "1/4"), (False, 0, "0")]
)
def test_a_quarter_for_each_and_half_for_both(right, value, share):
    assert score(right, Fraction(value)) == Fraction(share)


# Readers of another edition


def ground(*proofs, neutral=None, edition="original"):
    return Ground.of(proofs, neutral or {}, edition)


def test_sentences_count_where_the_key_names_some_in_this_edition():
    both = ground({"adapted": at("12.1"), "original": at("12.3")})

    assert both.evidence(at("12.3")).value == 1
    assert both.evidence(at("12.1")).value == 0
    assert not both.by_paragraph


def test_paragraphs_count_where_the_key_names_no_sentence_of_this_edition():
    other = ground({"adapted": at("12.1", "14.2")})

    assert other.by_paragraph
    assert other.evidence(at("12.7", "14.1")).value == 1
    assert other.evidence(at("12.7")).completeness == HALF


def test_by_paragraph_several_marks_in_one_paragraph_count_once():
    other = ground({"adapted": at("12.1")})

    assert other.evidence(at("12.1", "12.2", "13.1", "13.2")).focus == HALF


def test_by_paragraph_proofs_in_the_same_paragraph_are_one():
    assert ground({"adapted": at("12.1")}, {"adapted": at("12.2")}).sets == (at("12.0"),)


def test_by_paragraph_a_neutral_paragraph_is_passed_over():
    other = ground({"adapted": at("12.1")}, neutral={"adapted": at("13.2")})

    assert other.evidence(at("12.1", "13.1")).value == 1


def test_a_proof_that_only_another_edition_names_still_counts_by_paragraph():
    mixed = ground({"adapted": at("12.1"), "original": at("12.1")}, {"adapted": at("14.2")})

    assert mixed.evidence(at("14.5")).value == 1
    assert mixed.evidence(at("12.2")).value == 0


def test_the_same_proof_listed_apart_for_each_edition_stays_exact():
    apart = ground({"adapted": at("12.1")}, {"original": at("12.3")})

    assert apart.evidence(at("12.2")).value == 0
    assert apart.evidence(at("12.3")).value == 1


def test_a_key_may_name_a_whole_paragraph():
    whole = ground({"original": at("12.0")})

    assert whole.evidence(at("12.4")).value == 1
    assert not whole.by_paragraph


def test_paragraphs_forget_the_sentences():
    assert paragraphs(at("12.1", "12.2", "14.1")) == at("12.0", "14.0")
