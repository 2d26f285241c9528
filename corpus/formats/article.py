"""How do an article's headings, paragraphs and notes become a numbered text?

For formats that mark what is what (HTML, Markdown); in a plain text it has to be guessed (`blocks`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from corpus.formats.blocks import Block, Role
from corpus.formats.draft import (
    LONGEST_TITLE,
    Draft,
    DraftNote,
    DraftParagraph,
    DraftSection,
    Kind,
    Metadata,
    NoteMarker,
    Unreadable,
    check_count,
    within_limits,
)
from corpus.formats.guesses import guesses
from corpus.formats.marks import Run, by_line, shown, unmarked
from corpus.formats.matter import settled
from corpus.text import sentences

# A longer line is no verse: in some old pages a line end is all that parts paragraphs.
_LONGEST_LINE = 200
_MOST_NOTES = 9_999
_MOST_NAMED = 12  # places that a warning lists


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (of some `level`), a paragraph, an item of a list, or a paragraph of a note (of some `key`)."""

    line: int
    runs: tuple[Run, ...]
    kind: Kind = Kind.PROSE
    level: int = 0
    key: int = 0
    label: str = ""  # what the file calls the note
    listed: int = 0  # which list it belongs to
    item: int = 0  # and to which of its items
    is_around: bool = False  # links, dates and the like


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph that has no number yet."""

    part: Part
    text: str
    anchors: tuple[NoteMarker, ...]
    is_rows: bool = False

    @property
    def starts(self) -> tuple[int, ...]:
        if self.is_rows:
            return sentences.line_starts(self.text)
        return sentences.starts(self.text, line_broken="\n" in self.text)


@dataclass(frozen=True, slots=True)
class _Run:
    """A section that has no number yet."""

    title: str
    pieces: list[_Piece]


def composed(parts: Sequence[Part], front: Sequence[str] = ()) -> Draft:
    """The draft, without the names of its file and rules. `front` is what the file tells about itself."""
    parts = [piece for part in parts for piece in _parted(part)]
    blocks = [Block(number, part.line, shown(part.runs)) for number, part in enumerate(parts, start=1)]
    marked = [_role(part, len(block.raw)) for part, block in zip(parts, blocks, strict=True)]
    roles = settled(blocks, marked, [part.level for part in parts])
    check_count(roles.count(Role.PROSE) + roles.count(Role.ROW))
    notes = _by_key(parts)
    numbers = _note_numbers(notes)
    sections = tuple(_numbered(_runs(parts, roles, numbers)))
    draft = Draft(sections, tuple(_notes(notes, numbers, sections)), metadata=_metadata(front, blocks, roles))
    said = (*guesses(blocks, roles, draft), *_line_broken(draft), *_renumbered(notes, numbers), *_lonely(draft))
    return within_limits(replace(draft, warnings=said))


def _parted(part: Part) -> Iterator[Part]:
    """The part itself or, where its lines are too long for verse, each line; nothing of an empty one."""
    text = shown(part.runs)
    if part.level or part.key or max(map(len, text.split("\n"))) <= _LONGEST_LINE:
        yield from [part] if text else []
        return
    for runs in by_line(part.runs):
        yield from [replace(part, runs=runs)] if shown(runs) else []


def _role(part: Part, length: int) -> Role:
    if part.key:
        return Role.NOTE
    if part.level and length <= LONGEST_TITLE:
        return Role.HEADING
    if part.is_around:
        return Role.FURNITURE
    return Role.ROW if part.listed else Role.PROSE


def _by_key(parts: Sequence[Part]) -> Mapping[int, Sequence[Part]]:
    found: dict[int, list[Part]] = {}
    for part in parts:
        if part.key:
            found.setdefault(part.key, []).append(part)
    return found


def _note_numbers(notes: Mapping[int, Sequence[Part]]) -> Mapping[int, int]:
    """The file's own numbers, or else numbers in the order of the notes."""
    if len(notes) > _MOST_NOTES:
        raise Unreadable(f"The file holds {len(notes):,} notes; the limit is {_MOST_NOTES:,}. Import it in parts.")
    labels = [own[0].label for own in notes.values()]
    own = [int(label) for label in labels if label.isascii() and label.isdecimal() and len(label) <= 4]
    is_numbered = len(set(own)) == len(labels) and 0 not in own
    return dict(zip(notes, own if is_numbered else range(1, len(labels) + 1), strict=True))


def _metadata(front: Sequence[str], blocks: Sequence[Block], roles: Sequence[Role]) -> Metadata:
    def of(role: Role) -> tuple[str, ...]:
        return tuple(block.lines for block, own in zip(blocks, roles, strict=True) if own is role)

    return Metadata((*front, *of(Role.FRONT)), of(Role.CREDITS), of(Role.FURNITURE))


def _runs(parts: Sequence[Part], roles: Sequence[Role], numbers: Mapping[int, int]) -> list[_Run]:
    """The text before the first heading is the first run, even when it is empty."""
    runs, waiting = [_Run("", [])], list[int]()
    for part, role in zip(parts, roles, strict=True):
        if role not in (Role.HEADING, Role.PROSE, Role.ROW):
            continue
        text, anchors = _set(part, numbers, waiting)
        # A note to a heading belongs to the first words below it.
        waiting = [anchor.note for anchor in anchors] if role is Role.HEADING or not text else []
        if role is Role.HEADING:
            runs.append(_Run(text.replace("\n", " "), []))
        elif text:
            runs[-1].pieces.append(_Piece(part, text, anchors))
    return runs


def _set(part: Part, numbers: Mapping[int, int], before: Sequence[int]) -> tuple[str, tuple[NoteMarker, ...]]:
    try:
        return unmarked(part.runs, numbers, before)
    except Unreadable as error:
        # Between tags each accent was alone; here they pile up.
        raise Unreadable(f"The paragraph on line {part.line}: {error}") from error


def _numbered(runs: Sequence[_Run]) -> Iterator[DraftSection]:
    """Text before the first heading is §0; a heading above a heading stands over what follows both."""
    section, number, titles = 0 if runs[0].pieces else 1, 0, list[str]()
    for run in runs:
        titles += [run.title] if run.title else []
        if run.pieces:
            paragraphs = tuple(_paragraph(at, piece) for at, piece in enumerate(_gathered(run.pieces), number + 1))
            yield DraftSection(section, " · ".join(titles), paragraphs)
            section, number, titles = section + 1, number + len(paragraphs), []


def _gathered(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """A list of short items is one paragraph; elsewhere an item is a paragraph, because it has sentences to cite."""
    for listed, group in groupby(pieces, key=lambda piece: piece.part.listed):
        rows = list(group)
        items = {row.part.item for row in rows}
        if listed and len(items) == len(rows) and all(len(row.starts) == 1 for row in rows):
            yield _as_rows(rows)
        else:
            yield from rows


def _as_rows(rows: Sequence[_Piece]) -> _Piece:
    heads = accumulate((len(row.text) + 1 for row in rows), initial=0)
    anchors = (NoteMarker(a.note, head + a.offset) for head, row in zip(heads, rows, strict=False) for a in row.anchors)
    return _Piece(rows[0].part, "\n".join(row.text.replace("\n", " ") for row in rows), tuple(anchors), is_rows=True)


def _paragraph(number: int, piece: _Piece) -> DraftParagraph:
    is_broken = "\n" in piece.text
    return DraftParagraph(
        number, piece.part.kind, "", piece.text, piece.starts, anchors=piece.anchors, line_broken=is_broken
    )


def _notes(
    notes: Mapping[int, Sequence[Part]], numbers: Mapping[int, int], sections: Sequence[DraftSection]
) -> Iterator[DraftNote]:
    home: dict[int, int] = {}
    for section in sections:
        for paragraph in section.paragraphs:
            for anchor in paragraph.anchors:
                home.setdefault(anchor.note, paragraph.number)
    for key, parts in notes.items():
        text = "\n".join(_set(part, {}, ())[0] for part in parts)
        yield DraftNote(numbers[key], "", text, sentences.starts(text), paragraph=home.get(numbers[key], 0))


def _line_broken(draft: Draft) -> Iterator[str]:
    kept = [f"¶{p.number}" for p in draft.paragraphs() if p.line_broken and p.kind is not Kind.LIST]
    if kept:
        yield f"Kept line by line, as verse or an address is: {named(kept)}."


def _renumbered(notes: Mapping[int, Sequence[Part]], numbers: Mapping[int, int]) -> Iterator[str]:
    changed = [
        f"“{own[0].label}” is n{numbers[key]}" for key, own in notes.items() if own[0].label != str(numbers[key])
    ]
    if changed:
        yield f"Notes were numbered in their order: {named(changed)}."


def _lonely(draft: Draft) -> Iterator[str]:
    found = [f"n{note.number}" for note in draft.notes if not note.paragraph]
    if found:
        yield f"No sign in the text refers to {named(found)}."


def named(found: Sequence[str]) -> str:
    """The first of many, and how many more there are."""
    more = len(found) - _MOST_NAMED
    return ", ".join(found[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
