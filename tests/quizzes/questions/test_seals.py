import pytest

from corpus.text.citation import Anchor, parse
from corpus.text.digest import short_hash
from quizzes.questions import seals
from quizzes.questions.base import Cited

READING = parse("harrow-1957 ¶11-14")
FIRST = Anchor("harrow-1957", 12, 1)


def place(label="¶12.1", edition="adapted", role="proof"):
    return Cited(role, 1, edition, parse(label, work="harrow-1957").anchors[0])


def complaints(shelf, *cited, hashes=None):
    return [flaw.message for flaw in seals.flaws(cited, READING, hashes or {}, shelf)]


def test_a_seal_is_the_hash_of_the_words(shelf):
    assert seals.sealed([place()], {}, shelf) == {"adapted": {FIRST: short_hash("The adapted text, place 12.1.")}}


def test_a_seal_survives_while_its_text_is_away(shelf):
    before = seals.sealed([place(edition="original")], {}, shelf)

    assert seals.sealed([place(edition="original")], before, shelf.without("original")) == before


def test_sealing_again_does_not_hide_a_change(shelf):
    before = seals.sealed([place()], {}, shelf)
    revised = shelf.saying("adapted", FIRST, "Other words.")

    assert seals.sealed([place()], before, revised) == before


def test_sealing_again_adds_a_text_that_has_come_since(shelf):
    cited = [place(), place(edition="original")]
    before = seals.sealed(cited, {}, shelf.without("original"))

    assert seals.sealed(cited, before, shelf).keys() == {"adapted", "original"}


def test_a_place_that_is_no_longer_cited_loses_its_seal(shelf):
    before = seals.sealed([place("¶12.2")], {}, shelf)

    assert seals.sealed([place()], before, shelf)["adapted"].keys() == {FIRST}


def test_seals_come_back_from_json(shelf):
    hashes = seals.sealed([place(), place("¶12.3"), place(edition="original")], {}, shelf)

    assert seals.loaded(seals.dumped(hashes)) == hashes


def test_white_space_does_not_break_a_seal(shelf):
    hashes = seals.sealed([place()], {}, shelf)
    respaced = shelf.saying("adapted", FIRST, "The  adapted text,\u00a0place 12.1.")

    assert complaints(respaced, place(), hashes=hashes) == []


def test_a_place_outside_the_reading_is_a_flaw(shelf):
    assert "lies outside the reading harrow-1957 ¶11-14" in complaints(shelf, place("¶15.1"))[0]


def test_a_place_in_another_work_is_outside_the_reading(shelf):
    assert "lies outside" in complaints(shelf, place("lund-1958 ¶12.1"))[0]


def test_a_sentence_that_does_not_exist_is_a_flaw(shelf):
    assert complaints(shelf, place("¶13.2")) == ["Proof 1: there is no adapted ¶13.2."]


def test_an_edition_that_does_not_exist_is_a_flaw(shelf):
    assert complaints(shelf, place(edition="orignal")) == ["Proof 1: harrow-1957 has no edition orignal."]


def test_an_original_that_is_not_here_yet_is_no_flaw(shelf):
    assert complaints(shelf.without("original"), place(edition="original")) == []


def test_each_place_has_at_most_one_flaw(shelf):
    hashes = {"adapted": {FIRST: "0" * 12}}

    assert len(complaints(shelf, place(), place("¶15.9"), hashes=hashes)) == 2


@pytest.mark.parametrize(("written", "complaint"), [("harrow-1957 ¶11-14", []), ("lund-1958 ¶1", ["There is no work"])])
def test_a_reading_of_an_unknown_work_is_a_flaw(shelf, written, complaint):
    found = [flaw.message[:16] for flaw in seals.reading_flaws(parse(written), shelf)]

    assert found == complaint


def test_a_reading_must_exist_in_every_edition_that_is_here(shelf):
    found = [flaw.message for flaw in seals.reading_flaws(parse("harrow-1957 ¶14-16"), shelf)]

    assert found == ["harrow-1957/adapted has no ¶16.", "harrow-1957/original has no ¶16."]
