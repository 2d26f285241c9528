"""Can an answer be held against another version's key, and what did that key change?"""

from fractions import Fraction

import pytest

from corpus.text.citation import Anchor
from quizzes.questions import KINDS, accepting, rekeying
from quizzes.questions.accepting import NotPossible
from quizzes.questions.find_evidence import FindEvidence
from quizzes.questions.numeric import Numeric
from quizzes.questions.quotation import Quotation
from quizzes.questions.source_check import SourceCheck

PLACE = Anchor("harrow-1957", 13, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_fits_the_same_question(kind):
    body = KINDS[kind].example()[0].dump()

    assert rekeying.apart(kind, body, kind, body) == ""


def test_words_of_the_question_may_be_mended():
    body = SourceCheck.example()[0].dump()

    assert rekeying.apart("source_check", body, "source_check", body | {"claim": "Mended."}) == ""
    assert rekeying.reworded(body, body | {"claim": "Mended."})


def test_what_an_answer_names_may_not_change():
    assert rekeying.apart("choice", {"options": ["a"]}, "choice", {"options": ["b"]}).endswith("(options)")
    assert rekeying.apart("choice", {}, "cloze", {}) == "it is another kind of question"


def test_a_key_tells_what_it_says_anew():
    _, key = SourceCheck.example()
    wider = accepting.with_proof(key, "adapted", frozenset({PLACE}))

    assert list(rekeying.changes(key, wider, "adapted")) == ["¶13.1 is a proof now"]
    assert list(rekeying.changes(wider, key, "adapted")) == ["¶13.1 is a proof no longer"]
    assert list(rekeying.changes(key, wider, "original")) == []


def test_many_places_are_counted():
    _, key = SourceCheck.example()
    more = key
    for sentence in range(1, 6):
        more = accepting.with_neutral(more, "adapted", frozenset({Anchor("harrow-1957", 11, sentence)}))

    assert list(rekeying.changes(key, more, "adapted"))[-1] == "2 more places"


def test_neutral_sentences_change_one_by_one():
    _, key = SourceCheck.example()
    more = accepting.with_neutral(key, "adapted", frozenset({PLACE}))

    assert list(rekeying.changes(key, more, "adapted")) == ["¶13.1 is neutral now"]


@pytest.mark.parametrize(
    ("new", "old", "worse"),
    [
        ((2, 2), (1, 2), False),
        ((1, 2), (2, 2), True),
        ((3, 3), (2, 2), False),
        ((1, 1), (2, 2), True),
        ((0, 0), (1, 2), True),
        ((0, 0), (0, 2), False),
        ((1, 2), (1, 2), False),
        ((1, 2), (0, 0), True),
    ],
)
def test_worse_is_a_smaller_share_or_fewer_points_for_the_same(new, old, worse):
    assert rekeying.is_worse(*map(Fraction, (*new, *old))) is worse


def test_a_near_miss_or_neutral_sentence_that_proves_is_that_no_more():
    content, key = FindEvidence.example()
    wider = accepting.with_proof(key, "adapted", frozenset({PLACE}))

    assert PLACE not in wider.proving.neutral.get("adapted", ())
    response = content.response({"mark": [PLACE.value]})
    assert content.mark(wider, response, edition="adapted").fraction == 1


def test_a_quotation_takes_another_place_but_no_neutral_one():
    _, key = Quotation.example()
    places = frozenset({PLACE})

    assert {"adapted": places} in accepting.with_proof(key, "adapted", places).proofs
    with pytest.raises(NotPossible, match="no neutral sentences"):
        accepting.with_neutral(key, "adapted", places)


def test_a_number_takes_no_sentences():
    _, key = Numeric.example()

    assert not accepting.takes_places(key)
    with pytest.raises(NotPossible, match="Mend the key"):
        accepting.with_proof(key, "adapted", frozenset({PLACE}))


def test_proofs_outside_what_was_shown():
    _, key = SourceCheck.example()
    shown = [Anchor("harrow-1957", number) for number in (12, 13)]

    assert not rekeying.outside(key, "adapted", shown)
    assert rekeying.outside(key, "adapted", shown[1:])
