"""Markdown prose gives its words without the marking, numbered, and says what it left out."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.formats import markdown
from corpus.formats.draft import LIMIT, LONGEST_PARAGRAPH, Draft, Kind, NoteMarker, Unreadable
from corpus.text import sentences
from tests.corpus.formats import laws
from tests.corpus.formats.written import as_markdown

LONG = "Before nine weeks were out four pits had been shut, and the town was never asked."


def read(*blocks: str) -> Draft:
    return markdown.read("\n\n".join(blocks).encode())


def texts(draft: Draft) -> list[str]:
    return [paragraph.text for paragraph in draft.paragraphs()]


def said(draft: Draft) -> str:
    return "\n".join(draft.warnings)


# Headings and paragraphs


def test_headings_part_sections():
    draft = read(LONG, "## The *Strike* ##", LONG, LONG, "The End\n-------", LONG)

    assert [(s.number, s.title, len(s.paragraphs)) for s in draft.sections] == [
        (0, "", 1),
        (1, "The Strike", 2),
        (2, "The End", 1),
    ]


@pytest.mark.parametrize("words", ["#strike", "\\# Strike", "####### Strike", "C# Strike"])
def test_what_is_no_heading_is_a_paragraph(words):
    assert texts(read(words, LONG)) == [words.replace("\\", ""), LONG]


def test_a_title_over_other_headings_is_front_matter():
    draft = read("# The Strike", "## One", LONG, "## Two", LONG)

    assert [s.title for s in draft.sections] == ["One", "Two"]
    assert draft.metadata.front == ("The Strike",)
    assert "Taken for author and title, so kept out of the text: line 1." in draft.warnings


def test_headings_of_chapters_stand_over_those_of_their_parts():
    draft = read("# I", "## One", LONG, "# II", "## Two", LONG)

    assert [s.title for s in draft.sections] == ["I · One", "II · Two"]


def test_lines_of_a_paragraph_are_one_line():
    assert texts(read("They came\nhome.  It \t rained.\n***\nNobody asked.")) == [
        "They came home. It rained.",
        "Nobody asked.",
    ]


@pytest.mark.parametrize("end", ["  ", "\\", "<br>"])
def test_forced_line_ends_are_kept_as_in_verse(end):
    draft = read(f"The oak is old,{end}\nthe weir is new.")
    (verse,) = draft.paragraphs()

    assert (verse.text, verse.line_broken) == ("The oak is old,\nthe weir is new.", True)
    assert "Kept line by line, as verse or an address is: ¶1." in draft.warnings


@pytest.mark.parametrize("block", ["    The oak *is* old,\n    and new.", "```\nThe oak is old,\nand new.\n```"])
def test_indented_and_fenced_lines_are_kept(block):
    assert texts(read(LONG, block))[1] == "The oak is old,\nand new."


def test_an_indented_first_line_is_a_paragraph_like_others():
    assert texts(read("    They came home.\nIt rained.")) == ["They came home. It rained."]


def test_quotations_are_quotations_in_paragraphs_and_run_on_in_lazy_lines():
    draft = read("He said:\n> We wait.\nWe wait long.\n>\n>> No.", "It rained.")

    assert [(p.text, p.kind) for p in draft.paragraphs()] == [
        ("He said:", Kind.PROSE),
        ("We wait. We wait long.", Kind.QUOTATION),
        ("No.", Kind.QUOTATION),
        ("It rained.", Kind.PROSE),
    ]
    assert "voices unknown: ¶2, ¶3" in said(draft)


# Lists


def test_a_list_of_short_items_is_one_paragraph_with_a_row_a_sentence():
    (rows,) = read("- Bread\n- Milk,\n  two pints\n    * Oil").paragraphs()

    assert (rows.kind, rows.text) == (Kind.LIST, "Bread\nMilk, two pints\nOil")
    assert rows.sentence_starts == (0, 6, 22)


def test_items_of_several_sentences_are_paragraphs_with_their_numbers():
    draft = read("3. We wait. We wait long.", "4) Nobody came.", "   And nobody went.", "It rained.")

    assert texts(draft) == ["3. We wait. We wait long.", "4) Nobody came.", "And nobody went.", "It rained."]
    assert [p.kind for p in draft.paragraphs()] == [*[Kind.LIST] * 3, Kind.PROSE]


@pytest.mark.parametrize("words", ["In the year\n1957. He left.", "-5 degrees.", "It cost -\nthey say - a pound."])
def test_numbers_and_dashes_in_prose_are_words(words):
    (paragraph,) = read(words).paragraphs()

    assert (paragraph.kind, paragraph.text) == (Kind.PROSE, words.replace("\n", " "))


# Inside a paragraph


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("The *Courier* and the **Post** and __both__ and ***all***.", "The Courier and the Post and both and all."),
        ("un*believ*able, “*so*”, *a **b** c*", "unbelievable, “so”, a b c"),
        ("2 * 3 * 4, snake_case_name, word* and **", "2 * 3 * 4, snake_case_name, word* and **"),
        ("\\*so\\* &lt;b&gt; &ast; `*a* <`", "*so* <b> * *a* <"),
        ("See [the *list*](u 'T'), [a](<b c>), [b][c], [C], [C][] and <http://x.org/a_b_c>.",
         "See the list, a, b, C, C and http://x.org/a_b_c."),
        ("He wrote [sic] that [1957] (so) [x] (y).", "He wrote [sic] that [1957] (so) [x] (y)."),
        ("\\`` so, ``` there", "`` so, ``` there"),
        ("~~Old~~ caf&eacute;&nbsp;&mdash; 5 < 6", "Old café — 5 < 6"),
    ],
)  # fmt: skip
def test_marking_leaves_no_trace_and_other_signs_stay(marked, text):
    assert texts(read(marked, "[c]: http://c.example 'C'")) == [text]


def test_tags_comments_and_pictures_are_left_out_and_counted():
    draft = read(
        "They <b class=x>came</b> home.<!-- No\n\nNo --> ![No *no*](x.png)", "<script>No</script>", "It rained."
    )

    assert texts(draft) == ["They came home.", "It rained."]
    assert "Left out: comments (1), pictures (1), scripts and the like (1), tags (4)." in draft.warnings


def test_what_only_looks_like_a_tag_is_a_word():
    assert texts(read("The <illegible> man, 3 <4 or 5> 2.")) == ["The <illegible> man, 3 <4 or 5> 2."]


def test_a_name_that_leads_nowhere_is_a_line_of_speech():
    assert texts(read("[Laughter]: Hurrah!", "[Applause]: they all stood.")) == [
        "[Laughter]: Hurrah!",
        "[Applause]: they all stood.",
    ]


# Notes


def test_notes_are_taken_out_and_anchored():
    draft = read(
        "He left.[^1] It *rained*[^2].", "[^1]: So Lund.\nAnd *Oll*.", "    And Selm.", "[^2]:", "    So Oll.", LONG
    )

    assert texts(draft) == ["He left. It rained.", LONG]
    assert next(draft.paragraphs()).anchors == (NoteMarker(1, 8), NoteMarker(2, 18))
    assert [(n.number, n.text, n.paragraph) for n in draft.notes] == [
        (1, "So Lund. And Oll.\nAnd Selm.", 1),
        (2, "So Oll.", 1),
    ]


def test_notes_with_names_are_numbered_in_order_and_it_is_told():
    draft = read("He left.[^oll] It rained.[^Lund]", "[^lund]: So Lund.", "[^oll]: So Oll.")

    assert [(n.number, n.text) for n in draft.notes] == [(1, "So Lund."), (2, "So Oll.")]
    assert next(draft.paragraphs()).anchors == (NoteMarker(2, 8), NoteMarker(1, 19))
    assert "Notes were numbered in their order: “lund” is n1, “oll” is n2." in draft.warnings


def test_a_sign_without_its_note_stays_and_a_note_without_its_sign_is_told():
    draft = read("He left.[^3]", "[^1]: So Lund.")

    assert texts(draft) == ["He left.[^3]"]
    assert (draft.notes[0].paragraph, "No sign in the text refers to n1." in draft.warnings) == (0, True)


# Around the text


def test_front_matter_is_metadata():
    draft = read("---\ntitle: The Strike\nauthor: J. Harrow\n---\nThey came home.")

    assert texts(draft) == ["They came home."]
    assert draft.metadata.front == ("title: The Strike", "author: J. Harrow")


@pytest.mark.parametrize("head", ["---\nThey came home.\n---\nIt rained.", "---\ntitle: x\n\nThey came home."])
def test_a_rule_at_the_head_is_no_front_matter(head):
    assert read(head, LONG).metadata.front == ()


def test_links_and_dates_around_the_text_are_never_read():
    draft = read("[Index](i) | [Archive](a)", LONG, "Last updated on 3 May")

    assert texts(draft) == [LONG]
    assert draft.metadata.furniture == ("Index | Archive", "Last updated on 3 May")


# Refusals and laws


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# The Strike", "no paragraph to read"),
        ("a " * LONGEST_PARAGRAPH, f"the limit for a paragraph is {LONGEST_PARAGRAPH:,}"),
        ("a\n\n" * 20_001, "20,001 paragraphs; the limit is 20,000"),
        ("a\n\n" * 40_002, "more than 40,000 headings, paragraphs and rows"),
        ("a" * (LIMIT + 1), f"{LIMIT + 1:,} bytes; the limit is {LIMIT:,}"),
        ("a" + "<b></b>\u0316" * 40, "30 accents"),
        ("a\0", "NUL"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(text, says):
    with pytest.raises(Unreadable, match=re.escape(says)):
        read(text)


def test_controls_cannot_come_in_by_reference():
    assert texts(read("Nobody &#x202e;asked&#8203; &#&#120;202e;him.")) == ["Nobody asked &#x202e;him."]


HOSTILE = [
    "<",
    "<a ",
    "*",
    "*_",
    "**a ",
    "a* ",
    "[",
    "[a](",
    '[a](b "',
    "![",
    "]",
    "`",
    "``a`",
    "[^1]",
    "> ",
    "- ",
    "- a\n",
]
HOSTILE += ["a  \n", "\\", "a<br>", "[a]: b\n\n", "[^1]: a\n\n", "    a\n", "#", "***a ", "<b>", "[1]", "&#"]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_takes_time_by_its_length(unit):
    began = time.perf_counter()
    laws.hold_or_refused(markdown, f"x [^1]\n\n{unit * (100_000 // len(unit))}".encode())
    assert time.perf_counter() - began < 10


PARTS = ["*", "**", "_", "`", "[", "]", "](u)", "![", "[^1]", "[^1]: ", "> ", "# ", "- ", "1. ", "    ", "\n", "\n\n"]
PARTS += [
    "  \n",
    "\\\n",
    "\\",
    "---\n",
    "===\n",
    "```\n",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<br>",
    "<x:y>",
    "&amp;",
    "&#8232;",
]
PARTS += ["&#x301;", "é", "\u2003", "\u00a0", "Oak stood. ", "he said: ", "A | B", "Top of page", "Source: X", "a: b\n"]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_any_markdown_gives_a_clean_draft_or_is_refused(parts):
    laws.hold_or_refused(markdown, "".join(parts).encode())


@example(": 0")
@given(st.text(max_size=80))
def test_any_text_gives_a_clean_draft_or_is_refused(text):
    laws.hold_or_refused(markdown, text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=60))
def test_any_bytes_give_a_clean_draft_or_are_refused(data):
    laws.hold_or_refused(markdown, data)


def test_a_draft_names_its_source_and_rules():
    draft = read(LONG)

    assert len(draft.source_hash) == 64
    assert draft.rules == f"markdown/{markdown.VERSION} sentences/{sentences.RULES_VERSION}"


@pytest.mark.originals
@pytest.mark.parametrize("slug", ["cliff-1956", "deutscher-1959", "gates-1956", "grant-1997", "roberts-1956"])
def test_an_original_written_in_markdown_is_read_back_whole(imported, slug):
    draft = imported(slug)
    again = markdown.read(as_markdown(draft))

    def told(one: Draft) -> list:
        return [(p.text, p.sentence_starts, p.anchors) for p in one.paragraphs()]

    assert told(again) == told(draft)
    assert [s.title for s in again.sections if s.title] == [s.title for s in draft.sections if s.title]
    assert [(n.number, n.text, n.paragraph) for n in again.notes] == [
        (n.number, n.text, n.paragraph) for n in draft.notes
    ]
