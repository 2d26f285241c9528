"""What does a file say, before anything is stored? The values that every format reads into."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.text.passage import Paragraph, Section, Span

# T53: each limit is stated, and the error names the figure.
LIMIT = 2_000_000  # bytes of a file
LONGEST_PARAGRAPH = 100_000  # characters
LONGEST_TITLE = 300  # characters of a heading
MOST_PARAGRAPHS = 20_000  # paragraphs of a work
MOST_SENTENCES = 9_999  # sentences of a paragraph: a citation has four digits for them

# A voice is a slug: a person's surname or a newspaper's name.
VOICE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62})")


class Unreadable(ValueError):
    """The file cannot be read as a text; the message says where and what to do about it."""


class Kind(StrEnum):
    """What a paragraph is. Dialogue is invented by the author; a quotation is somebody else's words."""

    PROSE = "prose"
    EPIGRAPH = "epigraph"
    QUOTATION = "quotation"
    DIALOGUE = "dialogue"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class NoteMarker:
    """Where the marker of a note stood before it was taken out: an offset into the paragraph's text."""

    note: int
    offset: int


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """One numbered paragraph. `voice` "" is the author; `line_broken` text keeps its line ends."""

    number: int
    kind: Kind
    voice: str
    text: str
    sentence_starts: tuple[int, ...]
    spans: tuple[Span, ...] = ()
    anchors: tuple[NoteMarker, ...] = ()
    line_broken: bool = False

    def placed(self, work: str) -> Paragraph:
        """The same paragraph as readers and pickers know it."""
        return Paragraph(work, self.number, self.kind, self.voice, self.text, self.sentence_starts, self.spans)


@dataclass(frozen=True, slots=True)
class DraftNote:
    """A note of the text. `paragraph` is where its marker stands, 0 where the file does not say."""

    number: int
    voice: str
    text: str
    sentence_starts: tuple[int, ...]
    spans: tuple[Span, ...] = ()
    paragraph: int = 0

    def placed(self, work: str) -> Paragraph:
        """The same note as readers and pickers know it."""
        return Paragraph(work, self.number, "note", self.voice, self.text, self.sentence_starts, self.spans, note=True)


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A run of paragraphs. `title` "" where the text has none."""

    number: int
    title: str
    paragraphs: tuple[DraftParagraph, ...]

    def placed(self, work: str) -> Section:
        return Section(self.number, self.title, tuple(paragraph.placed(work) for paragraph in self.paragraphs))


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark of ours on a word of the source, for example a printing error that we keep.

    Words are counted through the paragraph, parted by white space; word 0 is the whole paragraph.
    `note` says that `paragraph` is the number of a note.
    """

    paragraph: int
    word: int
    says: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """What stood around the text. It is kept, and never shown as reading text or quotable."""

    front: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as its format understood it. `rules` names what read it: ``plain/1``."""

    sections: tuple[DraftSection, ...]
    notes: tuple[DraftNote, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    warnings: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    source_hash: str = ""
    rules: str = ""

    def paragraphs(self) -> Iterator[DraftParagraph]:
        """Every paragraph in reading order."""
        for section in self.sections:
            yield from section.paragraphs

    def placed(self, work: str) -> tuple[Section, ...]:
        """The sections as readers and pickers know them."""
        return tuple(section.placed(work) for section in self.sections)


def within_limits(draft: Draft) -> Draft:
    """The draft itself; raises Unreadable when it is empty or larger than citations can number."""
    check_count(sum(len(section.paragraphs) for section in draft.sections))
    for section in draft.sections:
        _check_title(section)
    for paragraph in draft.paragraphs():
        _check_length(f"¶{paragraph.number}", paragraph)
    for note in draft.notes:
        _check_length(f"Note {note.number}", note)
    return draft


def check_count(paragraphs: int) -> None:
    """Raises Unreadable for a text of no or too many paragraphs."""
    if not paragraphs:
        raise Unreadable("The file holds no paragraph to read, only headings, credits or links.")
    if paragraphs > MOST_PARAGRAPHS:
        raise Unreadable(
            f"The file holds {paragraphs:,} paragraphs; the limit is {MOST_PARAGRAPHS:,}. Import it in parts."
        )


def _check_title(section: DraftSection) -> None:
    if len(section.title) > LONGEST_TITLE:
        raise Unreadable(
            f"The heading of §{section.number} has {len(section.title):,} characters; the limit is {LONGEST_TITLE}. "
            "Shorten it, or let a full stop end it."
        )


def _check_length(label: str, paragraph: DraftParagraph | DraftNote) -> None:
    if len(paragraph.text) > LONGEST_PARAGRAPH:
        raise too_long(label, len(paragraph.text))
    if len(paragraph.sentence_starts) > MOST_SENTENCES:
        raise Unreadable(f"{label} has more than {MOST_SENTENCES:,} sentences, the limit. Part it with a blank line.")


def too_long(label: str, length: int) -> Unreadable:
    """The error for a paragraph over the limit."""
    return Unreadable(
        f"{label} has {length:,} characters; the limit for a paragraph is {LONGEST_PARAGRAPH:,}. "
        "Part paragraphs with a blank line."
    )
