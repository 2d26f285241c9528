"""Blocks are numbered runs of lines, and the generic rules say what each of them is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.blocks import Role, split, survey
from corpus.formats.draft import LONGEST_PARAGRAPH, Unreadable

PROSE = "The pits were shut before nine weeks were out, and nobody in the town was asked about it."


def roles(*blocks: str) -> list[str]:
    return [role.value for role in survey(split("\n\n".join(blocks)))]


def role_of(block: str) -> str:
    """In the middle of a text, so that it is neither front matter nor furniture."""
    return roles(PROSE, block, PROSE)[1]


def test_a_line_of_white_space_parts_blocks():
    assert [block.raw for block in split("a\nb\n \t\u00a0\nc\n\n\nd")] == ["a\nb", "c", "d"]


def test_blocks_are_numbered_from_one_and_know_their_line():
    assert [(block.number, block.line) for block in split("\n\na\nb\n\nc")] == [(1, 3), (2, 6)]


def test_white_space_inside_a_block_collapses():
    (block,) = split("  a \u00a0 b\n\tc  ")

    assert (block.text, block.lines) == ("a b c", "a b\nc")


def test_a_block_over_the_limit_names_line_and_figure():
    with pytest.raises(Unreadable, match=rf"line 3 has .* limit for a paragraph is {LONGEST_PARAGRAPH:,}"):
        split("a\n\n" + "b" * (LONGEST_PARAGRAPH + 1))


@pytest.mark.parametrize(
    "heading",
    [
        "The Strike",
        "Who was Harrow?",
        "The “New Pit”",
        "“Old Men” And “Young Men”",
        "1957",
        "Ports – Again a Quarrel",
        "Once more: The uses of a newspaper",
        "[Appendix]",
        "For the year 1957",
        "Éclair",
    ],
)
def test_short_lines_that_do_not_end_like_sentences_are_headings(heading):
    assert role_of(heading) == "heading"


@pytest.mark.parametrize(
    "prose",
    [
        "They came home.",
        "And then:",
        "So he said,",
        "Hear, hear!",
        "Some time later …",
        "Some time later ...",
        "“Who was Harrow?”",
        "“Nobody.”",
        "“Perhaps,”",
        "first of all",
        "Coal rose to 4.3 million tons",
        "This line has more than eight words in it",
        "Two\nlines",
    ],
)
def test_everything_else_is_prose(prose):
    assert role_of(prose) == "prose"


def test_neighbouring_rows_are_rows():
    rows = ["Selm: Harrow 90 per cent – others 10 per cent", "Brandt: 50-50 per cent", "Dale: 75 percent"]

    assert roles(PROSE, *rows, PROSE) == ["prose", "row", "row", "row", "prose"]


def test_one_row_alone_is_neither_row_nor_heading():
    assert role_of("Selm: 50-50 per cent") == "prose"


def test_a_small_letter_after_letter_and_hyphen_runs_on():
    assert roles("They were never rehabili-", "tated, as the town had hoped.") == ["prose", "hyphen"]


@pytest.mark.parametrize("before", ["The form was softened", "In 1957-", "He waited –"])
def test_other_small_letters_do_not_run_on(before):
    assert roles(f"{PROSE} {before}", "and then it rained.") == ["prose", "prose"]


@pytest.mark.parametrize(
    "line", ["Harrow Archive\u00a0 | \u00a0Index of Works", "Last updated: 3 March 2001", "Top of page"]
)
def test_furniture_is_no_reading_text_wherever_it_stands(line):
    assert role_of(line) == "furniture"


def test_a_sentence_about_updates_is_prose():
    assert (
        role_of("Last updated figures, which the Minister sent to the town in spring, were of no use to anyone.")
        == "prose"
    )


def test_author_title_and_credits_stand_before_the_text():
    found = roles("J. Harrow", "The Pits of Selm", "From The Courier, Vol. 3, pp. 1–9.\nTranscribed by A. Hand.", PROSE)

    assert found == ["front", "front", "credits", "prose"]


@pytest.mark.parametrize(
    "word", ["Source: The Courier.", "Scanned by A. Hand.", "Marked up by A. Hand.", "Published by A. Hand."]
)
def test_credits_are_known_by_their_first_words(word):
    assert roles("The Pits of Selm", word, PROSE) == ["front", "credits", "prose"]


def test_prose_may_begin_with_from():
    assert roles("From March, 1956 onwards nothing moved in the town.", PROSE) == ["prose", "prose"]


def test_prose_may_speak_of_a_source_in_the_middle():
    assert role_of("Source: it was never named.") == "prose"


def test_without_credits_the_last_line_above_the_text_is_a_heading():
    assert roles("J. Harrow", "The Pits of Selm", "A quarrel", PROSE) == ["front", "front", "heading", "prose"]


def test_a_text_that_begins_with_a_heading_has_no_front():
    assert roles("A quarrel", PROSE) == ["heading", "prose"]


def test_furniture_below_the_text_is_cut():
    found = roles(PROSE, "Top of page", "Index | Archive", "Last updated on: 1 May 2001")

    assert found == ["prose", "furniture", "furniture", "furniture"]


def test_an_invitation_below_the_text_is_furniture():
    assert roles(PROSE, "Join us", "If you want more information, write to us.") == ["prose", "furniture", "furniture"]


def test_a_note_is_a_numbered_block_below_whose_marker_stands_above():
    assert roles(f"{PROSE} [1] {PROSE} [2]", "1. So the Courier.", "2. So Lund.") == ["prose", "note", "note"]


def test_a_numbered_block_without_a_marker_is_prose():
    assert roles(PROSE, "1. So the Courier.") == ["prose", "prose"]


def test_a_heading_over_the_notes_heads_no_section():
    assert roles(f"{PROSE} [1]", "Notes", "1. So the Courier.") == ["prose", "furniture", "note"]


def test_a_year_in_brackets_is_no_marker():
    assert roles(f"{PROSE} [1957]", "1957. So the Courier.") == ["prose", "prose"]


@given(
    st.lists(
        st.sampled_from(
            ["A quarrel", PROSE, "Top of page", "1. One.", "a [1]", "x-", "y z.", "Source: x", "A: 5 per cent"]
        ),
        max_size=12,
    )
)
def test_every_block_has_one_role(blocks):
    assert len(survey(split("\n\n".join(blocks)))) == len(blocks)


def test_many_notes_and_markers_take_no_longer_than_their_length():
    text = "\n\n".join([f"Harrow. [{at % 999}]" for at in range(9_000)] + [f"{at}. Lund." for at in range(999)])

    assert survey(split(text)).count(Role.NOTE) == 999


@pytest.mark.parametrize("text", [": 0", ": 5 per cent", ":"])
def test_a_line_without_a_name_is_no_row(text):
    assert role_of(text) == "prose"
