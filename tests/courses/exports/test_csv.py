from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exports import csv
from courses.exports.csv import CSV, guarded, read, unguarded
from courses.exports.tables import Column, Table

texts = st.text(st.characters(codec="utf-8"), max_size=30)
risky = st.text(alphabet="'=+-@\t\r\n1,\"", max_size=6)


def written(*rows: tuple) -> bytes:
    columns = tuple(Column(f"c{n}", "") for n in range(len(rows[0]))) if rows else ()
    return b"".join(CSV.stream(Table("t", "", columns, lambda row: row), rows))


@given(st.lists(st.tuples(texts | risky, texts | risky), min_size=1))
def test_what_is_written_is_read_back_exactly(rows):
    assert [tuple(row.values()) for row in read(written(*rows))] == rows


@given(texts | risky)
def test_taking_our_guard_off_gives_back_the_text(text):
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    assert guarded(f"{start}1+1") == f"'{start}1+1"


def test_a_number_below_zero_stays_a_number():
    assert written((Decimal("-1.50"), -2)) == b"c0,c1\r\n-1.50,-2\r\n"


def test_an_apostrophe_of_the_author_stays():
    assert written(("'tis",)) == b"c0\r\n'tis\r\n"


def test_nothing_is_empty_and_zero_is_zero():
    assert written((None, Decimal("0.00"), 0)) == b"c0,c1,c2\r\n,0.00,0\r\n"


def test_a_lone_carriage_return_is_quoted():
    assert written(("a\rb",)) == b'c0\r\n"a\rb"\r\n'


def test_rows_end_with_cr_lf_and_words_are_utf_8():
    assert written(("¶3",)) == "c0\r\n¶3\r\n".encode()


def test_moments_are_utc_to_the_second():
    noon = datetime(2026, 11, 23, 12, 0, 0, 900, tzinfo=timezone(timedelta(hours=2)))

    assert written((noon,)) == b"c0\r\n2026-11-23T10:00:00Z\r\n"


def test_small_fractions_have_no_exponent():
    assert written((Decimal("0E-6"), Decimal("0.000001"))) == b"c0,c1\r\n0.000000,0.000001\r\n"


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    assert list(read(b"\xef\xbb\xbfcourse\r\nx\r\n")) == [{"course": "x"}]


def test_a_file_comes_in_pieces_and_the_header_at_once():
    asked = []
    table = Table("t", "", (Column("n", ""),), lambda row: (row,))
    pieces = CSV.stream(table, (asked.append(n) or n for n in range(1000)))

    assert next(pieces) == b"n\r\n"
    assert not asked
    assert len(list(pieces)) == 1000 // csv._ROWS


def test_utc_is_written_with_z():
    assert csv.moment(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05Z"
