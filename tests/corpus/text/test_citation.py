import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.citation import Anchor, BadCitation, Citation, parse, parse_set

SLUGS = st.text("abn-19", max_size=12)
WORKS = SLUGS.map("w{}".format)
NUMBERS = st.integers(1, 9_000)
ANCHORS = st.builds(Anchor, WORKS, NUMBERS, st.integers(0, 999), st.booleans())


@st.composite
def citations(draw):
    edition = draw(st.none() | SLUGS.map("e{}".format))
    number, steps, note = draw(NUMBERS), draw(st.integers(0, 50)), draw(st.booleans())
    if draw(st.booleans()):
        return Citation(draw(WORKS), edition, number, number + steps, note=note)
    sentence = draw(st.integers(1, 900))
    return Citation(draw(WORKS), edition, number, number, sentence, sentence + steps, note)


@given(citations())
def test_a_printed_citation_is_read_back(citation):
    assert parse(str(citation)) == citation


@given(citations())
def test_the_label_is_enough_where_the_work_and_edition_are_known(citation):
    assert parse(citation.label, work=citation.work, edition=citation.edition) == citation


@given(ANCHORS)
def test_a_stored_anchor_is_read_back(anchor):
    assert Anchor.of(anchor.value) == anchor


@given(st.text("pn0123.s", max_size=9).map("lund:{}".format))
def test_there_is_one_way_to_store_an_anchor(value):
    with suppress(BadCitation):
        assert Anchor.of(value).value == value


def test_a_stored_anchor_counts_from_one():
    for value in ("lund:p0", "lund:p3.s0", "lund:p03"):
        with pytest.raises(BadCitation, match="does not name a sentence"):
            Anchor.of(value)


@given(citations())
def test_a_citation_covers_its_anchors_and_no_neighbour(citation):
    last = citation.anchors[-1]
    after = Anchor(last.work, last.paragraph + (not last.sentence), last.sentence + bool(last.sentence), last.note)

    assert all(citation.covers(anchor) for anchor in citation.anchors)
    assert not citation.covers(after)
    assert not citation.covers(Anchor(last.work, last.paragraph, last.sentence, not last.note))


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("cliff-1956/adapted ¶14.2-3", Citation("cliff-1956", "adapted", 14, 14, 2, 3)),
        ("cliff-1956 ¶11–14", Citation("cliff-1956", None, 11, 14)),
        ("  cliff-1956/original n1 ", Citation("cliff-1956", "original", 1, 1, note=True)),
        ("cliff-1956 ¶ 7", Citation("cliff-1956", None, 7, 7)),
    ],
)
def test_citations_are_read_as_people_type_them(text, citation):
    assert parse(text) == citation


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("page 14", "write for example"),
        ("¶14", "names no work"),
        ("lund-1911 ¶0", "count from 1"),
        ("lund-1911 ¶3.0", "count from 1"),
        ("lund-1911 ¶9-3", "smaller number first"),
        ("lund-1911 ¶1-2000", "shorter run"),
        ("lund-1911 ¶٣", "write for example"),
    ],
)
def test_what_is_wrong_is_said_with_advice(text, advice):
    with pytest.raises(BadCitation, match=advice):
        parse(text)


def test_a_later_citation_of_a_set_keeps_work_and_edition():
    first, second, third = parse_set("lund-1911/adapted ¶3.1 + ¶9 + hale-1920 ¶2")

    assert (first.edition, second.work, second.edition) == ("adapted", "lund-1911", "adapted")
    assert (third.work, third.edition) == ("hale-1920", None)


def test_citations_are_put_in_the_order_of_the_text():
    every, one, sentence = parse("lund-1911 ¶3"), parse("lund-1911/adapted ¶2"), parse("lund-1911 ¶3.2")

    assert sorted([sentence, one, every]) == [every, sentence, one]


def test_anchors_name_their_place_in_every_form():
    anchor = Anchor("lund-1911", 7, 2)

    assert (str(anchor), anchor.value, anchor.html_id) == ("lund-1911 ¶7.2", "lund-1911:p7.s2", "p7-s2")
    assert anchor.whole == Anchor("lund-1911", 7)
    assert Anchor("lund-1911", 1, note=True).html_id == "n1"


@given(citations(), citations(), citations())
def test_any_citations_can_be_put_in_order(one, two, three):
    assert sorted([one, two, three]) == sorted([three, one, two])


@given(st.text(max_size=60))
def test_any_text_is_a_citation_or_a_bad_one(text):
    for read in (parse, Anchor.of, parse_set):
        with suppress(BadCitation):
            assert read(text)


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "a-" * 50_000 + "¶1", "a" + " " * 50_000 + "x", "¶" * 50_000, "¶1+" * 9_000]
)
def test_hostile_text_is_refused_in_time(text):
    begun = time.perf_counter()
    with pytest.raises(BadCitation) as refused:
        parse_set(text)

    assert time.perf_counter() - begun < 1
    assert len(str(refused.value)) < 300
