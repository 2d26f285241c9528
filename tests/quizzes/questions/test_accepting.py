"""A key of a grid takes sentences more in one of its cells, and the others stay as they are."""

import pytest

from corpus.text.citation import Anchor
from quizzes.questions import accepting
from quizzes.questions.accepting import NotPossible
from quizzes.questions.cells import At
from quizzes.questions.corroboration import Corroboration

CONTENT, KEY = Corroboration.example()
NEAR, NEUTRAL = Anchor("harrow-1957", 12, 4), Anchor("harrow-1957", 13, 1)
CLOSE = Anchor("voss-1958", 4, 1)


def others(key, at):
    return {place: cell for place, cell in key.cells.items() if place != at}


@pytest.mark.parametrize("widen", [accepting.with_proof, accepting.with_neutral])
def test_only_the_named_cell_changes(widen):
    at = At(1, 1)
    wide = widen(KEY, "adapted", frozenset({NEAR}), at)

    assert wide.cells[at] != KEY.cells[at]
    assert others(wide, at) == others(KEY, at)
    assert (wide.cells[at].verdict, wide.cells[at].says) == (KEY.cells[at].verdict, KEY.cells[at].says)


def test_a_sentence_that_proves_is_no_near_miss_and_not_neutral_any_more():
    cell = accepting.with_proof(KEY, "adapted", frozenset({NEAR, NEUTRAL}), At(1, 1)).cells[At(1, 1)]

    assert cell.proofs[-1] == {"adapted": frozenset({NEAR, NEUTRAL})}
    assert (cell.near, cell.neutral) == ((), {})


def test_an_accepted_proof_earns_the_whole_cell():
    wide = accepting.with_proof(KEY, "adapted", frozenset({NEAR}), At(1, 1))
    response = CONTENT.response({"cells": {"1-1": {"verdict": "contradicts", "mark": [NEAR.value]}}})

    before, after = (CONTENT.mark(key, response, edition="adapted").parts["cell 1-1"] for key in (KEY, wide))
    assert (str(before), str(after)) == ("1/4", "1")


def test_no_sentence_proves_a_silence_but_one_may_be_neutral():
    with pytest.raises(NotPossible, match="no sentence is a proof"):
        accepting.with_proof(KEY, "adapted", frozenset({CLOSE}), At(2, 2))
    beside = Anchor("voss-1958", 4, 2)

    assert accepting.with_neutral(KEY, "adapted", frozenset({beside}), At(2, 2)).cells[At(2, 2)].neutral == {
        "adapted": frozenset({beside})
    }


@pytest.mark.parametrize("at", [None, At(9, 9)])
@pytest.mark.parametrize("widen", [accepting.with_proof, accepting.with_neutral])
def test_a_grid_takes_nothing_without_a_cell_of_its_own(widen, at):
    with pytest.raises(NotPossible):
        widen(KEY, "adapted", frozenset({NEAR}), at)
    assert not accepting.takes_places(KEY, at)
