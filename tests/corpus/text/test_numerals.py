"""Figures are the same however they are written."""

import pytest

from corpus.text.numerals import figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,140 men of 12.", {"1140", "12"}),
        ("eleven men and seventy boys", {"11", "70"}),
        ("the Twenty-first and the 20th", {"21", "20"}),
        ("a twenty-five-year term", {"25"}),
        ("three-monthly meetings", {"3"}),
        ("half a million", {"half", "million"}),
        ("a billion or a milliard", {"milliard"}),
        ("33.6 per cent", {"33.6"}),
        ("One day the first of them came.", set()),
        ("nobody", set()),
    ],
)
def test_figures_are_found_in_one_writing(text, found):
    assert figures(text) == found
