"""What did a student answer in each cell of a grid, and what does a cell earn?"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from corpus.text.citation import Anchor

from . import codec
from .base import Flaw, Invalid, Policy, State, Table
from .evidence import NONE, Ground, Places, score

_AT = re.compile(r"([1-9])-([1-9])")


class Verdict(StrEnum):
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    SILENT = "silent"

    @property
    def label(self) -> str:
        return self.capitalize()


class At(NamedTuple):
    """A cell: which claim and which reading, both counted from 1."""

    claim: int
    source: int

    def __str__(self) -> str:
        return f"{self.claim}-{self.source}"

    @property
    def label(self) -> str:
        return f"Claim {self.claim}, reading {self.source}"

    @classmethod
    def of(cls, written: str, name: str = "cell") -> "At":
        """Reads ``1-2`` back; raises Invalid."""
        found = _AT.fullmatch(written.strip())
        if found is None:
            raise Invalid(Flaw(name, f"“{written.strip()[:40]}” is no cell; write 1-2 for claim 1 and reading 2."))
        return cls(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in one cell."""

    at: At
    verdict: Verdict | None = None
    marks: Places = NONE

    @property
    def is_blank(self) -> bool:
        return self.verdict is None and not self.marks

    @property
    def places(self) -> list[Anchor]:
        return sorted(self.marks)

    def dump(self) -> dict[str, object]:
        verdict = self.verdict.value if self.verdict else ""
        return {"verdict": verdict, "mark": [anchor.value for anchor in sorted(self.marks)]}

    @classmethod
    def load(cls, at: At, body: Table) -> "Given":
        marks = codec.anchors(codec.texts(body, "mark"), "mark")
        return cls(at, codec.one_of_or_none(body, "verdict", Verdict), marks)


class Row(NamedTuple):
    """A claim with its cells, as a page lists them."""

    number: int
    claim: str
    cells: tuple[Given, ...]

    @property
    def filled(self) -> int:
        """How many cells have a verdict."""
        return sum(cell.verdict is not None for cell in self.cells)

    @property
    def state(self) -> str:
        """How far the student is with this claim, in a word or two."""
        if self.filled == len(self.cells):
            return "answered"
        return f"{self.filled} of {len(self.cells)}" if self.filled else "blank"


@dataclass(frozen=True, slots=True)
class Response:
    rows: tuple[Row, ...] = ()
    cells: tuple[Given, ...] = field(init=False, compare=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", tuple(cell for row in self.rows for cell in row.cells))

    @property
    def state(self) -> State:
        if all(cell.is_blank for cell in self.cells):
            return State.BLANK
        return State.ANSWERED if any(cell.verdict for cell in self.cells) else State.UNFINISHED

    def dump(self) -> dict[str, object]:
        return {"cells": {str(cell.at): cell.dump() for cell in self.cells if not cell.is_blank}}

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.rows)

    def begins(self, flawed: Collection[str] = ()) -> int:
        """The claim to be looked at first: the one with a flaw at a cell, else the first that is not answered."""
        wrong = (row for row in self.rows if any(f"cell-{cell.at}" in flawed for cell in row.cells))
        open_yet = (row for row in self.rows if row.filled < len(row.cells))
        return next((row.number for rows in (wrong, open_yet) for row in rows), 1)

    def cell(self, at: At) -> Given:
        return next((cell for cell in self.cells if cell.at == at), Given(at))


@dataclass(frozen=True, slots=True)
class Judged:
    """One cell held against its key. Without `evidence` it is a single choice."""

    given: Given
    right: bool
    ground: Ground
    absent: bool  # the key says: silent
    evidence: bool
    limit: int

    @property
    def worth(self) -> Fraction:
        """The evidence: a proof, or the closest passage. Where the key knows none, rightly marking nothing."""
        if self.absent and not self.ground.sets:
            return Fraction(self.given.verdict is Verdict.SILENT and not self._counted)
        return self.ground.evidence(self.given.marks).value

    def share(self, policy: Policy) -> Fraction:
        if self.given.is_blank:
            return Fraction(0)
        if not self.evidence:
            return Fraction(self.right)
        if policy is Policy.STRICT:
            return Fraction(self.right and self._is_complete and len(self.given.marks) <= self.limit)
        return score(self.right, self.worth)

    @property
    def _is_complete(self) -> bool:
        if self.absent and not self.ground.sets:
            return not self._counted
        return self.ground.evidence(self.given.marks).completeness == 1

    @property
    def _counted(self) -> int:
        return self.ground.evidence(self.given.marks).counted


def shares_in(parts: Table) -> Iterator[tuple[At, Fraction]]:
    """What each cell earned, from the parts of an outcome."""
    for name, value in parts.items():
        if name.startswith("cell "):
            yield At.of(name.removeprefix("cell ")), Fraction(str(value))
