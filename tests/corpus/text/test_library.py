"""Are texts laid in one row so that every word is found again where it stands?"""

from hypothesis import given
from hypothesis import strategies as st

from corpus.text.folding import words
from corpus.text.library import Library, Volume
from corpus.text.passage import Paragraph, Passage
from corpus.text.quotation import check

HARROW = "The co-op at Harrow sold 20% of its “own” shares in 1904–5."
ORLO = "Nobody at Orlo bought them."
TEXTS = st.lists(
    st.text(st.sampled_from([*"abA 1.,'’“…-–%£\n\t\u00ad\u00a0", "é"]), max_size=30), min_size=1, max_size=6
)
KINDS = st.sampled_from(["prose", "quotation"])


def paragraph(text, number=1, work="harrow-1911", kind="prose"):
    return Paragraph(work, number, kind, "", text, (0,))


def strands(library):
    place = 0
    while place < library.size:
        yield library.strand(place)
        place = library.strand(place).places.stop + 1


@given(TEXTS, st.data())
def test_every_word_is_shown_and_said_as_folding_has_it(texts, data):
    library = Library.of(paragraph(text, number, kind=data.draw(KINDS)) for number, text in enumerate(texts, start=1))

    for strand in strands(library):
        found = words(strand.text)
        assert [library.said(place) for place in strand.places] == [word.text for word in found]
        assert [strand.start(place) for place in strand.places] == [word.start for word in found]
        assert [strand.end(place) for place in strand.places] == [word.end for word in found]


@given(TEXTS)
def test_every_paragraph_stands_in_one_strand_in_order(texts):
    paragraphs = [paragraph(text, number) for number, text in enumerate(texts, start=1)]

    assert [one for strand in strands(Library.of(paragraphs)) for one in strand.paragraphs] == paragraphs


def test_words_that_a_hyphen_or_a_sign_joins_hold_together():
    strand = Library.of([paragraph(HARROW)]).strand(0)
    held = [strand.shown(place) for place in strand.places if strand.holds_with_the_one_before(place)]

    assert held == ["op", "%"]
    assert (strand.opening(2), strand.closing(2)) == (1, 3)
    assert (strand.opening(1), strand.closing(3)) == (1, 3)


def test_a_place_of_the_strand_leads_to_its_paragraph():
    block = [paragraph(HARROW, 4, kind="quotation"), paragraph(ORLO, 5, kind="quotation")]
    strand = Library.of(block).strand(0)

    assert strand.located(len(HARROW) + 1) == (block[1], 0)
    assert strand.located(len(HARROW) - 1) == (block[0], len(HARROW) - 1)


def test_volumes_that_were_made_apart_answer_as_one_library():
    texts = [paragraph(HARROW), paragraph(ORLO, work="orlo-1920")]
    apart = Library(tuple(Volume.of(text.work, "", (text,)) for text in texts))

    for quoted in ("“own” shares", "nobody at Orlo bought them", "sold 20% of his own shares", "Harrow at Orlo"):
        assert check(quoted, apart) == check(quoted, Library.of(texts))


def test_a_work_may_have_several_texts_and_each_has_its_stretch():
    passages = [Passage(work, "original", "d", (paragraph(ORLO, work=work),)) for work in ("a-1", "b-1", "a-1")]
    library = Library.of_passages(passages)

    assert library.works == ("a-1", "b-1")
    assert library.stretches("a-1") == [range(6), range(12, 18)]
    assert library.stretches(None) == [range(18)]
    assert library.stretches("c-1") == []
    assert [library.next_volume(place) for place in (0, 5, 6, 17)] == [6, 6, 12, 18]


def test_texts_without_words_are_passed_over():
    library = Library.of([paragraph(" … "), paragraph(ORLO, work="orlo-1920"), paragraph("", work="none-1")])

    assert check("at Orlo", library).work == "orlo-1920"
    assert check("at Orlo", Library(())).paragraph == 0


def test_a_text_takes_few_bytes_a_word():
    prose = [paragraph(" ".join([HARROW, ORLO] * 10), number) for number in range(1, 40)]
    volume = Volume.of("harrow-1911", "original", tuple(prose))
    columns = (volume.words, volume._starts, volume._lengths)

    assert sum(column.itemsize for column in columns) <= 5
    assert len(volume.vocabulary) < 25
