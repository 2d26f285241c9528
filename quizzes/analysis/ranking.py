"""What can sums not give? Medians, groups of attempts and orders: counted from the papers, and kept as of a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from . import items, quiz
from .figure import Figure
from .items import ENOUGH, Item
from .papers import Answered, Paper
from .ranks import Group, Ranks
from .sums import Sums

_FIVE = 25  # attempts; with fewer there are three groups

UNCOUNTED = Figure.none("it is not counted yet")


def of_question(question: int, part: str = "") -> str:
    return f"question {question} {part}".rstrip()


def of_version(version: int, part: str = "") -> str:
    return f"version {version} {part}".rstrip()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Of a question, a version or a part. `groups` are mean shares of the mark, from low totals to high ones.

    `shares` says of an option or sentence which share of the lower and of the upper group picked it.
    """

    efficiency: Figure = UNCOUNTED
    d27: Figure = UNCOUNTED
    groups: tuple[float, ...] = ()
    shares: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def dump(self) -> dict[str, Any]:
        return {
            "efficiency": [self.efficiency.value, self.efficiency.reason],
            "d27": [self.d27.value, self.d27.reason],
            "groups": list(self.groups),
            "shares": {label: list(both) for label, both in self.shares.items()},
        }

    @classmethod
    def load(cls, body: Mapping[str, Any]) -> Self:
        return cls(Figure(*body["efficiency"]), Figure(*body["d27"]), tuple(body["groups"]), body["shares"])


@dataclass(frozen=True, slots=True)
class Ranking:
    """Of a whole quiz: `ranked` by the names that `of_question` and `of_version` give."""

    attempts: int = 0
    median: Figure = UNCOUNTED
    ranked: Mapping[str, Ranked] = field(default_factory=dict)

    def of(self, name: str) -> Ranked:
        return self.ranked.get(name, _NOTHING)

    def dump(self) -> dict[str, Any]:
        ranked = {name: found.dump() for name, found in self.ranked.items()}
        return {"median": [self.median.value, self.median.reason], "ranked": ranked}

    @classmethod
    def load(cls, attempts: int, body: Mapping[str, Any]) -> Self:
        ranked = {name: Ranked.load(found) for name, found in body["ranked"].items()}
        return cls(attempts, Figure(*body["median"]), ranked)


_NOTHING = Ranked()


class _Place(NamedTuple):
    """Which paper, with which total, answered so."""

    paper: int
    total: int
    answered: Answered


class _Order(NamedTuple):
    """Of those who were asked a question: the outer groups, and three or five groups where there are enough."""

    lower: Group
    upper: Group
    groups: tuple[Group, ...]

    @classmethod
    def of(cls, totals: Sequence[int]) -> Self:
        ranks = Ranks.of(totals)
        count = 0 if ranks.n < ENOUGH else 3 if ranks.n < _FIVE else 5
        return cls(ranks.lower, ranks.upper, tuple(ranks.groups(count)))


def ranking(papers: Sequence[Paper]) -> Ranking:
    orders: dict[tuple[int, ...], _Order] = {}  # most questions were asked of everybody, so one order serves them all
    ranked: dict[str, Ranked] = {}
    for name, places in _columns(papers).items():
        who = tuple(place.paper for place in places)
        if who not in orders:
            orders[who] = _Order.of([place.total for place in places])
        ranked |= _ranked(name, places, orders[who])
    return Ranking(len(papers), quiz.median([paper.total for paper in papers]), ranked)


def _columns(papers: Iterable[Paper]) -> dict[str, list[_Place]]:
    """The answers to each question, and to each version where there were several."""
    questions: dict[int, list[_Place]] = {}
    for number, paper in enumerate(papers):
        total = paper.total
        for one in paper.answered:
            questions.setdefault(one.question, []).append(_Place(number, total, one))
    found: dict[str, list[_Place]] = {}
    for question, places in questions.items():
        found[of_question(question)] = places
        versions = dict.fromkeys(place.answered.version for place in places)
        for version in versions if len(versions) > 1 else ():
            found[of_version(version)] = [place for place in places if place.answered.version == version]
    return found


def _ranked(name: str, places: Sequence[_Place], order: _Order) -> Iterator[tuple[str, Ranked]]:
    xs = [place.answered.x for place in places]
    rests = [place.total - place.answered.x for place in places]
    possible = sum(place.answered.possible for place in places)
    yield name, _figures(xs, rests, possible, order, dict(_shares(places, order)))
    parts = dict.fromkeys(part for place in places for part, _ in place.answered.parts)
    for part in parts:
        has = [dict(place.answered.parts).get(part) for place in places]
        if all(x is not None for x in has):
            yield f"{name} {part}", _figures([x or 0 for x in has], rests, 100 * len(has), order, {})


def _figures(
    xs: Sequence[int], rests: Sequence[int], possible: int, order: _Order, shares: Mapping[str, tuple[float, float]]
) -> Ranked:
    sums = Sums.of(zip(xs, rests, strict=True))
    item = Item(sums, possible)
    return Ranked(
        items.efficiency(xs, rests, sums),
        items.upper_lower(xs, order.lower, order.upper, item),
        tuple(float(group.mean(xs) / (100 * item.maximum)) for group in order.groups) if possible else (),
        shares,
    )


def _shares(places: Sequence[_Place], order: _Order) -> Iterator[tuple[str, tuple[float, float]]]:
    picked: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        for label in place.answered.picked:
            picked.setdefault(label, []).append(number)
    for label, some in sorted(picked.items()):
        yield label, (float(order.lower.share(some)), float(order.upper.share(some)))
