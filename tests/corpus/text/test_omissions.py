"""Where a writer marks that something was left out or put in."""

import time

import pytest

from corpus.text.omissions import Gap, cut


def said(quoted):
    return [piece.text for piece in cut(quoted).pieces]


@pytest.mark.parametrize("dots", ["…", "...", ". . .", "[…]", "[...]", "(...)", "(. . .)", "....", ".\u00a0.\u00a0."])
def test_every_ellipsis_cuts(dots):
    found = cut(f"The mill {dots} was shut")

    assert [piece.text for piece in found.pieces] == ["The mill", "was shut"]
    assert found.pieces[1].gap is Gap.OMISSION


def test_an_insertion_is_no_word_of_the_quotation():
    found = cut("The mill [at Harrow] was shut [for good]")

    assert [piece.text for piece in found.pieces] == ["The mill", "was shut"]
    assert found.inserted == ("[at Harrow]", "[for good]")


def test_a_bracketed_capital_stays_and_is_known():
    (piece,) = cut("[T]he mill was shut").pieces

    assert (piece.text, piece.changed_capitals, piece.written) == ("The mill was shut", (0,), "[T]he mill was shut")


def test_a_word_that_is_changed_in_brackets_goes_as_a_whole():
    found = cut("They govern[ed] badly")

    assert (said("They govern[ed] badly"), found.inserted) == (["They", "badly"], ("govern[ed]",))


def test_dots_at_the_ends_leave_one_piece():
    found = cut("… the mill was shut …")

    assert (said("… the mill was shut …"), found.begins_cut, found.ends_cut) == (["the mill was shut"], True, True)


@pytest.mark.parametrize("plain", ["The mill was shut.", "The mill (at Harrow) was shut.", "a. b. c", ""])
def test_without_a_mark_it_is_whole(plain):
    assert cut(plain).is_whole


@pytest.mark.parametrize("sign", ["[T]he ", "… ", "[", "[a", ".", "a[b]", " [b]", "a … ", "(", ". "])
def test_cutting_takes_time_in_proportion(sign):
    began = time.process_time()
    cut((sign * 50_000)[:50_000])
    assert time.process_time() - began < 1
