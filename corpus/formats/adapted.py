"""What does an adapted edition say? Numbered paragraphs in which one line is one sentence.

    ## §2 The strike

    ¶13 {voice=courier kind=quotation}
    The Evening Courier says that the Minister was cheered.
    [An unnamed old miner says the men trusted the Minister.]{voice=miner}

    n1 {voice=oll in=13}
    A note, numbered apart; its marker stands in ¶13.

Sentence numbers are line numbers, so they never depend on rules of segmentation. A backslash takes away the
meaning of a bracket or backslash and, at the head of a line, of ``¶``, ``#`` and ``n``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise

from corpus.formats.draft import (
    MOST_PARAGRAPHS,
    VOICE,
    Draft,
    DraftNote,
    DraftParagraph,
    DraftSection,
    Kind,
    Unreadable,
    within_limits,
)
from corpus.formats.inline import BadInline, Inline, parsed, written
from corpus.formats.source import decoded
from corpus.text.passage import Span

NAME = "adapted"
TITLE = "Adapted edition (a line a sentence)"
SUFFIXES: tuple[str, ...] = (".md",)
VERSION = 1

_MARK = re.compile(r"(?P<sign>¶|n)(?P<number>\d{1,5})(?: \{(?P<attributes>[^{}]*)\})?")
_SECTION = re.compile(r"## §(?P<number>\d{1,4})(?: (?P<title>.+))?")
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paragraph or note with its section and its sentences."""

    line: int
    section: _Heading
    is_note: bool
    number: int
    voice: str
    kind: Kind
    anchored_in: int = 0
    sentences: list[Inline] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{'n' if self.is_note else '¶'}{self.number}"


def read(data: bytes) -> Draft:
    """Raises Unreadable, naming the line."""
    source = decoded(data)
    entries = _entries(source.text)
    _check_order([entry for entry in entries if not entry.is_note])
    _check_order([entry for entry in entries if entry.is_note])
    paragraphs = [entry for entry in entries if not entry.is_note]
    sections = tuple(
        DraftSection(heading.number, heading.title, tuple(map(_paragraph, inside)))
        for heading, inside in groupby(paragraphs, key=lambda entry: entry.section)
    )
    return within_limits(
        Draft(
            sections,
            tuple(_note(entry) for entry in entries if entry.is_note),
            warnings=(*source.warnings, *_gaps(paragraphs)),
            source_hash=source.sha256,
            rules=f"{NAME}/{VERSION}",
        )
    )


def _entries(text: str) -> list[_Entry]:
    """The text before the first section line is §0."""
    headings, entries = [_Heading(0, 0, "")], list[_Entry]()
    is_open = False
    for number, line in _lines(text):
        if line.startswith("#"):
            headings.append(_heading(number, line, headings[-1] if entries or headings[1:] else None))
            is_open = False
        elif line.startswith("¶") or _MARK.fullmatch(line):
            entries.append(_entry(number, line, headings[-1]))
            is_open = True
        elif is_open:
            entries[-1].sentences.append(_sentence(number, line))
        else:
            raise _error(number, "this sentence stands before any ¶; write its paragraph on the line above it: ¶1")
    _check_headings(headings[1:], entries)
    return entries


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _WHITE.sub(" ", raw).strip()
        if line:
            yield number, line


def _heading(number: int, line: str, before: _Heading | None) -> _Heading:
    """`before` None means that no text stands above, not even in the untitled §0."""
    found = _SECTION.fullmatch(line)
    if found is None:
        raise _error(number, "this is no section line; write “## §2 Heading”, or \\# for a sentence that begins so")
    heading = _Heading(number, int(found["number"]), found["title"] or "")
    if before and heading.number <= before.number:
        raise _error(number, f"§{heading.number} comes after §{before.number}; sections are numbered in order")
    return heading


def _check_headings(headings: Sequence[_Heading], entries: Sequence[_Entry]) -> None:
    filled = {entry.section for entry in entries if not entry.is_note}
    for heading in headings:
        if heading not in filled:
            raise _error(heading.line, f"§{heading.number} has no paragraph")


def _entry(line_number: int, line: str, section: _Heading) -> _Entry:
    found = _MARK.fullmatch(line)
    if found is None or not 1 <= int(found["number"]) <= MOST_PARAGRAPHS:
        raise _error(
            line_number,
            f"“{line[:40]}” does not begin a paragraph; write ¶12 or ¶12 {{voice=courier kind=quotation}}, "
            f"numbered from 1 to {MOST_PARAGRAPHS:,}",
        )
    is_note = found["sign"] == "n"
    attributes = _attributes(line_number, found["attributes"] or "", ("voice", "in") if is_note else ("voice", "kind"))
    voice, kind = attributes.get("voice", ""), attributes.get("kind", Kind.PROSE)
    if voice and not VOICE.fullmatch(voice):
        raise _error(line_number, f"“{voice[:40]}” is no voice; write it in small letters, digits and hyphens")
    if kind not in list(Kind):
        raise _error(line_number, f"“{kind[:40]}” is no kind of paragraph; known are {', '.join(Kind)}")
    inside = attributes.get("in", "0")
    if not re.fullmatch(r"\d{1,5}", inside):
        raise _error(line_number, f"“{inside[:40]}” is no paragraph’s number; write in=45 for the marker’s place")
    return _Entry(line_number, section, is_note, int(found["number"]), voice, Kind(kind), int(inside))


def _attributes(line: int, text: str, known: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.split():
        key, _, value = part.partition("=")
        if key not in known or not value:
            raise _error(line, f"“{part[:40]}” is no attribute; known are {' and '.join(f'{own}=…' for own in known)}")
        if key in found:
            raise _error(line, f"“{key}” is given twice")
        found[key] = value
    return found


def _sentence(number: int, line: str) -> Inline:
    try:
        return parsed(line)
    except BadInline as error:
        raise _error(number, str(error)) from None


def _check_order(entries: Sequence[_Entry]) -> None:
    for entry in entries:
        if not entry.sentences:
            raise _error(entry.line, f"{entry.label} is empty")
    for before, entry in pairwise(entries):
        if entry.number == before.number:
            raise _error(entry.line, f"{entry.label} stands twice; the first is on line {before.line}")
        if entry.number < before.number:
            raise _error(entry.line, f"{entry.label} comes after {before.label}; paragraphs are numbered in order")


def _gaps(entries: Sequence[_Entry]) -> Iterator[str]:
    for before, after in pairwise((0, *(entry.number for entry in entries))):
        if after == before + 2:
            yield f"¶{before + 1} is missing."
        elif after > before + 2:
            yield f"¶{before + 1}-{after - 1} are missing."


def _paragraph(entry: _Entry) -> DraftParagraph:
    text, starts, spans = _joined(entry.sentences)
    return DraftParagraph(entry.number, entry.kind, entry.voice, text, starts, spans)


def _note(entry: _Entry) -> DraftNote:
    text, starts, spans = _joined(entry.sentences)
    return DraftNote(entry.number, entry.voice, text, starts, spans, entry.anchored_in)


def _joined(sentences: Sequence[Inline]) -> tuple[str, tuple[int, ...], tuple[Span, ...]]:
    """Lines joined by one space, where each begins, and the spans moved along."""
    starts = tuple(accumulate((len(sentence.text) + 1 for sentence in sentences[:-1]), initial=0))
    spans = tuple(
        Span(start + span.start, start + span.end, span.voice)
        for start, sentence in zip(starts, sentences, strict=True)
        for span in sentence.spans
    )
    return " ".join(sentence.text for sentence in sentences), starts, spans


def _error(line: int, says: str) -> Unreadable:
    return Unreadable(f"Line {line}: {says}.")


def write(draft: Draft) -> bytes:
    """The file that `read` reads back: for a file written by these rules, the same bytes."""
    blocks: list[str] = []
    for section in draft.sections:
        if section.number or section.title:
            blocks.append(f"## §{section.number} {section.title}".rstrip())
        blocks += [_written(f"¶{p.number}", p.kind, p) for p in section.paragraphs]
    blocks += [_written(f"n{note.number}", Kind.PROSE, note, note.paragraph) for note in draft.notes]
    return ("\n\n".join(blocks) + "\n").encode()


def _written(mark: str, kind: Kind, paragraph: DraftParagraph | DraftNote, inside: int = 0) -> str:
    attributes = [f"voice={paragraph.voice}"] if paragraph.voice else []
    attributes += [f"kind={kind}"] if kind != Kind.PROSE else []
    attributes += [f"in={inside}"] if inside else []
    head = f"{mark} {{{' '.join(attributes)}}}" if attributes else mark
    ends = (*paragraph.sentence_starts[1:], len(paragraph.text))
    return "\n".join((head, *(_line(paragraph, *piece) for piece in zip(paragraph.sentence_starts, ends, strict=True))))


def _line(paragraph: DraftParagraph | DraftNote, start: int, end: int) -> str:
    """One sentence; a voice that runs through several sentences is marked in each."""
    text = paragraph.text[start:end].rstrip()
    spans = (Span(max(span.start - start, 0), min(span.end - start, len(text)), span.voice) for span in paragraph.spans)
    return written(Inline(text.replace("\n", " "), tuple(span for span in spans if span.start < span.end)))
