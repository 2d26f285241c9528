"""What did each attempt earn, question by question, and what do many of them add up to?"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from typing import Any, Self

from .sums import Sums, Totals


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of one attempt. `x` and `possible` are hundredths of a mark; a part is hundredths of itself.

    `picked` are the options or sentences of the answer; `complete` says that it holds a whole proof (R = 1).
    """

    question: int
    version: int
    x: int
    possible: int
    parts: tuple[tuple[str, int], ...] = ()
    picked: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """An attempt that was handed in and marked."""

    answered: tuple[Answered, ...]

    @property
    def total(self) -> int:
        return sum(one.x for one in self.answered)

    @property
    def possible(self) -> int:
        return sum(one.possible for one in self.answered)


@dataclass(frozen=True, slots=True)
class Picks:
    """Of those who chose an option or marked a sentence: how many, Σo, and how many of them had a whole proof."""

    n: int = 0
    o: int = 0
    complete: int = 0

    def __add__(self, other: "Picks") -> "Picks":
        return Picks(self.n + other.n, self.o + other.o, self.complete + other.complete)


@dataclass(frozen=True, slots=True)
class Tallied:
    """All that is kept of one version of a question. `marks` counts how often each mark was earned."""

    sums: Sums = field(default_factory=Sums)
    possible: int = 0
    complete: int = 0
    parts: Mapping[str, Sums] = field(default_factory=dict)
    picks: Mapping[str, Picks] = field(default_factory=dict)
    marks: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[Answered, int]]) -> Self:
        """Of the answers to one version, each with the total of its attempt."""
        rested = [(one, total - one.x) for one, total in pairs]
        parts: dict[str, list[tuple[int, int]]] = {}
        picks: dict[str, Picks] = {}
        marks: dict[int, int] = {}
        for one, rest in rested:
            for name, x in one.parts:
                parts.setdefault(name, []).append((x, rest))
            for label in one.picked:
                picks[label] = picks.get(label, _NO_PICKS) + Picks(1, rest, int(one.complete))
            marks[one.x] = marks.get(one.x, 0) + 1
        return cls(
            Sums.of((one.x, rest) for one, rest in rested),
            sum(one.possible for one, _ in rested),
            sum(one.complete for one, _ in rested),
            {name: Sums.of(found) for name, found in parts.items()},
            picks,
            marks,
        )

    def __add__(self, other: "Tallied") -> "Tallied":
        return Tallied(
            self.sums + other.sums,
            self.possible + other.possible,
            self.complete + other.complete,
            {name: _part(self, name) + _part(other, name) for name in {**self.parts, **other.parts}},
            {label: _pick(self, label) + _pick(other, label) for label in {**self.picks, **other.picks}},
            {x: self.marks.get(x, 0) + other.marks.get(x, 0) for x in {**self.marks, **other.marks}},
        )

    def dump(self) -> dict[str, Any]:
        return {
            "sums": astuple(self.sums),
            "possible": self.possible,
            "complete": self.complete,
            "parts": {name: astuple(sums) for name, sums in sorted(self.parts.items())},
            "picks": {label: astuple(picks) for label, picks in sorted(self.picks.items())},
            "marks": {str(x): n for x, n in sorted(self.marks.items())},
        }

    @classmethod
    def load(cls, body: Mapping[str, Any]) -> Self:
        return cls(
            Sums(*body["sums"]),
            body["possible"],
            body["complete"],
            {name: Sums(*sums) for name, sums in body["parts"].items()},
            {label: Picks(*picks) for label, picks in body["picks"].items()},
            {int(x): n for x, n in body["marks"].items()},
        )


_NO_PICKS, _NO_SUMS = Picks(), Sums()


def _part(of: Tallied, name: str) -> Sums:
    return of.parts.get(name, _NO_SUMS)


def _pick(of: Tallied, label: str) -> Picks:
    return of.picks.get(label, _NO_PICKS)


@dataclass(frozen=True, slots=True)
class Tallies:
    """What is kept of a quiz: its totals, and each version that was asked."""

    totals: Totals = field(default_factory=Totals)
    versions: Mapping[int, Tallied] = field(default_factory=dict)

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> Self:
        totals, possible = list[int](), 0
        found: dict[int, list[tuple[Answered, int]]] = {}
        for paper in papers:
            total = paper.total
            totals.append(total)
            possible += paper.possible
            for one in paper.answered:
                found.setdefault(one.version, []).append((one, total))
        return cls(
            Totals.of(totals, possible),
            {version: Tallied.of(pairs) for version, pairs in found.items()},
        )

    def __add__(self, other: "Tallies") -> "Tallies":
        both = {**self.versions, **other.versions}
        return Tallies(
            self.totals + other.totals,
            {v: self.versions.get(v, _NOTHING) + other.versions.get(v, _NOTHING) for v in both},
        )


_NOTHING = Tallied()
