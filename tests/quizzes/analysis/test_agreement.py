"""The vectors of SCORING.md §6, and where there is no figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis.agreement import NOTHING_TWICE, ONE_LEVEL, Scale, Weight, alpha, differing, kappa

A = [0, 1, 2, 1, 2, 0, 1, 2]
B = [0, 1, 2, 2, 2, 0, 0, 2]
A_WITH_A_GAP = [0, 1, 2, 1, 2, 0, None, 2]
C = [0, 1, 1, 1, 2, None, 0, 2]


@pytest.mark.parametrize(
    ("weight", "value"), [(Weight.NONE, 0.627907), (Weight.LINEAR, 0.733333), (Weight.QUADRATIC, 0.829787)]
)
def test_two_markers(weight, value):
    assert kappa(A, B, weight).value == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize(
    ("scale", "value"), [(Scale.NOMINAL, 0.735849), (Scale.ORDINAL, 0.862325), (Scale.INTERVAL, 0.879310)]
)
def test_three_markers_with_gaps(scale, value):
    assert alpha([A_WITH_A_GAP, B, C], scale).value == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize("weight", Weight)
def test_of_one_level_alone_nothing_can_be_said(weight):
    assert kappa([2, 2, 2], [2, 2, 2], weight).reason == ONE_LEVEL


@pytest.mark.parametrize("scale", Scale)
def test_nor_by_any_scale(scale):
    assert alpha([[1, 1], [1, 1]], scale).reason == ONE_LEVEL


def test_answers_that_one_marker_rated_are_no_pairs():
    assert kappa([1, None], [None, 2]).reason == NOTHING_TWICE
    assert alpha([[1, None], [None, 2]]).reason == NOTHING_TWICE
    assert kappa([], []).reason == alpha([]).reason == NOTHING_TWICE


def test_an_answer_with_one_rating_changes_nothing():
    assert alpha([[*A, 0], [*B, None]]) == alpha([A, B])
    assert kappa([*A, 0], [*B, None]) == kappa(A, B)


def test_where_they_differ():
    assert differing([A, B]) == [3, 6]
    assert differing([[1, None, 2], [1, 2, None]]) == []


levels = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=30)


@given(levels)
def test_agreement_is_one_at_most_and_does_not_ask_who_came_first(pairs):
    first, second = zip(*pairs, strict=True)
    for weight in Weight:
        found = kappa(first, second, weight)
        assert found == kappa(second, first, weight)
        assert found.value is None or found.value <= 1


@given(st.lists(st.integers(0, 5), min_size=2, max_size=30).filter(lambda found: len(set(found)) > 1))
def test_markers_who_always_agree_agree_wholly(ratings):
    assert [kappa(ratings, ratings, weight).value for weight in Weight] == [1, 1, 1]
    assert [alpha([ratings] * 3, scale).value for scale in Scale] == [1, 1, 1]
