"""Bytes become clean text once, and what cannot become text says where and why."""

import hashlib
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.draft import LIMIT, Unreadable
from corpus.formats.source import decoded


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        decoded(data)
    return str(error.value)


def test_every_kind_of_line_end_becomes_a_line_feed():
    assert decoded(b"a\r\nb\rc\nd\x0ce\xe2\x80\xa8f").text == "a\nb\nc\nd\ne\nf"


def test_a_paragraph_separator_parts_paragraphs():
    assert decoded("one\u2029two".encode()).text == "one\n\ntwo"


def test_the_mark_at_the_head_of_the_file_is_dropped():
    assert decoded(b"\xef\xbb\xbfPit").text == "Pit"


def test_text_is_nfc_and_never_nfkc():
    assert decoded("Cafe\u0301 … ﬁ ½".encode()).text == "Café … ﬁ ½"


def test_the_hash_is_of_the_bytes_as_they_came():
    data = b"\xef\xbb\xbfPit\r\n"

    assert decoded(data).sha256 == hashlib.sha256(data).hexdigest()


def test_bytes_that_are_not_utf8_are_named_by_place_and_line():
    says = refused(b"one\ntwo\n\xf6")

    assert "byte 8 (line 3) is 0xF6" in says
    assert "Save it as UTF-8" in says


def test_the_mark_at_the_head_counts_as_bytes_of_the_file():
    assert "byte 4 (line 1)" in refused(b"\xef\xbb\xbfa\xff")


def test_a_lone_surrogate_is_not_utf8():
    assert "byte 1 " in refused(b"a\xed\xa0\x80")


def test_utf16_is_called_by_its_name():
    assert "UTF-16" in refused("Pit".encode("utf-16"))


def test_an_empty_file_is_refused():
    assert refused(b"") == "The file is empty."


@pytest.mark.parametrize("blank", [b" \n\t\r\n", "\u00a0\u2003\n".encode(), "\u200b\ufeff".encode(), b"\xef\xbb\xbf"])
def test_a_file_of_white_space_is_refused(blank):
    assert "nothing but white space" in refused(blank)


def test_a_nul_byte_is_refused_with_its_line():
    assert "Line 2 holds a NUL byte" in refused(b"one\ntwo\0")


def test_the_limit_is_named_with_the_size():
    says = refused(b"a" * (LIMIT + 1))

    assert f"{LIMIT + 1:,}" in says
    assert f"{LIMIT:,}" in says


def test_a_file_of_the_limit_is_read():
    assert len(decoded(b"a" * LIMIT).text) == LIMIT


def test_signs_that_turn_the_direction_of_writing_are_taken_out_and_named():
    source = decoded("one\nno\u202et \u2066here\u202e".encode())

    assert source.text == "one\nnot here"
    assert "U+202E (2 times), U+2066 (1 times); the first stood on line 2" in source.warnings[0]


def test_signs_that_some_scripts_need_stay():
    assert decoded("می\u200cخواهم".encode()).text == "می\u200cخواهم"


def test_a_letter_that_was_lost_earlier_is_pointed_at():
    assert "Line 2" in decoded("a\nb\ufffd".encode()).warnings[0]


def test_clean_text_has_no_warning():
    assert decoded("Plain – “and” é …\n".encode()).warnings == ()


def test_piled_accents_are_refused_before_they_cost_time():
    pile = "a" + "\u0300\u0316" * 200_000
    began = time.perf_counter()

    assert "more than 30 accents" in refused(pile.encode())
    assert time.perf_counter() - began < 2


@given(st.text(max_size=60))
def test_reading_again_what_was_read_changes_nothing(text):
    try:
        once = decoded(text.encode("utf-8", "ignore"))
    except Unreadable:
        return
    again = decoded(once.text.encode())

    assert again.text == once.text
    assert unicodedata.is_normalized("NFC", once.text)


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused_in_words(data):
    try:
        source = decoded(data)
    except Unreadable:
        return
    assert source.text.strip()
