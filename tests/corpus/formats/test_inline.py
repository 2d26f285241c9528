"""Brackets with a voice are offsets; all other brackets are words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.inline import BadInline, Inline, parsed, written
from corpus.text.passage import Span


def test_a_voice_is_a_span_without_its_brackets():
    assert parsed("So [says Oll]{voice=oll} today.") == Inline("So says Oll today.", (Span(3, 11, "oll"),))


def test_brackets_without_a_voice_are_words():
    assert parsed("In February [1956] it was [unreadable].") == Inline("In February [1956] it was [unreadable].")


def test_a_voice_may_hold_brackets_of_its_own():
    assert parsed("[In [1956] it rained.]{voice=oll}") == Inline("In [1956] it rained.", (Span(0, 20, "oll"),))


def test_a_voice_may_quote_a_voice():
    found = parsed("[Oll says [the miner grumbled]{voice=miner}.]{voice=oll}")

    assert found.text == "Oll says the miner grumbled."
    assert found.spans == (Span(0, 28, "oll"), Span(9, 27, "miner"))


def test_a_backslash_takes_the_meaning_away():
    assert parsed(r"\¶ is \[a sign\]{voice=x} and \\ too") == Inline(r"¶ is [a sign]{voice=x} and \ too")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[So]{kind=prose}", "only {voice=…}"),
        ("[So]{voice=Dr Oll}", "only {voice=…}"),
        ("[So]{voice=oll", "only {voice=…}"),
        ("So]{voice=oll}", "not opened"),
        ("[]{voice=oll} So.", "white space"),
        ("So[]{voice=oll}.", "without words"),
        ("[ So]{voice=oll}", "white space"),
        ("So [ he]{voice=oll}", "white space"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line, says):
    with pytest.raises(BadInline) as error:
        parsed(line)

    assert says in str(error.value)


@pytest.mark.parametrize(
    "line",
    [
        "In [1956] it rained.",
        "[In [1956] it rained.]{voice=oll}",
        "[Oll says [so]{voice=miner}.]{voice=oll}",
        "[[So]{voice=a}]{voice=b}",
        r"\¶12",
        r"\# So.",
        r"\n1",
        r"An open \[ bracket.",
        r"\[a\]{b}",
        "[a]{voice=x}[b]{voice=y}",
    ],
)
def test_lines_in_the_shortest_writing_come_back(line):
    assert written(parsed(line)) == line


def test_voices_that_overlap_cannot_be_written():
    with pytest.raises(ValueError, match="overlap"):
        written(Inline("one two three", (Span(0, 7, "a"), Span(4, 13, "b"))))


@given(st.text("ab[]{}\\¶#n1 =", max_size=20))
def test_any_words_are_written_so_that_they_are_read_back(text):
    line = Inline(" ".join(text.split()))

    assert parsed(written(line)) == line


@given(st.text("ab[]{}\\¶#n1", min_size=3, max_size=20), st.data())
def test_any_voice_is_written_so_that_it_is_read_back(text, data):
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4, unique=True).map(sorted))
        if len(text) > 3
        else [0, 1, 2, 3]
    )
    outer, inner = Span(cuts[0], cuts[3], "outer"), Span(cuts[1], cuts[2], "inner")

    assert parsed(written(Inline(text, (outer, inner)))) == Inline(text, (outer, inner))
