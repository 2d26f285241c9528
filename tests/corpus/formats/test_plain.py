"""A plain text becomes numbered sections, paragraphs and notes by rules anybody can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats import plain
from corpus.formats.draft import LONGEST_PARAGRAPH, MOST_PARAGRAPHS, Draft, Kind, NoteMarker, Unreadable
from corpus.formats.profile import Profile
from corpus.text import sentences

LONG = "Before nine weeks were out four pits had been shut, and the town was never asked."


def read(*blocks: str) -> Draft:
    return plain.read("\n\n".join(blocks).encode())


def texts(draft: Draft) -> list[str]:
    return [paragraph.text for paragraph in draft.paragraphs()]


def test_text_before_the_first_heading_is_section_nought():
    draft = read(LONG, "The Strike", LONG, LONG, "The End", LONG)

    assert [(s.number, s.title, len(s.paragraphs)) for s in draft.sections] == [
        (0, "", 1),
        (1, "The Strike", 2),
        (2, "The End", 1),
    ]


def test_a_text_that_begins_with_a_heading_has_no_section_nought():
    assert [section.number for section in read("The Strike", LONG, "The End", LONG).sections] == [1, 2]


def test_paragraphs_are_numbered_through_the_work():
    assert [p.number for p in read(LONG, "The Strike", LONG, LONG).paragraphs()] == [1, 2, 3]


def test_white_space_and_line_ends_collapse():
    assert texts(read("They  came\u00a0home.\n\tHe says  to trust him.")) == ["They came home. He says to trust him."]


def test_a_heading_above_a_heading_shares_its_section():
    assert [s.title for s in read(LONG, "Part Two", "The Strike", LONG).sections] == ["", "Part Two · The Strike"]


def test_a_paragraph_broken_at_a_hyphen_is_one():
    assert texts(read("They were never rehabili-", "tated. Nobody asked.")) == [
        "They were never rehabilitated. Nobody asked."
    ]


def test_rows_are_one_list_and_each_is_a_sentence():
    draft = read(LONG, "Selm: 90 per cent. Or more", "Brandt: 50-50 per cent", LONG)
    rows = list(draft.paragraphs())[1]

    assert (rows.kind, rows.text) == (Kind.LIST, "Selm: 90 per cent. Or more\nBrandt: 50-50 per cent")
    assert [s.text for s in rows.placed("w").sentences] == rows.text.split("\n")


def test_two_lists_stay_two():
    draft = read("A: 1 per cent", "B: 2 per cent", LONG, "C: 3 per cent", "D: 4 per cent")

    assert [p.kind for p in draft.paragraphs()] == [Kind.LIST, Kind.PROSE, Kind.LIST]


def test_sentences_begin_where_the_rules_for_sentences_say():
    (paragraph,) = read("They came home. Nobody asked Dr. Oll. It rained.").paragraphs()

    assert paragraph.sentence_starts == sentences.starts(paragraph.text)


def test_what_stood_around_the_text_is_kept_apart():
    draft = read("J. Harrow", "The Pits", "Transcribed by A. Hand.\nPublished by B. Hand.", LONG, "Index | Archive")

    assert texts(draft) == [LONG]
    assert draft.metadata.front == ("J. Harrow", "The Pits")
    assert draft.metadata.credits == ("Transcribed by A. Hand.\nPublished by B. Hand.",)
    assert draft.metadata.furniture == ("Index | Archive",)


@pytest.mark.parametrize(
    ("marked", "text", "offset"),
    [
        ("He left. [1] It rained.", "He left. It rained.", 8),
        ("He left.[1] It rained.", "He left. It rained.", 8),
        ("He left [1], they say.", "He left, they say.", 7),
        ("He left. [1]", "He left.", 8),
        ("[1] He left.", "He left.", 0),
        ("He [1]left.", "He left.", 3),
        ("He left [1][1] today.", "He left today.", 7),
        ("He left. [1]\nIt rained.", "He left. It rained.", 8),
    ],
)
def test_a_marker_leaves_the_text_and_keeps_its_place(marked, text, offset):
    draft = read(marked, "1. So Lund.")
    (paragraph,) = draft.paragraphs()

    assert paragraph.text == text
    assert set(paragraph.anchors) == {NoteMarker(1, offset)}


def test_a_note_loses_its_number_and_knows_its_paragraph():
    draft = read(LONG, "He left. [2] It rained. [1]", "1. So Lund. And so Oll.", "2. So Harrow.")

    assert [(n.number, n.text, n.paragraph) for n in draft.notes] == [
        (1, "So Lund. And so Oll.", 2),
        (2, "So Harrow.", 2),
    ]
    assert len(draft.notes[0].placed("w").sentences) == 2


def test_a_number_that_two_notes_would_have_is_given_once():
    draft = read(f"{LONG} [1]", "1. So Lund.", "1. So Oll.")

    assert [note.text for note in draft.notes] == ["So Oll."]
    assert texts(draft)[1] == "1. So Lund."


def test_headings_over_headings_are_refused_past_the_limit_with_the_figure():
    with pytest.raises(Unreadable, match=r"§1 has .* the limit is 300"):
        read(LONG, *["A heading of seven words stands here"] * 9, LONG)


def test_brackets_of_the_author_stay():
    assert texts(read("The trend [trend, mind you] of [1957] was clear. [1]", "1. So Lund.")) == [
        "The trend [trend, mind you] of [1957] was clear."
    ]


def test_the_same_bytes_give_the_same_draft():
    data = "\n\n".join(["The Strike", f"{LONG} [1]", "He said:", f"{LONG} (Courier, 1957.)", "1. Lund."]).encode()

    assert plain.read(data) == plain.read(data)


def test_a_draft_names_its_source_and_rules():
    draft = read(LONG)

    assert len(draft.source_hash) == 64
    assert draft.rules == f"plain/{plain.VERSION} sentences/{sentences.RULES_VERSION}"


def test_an_unknown_file_gets_no_correction_and_a_warning():
    profile = Profile(sha256="0" * 64, roles={}, hashes=("0" * 12, "1" * 12))
    draft = plain.read(f"{LONG}\n\n{LONG}".encode(), profile)

    assert "not the one that the profile describes" in draft.warnings[0]
    assert "0 of its 2 paragraphs" in draft.warnings[0]


def test_headings_alone_are_nothing_to_read():
    with pytest.raises(Unreadable, match="no paragraph to read"):
        read("The Strike", "The End")


def test_more_paragraphs_than_the_limit_are_refused_with_the_figure():
    with pytest.raises(Unreadable, match=f"{MOST_PARAGRAPHS:,}"):
        plain.read(b"a.\n\n" * (MOST_PARAGRAPHS + 1))


def test_rows_that_run_on_past_the_limit_are_refused_with_the_figure():
    with pytest.raises(Unreadable, match=f"{LONGEST_PARAGRAPH:,}"):
        plain.read(b"A: 5 per cent\n\n" * (LONGEST_PARAGRAPH // 10))


def test_a_paragraph_with_more_sentences_than_a_citation_can_number_is_refused():
    with pytest.raises(Unreadable, match="9,999 sentences"):
        plain.read(b"Oak. " * 12_000)


BLOCKS = st.lists(
    st.sampled_from(
        [
            "The Strike",
            LONG,
            "He said:",
            "So. [1]",
            "1. Lund.",
            "Top of page",
            "A: 5 per cent",
            "verse\nlines\n",
            "x-",
            "y. Z.",
        ]
    ),
    min_size=1,
    max_size=14,
)


@given(BLOCKS)
def test_no_word_of_the_file_is_lost_or_added(blocks):
    try:
        draft = read(*blocks)
    except Unreadable:
        return
    around = draft.metadata
    kept = [*texts(draft), *(n.text for n in draft.notes), *around.front, *around.credits, *around.furniture]
    kept += [section.title.replace("·", "") for section in draft.sections]

    def letters(parts):
        return sorted(
            "".join(parts).replace("[1]", "").replace("1.", "").replace("-", "").replace("\n", "").replace(" ", "")
        )

    assert letters(kept) == letters(blocks)


@given(BLOCKS)
def test_every_section_has_text_and_every_sentence_is_a_slice(blocks):
    try:
        draft = read(*blocks)
    except Unreadable:
        return
    for section in draft.placed("w"):
        assert section.paragraphs
        for paragraph in section.paragraphs:
            assert paragraph.sentence_starts[0] == 0
            assert "".join(paragraph.text[s.start : s.end] for s in paragraph.sentences) == paragraph.text
            assert list(paragraph.sentence_starts) == sorted(set(paragraph.sentence_starts))
