"""Marks go out as Web Annotations and are found again by their words."""

import json
from datetime import UTC, datetime

import pytest

from corpus.formats import adapted
from corpus.text.annotation import LIMIT, MOST, Annotation, Quoted, Unreadable, Whole, dumped, loaded, located, markdown
from corpus.text.citation import Anchor
from corpus.text.passage import Passage

TEXT = (
    "¶1\nThe pit was shut.\nNobody knew.\n\n¶2\nThe band played.\nNobody knew.\n\n"
    "¶3\n𝔊lück auf, he said.\nThe pit was shut.\n"
)


def passage(text: str = TEXT) -> Passage:
    paragraphs = tuple(p for s in adapted.read(text.encode()).placed("harrow") for p in s.paragraphs)
    return Passage("harrow", "adapted", "-", paragraphs)


WHOLE = Whole.of(passage())


def at(paragraph: int, *sentences: int) -> tuple[Anchor, ...]:
    return tuple(Anchor("harrow", paragraph, sentence) for sentence in sentences)


def written(*annotations: Annotation) -> dict:
    return json.loads(dumped((one, WHOLE) for one in annotations))


def test_an_annotation_has_its_words_with_32_signs_around_and_its_position():
    (item,) = written(Annotation("harrow", "adapted", at(2, 1), "Ironic?", datetime(2026, 11, 28, tzinfo=UTC)))["items"]
    quote, position, fragment = item["target"]["selector"]

    assert quote["exact"] == "The band played."
    assert (quote["prefix"], quote["suffix"]) == (
        "The pit was shut. Nobody knew.\n",
        " Nobody knew.\n𝔊lück auf, he said",
    )
    assert WHOLE.text[position["start"] : position["end"]] == "The band played."
    assert fragment["value"] == "p2-s1"
    assert item["body"] == {"type": "TextualBody", "value": "Ironic?", "format": "text/plain"}
    assert (item["motivation"], item["created"]) == ("commenting", "2026-11-28T00:00:00+00:00")


def test_a_mark_without_a_remark_is_a_highlight():
    (item,) = written(Annotation("harrow", "adapted", at(1, 1, 2), name="1-2"))["items"]

    assert (item["motivation"], item["id"], "body" in item) == ("highlighting", "urn:uuid:1-2", False)


@pytest.mark.parametrize("anchors", [at(1, 1), at(1, 2), at(2, 1, 2), at(2, 2), at(3, 1), at(3, 2)])
def test_what_was_written_is_found_again_at_its_place(anchors):
    page = written(Annotation("harrow", "adapted", anchors, "Why?"))
    (quoted,) = loaded(json.dumps(page).encode())

    assert (quoted.work, quoted.edition, quoted.remark) == ("harrow", "adapted", "Why?")
    assert located(quoted, WHOLE) == anchors


def test_positions_count_code_points():
    start, end = WHOLE.span(at(3, 2))

    assert WHOLE.text[start:end] == "The pit was shut."


def test_words_that_moved_are_found_without_their_old_surroundings():
    moved = Whole.of(passage("¶1\nIt rained.\n\n¶2\nThe band played.\n"))
    quoted = Quoted("harrow", "adapted", "The band played.", "something", "else", 3)

    assert located(quoted, moved) == at(2, 1)


def test_equal_words_are_told_apart_by_what_stands_around_them():
    assert located(Quoted("harrow", "adapted", "Nobody knew.", "The band played. "), WHOLE) == at(2, 2)
    assert located(Quoted("harrow", "adapted", "Nobody knew."), WHOLE) == ()


def test_part_of_a_sentence_marks_the_sentence_and_a_run_its_sentences():
    assert located(Quoted("harrow", "adapted", "band"), WHOLE) == at(2, 1)
    assert located(Quoted("harrow", "adapted", "band played.  Nobody"), WHOLE) == at(2, 1, 2)
    assert located(Quoted("harrow", "adapted", "knew. The band"), WHOLE) == (*at(1, 2), *at(2, 1))
    assert located(Quoted("harrow", "adapted", ""), WHOLE) == ()


ITEM = {
    "type": "Annotation",
    "bodyValue": "So?",
    "target": {
        "source": "https://school.example/library/harrow/original/2/#p4",
        "selector": {"type": "TextQuoteSelector", "exact": "The pit"},
    },
}


@pytest.mark.parametrize(
    "file",
    [
        ITEM,
        [ITEM],
        {"type": "AnnotationPage", "items": [ITEM]},
        {"type": "AnnotationCollection", "first": {"items": [ITEM]}},
        [ITEM, {"type": "Annotation"}, "noise", {"target": ["x", {"selector": [3]}]}],
    ],
)
def test_a_file_may_hold_one_a_list_a_page_or_a_collection(file):
    assert loaded(json.dumps(file).encode()) == (Quoted("harrow", "original", "The pit", remark="So?"),)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff", "no JSON"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"{}", "no annotation"),
        (b" " * (LIMIT + 1), f"the limit is {LIMIT:,}"),
        (json.dumps([{}] * (MOST + 1)).encode(), f"the limit is {MOST:,}"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, says):
    with pytest.raises(Unreadable, match=says):
        loaded(data)


def test_notes_as_markdown_have_words_place_and_remark():
    notes = [("The pit\nwas shut.", "harrow/adapted ¶1.1", " Why? "), ("Nobody knew.", "harrow/adapted ¶1.2", "")]

    assert markdown("Harrow", notes) == (
        "# Harrow\n\n> The pit was shut.\n>\n> harrow/adapted ¶1.1\n\nWhy?\n\n"
        "> Nobody knew.\n>\n> harrow/adapted ¶1.2\n"
    )


def test_signs_that_no_database_keeps_are_left_out():
    item = {**ITEM, "bodyValue": "So\ud800\u0000?"}

    assert loaded(json.dumps(item).encode())[0].remark == "So?"


def test_words_that_stand_everywhere_are_nowhere_for_sure():
    many = Whole.of(passage("¶1\n" + "Nobody knew.\n" * 500))

    assert located(Quoted("harrow", "adapted", "o", "N", "b"), many) == ()
