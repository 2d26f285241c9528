from hypothesis import given
from hypothesis import strategies as st

from corpus.text.citation import Anchor, parse
from corpus.text.passage import Paragraph, Passage
from corpus.text.sentences import starts

WORDS = st.lists(st.sampled_from(["Bread.", "Salt", "is", "dear!", "Lund", "“Never.”", "No."]), min_size=1)
TEXTS = WORDS.map(" ".join)


def paragraph(text, number=1, note=False):
    return Paragraph("lund-1911", number, "prose", "", text, starts(text), note=note)


def passage(*texts):
    return Passage("lund-1911", "adapted", "d1", tuple(paragraph(text, at) for at, text in enumerate(texts, start=3)))


@given(TEXTS)
def test_every_sentence_is_a_slice_of_its_paragraph(text):
    place = paragraph(text)

    assert all(place.text[s.start : s.end].rstrip() == s.text for s in place.sentences)
    assert "".join(place.text[s.start : s.end] for s in place.sentences) == text


@given(TEXTS)
def test_sentences_are_numbered_from_one_in_order(text):
    sentences = paragraph(text).sentences

    assert [s.anchor.sentence for s in sentences] == list(range(1, len(sentences) + 1))


def test_a_passage_knows_the_words_at_an_anchor():
    reading = passage("Bread is dear. Salt is not.", "Lund left.")

    assert reading.words(Anchor("lund-1911", 3, 2)) == "Salt is not."
    assert reading.words(Anchor("lund-1911", 4)) == "Lund left."


def test_it_knows_nothing_of_other_places():
    reading = passage("Bread is dear.")

    assert reading.words(Anchor("lund-1911", 3, 2)) is None
    assert reading.words(Anchor("hale-1920", 3, 1)) is None
    assert reading.words(Anchor("lund-1911", 3, note=True)) is None


def test_the_part_within_a_citation_has_whole_paragraphs_of_the_same_revision():
    reading = passage("Bread.", "Salt.", "Sugar.", "Rye.")
    part = reading.within(parse("lund-1911 ¶4-5"))

    assert [p.text for p in part.paragraphs] == ["Salt.", "Sugar."]
    assert (part.work, part.edition, part.digest) == ("lund-1911", "adapted", "d1")


def test_two_passages_are_the_same_when_their_text_is():
    assert passage("Bread.") == passage("Bread.") != passage("Salt.")
