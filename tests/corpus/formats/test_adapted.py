"""In an adapted edition one line is one sentence, and the file comes back as it was written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.formats import adapted, plain
from corpus.formats.draft import Draft, DraftNote, DraftParagraph, DraftSection, Kind, Unreadable
from corpus.text.passage import Span

FILE = """\
¶1 {voice=courier kind=epigraph}
A poem hails Selm.

## §1 The promise

¶2
The Minister promised men from Port Selm to close no pit.
[Dr Oll now says he “probably” meant the northern field.]{voice=oll}
Harrow writes that 1,140 men lost their work in [1957].

¶3 {kind=dialogue}
Harrow invents a miner’s answer.

## §2 The end

¶4
It rained.

n1 {voice=lund}
Lund counts fewer men.
Lund names no source.
"""


def read(text: str) -> Draft:
    return adapted.read(text.encode())


def refused(text: str) -> str:
    with pytest.raises(Unreadable) as error:
        read(text)
    return str(error.value)


def test_a_line_is_a_sentence():
    paragraph = read(FILE).sections[1].paragraphs[0].placed("w")

    assert [s.text for s in paragraph.sentences] == [
        "The Minister promised men from Port Selm to close no pit.",
        "Dr Oll now says he “probably” meant the northern field.",
        "Harrow writes that 1,140 men lost their work in [1957].",
    ]


def test_an_abbreviation_ends_no_sentence_because_lines_do():
    assert len(next(read("¶1\nDr. Oll came at 5 p.m. He left.").paragraphs()).sentence_starts) == 1


def test_sections_kinds_and_voices_are_read():
    draft = read(FILE)

    assert [(s.number, s.title) for s in draft.sections] == [(0, ""), (1, "The promise"), (2, "The end")]
    assert [(p.number, p.kind, p.voice) for p in draft.paragraphs()] == [
        (1, Kind.EPIGRAPH, "courier"),
        (2, Kind.PROSE, ""),
        (3, Kind.DIALOGUE, ""),
        (4, Kind.PROSE, ""),
    ]


def test_a_voice_keeps_its_place_when_lines_are_joined():
    paragraph = read(FILE).sections[1].paragraphs[0]
    (span,) = paragraph.spans

    assert paragraph.text[span.start : span.end] == paragraph.placed("w").sentences[1].text


def test_a_note_counts_apart():
    (note,) = read(FILE).notes

    assert (note.number, note.voice, len(note.sentence_starts), note.paragraph) == (1, "lund", 2, 0)


def test_the_file_comes_back():
    assert adapted.write(read(FILE)) == FILE.encode()


def test_spaces_and_line_ends_do_not_matter():
    loose = (
        FILE.replace("\n", " \r\n")
        .replace("The Minister promised", "\tThe  Minister\u00a0promised")
        .replace("\n\n", "\n\n\n")
    )

    assert adapted.write(read(loose)) == FILE.encode()


def test_a_part_of_a_work_says_what_is_missing():
    draft = read("## §5 The managers\n\n¶19\nSo.\n\n¶21\nSo.")

    assert draft.sections[0].number == 5
    assert draft.warnings == ("¶1-18 are missing.", "¶20 is missing.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("So.", "Line 1: this sentence stands before any ¶"),
        ("¶1\nSo.\n\n## §1 Next\nSo.", "Line 5: this sentence stands before any ¶"),
        ("¶1\nSo.\n\n¶1\nSo.", "Line 4: ¶1 stands twice; the first is on line 1"),
        ("¶2\nSo.\n\n¶1\nSo.", "Line 4: ¶1 comes after ¶2"),
        ("¶1\n\n¶2\nSo.", "Line 1: ¶1 is empty"),
        ("¶1\nSo.\n\nn1", "Line 4: n1 is empty"),
        ("¶1\nSo.\nn2\nSo.\nn1\nSo.", "Line 5: n1 comes after n2"),
        ("¶1 {colour=red}\nSo.", "Line 1: “colour=red” is no attribute; known are voice=… and kind=…"),
        ("¶1 {voice}\nSo.", "“voice” is no attribute"),
        ("¶1 {voice=a voice=b}\nSo.", "“voice” is given twice"),
        ("¶1 {voice=Oll}\nSo.", "“Oll” is no voice"),
        ("¶1 {kind=poem}\nSo.", "“poem” is no kind of paragraph; known are prose, epigraph"),
        ("¶1\nSo.\n\nn1 {kind=prose}\nSo.", "Line 4: “kind=prose” is no attribute; known are voice=…"),
        ("¶0\nSo.", "Line 1: “¶0” does not begin a paragraph"),
        ("¶1 So.", "Line 1: “¶1 So.” does not begin a paragraph"),
        ("¶99999\nSo.", "numbered from 1 to 20,000"),
        ("¶1\nSo.\n# Title", "Line 3: this is no section line"),
        ("## §1 One\n¶1\nSo.\n## §1 Two\n¶2\nSo.", "Line 4: §1 comes after §1"),
        ("¶1\nSo.\n\n## §0 Late\n¶2\nSo.", "Line 4: §0 comes after §0"),
        ("## §1 One\n\n## §2 Two\n¶1\nSo.", "Line 1: §1 has no paragraph"),
        ("¶1\nSo.\n\n## §1 One\nn1\nSo.", "Line 4: §1 has no paragraph"),
        ("¶1\n[So]{kind=x}", "Line 2: after a “]” only {voice=…} may stand"),
        ("n1\nSo.", "no paragraph to read"),
        (f"## §1 {'x' * 301}\n¶1\nSo.", "The heading of §1 has 301 characters; the limit is 300"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, says):
    assert says in refused(text)


def test_a_titled_section_nought_is_kept():
    text = "## §0 Epigraphs\n\n¶1\nSo.\n"

    assert adapted.write(read(text)) == text.encode()


def test_a_draft_names_its_source_and_rules():
    assert read(FILE).rules == f"adapted/{adapted.VERSION}"
    assert len(read(FILE).source_hash) == 64


def test_a_plain_text_can_be_written_line_by_line():
    draft = plain.read(b"They came home. It rained.\n\nA: 5 per cent\n\nB: 6 per cent")

    assert adapted.write(draft).decode() == (
        "¶1\nThey came home.\nIt rained.\n\n¶2 {kind=list}\nA: 5 per cent\nB: 6 per cent\n"
    )


def test_a_voice_through_two_sentences_is_marked_in_both():
    draft = Draft(
        (DraftSection(0, "", (DraftParagraph(1, Kind.PROSE, "", "A. B. C.", (0, 3, 6), (Span(0, 5, "oll"),)),)),)
    )

    assert adapted.write(draft).decode() == "¶1\n[A.]{voice=oll}\n[B.]{voice=oll}\nC.\n"


WORDS = st.text("abAZ.“”[]{}\\¶#n12é ", min_size=1, max_size=24).map(lambda text: " ".join(text.split())).filter(bool)
VOICES = st.sampled_from(["", "oll", "evening-courier", "a1"])


@st.composite
def spoken(draw):
    """Text, sentence starts and spans of one to four sentences."""
    lines = draw(st.lists(WORDS, min_size=1, max_size=4))
    text, starts, spans = "", [], []
    for line in lines:
        text += " " if text else ""
        starts.append(len(text))
        voice = draw(VOICES)
        if voice:
            spans.append(Span(len(text), len(text) + len(line), voice))
        text += line
    return text, tuple(starts), tuple(spans)


@st.composite
def drafts(draw):
    sections, number = [], 0
    for section in range(draw(st.integers(0, 1)), draw(st.integers(2, 4))):
        paragraphs = []
        for _ in range(draw(st.integers(1, 3))):
            number += draw(st.integers(1, 2))
            paragraphs.append(DraftParagraph(number, draw(st.sampled_from(Kind)), draw(VOICES), *draw(spoken())))
        sections.append(DraftSection(section, draw(st.sampled_from(["", "A heading", "Why “so”?"])), tuple(paragraphs)))
    notes = tuple(DraftNote(at + 1, draw(VOICES), *draw(spoken())) for at in range(draw(st.integers(0, 2))))
    return Draft(tuple(sections), notes)


@settings(max_examples=50)
@given(drafts())
def test_whatever_is_written_is_read_back(draft):
    again = adapted.read(adapted.write(draft))

    assert (again.sections, again.notes) == (draft.sections, draft.notes)
    assert adapted.write(again) == adapted.write(draft)
