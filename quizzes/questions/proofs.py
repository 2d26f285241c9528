"""What proves a verdict about a claim, or tempts where nothing can prove it?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import permutations
from typing import Self

from corpus.text.citation import Citation

from . import codec, says, seals
from .base import Cited, Flaw, Library, Table
from .evidence import ByEdition, Ground, Places

SAYS_LENGTH = 400

_BETWEEN_WORDS = re.compile(r"[\W_]+")


class Verdict(StrEnum):
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_IN_SOURCE = "not_in_source"

    @property
    def label(self) -> str:
        return {"not_in_source": "Not in the reading"}.get(self, self.capitalize())


class Gap(StrEnum):
    """What a source may leave out. Every question offers the same list, so that it gives nothing away."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how many"
    CAUSE = "cause"
    EVENT = "event"

    @property
    def label(self) -> str:
        return {"cause": "The cause", "event": "The event itself"}.get(self, self.capitalize())


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that tempts, by edition, and why it proves nothing."""

    places: ByEdition
    says: str = ""


@dataclass(frozen=True, slots=True)
class Key(seals.Sealed):
    """The verdict, and the sets of sentences each of which proves it alone."""

    verdict: Verdict
    proofs: tuple[ByEdition, ...] = ()
    neutral: ByEdition = field(default_factory=dict)
    near: tuple[Near, ...] = ()
    missing: Gap | None = None
    nothing_close: bool = False

    @property
    def absent(self) -> bool:
        return self.verdict is Verdict.NOT_IN_SOURCE

    @property
    def near_places(self) -> tuple[ByEdition, ...]:
        return tuple(near.places for near in self.near)

    def ground(self, edition: str) -> Ground:
        """What marks are held against: the proofs, or the near misses where no sentence can prove."""
        return Ground.of(self.near_places if self.absent else self.proofs, self.neutral, edition)

    def cited(self) -> Iterator[Cited]:
        for role, sets in self._roles():
            for number, places in enumerate(sets, start=1):
                for edition, found in places.items():
                    yield from (Cited(role, number, edition, anchor) for anchor in sorted(found))

    def _roles(self) -> Iterator[tuple[str, Sequence[ByEdition]]]:
        yield "proof", self.proofs
        yield "near", self.near_places
        yield "neutral", [self.neutral]

    def dump(self) -> dict[str, object]:
        return {
            "verdict": self.verdict.value,
            "proofs": [codec.dumped(proof) for proof in self.proofs],
            "neutral": codec.dumped(self.neutral),
            "near": [{"places": codec.dumped(near.places), "says": near.says} for near in self.near],
            "missing": self.missing.value if self.missing else "",
            "nothing_close": self.nothing_close,
            "hashes": seals.dumped(self.hashes),
        }

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(
            verdict=codec.one_of(body, "verdict", Verdict),
            proofs=tuple(map(codec.loaded, codec.tables(body, "proofs"))),
            neutral=codec.loaded(codec.subtable(body, "neutral")),
            near=tuple(map(_near_loaded, codec.tables(body, "near"))),
            missing=codec.one_of_or_none(body, "missing", Gap),
            nothing_close=codec.flag(body, "nothing_close"),
            hashes=seals.loaded(codec.subtable(body, "hashes")),
        )

    @classmethod
    def from_table(cls, table: Table, work: str) -> Self:
        """Reads what an author wrote; citations without a work mean `work`."""
        with codec.at("neutral", "Neutral"):
            neutral = codec.cited(codec.subtable(table, "neutral"), work)
        return cls(
            verdict=codec.one_of(table, "verdict", Verdict),
            proofs=tuple(_numbered(table, "proof", work)),
            neutral=neutral,
            near=tuple(_near_written(table, work)),
            missing=codec.one_of_or_none(table, "missing", Gap),
            nothing_close=codec.flag(table, "nothing_close"),
        )

    def flaws(self, claim: str, reading: Citation, limit: int, library: Library) -> Iterator[Flaw]:
        yield from self._absence_flaws() if self.absent else self._presence_flaws()
        for role, sets in (("proof", self.proofs), ("near", self.near_places)):
            yield from _set_flaws(role, sets, limit)
        for number, near in enumerate(self.near, start=1):
            if len(near.says) > SAYS_LENGTH:
                yield Flaw("near", f"Near {number} says more than {SAYS_LENGTH} characters; shorten it.")
            if not near.says:
                yield Flaw("near", f"Near {number}: say after a colon why it proves nothing.")
            yield from says.flaws("near", f"Near {number}", near.says, reading, library)
        yield from self._overlaps()
        yield from seals.flaws(self.cited(), reading, self.hashes, library)
        yield from self._copies(claim, library)

    def _absence_flaws(self) -> Iterator[Flaw]:
        if self.proofs:
            yield Flaw("proof", "No sentence proves an absence; move these to the near misses.")
        if not self.near and not self.nothing_close:
            yield Flaw("near", "Name the passage that comes closest, or state that nothing does.")
        if self.near and self.nothing_close:
            yield Flaw("nothing_close", "There are near misses; take them out or do not say that nothing is close.")
        if self.missing is None:
            yield Flaw("missing", f"Say what the reading leaves out: {', '.join(Gap)}.")

    def _presence_flaws(self) -> Iterator[Flaw]:
        if not self.proofs:
            yield Flaw("proof", f"“{self.verdict.label}” needs a proof: at least one set of sentences.")
        if self.missing is not None:
            yield Flaw(
                "missing",
                "Something is missing only where the verdict is not in the source; leave this empty.",
            )
        if self.nothing_close:
            yield Flaw(
                "nothing_close",
                "Nothing is close only where the verdict is not in the source; leave this off.",
            )

    def _copies(self, claim: str, library: Library) -> Iterator[Flaw]:
        for edition, anchor in dict.fromkeys((place.edition, place.anchor) for place in self.cited()):
            words = library.words(edition, anchor)
            if words is not None and _bare(words) == _bare(claim):
                yield Flaw("claim", f"This is what {edition} {anchor.label} says; word the claim unlike it.")

    def _overlaps(self) -> Iterator[Flaw]:
        """A sentence has one role; students could not be told two things about it."""
        proving = {(place.edition, place.anchor) for place in self.cited() if place.role == "proof"}
        for role, _, edition, anchor in self.cited():
            if role != "proof" and (edition, anchor) in proving:
                name = {"near": "a near miss", "neutral": "neutral"}[role]
                yield Flaw(role, f"{edition} {anchor.label} is {name} and part of a proof as well; take it out of one.")


def _bare(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", text).strip().casefold()


def _set_flaws(role: str, sets: Sequence[ByEdition], limit: int) -> Iterator[Flaw]:
    for number, places in enumerate(sets, start=1):
        name = f"{role.capitalize()} {number}"
        if not any(places.values()):
            yield Flaw(role, f"{name} names no sentence.")
        for edition, found in places.items():
            if len(found) > limit:
                yield Flaw(role, f"{name} has {len(found)} sentences in {edition}; a student may mark {limit}.")
    for (number, places), (other, within) in permutations(enumerate(sets, start=1), 2):
        for edition in sorted(places.keys() & within.keys()):
            if (within[edition] and within[edition] < places[edition]) or (
                within[edition] == places[edition] and other < number
            ):
                name = f"{role.capitalize()} {number} contains {role} {other}"
                yield Flaw(role, f"{name} in {edition}; keep the smaller one.")


def _numbered(table: Table, name: str, work: str) -> Iterator[dict[str, Places]]:
    for number, places in enumerate(codec.tables(table, name), start=1):
        with codec.at(name, f"{name.capitalize()} {number}"):
            yield codec.cited(places, work)


def _near_written(table: Table, work: str) -> Iterator[Near]:
    for number, near in enumerate(codec.tables(table, "near"), start=1):
        with codec.at("near", f"Near {number}"):
            places = {name: value for name, value in near.items() if name != "says"}
            yield Near(codec.cited(places, work), codec.line(near, "says", ""))


def _near_loaded(near: Table) -> Near:
    return Near(codec.loaded(codec.subtable(near, "places")), codec.text(near, "says", ""))
