"""A saved page gives its article, numbered, and says what it left out."""

import re
import time
from inspect import cleandoc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.formats import html
from corpus.formats.draft import LONGEST_PARAGRAPH, Draft, Kind, NoteMarker, Unreadable
from corpus.text import sentences
from tests.corpus.formats import laws
from tests.corpus.formats.written import as_page

LONG = "Before nine weeks were out four pits had been shut, and the town was never asked."


def read(*saved: str) -> Draft:
    return html.read("\n".join(saved).encode())


def texts(draft: Draft) -> list[str]:
    return [paragraph.text for paragraph in draft.paragraphs()]


def said(draft: Draft) -> str:
    return "\n".join(draft.warnings)


# What is read


def test_headings_part_sections():
    draft = read(f"<p>{LONG}<h2>The Strike</h2><p>{LONG}<p>{LONG}<h5>The <i>End</i></h5><div>{LONG}</div>")

    assert [(s.number, s.title, len(s.paragraphs)) for s in draft.sections] == [
        (0, "", 1),
        (1, "The Strike", 2),
        (2, "The End", 1),
    ]


@pytest.mark.parametrize(
    "saved", ["<h2>The Strike<p>{}", "<h2><p>The Strike</p></h2>{}<p>", "<h2>The<br>Strike</h3>{}<p>"]
)
def test_a_heading_ends_whether_or_not_it_was_closed(saved):
    (section,) = read(saved.format(LONG)).sections

    assert (section.title, [p.text for p in section.paragraphs]) == ("The Strike", [LONG])


def test_a_heading_longer_than_headings_are_is_a_paragraph():
    assert texts(read(f"<h2>{LONG * 4}</h2><p>{LONG}")) == [LONG * 4, LONG]


def test_text_without_paragraph_tags_is_parted_by_two_line_ends():
    assert texts(read("<body>They came\nhome.<br><br>&nbsp;&nbsp;It rained.<BR>\n<br />&nbsp;<br>Nobody asked.")) == [
        "They came home.",
        "It rained.",
        "Nobody asked.",
    ]


def test_one_line_end_is_kept_as_in_verse():
    (verse,) = read("<p>The oak is old,<br>the weir is new, <br/>\nand nobody. Came.").paragraphs()

    assert (verse.text, verse.line_broken) == ("The oak is old,\nthe weir is new,\nand nobody. Came.", True)
    assert verse.sentence_starts == sentences.starts(verse.text, line_broken=True)


def test_line_ends_after_lines_too_long_for_verse_part_paragraphs():
    assert texts(read(f"<p>{LONG * 3}<br>{LONG * 4}<br>It rained.")) == [LONG * 3, LONG * 4, "It rained."]


def test_preformatted_lines_stay_lines():
    assert texts(read("<pre>\nThe oak\n  is  old.\n\nIt rained.</pre>")) == ["The oak\nis old.", "It rained."]


def test_block_quotations_are_quotations_in_paragraphs():
    draft = read("<p>He said:<blockquote><p>We wait.<p>We wait long.</blockquote><p class=quoteb>No.</p>It rained.")

    assert [p.kind for p in draft.paragraphs()] == [Kind.PROSE, *[Kind.QUOTATION] * 3, Kind.PROSE]
    assert "voices unknown: ¶2, ¶3, ¶4" in said(draft)


def test_an_epigraph_is_one():
    draft = read(f'<div class="epigraph"><p>We wait.</div><p>{LONG}')

    assert [p.kind for p in draft.paragraphs()] == [Kind.EPIGRAPH, Kind.PROSE]


def test_a_page_that_is_all_indented_quotes_nobody():
    draft = read(f"<h3>The Strike</h3><blockquote><p>{LONG}<p>{LONG}</blockquote>")

    assert {p.kind for p in draft.paragraphs()} == {Kind.PROSE}
    assert "All of the page is set as block quotation" in said(draft)


def test_a_list_of_short_items_is_one_paragraph_with_a_row_a_sentence():
    (rows,) = read("<ul><li>Bread<li>Milk, two pints</li><li><p>Oil</ul>").paragraphs()

    assert (rows.kind, rows.text) == (Kind.LIST, "Bread\nMilk, two pints\nOil")
    assert rows.sentence_starts == (0, 6, 22)


def test_items_of_several_sentences_are_paragraphs_with_the_numbers_that_readers_saw():
    draft = read('<ol start="3"><li>We wait. We wait long.<li>Nobody came.</ol><p>It rained.')

    assert texts(draft) == ["3. We wait. We wait long.", "4. Nobody came.", "It rained."]
    assert [p.kind for p in draft.paragraphs()] == [Kind.LIST, Kind.LIST, Kind.PROSE]


def test_rows_of_a_table_are_a_list():
    (rows,) = read("<table><tr><th>Pit<th>Shut<tr><td>Selm<td>1931</tr></table>").paragraphs()

    assert (rows.kind, rows.text) == (Kind.LIST, "Pit Shut\nSelm 1931")


def test_a_page_laid_out_with_a_table_is_read_cell_by_cell():
    draft = read(f"<table><tr><td><a href=a>Home</a><br><a href=b>Texts</a><td>{LONG}<br><br>{LONG}</table>")

    assert texts(draft) == [LONG, LONG]
    assert draft.metadata.furniture == ("Home\nTexts",)


def test_references_are_signs_and_soft_hyphens_are_none():
    draft = read(
        "<p>The pit&rsquo;s re&shy;opening &#8211; &quot;soon&quot; &amp;amp; &lt;b&gt; for 5 &lt; 6&nbsp;men&hellip;"
    )

    assert texts(draft) == ['The pit’s reopening – "soon" &amp; <b> for 5 < 6 men…']
    assert "U+00AD" in said(draft)


def test_inline_marking_leaves_no_trace_and_quoted_words_their_marks():
    assert texts(
        read("<p>The <b>C</b>ourier said <q>we <em>wait</em></q>, 4 m<sup>2</sup> at a<wbr>time, 3<sup>rd</sup>.")
    ) == ["The Courier said “we wait”, 4 m² at atime, 3rd."]


def test_sentences_begin_where_the_rules_for_sentences_say():
    (paragraph,) = read("<p>They came <i>home.</i> Nobody asked Dr. <b>Oll.</b> It rained.").paragraphs()

    assert paragraph.sentence_starts == sentences.starts(paragraph.text)


# Notes

LINKED = [
    '<p>He left.<sup><a href="#n1" name="f1">[1]</a></sup> It rained.<p><a href="#f1" name="n1">[1]</a> So Lund.',
    '<p>He left.<a id="f1" href="#n1"><sup>1</sup></a> It rained.<ol><li id="n1">So Lund. <a href="#f1">↩</a></ol>',
    '<p>He left. [<a href="p.html#n1">1</a>] It rained.<h4>Notes</h4><p id="n1">1. So Lund.',
    "<p>He left.<a name=f1></a><a href=#n1>(1)</a> It rained.<div id=n1><p><a href=#f1>(1)</a> So Lund.</div>",
    '<p>He left.<sup id="f1"><a href="#n1">[1]</a></sup> It rained.<ol><li id="n1">^ <a href="#f1">a</a> So Lund.</ol>',
]


@pytest.mark.parametrize("saved", LINKED)
def test_linked_notes_are_taken_out_and_anchored(saved):
    draft = read(saved)
    (paragraph,) = draft.paragraphs()

    assert (paragraph.text, paragraph.anchors) == ("He left. It rained.", (NoteMarker(1, 8),))
    assert [(n.number, n.text, n.paragraph) for n in draft.notes] == [(1, "So Lund.", 1)]


@pytest.mark.parametrize("sign", ["[2]", "<sup>2</sup>", "<sup>[2]</sup>"])
def test_notes_without_links_are_found_at_the_end_by_their_signs(sign):
    draft = read(
        f"<p>He left.{sign} It rained.<p>{LONG}<h3>Notes</h3><p>2. So Lund.<p><a href=i>Index</a> | <a href=u>Up</a>"
    )

    assert texts(draft) == ["He left. It rained.", LONG]
    assert [(n.number, n.text, n.paragraph) for n in draft.notes] == [(2, "So Lund.", 1)]
    assert draft.metadata.furniture == ("Notes", "Index | Up")


def test_several_raised_signs_go_with_what_parts_them():
    draft = read(
        "<p>He left<sup><a href=#a>1</a>, <a href=#b>2</a></sup>, and it rained.<p id=a>1. Lund.<p id=b>2. Oll."
    )

    assert texts(draft) == ["He left, and it rained."]
    assert [n.text for n in draft.notes] == ["Lund.", "Oll."]


def test_a_note_of_two_paragraphs_is_one_note():
    draft = read("<p>He left.<a href=#a>1</a><ol><li id=a><p>So Lund.<p>And Oll.</ol>")

    assert [n.text for n in draft.notes] == ["So Lund.\nAnd Oll."]


def test_a_note_that_begins_with_a_figure_of_its_own_keeps_it():
    draft = read("<p>He left.<a id=f href=#a>1</a><ol><li id=a>3. October, says Lund. <a href=#f>Back</a></ol>")

    assert [(n.number, n.text) for n in draft.notes] == [(1, "3. October, says Lund.")]


def test_notes_that_begin_anew_are_numbered_in_order_and_it_is_told():
    part = "<h2>Part</h2><p>He left.<a name=f{0} href=#n{0}>*</a><p><a name=n{0} href=#f{0}>*</a> So {0}."
    draft = read(part.format("Lund"), part.format("Oll"))

    assert [(n.number, n.text, n.paragraph) for n in draft.notes] == [(1, "So Lund.", 1), (2, "So Oll.", 2)]
    assert "Notes were numbered in their order: “*” is n1, “*” is n2." in said(draft)


@pytest.mark.parametrize(
    ("saved", "text"),
    [
        ("<p>The [1957] trend [trend, mind] of [2] it.", "The [1957] trend [trend, mind] of [2] it."),
        ("<p>See part <a href=#two>2</a> below.<h2 id=two>Part</h2><p>It rained.", "See part 2 below."),
        ("<p>So he said<sup>2</sup>.<p>It rained.", "So he said²."),
    ],
)
def test_signs_of_no_note_are_words(saved, text):
    draft = read(saved)

    assert (texts(draft)[0], draft.notes) == (text, ())


def test_signs_left_standing_are_told():
    draft = read("<p>So he said<sup>2</sup>. And she [3].<p>It rained.")

    assert "Raised figures that refer to no note, so they stay: ²." in said(draft)
    assert "notes which were not found: [3] in ¶1" in said(draft)


def test_a_note_to_a_heading_belongs_to_the_words_below_it():
    draft = read("<h2>The Strike<a href=#n1 name=f1>1</a></h2><p>It rained.<p><a name=n1 href=#f1>1</a> From 1931.")

    assert draft.sections[0].title == "The Strike"
    assert draft.notes[0].paragraph == 1


# What is left out

PAGE = f"""
<!DOCTYPE html><html><head><meta charset="utf-8"><title>The Strike &#8211; Archive</title>
<meta name="author" content="J. Harrow"><style>p {{}}</style><script>document.write("<p>No</p>")</script></head>
<body class="nav-open"><!-- <p>No --><header class="site">The Archive</header><nav><ul><li>No</ul></nav>
<p><a href="i">Index</a> | <a href="a">Archive</a></p>
<h3>J. Harrow</h3><h1>The Strike</h1><p>Transcribed by A. Hand.<br>Source: The Courier, 1957.</p>
<p>{LONG}<img alt="No">
<div class="share-buttons"><p>No</div><form><p>No <input value=No><button>No</button></form>
<p hidden>No<p style="display: none">No<p>It rained.<span class="screen-reader-text">No</span>
<noscript>No</noscript><iframe>No</iframe><svg><text>No</text></svg><aside>No</aside>
<p><a href="#top">Top of the page</a><p>Last updated on 3 May<footer>No</footer></body></html>
"""


def test_only_the_article_is_read():
    assert texts(read(PAGE)) == [LONG, "It rained."]


def test_what_stood_around_it_is_kept_as_metadata():
    around = read(PAGE).metadata

    assert around.front == ("title: The Strike – Archive", "author: J. Harrow", "J. Harrow", "The Strike")
    assert around.credits == ("Transcribed by A. Hand.\nSource: The Courier, 1957.",)
    assert around.furniture == ("Index | Archive", "Top of the page", "Last updated on 3 May")


def test_what_was_left_out_is_told_with_counts():
    assert (
        "Left out: comments (1), forms (1), hidden parts (3), margins (3), navigation (1), pictures and players (2), "
        "scripts (3), share boxes (1), style sheets (1)."
    ) in read(PAGE).warnings


def test_words_outside_the_article_are_left_out_and_counted():
    draft = read(f"<h2>News</h2><p>Buy oil.<article><h1>The Strike</h1><p>{LONG}</article><article><p>More.</article>")

    assert texts(draft) == [LONG]
    assert "Left out: 3 paragraphs and headings outside the article." in draft.warnings


def test_a_name_that_would_cost_most_of_the_words_costs_nothing():
    draft = read(f'<div class="share-column"><p>{LONG}<p>{LONG}</div><p>It rained.')

    assert texts(draft) == [LONG, LONG, "It rained."]
    assert "nothing was left out for its name alone" in said(draft)


def test_a_page_that_is_one_form_is_read():
    assert texts(read(f"<form id=all><p>{LONG}<button>Send</button></form>")) == [LONG]


def test_more_left_out_than_read_is_told():
    assert "More words were left out (31) than read (16)" in said(read(f"<nav>{LONG * 2}</nav><p>{LONG}"))


def test_bylines_and_page_numbers_are_not_read():
    draft = read(f'<p class="byline">By J. Harrow<p>{LONG}<span class="pagenum">[Pg 4]</span> It rained.')

    assert texts(draft) == [f"{LONG} It rained."]
    assert draft.metadata.furniture == ("By J. Harrow",)


def test_a_script_that_nothing_closes_is_told():
    draft = read(f"<p>{LONG}\n<script>x <p>No")

    assert (texts(draft), "Line 2 opens <script>, which nothing closes" in said(draft)) == ([LONG], True)


def test_a_forgotten_quotation_mark_is_told():
    assert "A quotation mark may be missing in a tag, and words with it: line 2." in said(
        read(f'<p>{LONG}\n<p><a href="x>One</a> two <a href="y">three</a>')
    )


@pytest.mark.parametrize(
    "tags", ["<p>", "<div><b><i><p>", "<p><span><em>", "<ul></div></b></table><p>", "<b><div></b><p>"]
)
def test_tags_in_disorder_lose_no_word(tags):
    assert texts(read(f"{tags}They came home.{tags}It rained.")) == ["They came home.", "It rained."]


# Characters


def test_a_page_that_is_utf8_is_read_so_whatever_it_declares():
    draft = html.read('<meta charset="iso-8859-1"><p>Café – “so”.'.encode())

    assert texts(draft) == ["Café – “so”."]
    assert "The page declares iso-8859-1, but it is UTF-8" in said(draft)


@pytest.mark.parametrize("name", ["windows-1252", "ISO-8859-1", "latin-1"])
def test_a_western_page_is_read_as_declared_and_told(name):
    draft = html.read(
        f'<meta http-equiv=Content-Type content="text/html; charset={name}"><p>Café – “so”.'.encode("cp1252")
    )

    assert texts(draft) == ["Café – “so”."]
    assert "read as windows-1252, because it declares" in said(draft)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (b"", "not UTF-8: byte 6 .line 1. is 0xE9"),
        (b"<meta charset=koi8-r>", "Save it as UTF-8 and import it again. The page declares koi8-r"),
        (b"\xff\xfe", "UTF-16"),
        (b"<meta charset=latin1>\x81", "byte 21 is 0x81, which is no sign there"),
    ],
)
def test_other_bytes_are_refused_in_a_sentence(head, says):
    with pytest.raises(Unreadable, match=says):
        html.read(head + b"<p>Caf\xe9")


def test_controls_cannot_come_in_by_reference():
    draft = read("<p>Nobody &#x202e;asked&#8203; &#&#120;202e;him&#1;.")

    assert texts(draft) == ["Nobody asked &#x202e;him."]
    assert "U+202E" in said(draft)


def test_accents_that_tags_kept_apart_are_put_in_order():
    assert texts(read("<p>Cafe<b></b>&#x301; <i>o</i>n")) == ["Café on"]


@pytest.mark.parametrize("piled", ["&#x301;" * 40, "<b></b>&#x316;" * 40])
def test_piled_accents_are_refused(piled):
    with pytest.raises(Unreadable, match="30 accents"):
        read(f"<p>a{piled}")


# Refusals


@pytest.mark.parametrize(
    ("saved", "says"),
    [
        ("They came home. 5 < 6, <i>so</i>.", "no paragraph of HTML. If it is a plain text, import it as plain"),
        ("<nav><p>Home</nav>", "no paragraph to read"),
        ('<!DOCTYPE a [<!ENTITY b "&c;&c;">]><p>&b;', "defines entities of its own"),
        ("<p>a" * 40_002, "more than 40,000 blocks"),
        ("<p>a" * 20_002, "20,002 paragraphs; the limit is 20,000"),
        ("<p>" + "a " * LONGEST_PARAGRAPH, f"the limit for a paragraph is {LONGEST_PARAGRAPH:,}"),
        ("<p>a\0", "NUL"),
    ],
)
def test_what_is_no_article_is_refused_in_a_sentence(saved, says):
    with pytest.raises(Unreadable, match=re.escape(says)):
        read(saved)


HOSTILE = ["<", "<a ", "<!--", "</", "<a b='", "<b>", "<div>", "<p>", "<a href=#x>1</a>", "<sup><a href=#x>1</a>"]
HOSTILE += [
    "<i><div><b></i>",
    "<span hidden><b>",
    "<a name=x>",
    "<blockquote>",
    "<ul><li>",
    "<td>a",
    "&amp",
    "[1]",
    "<!ENTITY",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_page_takes_time_by_its_length(unit):
    """html.parser alone takes nine seconds over 40 kB of “<a ” (T59)."""
    began = time.perf_counter()
    laws.hold_or_refused(html, f"<p>x [1] <sup>2</sup> <a name=x>{unit * (100_000 // len(unit))}".encode())
    assert time.perf_counter() - began < 10


def test_a_page_of_the_limit_in_brackets_is_answered():
    with pytest.raises(Unreadable, match="no paragraph of HTML"):
        html.read(b"<" * 2_000_000)


# Laws

PARTS = cleandoc("""
    <p> </p> <div> </div> <br> <b> </b> <h2> </h2> <ul> <ol> <li> </ul> <table> <tr> <td> <blockquote> </blockquote>
    <pre> </pre> <a~href=#n> <a~name=n> </a> <sup> </sup> <q> <nav> </nav> <span~hidden> </span> <article> <title>
    <!-- --> <script> </script> [1] 1.~ 1 * ( ) ~ A~| B. Oak~stood.~ he~said:~ “Q.” &amp; &shy; &#x202e; &#8232; &#x301;
    é ﬁ Top~of~page Transcribed~by~X < > " ' =
""").split()
PAGES = st.lists(st.sampled_from([part.replace("~", " ") for part in PARTS] + ["\n", "\u2003", "\u00a0"]), max_size=40)


@given(PAGES)
def test_any_page_gives_a_clean_draft_or_is_refused(parts):
    laws.hold_or_refused(html, f"<p>Oak.{''.join(parts)}".encode())


@example(": 0")
@given(st.text(max_size=80))
def test_any_text_gives_a_clean_draft_or_is_refused(text):
    laws.hold_or_refused(html, f"<p>{text}".encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=60))
def test_any_bytes_give_a_clean_draft_or_are_refused(data):
    laws.hold_or_refused(html, b"<meta charset=latin1><p>" + data)


def test_the_same_page_gives_the_same_draft_which_names_its_source_and_rules():
    draft = read(PAGE)

    assert draft == read(PAGE)
    assert len(draft.source_hash) == 64
    assert draft.rules == f"html/{html.VERSION} sentences/{sentences.RULES_VERSION}"


@pytest.mark.originals
@pytest.mark.parametrize("slug", ["cliff-1956", "deutscher-1959", "gates-1956", "grant-1997", "roberts-1956"])
def test_an_original_put_on_a_page_is_read_back_whole(imported, slug):
    draft = imported(slug)
    again = html.read(as_page(draft))

    def told(one: Draft) -> list:
        return [(p.text, p.sentence_starts, p.anchors) for p in one.paragraphs()]

    assert told(again) == told(draft)
    assert [s.title for s in again.sections if s.title] == [s.title for s in draft.sections if s.title]
    assert [(n.number, n.text, n.paragraph) for n in again.notes] == [
        (n.number, n.text, n.paragraph) for n in draft.notes
    ]
