"""How is a table written as CSV that spreadsheets cannot run and that we can read back exactly?

UTF-8, CRLF at the end of a row, a lone CR quoted. A text that a spreadsheet would take for a formula gets an
apostrophe in front; `read` takes it off again. Numbers are written as numbers and get none (TRUST.md T56).
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from itertools import batched
from typing import Any

from .tables import Cell, Table

# Texts that begin with apostrophes before such a sign get one more, so that taking one off gives back the text.
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_SIGNS = frozenset("'=+-@\t\r")
_ROWS = 250


@dataclass(frozen=True, slots=True)
class Writer:
    """A kind of file: how it is called, sent and written."""

    name: str
    content_type: str
    ending: str

    def stream(self, table: Table, records: Iterable[Any]) -> Iterator[bytes]:
        """The file in pieces, the header first, so that memory does not grow with the rows."""
        yield _lines([table.header])
        for some in batched(records, _ROWS):
            yield _lines(map(table.row, some))


CSV = Writer("csv", "text/csv; charset=utf-8", "csv")


def _lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    sheet = StringIO(newline="")
    csv.writer(sheet, lineterminator="\r\n").writerows([_text(cell) for cell in row] for row in rows)
    # Nothing stored holds a lone surrogate; if one ever does, the file shows it and is not cut short.
    return sheet.getvalue().encode("utf-8", "backslashreplace")


def _text(cell: Cell) -> str | int | None:
    """None and whole numbers are written by the csv module as they are."""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return moment(cell) if isinstance(cell, datetime) else cell


def guarded(text: str) -> str:
    # Most cells begin with a letter or a digit and need no pattern.
    return f"'{text}" if text[:1] in _SIGNS and _RISKY.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def moment(at: datetime) -> str:
    """UTC to the second: 2026-11-23T09:05:00Z."""
    return f"{at.astimezone(UTC).isoformat()[:19]}Z"


def read(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a file we wrote, by column name, with our guard taken off."""
    rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    header = next(rows, [])
    for row in rows:
        yield dict(zip(header, map(unguarded, row), strict=True))
