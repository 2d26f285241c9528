"""Which marks are in a table? Names of questions, their maxima, then a line a student: from any quiz, ours or not."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO

from .papers import Answered, Paper

_MARK = re.compile(r"\d{1,6}(\.\d{0,2})?|\.\d{1,2}", re.ASCII)


class BadMatrix(ValueError):
    """The table makes no sense; the message says in which line and column, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """`maxima` and `rows` in hundredths of a mark."""

    names: tuple[str, ...]
    maxima: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]

    def papers(self) -> list[Paper]:
        """Each row as an attempt; a question's number is its place."""
        return [Paper(tuple(self._answered(row))) for row in self.rows]

    def _answered(self, row: Sequence[int]) -> Iterator[Answered]:
        for place, (x, possible) in enumerate(zip(row, self.maxima, strict=True)):
            yield Answered(place, place, x, possible)


def read(text: str) -> Matrix:
    """CSV with commas. An empty mark is an unanswered question, which earns 0. Raises BadMatrix."""
    lines = list(_lines(text.removeprefix("\ufeff")))
    if len(lines) < 2:
        raise BadMatrix("The table needs a line of names and a line of maxima, then a line a student.")
    names = tuple(_names(*lines[0]))
    for number, cells in lines[1:]:
        if len(cells) != len(names):
            raise BadMatrix(f"Line {number}: there are {len(names)} questions and {len(cells)} marks; give one each.")
    number, cells = lines[1]
    maxima = tuple(_maximum(cell, _place(number, at, names)) for at, cell in enumerate(cells))
    return Matrix(names, maxima, tuple(_row(number, cells, names, maxima) for number, cells in lines[2:]))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """With their numbers. A line without anything in it is passed over, unless a single question is asked."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    width = 0
    try:
        for cells in reader:
            width = width or len(cells)
            if cells or (width == 1 and reader.line_num > 1):
                yield reader.line_num, [cell.strip() for cell in cells] or [""]
    except csv.Error as trouble:
        raise BadMatrix(f"Line {reader.line_num}: this is no CSV ({trouble}).") from trouble


def _names(number: int, names: list[str]) -> Iterator[str]:
    for at, name in enumerate(names):
        if not name:
            raise BadMatrix(f"Line {number}, column {at + 1}: the question has no name.")
        if name in names[:at]:
            first = names.index(name) + 1
            raise BadMatrix(f"Line {number}, column {at + 1}: “{name}” is the name of column {first} too.")
        yield name


def _place(number: int, at: int, names: Sequence[str]) -> str:
    return f"Line {number}, column {at + 1} ({names[at]})"


def _maximum(cell: str, where: str) -> int:
    found = _hundredths(cell, where)
    if not found:
        raise BadMatrix(f"{where}: a question must be worth more than 0.")
    return found


def _row(number: int, cells: Sequence[str], names: Sequence[str], maxima: Sequence[int]) -> tuple[int, ...]:
    return tuple(_mark(cell, maxima[at], _place(number, at, names)) for at, cell in enumerate(cells))


def _mark(cell: str, most: int, where: str) -> int:
    found = _hundredths(cell, where) if cell else 0
    if found > most:
        raise BadMatrix(f"{where}: {cell} is more than the {Decimal(most).scaleb(-2).normalize():f} it is worth.")
    return found


def _hundredths(cell: str, where: str) -> int:
    if not _MARK.fullmatch(cell):
        raise BadMatrix(f"{where}: “{cell[:40]}” is no mark; write a number with at most two places, such as 1.25.")
    return int(Decimal(cell).scaleb(2))
