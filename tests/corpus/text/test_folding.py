import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.folding import fold, words

TEXTS = st.lists(st.sampled_from([*"abA 12.,'’“”…-–—−\n\t\u00a0\u00ad\u200bé£%()", "e\u0301"]), max_size=40).map(
    "".join
)


def said(text):
    return [word.text for word in words(text)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“It’s ‘here’”", "\"It's 'here'\""),
        ("1904–5 — or ‑ so", "1904-5 - or - so"),
        ("and so…", "and so..."),
        ("  two\u00a0\n words ", "two words"),
        ("soft\u00adly", "softly"),
        ("e\u0301te\u0301", "été"),
        ("ﬁve ½ ²", "ﬁve ½ ²"),
    ],
)
def test_the_normal_form(text, folded):
    assert fold(text).text == folded


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    once = fold(text).text

    assert fold(once).text == once


@given(TEXTS)
def test_every_sign_of_the_normal_form_comes_from_the_text_in_order(text):
    folded = fold(text)

    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= place < len(unicodedata.normalize("NFC", text)) for place in folded.origin)


@given(TEXTS)
def test_a_word_is_the_folded_slice_it_says_it_is(text):
    text = unicodedata.normalize("NFC", text)

    assert all(fold(text[word.start : word.end]).text == word.text for word in words(text))


@given(TEXTS)
def test_no_letter_and_no_digit_stands_outside_a_word(text):
    counting = [sign for sign in fold(text).text if sign.isalnum()]

    assert counting == [sign for word in words(text) for sign in word.text if sign.isalnum()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8,000.000. And", ["8,000.000", "And"]),
        ("it’s the workers’ ‘thirties", ["it's", "the", "workers", "thirties"]),
        ("in 1904–5, by 20%", ["in", "1904-5", "by", "20", "%"]),
        ("£5 − or -5, or .5", ["£", "5", "or", "-5", "or", ".5"]),
        ("co-op – or co‑op", ["co", "op", "or", "co", "op"]),
        ("V.A. Orlo, §58.1(c)", ["V", "A", "Orlo", "§", "58.1", "c"]),
        ("हिन्दी Łódź", ["हिन्दी", "Łódź"]),
    ],
)
def test_words_are_letters_digits_and_the_marks_of_numbers(text, expected):
    assert said(text) == expected


@given(st.text(max_size=60))
def test_any_text_at_all_can_be_folded(text):
    assert all(word.text and word.start < word.end for word in words(text))


@pytest.mark.parametrize("unit", ["a'", "1,", "-", ".", "-.5", " ", "\u00ad", "'", "1-1/"])
def test_hostile_text_is_folded_in_time(unit):
    begun = time.perf_counter()
    words(unit * 50_000)

    assert time.perf_counter() - begun < 5
