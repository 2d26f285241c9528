"""Which sentences did a class mark?"""

from fractions import Fraction

import pytest

from corpus.text.citation import Anchor
from quizzes.analysis.heat import Band, Reader, group, heat

S1, S2, S3 = (Anchor("maren-1956", 1, number) for number in (1, 2, 3))


def reader(*marks, mark=100, total=300, verdict="supported", complete=False):
    return Reader(frozenset(marks), mark, total, verdict, complete)


def of(at, readers, key=(), shown=None):
    return heat([at], readers if shown is None else shown, readers, set(key))[0]


def test_a_sentence_counts_those_who_marked_it():
    found = of(S1, [reader(S1), reader(S1, S2), reader(S3)])

    assert (found.count, found.of, found.share) == (2, 3, Fraction(2, 3))


def test_the_rest_is_what_they_earned_elsewhere_in_marks():
    found = of(S1, [reader(S1, mark=100, total=300), reader(S1, mark=0, total=50), reader(S2, total=999)])

    assert found.rest == Fraction(200 + 50, 200)
    assert of(S3, [reader(S1)]).rest is None


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (5, 1), (6, 2), (24, 5), (25, 5)])
def test_a_bar_has_five_steps_and_any_mark_shows(count, step):
    readers = [reader(S1)] * count + [reader()] * (25 - count)

    assert of(S1, readers).step == step


def test_many_with_a_complete_proof_make_a_sentence_worth_a_look():
    readers = [reader(S1, S2, complete=True)] * 3 + [reader(S1, complete=True)] * 7

    assert of(S2, readers, key=[S1]).asks_for_a_look
    assert not of(S2, readers[1:], key=[S1]).asks_for_a_look, "two of nine are too few"
    assert not of(S1, readers, key=[S1]).asks_for_a_look, "it is the key"


def test_fewer_than_five_complete_proofs_say_nothing():
    assert not of(S2, [reader(S1, S2, complete=True)] * 4, key=[S1]).asks_for_a_look


def test_those_without_a_proof_do_not_make_it_worth_a_look():
    readers = [reader(S2)] * 20 + [reader(S1, complete=True)] * 5

    assert not of(S2, readers, key=[S1]).asks_for_a_look


def test_bands_are_27_per_cent_and_ties_at_the_edge_are_in():
    readers = [reader(total=total) for total in (1, 2, 3, 4, 5, 5, 5, 8, 9, 10)]

    assert [r.total for r in group(readers, Band.UPPER)] == [8, 9, 10]
    assert [r.total for r in group(readers[:9], Band.UPPER)] == [8, 9]
    assert [r.total for r in group(readers[:7], Band.UPPER)] == [5, 5, 5]
    assert [r.total for r in group(readers, Band.LOWER)] == [1, 2, 3]


def test_a_verdict_narrows_a_band():
    readers = [reader(verdict="contradicted"), reader(), reader()]

    assert len(group(readers, Band.ALL, "contradicted")) == 1


def test_nobody_is_in_no_band():
    assert group([], Band.UPPER) == []
