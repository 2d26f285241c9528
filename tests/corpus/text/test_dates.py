"""A date says how surely it is known."""

from datetime import date

import pytest

from corpus.text.dates import BadDate, Moment


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("1953-03-05", date(1953, 3, 5), date(1953, 3, 5), "5 March 1953"),
        ("1953-02", date(1953, 2, 1), date(1953, 2, 28), "February 1953, exact day unknown"),
        ("1956 spring", date(1956, 3, 1), date(1956, 5, 31), "spring 1956, exact day unknown"),
        ("1956", date(1956, 1, 1), date(1956, 12, 31), "1956, exact day unknown"),
        ("1936/1938", date(1936, 1, 1), date(1938, 12, 31), "1936 to 1938"),
        ("1952-10-05/1952-10-14", date(1952, 10, 5), date(1952, 10, 14), "5 October 1952 to 14 October 1952"),
    ],
)
def test_a_date_has_its_first_and_last_day_and_words(text, first, last, words):
    assert Moment.of(text) == Moment(first, last, words)


def test_only_a_day_is_exact():
    assert (Moment.of("1953-03-05").is_exact, Moment.of("1953-03-05").days) == (True, 1)
    assert (Moment.of("1953-03").is_exact, Moment.of("1953-03").days) == (False, 31)


@pytest.mark.parametrize("text", ["", "March 1953", "1953-13", "1953-02-30", "1938/1936", "53", "1953-3-5", "0000"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(BadDate):
        Moment.of(text)
