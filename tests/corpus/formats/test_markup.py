"""A page is cut into tags and words in one pass, and where browsers cut it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.markup import Tag, Unread, Words, expanded, pieces, worded


def cut(text: str) -> list[str]:
    return [piece.raw for piece in pieces(text)]


@pytest.mark.parametrize(
    ("text", "raws"),
    [
        ("a <b>c</b>", ["a ", "<b>", "c", "</b>"]),
        ("5 < 6 and a<", ["5 < 6 and a<"]),
        ('<a title="x > y">z', ['<a title="x > y">', "z"]),
        ("<a title='x' y>z", ["<a title='x' y>", "z"]),
        ("<p class=it's>z", ["<p class=it's>", "z"]),
        ("a<!-- <b> -->c", ["a", "<!-- <b> -->", "c"]),
        ("a<!-->c", ["a", "<!-->", "c"]),
        ("a<!doctype html><?x?></ >b", ["a", "<!doctype html>", "<?x?>", "</ >", "b"]),
        ("<script>if (a<b) '</p>'</script>c", ["<script>", "if (a<b) '</p>'", "</script>", "c"]),
        ("<title>A <b> C</title>d", ["<title>", "A <b> C", "</title>", "d"]),
        ("<script src=x />a", ["<script src=x />", "a"]),
        ('<b>x<a href="y>z', ["<b>", "x", '<a href="y>', "z"]),
    ],
)
def test_a_page_is_cut_where_browsers_cut_it(text, raws):
    assert cut(text) == raws


def test_what_is_no_text_is_told_apart():
    found = list(pieces("<!-- a --><style>b</style>c"))

    assert [type(piece) for piece in found] == [Unread, Tag, Unread, Tag, Words]
    assert [piece.name for piece in found if isinstance(piece, Unread)] == ["comment", "style"]


@pytest.mark.parametrize("text", ["a<!-- b", "a<script>b <p>c", "a<style>"])
def test_what_nothing_closes_reaches_to_the_end_and_says_so(text):
    *_, last = pieces(text)

    assert isinstance(last, Unread)
    assert not last.is_closed


def test_attributes_have_small_names_and_the_first_value_counts():
    (tag,) = pieces('<A HREF="a&amp;b" href=c hidden>')

    assert tag.attributes() == {"href": "a&b", "hidden": ""}


def test_nothing_is_asked_of_a_tag_that_carries_a_picture():
    (tag,) = pieces(f'<div id=x style="{"A" * 20_000}">')

    assert tag.attributes() == {}


def test_a_tag_that_swallowed_others_says_so():
    swallowing, *_ = pieces('<a href="x>One</a><a href="y">')

    assert swallowing.swallows


def test_a_reference_to_a_sign_is_that_sign_and_what_it_hides_cannot_come_back():
    assert worded(expanded("&mdash;&#8212;&#x2014;&eacute; &lt;b&gt; &amp;amp;")) == "———é <b> &amp;"
    assert worded(expanded("&#&#120;202e;")) == "&#x202e;"


@given(
    st.lists(st.sampled_from(["<", "a ", "b", "</", ">", "'", '"', "=", "<!--", "-->", "<script>", "</script>", "&"]))
)
def test_the_pieces_are_the_text(parts):
    text = "".join(parts)

    assert "".join(cut(text)) == text
