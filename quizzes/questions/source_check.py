"""Does the reading support the claim, contradict it, or not say? And which sentences prove it?"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Self

from corpus.text.citation import Anchor, Citation, parse

from . import codec, seals
from .base import BLANK, Cited, Flaw, Invalid, Library, Outcome, Part, Policy, Post, State, Table
from .evidence import NONE, ByEdition, Evidence, Ground, Places, union

LIMIT = 5
QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)


class Verdict(StrEnum):
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_IN_SOURCE = "not_in_source"


class Gap(StrEnum):
    """What a source may leave out. Every question offers the same list, so that it gives nothing away."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how many"
    CAUSE = "cause"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that tempts, by edition, and why it proves nothing."""

    places: ByEdition
    says: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """The verdict, and the sets of sentences each of which proves it alone."""

    verdict: Verdict
    proofs: tuple[ByEdition, ...] = ()
    neutral: ByEdition = field(default_factory=dict)
    near: tuple[Near, ...] = ()
    missing: Gap | None = None
    nothing_close: bool = False
    hashes: seals.Hashes = field(default_factory=dict)

    @property
    def absent(self) -> bool:
        return self.verdict is Verdict.NOT_IN_SOURCE

    def ground(self, edition: str) -> Ground:
        """What marks are held against: the proofs, or the near misses where no sentence can prove."""
        sets = [near.places for near in self.near] if self.absent else self.proofs
        return Ground.of(sets, self.neutral, edition)

    def cited(self) -> Iterator[Cited]:
        for role, sets in (
            ("proof", self.proofs),
            ("neutral", (self.neutral,)),
            ("near", [near.places for near in self.near]),
        ):
            for number, places in enumerate(sets, start=1):
                for edition, found in places.items():
                    yield from (Cited(role, number, edition, anchor) for anchor in sorted(found))

    def sealed(self, library: Library) -> "Key":
        return replace(self, hashes=seals.sealed(self.cited(), self.hashes, library))

    def dump(self) -> dict[str, object]:
        return {
            "verdict": self.verdict.value,
            "proofs": [codec.dumped(proof) for proof in self.proofs],
            "neutral": codec.dumped(self.neutral),
            "near": [{"places": codec.dumped(near.places), "says": near.says} for near in self.near],
            "missing": self.missing.value if self.missing else None,
            "nothing_close": self.nothing_close,
            "hashes": seals.dumped(self.hashes),
        }

    @classmethod
    def load(cls, body: Table) -> "Key":
        return cls(
            codec.one_of(body, "verdict", Verdict),
            tuple(map(codec.loaded, codec.tables(body, "proofs"))),
            codec.loaded(codec.subtable(body, "neutral")),
            tuple(
                Near(codec.loaded(codec.subtable(near, "places")), codec.text(near, "says", ""))
                for near in codec.tables(body, "near")
            ),
            codec.one_of(body, "missing", Gap) if body.get("missing") else None,
            codec.flag(body, "nothing_close"),
            seals.loaded(codec.subtable(body, "hashes")),
        )


@dataclass(frozen=True, slots=True)
class Response:
    """What a student answered. Order and duplicates of marks are gone already."""

    verdict: Verdict | None = None
    marks: Places = NONE
    nothing_close: bool = False
    missing: Gap | None = None

    @property
    def state(self) -> State:
        if self == Response():
            return State.BLANK
        return State.ANSWERED if self.verdict else State.UNFINISHED

    def dump(self) -> dict[str, object]:
        return {
            "verdict": self.verdict.value if self.verdict else None,
            "mark": [anchor.value for anchor in sorted(self.marks)],
            "nothing_close": self.nothing_close,
            "missing": self.missing.value if self.missing else None,
        }


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """A claim about a reading. What students see; the key is apart."""

    kind: ClassVar[str] = "source_check"
    label: ClassVar[str] = "Source check"
    marks_text: ClassVar[bool] = True
    scorer: ClassVar[int] = 1

    claim: str
    reading: Citation
    limit: int = LIMIT

    def dump(self) -> dict[str, object]:
        return {"claim": self.claim, "reading": str(self.reading), "limit": self.limit}

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(
            codec.text(body, "claim"),
            parse(codec.text(body, "reading")),
            codec.whole(body, "limit", LIMIT, 1, 20),
        )

    @classmethod
    def load_key(cls, body: Table) -> Key:
        return Key.load(body)

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        marks = codec.anchors(post.getlist("mark"), "mark")
        flaws = [*self._strays(marks, shown), *(() if final else self._excess(marks))]
        if flaws:
            raise Invalid(*flaws)
        return Response(
            codec.picked(post, "verdict", Verdict),
            marks,
            bool(codec.chosen(post, "nothing_close")),
            codec.picked(post, "missing", Gap),
        )

    def _strays(self, marks: Places, shown: Collection[Anchor] | None) -> Iterator[Flaw]:
        for mark in sorted(marks):
            if (
                not mark.sentence
                or not self.reading.covers(mark)
                or (shown is not None and mark not in shown)
            ):
                yield Flaw("mark", f"{mark} is no sentence of the reading; mark sentences of {self.reading}.")

    def _excess(self, marks: Places) -> Iterator[Flaw]:
        if len(marks) > self.limit:
            excess = len(marks) - self.limit
            yield Flaw(
                "mark", f"You marked {len(marks)} sentences; the limit is {self.limit}. Unmark {excess}."
            )

    def response(self, body: Table) -> Response:
        return Response(
            codec.one_of(body, "verdict", Verdict) if body.get("verdict") else None,
            codec.anchors(codec.texts(body, "mark"), "mark"),
            codec.flag(body, "nothing_close"),
            codec.one_of(body, "missing", Gap) if body.get("missing") else None,
        )

    def mark(self, key: Key, response: Response, *, edition: str, policy: str = Policy.GRADED) -> Outcome:
        if response.state is State.BLANK:
            return Outcome(Fraction(0), {}, BLANK)
        ground = key.ground(edition)
        found = ground.evidence(response.marks)
        right = response.verdict is key.verdict
        near = _near_credit(response, found)
        gap = right and response.missing is key.missing
        worth = HALF * near + HALF * gap if key.absent else found.value
        parts: dict[str, Part] = {
            "policy": Policy(policy).value,
            "asked": "absence" if key.absent else "proof",
            "verdict": right,
            "chosen": response.verdict.value if response.verdict else "",
            "grain": "paragraph" if ground.by_paragraph else "sentence",
            "completeness": found.completeness,
            "focus": found.focus,
            "evidence": worth,
            "found": found.found,
            "needed": len(found.best),
            "belonging": found.belonging,
            "counted": found.counted,
            "neutral": found.neutral,
        }
        if key.absent:
            parts |= {"near": near, "gap": gap, "nothing_close": response.nothing_close}
        return Outcome(self._share(parts, len(response.marks)), parts, _reason(right, worth))

    def _share(self, parts: Mapping[str, Part], marks: int) -> Fraction:
        right, worth = bool(parts["verdict"]), Fraction(parts["evidence"])
        if parts["policy"] == Policy.STRICT:
            complete = parts["completeness"] == 1 if parts["asked"] == "proof" else _absence_complete(parts)
            return Fraction(right and complete and marks <= self.limit)
        return QUARTER * right + QUARTER * worth + HALF * right * worth


def _near_credit(response: Response, found: Evidence) -> Fraction:
    """The closest passage, or rightly saying that there is none."""
    if response.verdict is not Verdict.NOT_IN_SOURCE:
        return found.value
    if found.best:
        return Fraction(0) if response.nothing_close else found.value
    return Fraction(response.nothing_close and not response.marks)


def _absence_complete(parts: Mapping[str, Part]) -> bool:
    # Strict asks for a whole near passage, not for the nearest passage only: more marks do no harm below the limit.
    found = parts["completeness"] == 1 and not parts["nothing_close"]
    return bool(parts["gap"]) and (found or parts["near"] == 1)


def _reason(right: bool, worth: Fraction) -> str:
    if right:
        return "complete" if worth == 1 else "partial" if worth else "verdict_only"
    return "evidence_only" if worth else "wrong"
