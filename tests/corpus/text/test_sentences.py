import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.sentences import line_starts, starts
from tests.corpus.text.hard_sentences import HARD, LIMITS, UNSEEN, VERSE

# Short words and all the signs that decide about a boundary, in any order.
PIECES = st.sampled_from(
    [*"abA.!?…()[]“”‘’\"',:;–1£ \n\u00a0«»", "Dr", "No", "etc", "V.A.", "Lund ", "said ", "The ", " ... ", "p. 5"]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def marked(text, line_broken=False):
    begins = starts(text, line_broken=line_broken)
    return "‖".join(text[a:b] for a, b in zip(begins, (*begins[1:], len(text)), strict=True))


@pytest.mark.parametrize(
    "sample", [sample for group in HARD.values() for sample in group] + list(UNSEEN), ids=lambda s: s[:40]
)
def test_a_hard_sample_is_cut_as_a_careful_reader_cuts_it(sample):
    assert marked(sample.replace("‖", "")) == sample


@pytest.mark.parametrize("sample", VERSE)
def test_in_verse_sentence_ends_count_and_line_ends_do_not(sample):
    assert marked(sample.replace("‖", ""), line_broken=True) == sample


@pytest.mark.parametrize(("ours", "readers"), LIMITS)
def test_the_limits_are_where_the_documentation_says(ours, readers):
    assert marked(ours.replace("‖", "")) == ours != readers
    assert ours.replace("‖", "") == readers.replace("‖", "")


def test_the_sample_is_large_enough_to_mean_something():
    samples = [sample for group in HARD.values() for sample in group] + list(UNSEEN)

    assert sum(sample.count("‖") + 1 for sample in samples) > 300


def test_no_text_has_no_sentence():
    assert starts("") == line_starts("") == ()


@given(TEXTS.filter(bool))
def test_the_slices_between_the_starts_are_the_text(text):
    assert marked(text).replace("‖", "") == text


@given(TEXTS.filter(bool))
def test_the_first_sentence_begins_at_once_and_the_others_follow(text):
    begins = starts(text)

    assert begins[0] == 0
    assert all(a < b for a, b in pairwise(begins))


@given(TEXTS.map(str.strip), st.booleans())
def test_no_sentence_begins_on_white_space(text, line_broken):
    assert not any(text[place].isspace() for place in starts(text, line_broken=line_broken))


@given(TEXTS)
def test_no_sentence_begins_inside_a_word(text):
    assert all(not text[place - 1].isalnum() for place in starts(text)[1:])


@given(TEXTS.map(lambda text: text.replace("(", "").replace(")", "")))
def test_nothing_begins_inside_parentheses(text):
    assert starts(f"({text})") == (0,)


@given(TEXTS)
def test_verse_never_has_more_sentences_than_the_same_words_in_prose(text):
    assert set(starts(text, line_broken=True)) <= set(starts(text))


@pytest.mark.parametrize(
    "unit",
    [
        "A. ",
        "(",
        ")",
        "(a) A.) [",
        ".” ",
        ".“ ",
        "“A!” B ",
        "the “A!” B ",
        ". (A b) ",
        ". [1]",
        "(Laughter) ",
        ". “... A",
    ],
)
def test_hostile_text_takes_time_in_proportion(unit):
    text = unit * (60_000 // len(unit)) + "(x)"
    begun = time.perf_counter()
    starts(text)
    line_starts(text)

    assert time.perf_counter() - begun < 5


def test_every_row_of_a_list_is_a_unit():
    assert line_starts("Lund: 4 per cent\n\n  Hale: 5. Oll: 6\nTarn") == (0, 20, 36)
