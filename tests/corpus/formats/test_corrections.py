"""For the known file, and only for it, a profile settles what rules cannot know."""

import hashlib

import pytest

from corpus.formats import plain, profile
from corpus.formats.draft import Draft, Kind
from corpus.formats.profile import BadProfile, load
from corpus.text.passage import Span

TEXT = """\
J. Harrow

Source: The Courier, 1957.

O Selm, thou town
of coal. And smoke
\u00a0\u00a0(Evening Courier)

THE TOWN WAS poor. [1]

Again he tells the town of Selm to trust

him. “Why not?” says Oll.

A Question: why was the town never asked about it?

1. So Lund.
"""
DATA = TEXT.encode()
SHA = f'sha256 = "{hashlib.sha256(DATA).hexdigest()}"\n'


def read(toml: str = "", data: bytes = DATA) -> Draft:
    return plain.read(data, load(SHA + toml))


def test_a_line_broken_block_keeps_its_lines():
    paragraph = next(read("[blocks]\nlines = 3").paragraphs())

    assert paragraph.text == "O Selm, thou town\nof coal. And smoke\n(Evening Courier)"
    assert paragraph.line_broken
    assert paragraph.placed("w").sentences[0].text == "O Selm, thou town\nof coal."


def test_a_break_opens_a_section_without_a_title():
    assert [(s.number, s.title) for s in read("[blocks]\nbreak = 4").sections] == [(0, ""), (1, "")]


def test_a_run_in_heading_leaves_the_paragraph():
    section = read("[blocks]\nrun_in = 7").sections[-1]

    assert (section.title, section.paragraphs[0].text) == ("A Question", "why was the town never asked about it?")


def test_two_blocks_are_joined_with_a_space():
    texts = [p.text for p in read("[blocks]\nspace = 6").paragraphs()]

    assert "Again he tells the town of Selm to trust him. “Why not?” says Oll." in texts


def test_headings_may_be_named_and_denied():
    named = read('[blocks]\nheading = "5"')
    denied = read("[blocks]\nprose = 1")

    assert [section.title for section in named.sections][-1] == "Again he tells the town of Selm to trust"
    assert next(denied.paragraphs()).text == "J. Harrow"


def test_voices_and_kinds_belong_to_ranges():
    draft = read('[[passage]]\nparagraphs = "2-3"\nvoice = "lund"\nkind = "epigraph"')

    assert [(p.kind, p.voice) for p in draft.paragraphs()][:4] == [
        (Kind.PROSE, ""),
        (Kind.EPIGRAPH, "lund"),
        (Kind.EPIGRAPH, "lund"),
        (Kind.PROSE, ""),
    ]


def test_speech_inside_a_paragraph_is_a_span():
    draft = read('[[span]]\nparagraph = 4\nstart = 5\nend = 15\nvoice = "oll"')
    paragraph = list(draft.paragraphs())[3]

    assert paragraph.spans == (Span(5, 15, "oll"),)
    assert paragraph.text[5:15] == "“Why not?”"


def test_a_note_has_a_voice():
    assert read('[[note]]\nnumber = 1\nparagraph = 2\nvoice = "lund"').notes[0].voice == "lund"


def test_annotations_go_with_the_draft():
    assert read('[[annotation]]\nparagraph = 2\nword = 1\nsays = "capitals"').annotations[0].says == "capitals"


def test_right_hashes_are_silent():
    assert read(profile.hashes_toml(read())).warnings == ()


def test_another_transcription_is_reported_paragraph_by_paragraph():
    known = load(SHA + profile.hashes_toml(read()))
    data = DATA.replace(b"THE TOWN WAS poor.", b"THE TOWN WAS rich.") + b"\nAnd so on, to the end of it.\n"

    assert plain.read(data, known).warnings[1] == (
        "Beside the known text: 4 paragraphs are the same, ¶2 changed, ¶6-7 are new."
    )


def test_a_paragraph_with_other_words_is_named():
    hashes = profile.hashes_toml(read()).replace(profile.hashes(read())[2], "0" * 12)

    assert read(hashes).warnings == ("¶3 does not have the words that the profile knows.",)


def test_missing_paragraphs_are_counted():
    assert "holds 1 hashes of ¶, but the text has 5" in read('[hashes]\nparagraphs = ["000000000000"]').warnings[0]


def test_an_edited_file_gets_the_generic_rules():
    draft = read('[[passage]]\nparagraphs = 1\nvoice = "lund"', DATA + b"\n")

    assert not any(paragraph.voice for paragraph in draft.paragraphs())
    assert "not the one that the profile describes" in draft.warnings[0]


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[blocks]\nheading = 9", "block 9, but the file has 8"),
        ('[[passage]]\nparagraphs = "4-6"', "¶6, but the text has 5 paragraphs"),
        ('[[span]]\nparagraph = 4\nstart = 5\nend = 99\nvoice = "oll"', "¶4 ends at 99, the text at 25"),
        ('[[span]]\nparagraph = 9\nstart = 5\nend = 6\nvoice = "oll"', "¶9 ends at 6, the text at 0"),
        ("[[note]]\nnumber = 1\nparagraph = 3", "1 belongs to ¶3, but its marker stands in ¶2"),
        ("[[note]]\nnumber = 2\nparagraph = 3", "2 belongs to ¶3, but its marker stands in ¶0"),
        ('[[annotation]]\nparagraph = 2\nword = 9\nsays = "x"', "word 9 of ¶2, which has 4"),
        ('[[annotation]]\nparagraph = 9\nword = 0\nsays = "x"', "word 0 of ¶9, which has 0"),
        ('[[annotation]]\nnote = 1\nword = 9\nsays = "x"', "word 9 of n1, which has 2"),
    ],
)
def test_a_profile_that_does_not_fit_its_own_file_is_refused(toml, says):
    with pytest.raises(BadProfile, match="does not fit its file") as error:
        read(toml)

    assert says in str(error.value)


def test_a_block_without_a_number_is_no_note():
    with pytest.raises(BadProfile, match="calls block 6 a note"):
        read("[blocks]\nnote = 6")
