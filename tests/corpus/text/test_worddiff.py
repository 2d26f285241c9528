"""Both versions can be read out of the pieces."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.text.worddiff import Piece, pieces

WORDS = ["the", "pit", "was", "shut", "not", "nine", "weeks", "later"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def test_the_words_that_differ_are_named():
    assert pieces("The pit was never shut.", "The pit was shut in May.") == (
        Piece("same", "The pit was"),
        Piece("old", "never shut."),
        Piece("new", "shut in May."),
    )


@given(TEXT, TEXT)
def test_leaving_out_one_side_gives_the_other(old, new):
    found = pieces(old, new)

    assert " ".join(piece.words for piece in found if piece.side != "new") == old
    assert " ".join(piece.words for piece in found if piece.side != "old") == new
