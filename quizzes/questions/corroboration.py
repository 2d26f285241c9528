"""What do several readings say of several claims? In each cell: does this one agree, contradict, or is it silent?"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import ClassVar, NamedTuple, Self

from corpus.text.citation import ASSUMED_EDITION, Anchor, Citation
from corpus.text.digest import collapsed

from . import backing, codec, corroborating, grid, gridlines, pinned, seals, signs
from . import readings as citations
from .base import BLANK, COMMON, Field, Flaw, Invalid, Library, Outcome, Part, Policy, Post, Sample, Sign, Signs, Table
from .cells import At, Given, Judged, Response, Row, Verdict
from .evidence import Places
from .grid import Key

LIMIT = 5
CLAIM_LENGTH = 300
CLAIMS, READINGS = 6, 6
READINGS_LENGTH = 600  # all citations together, as a column holds them
_OWN = ("ask", "claims", "readings", "cell", "limit")


class Told(NamedTuple):
    """One cell as results list it: what was chosen, what the key says."""

    given: Given
    key: Verdict
    says: str
    is_right: bool
    asks_evidence: bool


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Claims and readings: what students see. In the cells of `plain` no evidence is asked for."""

    kind: ClassVar[str] = "corroboration"
    label: ClassVar[str] = "Corroboration grid"
    purpose: ClassVar[str] = (
        "The student says for each of several claims whether each of several readings agrees, contradicts it or is"
        " silent, and marks the sentences that show it; for what sources make of the same matter."
    )
    rule: ClassVar[str] = corroborating.RULE
    marks_text: ClassVar[bool] = False  # each cell has a page of its own for it
    scorer: ClassVar[int] = 1
    options: ClassVar[tuple[Verdict, ...]] = tuple(Verdict)

    ask: str
    claims: tuple[str, ...]
    readings: tuple[Citation, ...]
    plain: frozenset[At] = frozenset()
    limit: int = LIMIT

    @property
    def title(self) -> str:
        return self.ask

    @property
    def reading(self) -> None:
        """There is not one; `readings` has them all."""
        return None

    @classmethod
    def load(cls, body: Table) -> Self:
        plain = frozenset(map(At.of, codec.texts(body, "plain")))
        readings = citations.from_table(body)
        return cls(codec.text(body, "ask"), codec.texts(body, "claims"), readings, plain, _limit(body))

    def dump(self) -> dict[str, object]:
        return {
            "ask": self.ask,
            "claims": list(self.claims),
            "readings": [str(reading) for reading in self.readings],
            "plain": [str(at) for at in sorted(self.plain)],
            "limit": self.limit,
        }

    @classmethod
    def load_key(cls, body: Table) -> Key:
        return Key.load(body)

    @classmethod
    def from_table(cls, table: Table) -> tuple[Self, Key]:
        codec.nothing_unknown(table, COMMON | set(_OWN))
        readings, claims = citations.from_table(table), tuple(map(collapsed, codec.texts(table, "claims")))
        key, plain = Key.from_tables(codec.tables(table, "cell"), readings)
        return cls(codec.line(table, "ask", ""), claims, readings, plain, _limit(table)), key

    def open_parts(self, response: Response) -> int:
        return sum(cell.verdict is None for cell in response.cells)

    @property
    def places(self) -> Iterator[At]:
        """Every cell there is."""
        for claim in range(1, len(self.claims) + 1):
            yield from (At(claim, source) for source in range(1, len(self.readings) + 1))

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        given: dict[At, Given] = {}
        flaws: list[Flaw] = []
        for at in self.places:
            try:
                given[at] = self._cell(at, post, final, shown)
            except Invalid as problem:
                flaws += problem.flaws
        if flaws:
            raise Invalid(*flaws)
        return self._response(given)

    def _cell(self, at: At, post: Post, final: bool, shown: Collection[Anchor] | None) -> Given:
        name, reading = f"cell-{at}", self.readings[at.source - 1]
        marks = codec.anchors(post.getlist(f"mark-{at}"), name)
        strays = {m for m in marks if not (m.sentence and reading.covers(m) and (shown is None or m in shown))}
        if strays:
            raise Invalid(Flaw(name, f"{at.label}: {min(strays)} is no sentence of {reading}; mark sentences of it."))
        if marks and at in self.plain:
            raise Invalid(Flaw(name, f"{at.label}: here no evidence is asked for; choose a verdict alone."))
        if (excess := len(marks) - self.limit) > 0 and not final:
            said = f"You marked {len(marks)} sentences; the limit is {self.limit}. Unmark {excess}."
            raise Invalid(Flaw(name, f"{at.label}: {said}"))
        return Given(at, codec.picked(post, name, Verdict), marks)

    def response(self, body: Table) -> Response:
        cells = codec.subtable(body, "cells")
        return self._response({At.of(at): Given.load(At.of(at), codec.subtable(cells, at)) for at in cells})

    def _response(self, given: Mapping[At, Given]) -> Response:
        sources = range(1, len(self.readings) + 1)
        rows = (
            Row(number, claim, tuple(given.get(at, Given(at)) for at in (At(number, s) for s in sources)))
            for number, claim in enumerate(self.claims, start=1)
        )
        return Response(tuple(rows))

    def form_of(self, response: Response) -> dict[str, list[str]]:
        """The form that `read` reads back as this response."""
        form: dict[str, list[str]] = {}
        for cell in response.cells:
            form[f"cell-{cell.at}"] = [cell.verdict.value] if cell.verdict else []
            form[f"mark-{cell.at}"] = [anchor.value for anchor in cell.places]
        return form

    def edition_of(self, at: At, edition: str) -> str:
        """The edition in which a cell is asked: its reading's own, or the one that is read."""
        return self.readings[at.source - 1].edition or edition

    def mark(self, key: Key, response: Response, *, edition: str, policy: str = Policy.GRADED) -> Outcome:
        policy = Policy(policy)
        if all(cell.is_blank for cell in response.cells):
            return Outcome(Fraction(0), {}, BLANK)
        judged = [self._judged(key, cell, edition) for cell in response.cells]
        shares = {one.given.at: one.share(policy) for one in judged}
        value = sum(shares.values(), Fraction(0)) / len(shares)
        if policy is Policy.STRICT:
            value = Fraction(value == 1)
        parts: dict[str, Part] = {
            "policy": policy.value,
            "cells": len(shares),
            "filled": sum(cell.verdict is not None for cell in response.cells),
            "right": sum(one.right for one in judged),
            "whole": sum(share == 1 for share in shares.values()),
        }
        parts |= {f"cell {at}": share for at, share in shares.items()}
        return Outcome(value, parts, "complete" if value == 1 else "partial" if value else "wrong")

    def _judged(self, key: Key, given: Given, edition: str) -> Judged:
        cell = key.cells[given.at]
        ground = cell.ground(self.edition_of(given.at, edition))
        right, absent = given.verdict is cell.verdict, cell.verdict is Verdict.SILENT
        return Judged(given, right, ground, absent, given.at not in self.plain, self.limit)

    def ideal(self, key: Key, *, edition: str) -> dict[str, list[str]]:
        """The form of an answer that earns everything."""
        form: dict[str, list[str]] = {}
        for at, cell in sorted(key.cells.items()):
            marks = self._ideal_marks(cell.ground(self.edition_of(at, edition)).sets) if at not in self.plain else []
            form[f"cell-{at}"], form[f"mark-{at}"] = [cell.verdict.value], marks
        return form

    def _ideal_marks(self, sets: tuple[Places, ...]) -> list[str]:
        # Where the key names a whole paragraph, its first sentence stands for it.
        return [replace(place, sentence=place.sentence or 1).value for place in sorted(sets[0])] if sets else []

    def shown(self, key: Key, response: Response) -> tuple[Told, ...]:
        """The cells as the results page lists them."""
        return tuple(self._told(key, given) for given in response.cells)

    def _told(self, key: Key, given: Given) -> Told:
        cell = key.cells[given.at]
        return Told(given, cell.verdict, cell.says, given.verdict is cell.verdict, given.at not in self.plain)

    def heading(self, outcome: Outcome) -> str:
        return corroborating.heading(outcome)

    def explain(self, outcome: Outcome) -> str:
        return corroborating.explain(outcome)

    def signs(self, key: Key, response: Response, *, edition: str) -> Signs:
        """Nothing: there is no one text. Each cell has signs of its own."""
        return Signs()

    def signs_of(self, key: Key, given: Given, *, edition: str) -> Signs:
        """What a result shows in the reading of one cell."""
        cell, edition = key.cells[given.at], self.edition_of(given.at, edition)
        if given.at in self.plain:
            sign = Sign.NEAR if cell.verdict is Verdict.SILENT else Sign.PROOF
            return Signs(dict.fromkeys(sorted(cell.ground(edition).key), sign))
        return signs.signs(cell.proving, given.marks, edition)

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        if not self.ask:
            yield Flaw("ask", "The question is empty; ask something, such as: What does each say of the reforms?")
        if len(self.ask) > backing.LENGTH:
            yield Flaw("ask", f"The question has {len(self.ask)} characters; the limit is {backing.LENGTH}.")
        yield from self._claim_flaws()
        yield from self._reading_flaws(library)
        yield from key.flaws(self.claims, self.readings, self.plain, self.limit, library)

    def _claim_flaws(self) -> Iterator[Flaw]:
        if not 1 <= len(self.claims) <= CLAIMS:
            yield Flaw("claims", f"There are {len(self.claims)} claims; give from 1 to {CLAIMS}, one a line.")
        for number, claim in enumerate(self.claims, start=1):
            if not claim:
                yield Flaw("claims", f"Claim {number} is empty.")
            if len(claim) > CLAIM_LENGTH:
                yield Flaw("claims", f"Claim {number} has {len(claim)} characters; the limit is {CLAIM_LENGTH}.")
        for twin in backing.twins(self.claims):
            yield Flaw("claims", f"“{twin}” stands twice; keep one.")

    def _reading_flaws(self, library: Library) -> Iterator[Flaw]:
        if not 2 <= len(self.readings) <= READINGS:
            yield Flaw("readings", f"There are {len(self.readings)} readings; give from 2 to {READINGS}, one a line.")
        if len(citations.written(self.readings)) > READINGS_LENGTH:
            yield Flaw("readings", f"The readings have more than {READINGS_LENGTH} characters together.")
        for one, other in combinations(self.readings, 2):
            if any(other.covers(place) for place in one.anchors):
                # A sentence belongs to one column, or nobody could say of which text it is.
                yield Flaw("readings", f"{one} and {other} overlap; compare passages that do not.")
        for reading in self.readings:
            yield from (Flaw("readings", flaw.message) for flaw in _text_flaws(reading, library))

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        return _FIELDS

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        written = backing.each_line(values, "readings")
        readings = citations.from_table({"readings": written})
        return codec.together(
            {"ask": values.get("ask", ""), "readings": written},
            claims=lambda: backing.each_line(values, "claims"),
            cell=lambda: gridlines.cells(values, readings),
            limit=lambda: codec.number(values, "limit", LIMIT),
        )

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            "ask": self.ask,
            "claims": "\n".join(self.claims),
            "readings": "\n".join(map(str, self.readings)),
            **grid.tables_of(key, self.plain),
            "limit": str(self.limit),
        }

    @classmethod
    def example(cls) -> tuple[Self, Key]:
        return cls.from_table(corroborating.EXAMPLE)

    @classmethod
    def samples(cls) -> tuple[Sample, ...]:
        return corroborating.SAMPLES


def _limit(table: Table) -> int:
    return codec.whole(table, "limit", LIMIT, 1, 20)


def _text_flaws(reading: Citation, library: Library) -> Iterator[Flaw]:
    if reading.edition:
        yield from pinned.flaws("readings", reading, library)
    else:
        yield from seals.reading_flaws(reading, library)
        editions = library.editions(reading.work)
        if editions and ASSUMED_EDITION not in editions:
            yield Flaw("readings", f"{reading.work} has no {ASSUMED_EDITION} text here; name its edition.")
    yield from seals.length_flaws(reading, library)


_FIELDS = (
    backing.ASK,
    Field("claims", "Claims", "lines", f"One a line, from 1 to {CLAIMS}; at most {CLAIM_LENGTH} characters each."),
    Field(
        "readings",
        "Readings",
        "lines",
        f"One a line, from 2 to {READINGS}; each is held against every claim: cliff-1956 ¶14-18, or of one edition"
        " alone: gates-1956/original ¶30-33.",
    ),
    *grid.FIELDS,
    Field("limit", "Marks allowed", "number", f"In each cell; {LIMIT} unless a proof is longer."),
)
