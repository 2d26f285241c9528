"""Which words are left of a paragraph when the marks of its notes are taken out, and where did they stand?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.formats.blocks import collapsed
from corpus.formats.draft import NoteMarker
from corpus.formats.source import decoded

# `source` leaves neither sign in a text, so they are free to say what a format has understood.
LINE_END = "\u2028"  # a line ends here, however wide the page
_PLACE = "\0"  # a mark stood here

_PLACES = re.compile(f"{_PLACE}(?: ?{_PLACE})*+")
# What may follow a mark without the space that stood before it.
_NO_SPACE_BEFORE = tuple(" \n.,;:!?…)]”’")


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign that refers to the note of this key, and how the file shows it."""

    key: int
    shown: str


type Run = str | Mark


def shown(runs: Sequence[Run]) -> str:
    """The words as the file shows them, marks and all: white space collapsed, forced line ends kept."""
    return _lines("".join(run if isinstance(run, str) else run.shown for run in runs))


def by_line(runs: Sequence[Run]) -> Iterator[tuple[Run, ...]]:
    """The runs of each line."""
    line: list[Run] = []
    for run in runs:
        first, *later = run.split(LINE_END) if isinstance(run, str) else [run]
        line.append(first)
        for following in later:
            yield tuple(line)
            line = [following]
    yield tuple(line)


def unmarked(
    runs: Sequence[Run], numbers: Mapping[int, int], before: Sequence[int] = ()
) -> tuple[str, tuple[NoteMarker, ...]]:
    """The words without the marks of these notes, by key. `before` are notes whose marks stood above."""
    notes = [*before, *(numbers[run.key] for run in runs if isinstance(run, Mark) and run.key in numbers)]
    placed = [run if isinstance(run, str) else _PLACE if run.key in numbers else run.shown for run in runs]
    text, offsets = _without_places(_lines(_PLACE * len(before) + "".join(placed)))
    clean = text if text.isascii() or not text.strip() else decoded(text.encode()).text
    head, bare = len(clean) - len(clean.lstrip()), clean.strip()
    anchors = (NoteMarker(n, min(max(0, offset - head), len(bare))) for n, offset in zip(notes, offsets, strict=True))
    return bare, tuple(anchors)


def _lines(text: str) -> str:
    return "\n".join(filter(None, (collapsed(line).strip() for line in text.split(LINE_END))))


def _without_places(text: str) -> tuple[str, list[int]]:
    kept: list[str] = []
    offsets: list[int] = []
    length = end = 0
    for run in _PLACES.finditer(text):
        before, end = text[end : run.start()], run.end()
        if before.endswith((" ", "\n")) and (end == len(text) or text.startswith(_NO_SPACE_BEFORE, end)):
            before = before[:-1]
        elif not run.start() or before.endswith("\n"):
            end += text.startswith((" ", "\n"), end)
        kept.append(before)
        length += len(before)
        offsets += [length] * run[0].count(_PLACE)
    return "".join((*kept, text[end:])), offsets
