"""What does each reading say of each claim, and which sentences prove it? The key of a grid."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.text.citation import Citation

from . import codec, lines, pick, says, seals
from .base import Cited, Field, Flaw, Invalid, Library, Table
from .cells import At, Verdict
from .evidence import ByEdition, Ground
from .gridlines import beginnings
from .proofs import SAYS_LENGTH, Gap, Near
from .proofs import Key as Proving
from .proofs import Verdict as Proved

_CELL = ("at", "verdict", "says", "evidence", "proof", "near", "neutral")
_PROVED = {
    Verdict.AGREES: Proved.SUPPORTED,
    Verdict.CONTRADICTS: Proved.CONTRADICTED,
    Verdict.SILENT: Proved.NOT_IN_SOURCE,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one reading says of one claim. `work` is the one that citations mean which name none."""

    work: str
    verdict: Verdict
    proofs: tuple[ByEdition, ...] = ()
    near: tuple[Near, ...] = ()
    neutral: ByEdition = field(default_factory=dict)
    says: str = ""

    @property
    def proving(self) -> Proving:
        """The same as a source check has it, except that nobody is asked what is missing."""
        absent = self.verdict is Verdict.SILENT
        missing, nothing = (Gap.EVENT, not self.near) if absent else (None, False)
        return Proving(_PROVED[self.verdict], self.proofs, self.neutral, self.near, missing, nothing)

    def ground(self, edition: str) -> Ground:
        return self.proving.ground(edition)

    def dump(self) -> dict[str, object]:
        return {
            "work": self.work,
            "verdict": self.verdict.value,
            "proofs": [codec.dumped(proof) for proof in self.proofs],
            "near": [{"places": codec.dumped(near.places), "says": near.says} for near in self.near],
            "neutral": codec.dumped(self.neutral),
            "says": self.says,
        }

    @classmethod
    def load(cls, body: Table) -> "Cell":
        held = Proving.load({**body, "verdict": Proved.SUPPORTED.value})
        verdict = codec.one_of(body, "verdict", Verdict)
        return cls(
            codec.text(body, "work"), verdict, held.proofs, held.near, held.neutral, codec.text(body, "says", "")
        )

    @classmethod
    def from_table(cls, table: Table, work: str) -> "Cell":
        codec.nothing_unknown(table, _CELL)
        verdict = codec.one_of(table, "verdict", Verdict)
        held = Proving.from_table({**table, "verdict": Proved.SUPPORTED.value}, work)
        return cls(work, verdict, held.proofs, held.near, held.neutral, codec.line(table, "says", ""))


@dataclass(frozen=True, slots=True)
class Key:
    cells: Mapping[At, Cell] = field(default_factory=dict)
    hashes: seals.Hashes = field(default_factory=dict)

    def cited(self) -> Iterator[Cited]:
        """The sets of a role are counted through the whole grid, so that each has a number of its own."""
        before: Counter[str] = Counter()
        for _, cell in sorted(self.cells.items()):
            last = dict(before)
            for place in cell.proving.cited():
                number = last.get(place.role, 0) + place.number
                before[place.role] = max(before[place.role], number)
                yield place._replace(number=number)

    def sealed(self, library: Library) -> "Key":
        return replace(self, hashes=seals.sealed(self.cited(), self.hashes, library))

    def dump(self) -> dict[str, object]:
        return {
            "cells": {str(at): cell.dump() for at, cell in sorted(self.cells.items())},
            "hashes": seals.dumped(self.hashes),
        }

    @classmethod
    def load(cls, body: Table) -> "Key":
        cells = codec.subtable(body, "cells")
        found = {At.of(at): Cell.load(codec.subtable(cells, at)) for at in cells}
        return cls(found, seals.loaded(codec.subtable(body, "hashes")))

    @classmethod
    def from_tables(cls, tables: Sequence[Table], readings: Sequence[Citation]) -> tuple["Key", frozenset[At]]:
        """The key, and the cells in which no evidence is asked for. Raises Invalid with every cell that is wrong."""
        found: dict[At, Cell] = {}
        plain: set[At] = set()
        flaws: list[Flaw] = []
        for number, table in enumerate(tables, start=1):
            try:
                at = _at(table, number, readings, found)
                with codec.at("cell", at.label):
                    found[at] = Cell.from_table(table, readings[at.source - 1].work)
                    plain |= set() if codec.flag(table, "evidence", True) else {at}
            except Invalid as problem:
                flaws += problem.flaws
        if flaws:
            raise Invalid(*flaws)
        return cls(found), frozenset(plain)

    def flaws(
        self, claims: Sequence[str], readings: Sequence[Citation], plain: frozenset[At], limit: int, library: Library
    ) -> Iterator[Flaw]:
        for at in (At(c, s) for c in range(1, len(claims) + 1) for s in range(1, len(readings) + 1)):
            if at not in self.cells:
                yield Flaw("cell", f"{at.label} has no verdict; write a line {at} agrees, contradicts or silent.")
        for at, cell in sorted(self.cells.items()):
            if at.claim > len(claims) or at.source > len(readings):
                yield Flaw("cell", f"There is no {at.label.lower()}; take its line out.")
                continue
            reading = readings[at.source - 1]
            proving = replace(cell.proving, hashes=self.hashes)
            for flaw in (
                *proving.flaws(claims[at.claim - 1], reading, limit, library),
                *_says_flaws(cell.says, reading, library),
            ):
                if not (at in plain and flaw.message.endswith("at least one set of sentences.")):
                    yield Flaw(_FIELDS.get(flaw.field, flaw.field), f"{at.label}: {flaw.message}")


_FIELDS = {"claim": "claims"}


def _says_flaws(said: str, reading: Citation, library: Library) -> Iterator[Flaw]:
    if len(said) > SAYS_LENGTH:
        yield Flaw("cell", f"What is said about it has more than {SAYS_LENGTH} characters; shorten it.")
    yield from says.flaws("cell", "what is said about it", said, reading, library)


def _at(table: Table, number: int, readings: Sequence[Citation], before: Mapping[At, Cell]) -> At:
    with codec.at("cell", f"Cell {number}"):
        at = At.of(codec.text(table, "at"))
    if at.source > len(readings):
        raise Invalid(Flaw("cell", f"{at.label}: there are {len(readings)} readings."))
    if at in before:
        raise Invalid(Flaw("cell", f"{at.label} stands twice; keep one."))
    return at


FIELDS = (
    Field(
        "cell",
        "Verdicts",
        "lines",
        "One cell a line, claim and reading by their numbers, after two strokes what to say about it:"
        " 1-2 contradicts // [¶14.2] is later. The verdicts are agrees, contradicts and silent; 1-2 silent, no"
        " evidence asks for the verdict alone.",
    ),
    Field(
        "proof",
        "Proofs",
        "citations",
        "One a line, after its cell; each suffices alone and needs all its sentences: 1-2: ¶14.2 + ¶14.3. Another"
        " edition of the same proof follows a bar.",
        required=False,
        pick=pick.Pick(begins=beginnings),
    ),
    Field(
        "near",
        "Near misses",
        "lines",
        "One a line, after its cell, with the reason why it proves nothing: 1-3: ¶12.4: There the secretary speaks.",
        required=False,
        pick=replace(pick.NEAR, begins=beginnings),
    ),
    Field(
        "neutral",
        "Neutral",
        "citations",
        "One cell a line: 1-2: ¶14.1 + ¶14.4.",
        required=False,
        pick=replace(pick.NEUTRAL, begins=beginnings),
    ),
)


def tables_of(key: Key, plain: frozenset[At]) -> dict[str, str]:
    """The fields of the form, as `gridlines` reads them back."""
    cells = sorted(key.cells.items())
    return {
        "cell": "\n".join(_verdict_line(at, cell, at in plain) for at, cell in cells),
        "proof": "\n".join(f"{at}: {lines.written(p, cell.work)}" for at, cell in cells for p in cell.proofs),
        "near": "\n".join(
            f"{at}: {lines.written_noted(near.places, near.says, cell.work)}"
            for at, cell in cells
            for near in cell.near
        ),
        "neutral": "\n".join(
            f"{at}: {lines.written(cell.neutral, cell.work)}" for at, cell in cells if any(cell.neutral.values())
        ),
    }


def _verdict_line(at: At, cell: Cell, is_plain: bool) -> str:
    said = f" // {cell.says}" if cell.says else ""
    return f"{at} {cell.verdict.value}{', no evidence' if is_plain else ''}{said}"
