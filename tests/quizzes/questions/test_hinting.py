"""Hints that a key's places give: a part of the reading, then the paragraph, and never which verdict is right."""

import pytest

from corpus.text.citation import Anchor
from quizzes.questions.base import Cited
from quizzes.questions.hinting import Part, places

ONE = [Part("Who was Stalin?", (7, 8, 9, 10, 11))]
TWO = [Part("First", (1, 2, 3)), Part("Second", (4, 5))]


def cites(role, number, *paragraphs, edition="adapted"):
    return [Cited(role, number, edition, Anchor("harrow-1957", paragraph, 1)) for paragraph in paragraphs]


def hints(cited, parts=TWO, edition="adapted", may_be_absent=True):
    return places(cited, parts, edition, may_be_absent=may_be_absent)


def test_first_the_section_then_the_paragraph():
    assert hints(cites("proof", 1, 4)) == (
        "What decides it stands in “Second”, ¶4-5.",
        "What decides it stands in ¶4.",
    )


def test_within_one_section_the_half_is_named():
    assert hints(cites("proof", 1, 9), ONE)[0] == "What decides it stands in “Who was Stalin?”, ¶7-9."
    assert hints(cites("proof", 1, 10), ONE)[0] == "What decides it stands in “Who was Stalin?”, ¶10-11."


@pytest.mark.parametrize("numbers", [(4, 5), (4, 5, 6)])
def test_what_would_tell_nothing_is_no_hint(numbers):
    assert hints(cites("proof", 1, 4), [Part("", numbers)]) == ("What decides it stands in ¶4.",)


def test_a_reading_of_one_paragraph_has_no_hint():
    assert hints(cites("proof", 1, 4), [Part("", (4,))]) == ()


def test_a_proof_may_stand_in_several_places():
    assert hints(cites("proof", 1, 2, 3, 5)) == (
        "What decides it stands in “First”, ¶1-3 and “Second”, ¶4-5.",
        "What decides it stands in ¶2, ¶3 and ¶5.",
    )


def test_of_several_proofs_the_closest_together_is_named():
    assert hints([*cites("proof", 1, 1, 5), *cites("proof", 2, 3)])[1] == "What decides it stands in ¶3."


def test_the_closest_passage_is_told_like_a_proof():
    near, proof = cites("near", 1, 4), cites("proof", 1, 4)

    assert hints(near) == hints(proof)
    assert hints([*near, *cites("proof", 1, 2)])[1] == "What decides it stands in ¶2."


def test_another_edition_names_the_same_paragraphs():
    both = [*cites("proof", 1, 2, edition="original"), *cites("proof", 1, 2, 3)]

    assert hints(both, edition="original")[1] == "What decides it stands in ¶2."
    assert hints(cites("proof", 1, 2, edition="original"))[1] == "What decides it stands in ¶2."


def test_where_nothing_comes_close_parts_are_ruled_out():
    assert hints([]) == (
        "You can leave out “First”, ¶1-3: nothing there decides it.",
        "No paragraph of the reading decides it.",
    )
    assert hints(cites("neutral", 1, 2)) == hints([])
    assert hints([], may_be_absent=False) == ()


def test_places_that_are_shown_anyway_give_no_hint():
    assert hints(cites("statement", 1, 4)) == ()
