"""A key follows the words that it cites, set by set; nothing else of it changes."""

import pytest

from corpus.text.citation import Anchor
from quizzes.questions import KINDS
from quizzes.questions.moving import cited_anew, moved


def a(label: str) -> Anchor:
    number, _, sentence = label.partition(".")
    return Anchor("harrow-1957", int(number), int(sentence or 0))


KEY = {
    "verdict": "supported",
    "proofs": [
        {"adapted": ["harrow-1957:p12.s1", "harrow-1957:p12.s3"], "original": ["harrow-1957:p12.s1"]},
        {"adapted": ["harrow-1957:p14.s2"]},
    ],
    "neutral": {"adapted": ["harrow-1957:p14.s1"]},
    "near": [{"places": {"adapted": ["harrow-1957:p12.s4"]}, "says": "Only [¶12.4] says so, see [¶14.2]."}],
    "hashes": {"adapted": {"harrow-1957:p12.s1": "aa", "harrow-1957:p14.s2": "bb"}},
}


def anew(moves: dict[str, tuple[str, ...]], edition: str = "adapted") -> dict:
    return moved(KEY, edition, {a(at): tuple(map(a, to)) for at, to in moves.items()}, "harrow-1957")


def test_a_place_moves_in_its_edition_only():
    proofs = anew({"12.1": ("13.1",)})["proofs"]

    assert proofs[0] == {
        "adapted": ["harrow-1957:p13.s1", "harrow-1957:p12.s3"],
        "original": ["harrow-1957:p12.s1"],
    }


def test_a_split_sentence_becomes_its_parts():
    assert anew({"14.2": ("14.2", "14.3")})["proofs"][1] == {"adapted": ["harrow-1957:p14.s2", "harrow-1957:p14.s3"]}


def test_the_seal_of_a_moved_place_is_left_open():
    assert anew({"12.1": ("13.1",)})["hashes"] == {"adapted": {"harrow-1957:p14.s2": "bb"}}


def test_confirming_new_words_at_the_same_place_opens_the_seal():
    new = anew({"14.2": ("14.2",)})

    assert (new["proofs"], new["hashes"]) == (KEY["proofs"], {"adapted": {"harrow-1957:p12.s1": "aa"}})


def test_a_proof_whose_last_place_is_taken_out_goes():
    assert len(anew({"14.2": ()})["proofs"]) == 1
    assert anew({"12.4": ()})["near"] == []


def test_what_the_author_says_of_a_near_miss_is_moved_along():
    assert anew({"12.4": ("13.4",)})["near"][0]["says"] == "Only [¶13.4] says so, see [¶14.2]."


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.kind)
def test_every_kind_can_load_what_was_moved(kind):
    content, key = kind.example()
    work = content.reading.work if content.reading else "harrow-1957"
    cited = [place for place in key.cited() if place.edition == "adapted"]
    shift = {at.anchor: (Anchor(at.anchor.work, at.anchor.paragraph + 1, at.anchor.sentence),) for at in cited}
    new = kind.load_key(moved(key.dump(), "adapted", shift, work))

    assert {place.anchor for place in new.cited() if place.edition == "adapted"} == {to[0] for to in shift.values()}
    assert kind.load_key(moved(new.dump(), "adapted", {to[0]: (at,) for at, to in shift.items()}, work)) == key


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("[¶12.1] opens.", "[¶13.1] opens."),
        ("[¶12.1-2] open.", "[¶13.1-2] open."),
        ("[harrow-1957 ¶12.1] opens.", "[harrow-1957 ¶13.1] opens."),
        ("[harrow-1957/original ¶12.1] opens.", "[harrow-1957/original ¶12.1] opens."),
        ("[lund-1958 ¶12.1] opens.", "[lund-1958 ¶12.1] opens."),
        ("[12.1] [so] [¶9.9]", "[12.1] [so] [¶9.9]"),
        ("[¶12.2-3] are no run any more.", "[¶13.2] [¶15.1] are no run any more."),
    ],
)
def test_citations_in_words_follow_their_sentences(text, new):
    moves = {a("12.1"): (a("13.1"),), a("12.2"): (a("13.2"),), a("12.3"): (a("15.1"),)}

    assert cited_anew(text, "adapted", moves, "harrow-1957") == new
