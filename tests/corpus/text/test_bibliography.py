"""A work and a passage of it, as five ways of citing write them."""

import json

import pytest

from corpus.text.bibliography import STYLES, Source, bibtex, chicago, csl, mla, ris
from corpus.text.citation import parse

PAMPHLET = {
    "id": "orlo-1931",
    "type": "pamphlet",
    "title": "Letters from the Weir",
    "author": [{"family": "Orlo", "given": "Ida"}],
    "issued": {"date-parts": [[1931]]},
    "publisher": "Brandt & Sons",
    "publisher-place": "Selm",
    "language": "en",
}
ARTICLE = {
    "id": "harrow-1957",
    "type": "article-journal",
    "title": "Who Shut the “Upper” Pit?",
    "author": [{"family": "Harrow", "given": "Jane"}, {"family": "Lund", "given": "Per"}],
    "container-title": "Mining Review",
    "volume": "22",
    "issue": "1",
    "page": "18-28",
    "issued": {"date-parts": [[1957]], "season": "spring"},
}
MAGAZINE = {
    "id": "oll-1959",
    "type": "article-magazine",
    "title": "After the Band",
    "author": [{"literal": "Our Correspondent"}],
    "container-title": "The Courier",
    "issued": {"date-parts": [[1959, 2, 19]]},
}
CHAPTER = {
    "id": "maren-1997",
    "type": "chapter",
    "title": "The Red Card",
    "author": [{"family": "Maren", "given": "Ilse"}],
    "container-title": "Secrets and Speeches",
    "publisher": "Weir Press",
    "publisher-place": "London",
    "issued": {"date-parts": [[1997]]},
}


@pytest.mark.parametrize(
    ("item", "written"),
    [
        (PAMPHLET, "Orlo, Ida. Letters from the Weir. Selm: Brandt & Sons, 1931."),
        (
            ARTICLE,
            "Harrow, Jane, and Per Lund. “Who Shut the ‘Upper’ Pit?” Mining Review 22, no. 1 (Spring 1957): 18–28.",
        ),
        (MAGAZINE, "Our Correspondent. “After the Band.” The Courier, February 19, 1959."),
        (CHAPTER, "Maren, Ilse. “The Red Card.” In Secrets and Speeches. London: Weir Press, 1997."),
    ],
)
def test_chicago_entries(item, written):
    assert chicago(Source(item)) == written


@pytest.mark.parametrize(
    ("item", "written"),
    [
        (PAMPHLET, "Ida Orlo, Letters from the Weir (Selm: Brandt & Sons, 1931), ¶14.2–3, adapted edition."),
        (
            ARTICLE,
            "Jane Harrow and Per Lund, “Who Shut the ‘Upper’ Pit?” Mining Review 22, no. 1 (Spring 1957), "
            "¶14.2–3, adapted edition.",
        ),
        (
            CHAPTER,
            "Ilse Maren, “The Red Card,” in Secrets and Speeches (London: Weir Press, 1997), ¶14.2–3, adapted edition.",
        ),
    ],
)
def test_chicago_notes_of_a_passage(item, written):
    assert chicago(Source(item, parse("w ¶14.2-3"), "adapted")) == written


@pytest.mark.parametrize(
    ("item", "written"),
    [
        (PAMPHLET, "Orlo, Ida. Letters from the Weir. Brandt & Sons, 1931."),
        (
            ARTICLE,
            "Harrow, Jane, and Per Lund. “Who Shut the ‘Upper’ Pit?” "
            "Mining Review, vol. 22, no. 1, spring 1957, pp. 18–28.",
        ),
        (MAGAZINE, "Our Correspondent. “After the Band.” The Courier, 19 Feb. 1959."),
        (CHAPTER, "Maren, Ilse. “The Red Card.” Secrets and Speeches, Weir Press, 1997."),
    ],
)
def test_mla_entries(item, written):
    assert mla(Source(item)) == written


def test_mla_names_the_paragraphs_of_a_passage():
    assert mla(Source(PAMPHLET, parse("w ¶7-11"))).endswith("1931, pars. 7–11.")
    assert mla(Source(PAMPHLET, parse("w ¶7.2"), "original")).endswith("1931, par. 7.2, original edition.")


def test_bibtex_escapes_what_tex_would_read():
    assert bibtex(Source(PAMPHLET, parse("w ¶7"), "adapted")) == (
        "@booklet{orlo-1931,\n"
        "  author = {Orlo, Ida},\n"
        "  title = {Letters from the Weir},\n"
        "  howpublished = {Brandt \\& Sons},\n"
        "  address = {Selm},\n"
        "  year = {1931},\n"
        "  note = {¶7, adapted edition}\n"
        "}"
    )


def test_bibtex_of_an_article_has_its_journal_and_pages():
    written = bibtex(Source(ARTICLE))

    assert written.startswith("@article{harrow-1957,")
    assert "author = {Harrow, Jane and Lund, Per}" in written
    assert "journal = {Mining Review}" in written
    assert "pages = {18--28}" in written


@pytest.mark.parametrize("title", ["Price {low} 5% _now_ #1 $2 ~ ^ \\ end", "a\nb"])
def test_bibtex_braces_balance_whatever_the_title(title):
    written = bibtex(Source({**PAMPHLET, "title": title}))
    bare = written.replace("\\{", "").replace("\\}", "")

    assert bare.count("{") == bare.count("}")
    assert len(written.splitlines()) == len(bibtex(Source(PAMPHLET)).splitlines())


def test_ris_has_a_tag_a_line_and_an_end():
    assert ris(Source(ARTICLE, parse("w ¶7"))).split("\r\n") == [
        "TY  - JOUR",
        "AU  - Harrow, Jane",
        "AU  - Lund, Per",
        "TI  - Who Shut the “Upper” Pit?",
        "T2  - Mining Review",
        "PY  - 1957",
        "VL  - 22",
        "IS  - 1",
        "SP  - 18",
        "EP  - 28",
        "N1  - ¶7",
        "ER  - ",
        "",
    ]


def test_ris_gives_a_whole_date():
    assert "DA  - 1959/02/19\r\n" in ris(Source(MAGAZINE))


def test_csl_is_the_item_with_the_passage_as_its_note():
    (item,) = json.loads(csl(Source(PAMPHLET, parse("w ¶7"), "adapted")))

    assert item == {**PAMPHLET, "note": "¶7, adapted edition"}
    assert json.loads(csl(Source(PAMPHLET))) == [PAMPHLET]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_work_of_which_little_is_known_can_be_cited_all_the_same(style):
    assert "Untitled" in style.write(Source({"id": "x", "title": "Untitled"}))
