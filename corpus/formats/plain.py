"""What does a plain text say? The generic rules, and a profile's corrections where the file is the known one."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from corpus.formats.blocks import Block, Role, note_number, split, survey, without_note_number
from corpus.formats.corrections import applied, corrected, known
from corpus.formats.draft import (
    LONGEST_PARAGRAPH,
    Draft,
    DraftNote,
    DraftParagraph,
    DraftSection,
    Kind,
    Metadata,
    NoteMarker,
    check_count,
    too_long,
    within_limits,
)
from corpus.formats.guesses import guesses, with_block_quotations
from corpus.formats.profile import BadProfile, Profile, hashes
from corpus.formats.source import decoded
from corpus.text import align, sentences

NAME = "plain"
TITLE = "Plain text"
SUFFIXES: tuple[str, ...] = (".txt",)
VERSION = 1

_MARKER = re.compile(r"\[(\d{1,3})\]")
_MARKERS = re.compile(r"(?:\[\d{1,3}\])+")
# What may follow a marker without the space that stood before it.
_NO_SPACE_BEFORE = tuple(" \n.,;:!?…)]”’")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph that has no number yet."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class _Run:
    """A section that has no number yet."""

    title: str
    pieces: list[_Piece]


def read(data: bytes, profile: Profile | None = None) -> Draft:
    """Raises Unreadable when this is no text, BadProfile when a profile does not fit the file it names."""
    source = decoded(data)
    blocks = split(source.text)
    if profile is not None and profile.sha256 == source.sha256:
        draft = applied(profile, _draft(blocks, corrected(profile, survey(blocks))))
    else:
        roles = survey(blocks)
        draft = with_block_quotations(_draft(blocks, roles))
        draft = replace(draft, warnings=(*_strangeness(profile, draft), *guesses(blocks, roles, draft)))
    return within_limits(
        replace(
            draft,
            source_hash=source.sha256,
            rules=f"{NAME}/{VERSION} sentences/{sentences.RULES_VERSION}",
            warnings=(*source.warnings, *draft.warnings),
        )
    )


def _strangeness(profile: Profile | None, draft: Draft) -> tuple[str, ...]:
    if profile is None:
        return ()
    beside = align.compare(tuple(enumerate(profile.hashes, start=1)), tuple(enumerate(hashes(draft), start=1)))
    return (
        "The file is not the one that the profile describes, so none of its corrections was made. "
        f"{known(profile, draft)} of its {len(profile.hashes)} paragraphs occur in this file word for word.",
        f"Beside the known text: {beside.sentence}",
    )


def _draft(blocks: Sequence[Block], roles: Sequence[Role]) -> Draft:
    """Sections, paragraphs and notes out of blocks whose roles are settled."""
    texts = _note_texts(blocks, roles)
    runs = _runs(blocks, roles)
    check_count(sum(len(run.pieces) for run in runs))
    sections = _numbered(runs, texts)
    return Draft(sections, _notes(texts, sections), metadata=_metadata(blocks, roles))


def _note_texts(blocks: Sequence[Block], roles: Sequence[Role]) -> dict[int, str]:
    """Only a profile can call a block a note that has no number, or one that another note has."""
    texts: dict[int, str] = {}
    for block, role in zip(blocks, roles, strict=True):
        if role is not Role.NOTE:
            continue
        number = note_number(block.text)
        if number is None or number in texts:
            raise BadProfile(f"[blocks] calls block {block.number} a note, but it begins with no number of its own.")
        texts[number] = without_note_number(block.text)
    return texts


def _notes(texts: dict[int, str], sections: Sequence[DraftSection]) -> tuple[DraftNote, ...]:
    found: dict[int, int] = {}
    for section in sections:
        for paragraph in section.paragraphs:
            for marker in paragraph.anchors:
                found.setdefault(marker.note, paragraph.number)
    return tuple(
        DraftNote(number, "", text, sentences.starts(text), paragraph=found.get(number, 0))
        for number, text in texts.items()
    )


def _runs(blocks: Sequence[Block], roles: Sequence[Role]) -> list[_Run]:
    """The text before the first heading is the first run, even when it is empty."""
    runs = [_Run("", [])]
    for block, role in zip(blocks, roles, strict=True):
        _take(runs, block, role)
    return runs


def _take(runs: list[_Run], block: Block, role: Role) -> None:
    match role:
        case Role.HEADING:
            runs.append(_Run(block.text, []))
        case Role.RUN_IN:
            title, _, text = block.text.partition(": ")
            runs.append(_Run(title, [_Piece(Role.PROSE, text)]))
        case Role.BREAK:
            runs.append(_Run("", [_Piece(Role.PROSE, block.text)]))
        case Role.PROSE:
            runs[-1].pieces.append(_Piece(role, block.text))
        case Role.LINES:
            runs[-1].pieces.append(_Piece(role, block.lines))
        case Role.ROW | Role.HYPHEN | Role.SPACE:
            _run_on(runs[-1].pieces, block, role)


def _run_on(pieces: list[_Piece], block: Block, role: Role) -> None:
    """A row begins a list where none is open; whatever else has nothing to run on from is a paragraph."""
    if not pieces or (role is Role.ROW and pieces[-1].role is not Role.ROW):
        pieces.append(_Piece(role if role is Role.ROW else Role.PROSE, block.text))
        return
    before = pieces.pop()
    joint = {Role.ROW: "\n", Role.SPACE: " ", Role.HYPHEN: ""}[role]
    text = before.text.removesuffix("-") if role is Role.HYPHEN else before.text
    if len(text) + len(block.text) > LONGEST_PARAGRAPH:
        raise too_long(f"The paragraph that runs on in line {block.line}", len(text) + len(block.text))
    pieces.append(replace(before, text=f"{text}{joint}{block.text}"))


def _numbered(runs: Sequence[_Run], notes: Collection[int]) -> tuple[DraftSection, ...]:
    """Text before the first heading is §0; a text that starts with a heading has no §0."""
    first = 0 if runs[0].pieces else 1
    sections: list[DraftSection] = []
    titles: list[str] = []
    number = 0
    for run in runs:
        titles += [run.title] if run.title else []
        # A heading above a heading has no text of its own: both stand over what follows.
        if run.pieces:
            paragraphs = tuple(_paragraph(at, piece, notes) for at, piece in enumerate(run.pieces, start=number + 1))
            sections.append(DraftSection(first + len(sections), " · ".join(titles), paragraphs))
            number, titles = number + len(paragraphs), []
    return tuple(sections)


def _paragraph(number: int, piece: _Piece, notes: Collection[int]) -> DraftParagraph:
    text, anchors = _unmarked(piece.text, notes)
    rows = piece.role is Role.ROW
    lines = piece.role is Role.LINES
    starts = sentences.line_starts(text) if rows else sentences.starts(text, line_broken=lines)
    return DraftParagraph(
        number, Kind.LIST if rows else Kind.PROSE, "", text, starts, anchors=anchors, line_broken=rows or lines
    )


def _unmarked(text: str, notes: Collection[int]) -> tuple[str, tuple[NoteMarker, ...]]:
    """The text without the markers of these notes, and where they stood. Other brackets are the author's."""
    kept: list[str] = []
    anchors: list[NoteMarker] = []
    length = end = 0
    for run in _MARKERS.finditer(text):
        numbers = [int(number) for number in _MARKER.findall(run[0])]
        if not all(number in notes for number in numbers):
            continue
        before, end = text[end : run.start()], run.end()
        if before.endswith(" ") and (end == len(text) or text.startswith(_NO_SPACE_BEFORE, end)):
            before = before[:-1]
        elif not run.start() or before.endswith("\n"):
            end += text.startswith(" ", end)
        kept.append(before)
        length += len(before)
        anchors += [NoteMarker(number, length) for number in numbers]
    return "".join((*kept, text[end:])), tuple(anchors)


def _metadata(blocks: Sequence[Block], roles: Sequence[Role]) -> Metadata:
    def of(role: Role) -> tuple[str, ...]:
        return tuple(block.lines for block, own in zip(blocks, roles, strict=True) if own is role)

    return Metadata(of(Role.FRONT), of(Role.CREDITS), of(Role.FURNITURE))
