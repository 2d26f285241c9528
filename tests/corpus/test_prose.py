"""Prose of authors and teachers: a small grammar for sentences, cleaned Markdown for more (T45–T47)."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from corpus.prose import LONGEST, MOST_SIGNS, rendered, with_citations
from corpus.text.citation import parse

HERE = parse("maren-1956 ¶1-3")
TAGS = re.compile(r"<(/?)(\w+)([^>]*)>")


def cited(text: str) -> str:
    return with_citations(text, HERE, "adapted")


def test_a_citation_is_a_link_into_the_reading():
    assert cited("[¶3.5] says so.") == (
        '[<a class="cite" href="/library/maren-1956/adapted/p3/#p3-s5">¶3.5</a>] says so.'
    )


def test_a_citation_may_name_another_work_and_edition():
    assert 'href="/library/doyle-1958/original/p2/#p2"' in cited("See [doyle-1958/original ¶2].")


def test_beside_another_edition_a_sentence_is_cited_by_its_paragraph():
    assert with_citations("[¶3.5] says so.", HERE, "original") == (
        '[<a class="cite" href="/library/maren-1956/original/p3/#p3">¶3</a>] says so.'
    )


def test_an_edition_that_an_author_names_is_the_one_that_is_opened_and_told():
    assert with_citations("[maren-1956/original ¶3.5]", HERE, "adapted") == (
        '[<a class="cite" href="/library/maren-1956/original/p3/#p3-s5">¶3.5 (original)</a>]'
    )


def test_a_citation_of_another_work_says_which():
    assert ">doyle-1958 ¶2–3</a>" in cited("[doyle-1958 ¶2-3]")


def test_stars_are_emphasis():
    assert cited("It says *outside that hall*.") == "It says <em>outside that hall</em>."


@pytest.mark.parametrize("text", ["[no citation]", "[", "*", "2 * 3 * 4 *", "[]", "a [b"])
def test_what_is_neither_stays_as_it_was_typed(text):
    assert re.sub(r"</?em>|</?a[^>]*>", "", cited(text)).replace("*", "") == text.replace("*", "")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_a_reason_holds_nothing_but_emphasis_and_links_of_ours(text):
    for _, tag, attributes in TAGS.findall(cited(f"{text} [¶3.5]")):
        assert tag in {"em", "a"}
        assert not attributes or re.fullmatch(r' class="cite" href="/library/[\w/#-]+"', attributes)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<div style='position:fixed' class=a id=b data-hx-post=/x hx-post=/x>x</div>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    '<a href="/x" onclick="alert(1)" style="x" target="_top">x</a>',
    "<svg onload=alert(1)>",
    "![x](https://evil.example/pixel.gif)",
    "<form action=/x><button>x</button></form>",
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example></iframe>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_is_cleaned_against_an_explicit_list(text):
    html = rendered(f"Words. {text}\n\n{text}")

    for _, tag, attributes in TAGS.findall(html):
        assert tag in {"p", "a", "br", "em", "strong", "code", "hr"}
        assert not re.search(r"on\w+=|style|class|id=|data-|hx-|javascript|data:", attributes)


def test_markdown_keeps_what_teachers_need():
    html = rendered("Read *slowly*.\n\n- first\n- second\n\n> quoted\n\n[the library](/library/)")

    assert all(part in html for part in ("<em>slowly</em>", "<li>first</li>", "<blockquote>", 'href="/library/"'))


def test_a_link_elsewhere_tells_nobody_where_it_was_followed():
    assert 'rel="noopener noreferrer"' in rendered("[x](https://example.org/)")


@pytest.mark.parametrize(
    ("text", "says"), [("x" * (LONGEST + 1), f"the limit is {LONGEST:,}"), ("[" * 5_000, f"the limit is {MOST_SIGNS}")]
)
def test_what_would_take_long_is_refused_with_the_figure(text, says):
    with pytest.raises(ValidationError, match=says):
        rendered(text)
