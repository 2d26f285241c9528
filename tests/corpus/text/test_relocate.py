"""What becomes of cited places when a text is revised; no place changes its words without being told."""

import pytest

from corpus.text.citation import Anchor
from corpus.text.passage import Paragraph, Passage
from corpus.text.relocate import Fate, Relocation

OLD = (
    ("The pit was shut in May.", "Nobody was told.", "The men went home."),
    ("A fitter wrote it down.", "Nobody was told."),
    ("The town band played.",),
)
type Text = tuple[tuple[str, ...], ...]


def passage(text: Text) -> Passage:
    return Passage("harrow", "adapted", "-", tuple(paragraph(n, *said) for n, said in enumerate(text, start=1)))


def paragraph(number: int, *sentences: str) -> Paragraph:
    starts = [sum(len(s) + 1 for s in sentences[:count]) for count in range(len(sentences))]
    return Paragraph("harrow", number, "prose", "", " ".join(sentences), tuple(starts))


def at(label: str) -> Anchor:
    number, _, sentence = label.partition(".")
    return Anchor("harrow", int(number), int(sentence or 0))


def fate(label: str, *new: tuple[str, ...]) -> tuple[Fate, tuple[str, ...]]:
    found = Relocation(passage(OLD), passage(new)).of(at(label))
    return found.fate, tuple(anchor.label for anchor in found.to)


def test_the_same_words_at_the_same_place_are_kept():
    assert fate("2.1", *OLD) == (Fate.KEPT, ("¶2.1",))


def test_words_that_stand_once_elsewhere_have_moved():
    assert fate("1.1", ("Before.",), *OLD) == (Fate.MOVED, ("¶2.1",))
    assert fate("3", ("Before.",), *OLD) == (Fate.MOVED, ("¶4",))


def test_words_that_stood_twice_are_not_guessed():
    assert fate("1.2", ("The pit was shut in May.", "The men went home."), *OLD[1:]) == (Fate.CHANGED, ())


def test_words_that_stand_in_two_new_places_are_not_guessed():
    assert fate("3.1", OLD[2], OLD[2]) == (Fate.GONE, ())


def test_a_changed_word_is_told_with_what_stands_there_now():
    new = (("The pit was shut in June.", *OLD[0][1:]), *OLD[1:])
    found = Relocation(passage(OLD), passage(new)).of(at("1.1"))

    assert (found.fate, found.now, found.nearest) == (Fate.CHANGED, "The pit was shut in June.", at("1.1"))


def test_a_place_that_is_gone_is_told_with_the_nearest_one():
    found = Relocation(passage(OLD), passage((("The old town band played on.",),))).of(at("3.1"))

    assert (found.fate, found.now, found.nearest) == (Fate.GONE, None, at("1.1"))


def test_where_nothing_is_near_nothing_is_shown():
    assert Relocation(passage(OLD), passage((("Rain.",),))).of(at("3.1")).nearest is None


def test_a_sentence_that_was_split_moves_to_its_parts():
    joined = (("He went. She stayed.",),)
    found = Relocation(passage(joined), passage((("He went.", "She stayed."),))).of(at("1.1"))

    assert (found.fate, [anchor.label for anchor in found.to]) == (Fate.MOVED, ["¶1.1", "¶1.2"])


def test_a_sentence_that_was_joined_to_another_is_told():
    old, new = (("He went.", "She stayed."),), (("He went. She stayed.",),)

    assert Relocation(passage(old), passage(new)).of(at("1.1")).fate is Fate.CHANGED


def test_white_space_is_no_change():
    assert (
        Relocation(passage((("The pit\nwas shut.",),)), passage((("The pit was  shut.",),))).of(at("1.1")).fate
        is Fate.KEPT
    )


def test_a_place_that_never_was_is_an_error():
    with pytest.raises(KeyError):
        Relocation(passage(OLD), passage(OLD)).of(at("9.1"))
