"""What is to be put in order, in which order is it offered, and in which does it belong?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from string import ascii_lowercase
from typing import Self

from corpus.text.citation import Citation
from corpus.text.digest import short_hash

from . import codec, entries, says
from .backing import LENGTH, SAYS, Backed, Backing, strokes, twins
from .base import Flaw, Invalid, Library, Table
from .entries import Entry

MOST = 12
SAME = "="  # before what stands level with the line above it, where an author types


class Item(Entry):
    """`id` is its letter in the order that is offered, so that it says nothing of the right one."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Key(Backed):
    """The rank of each item, equal where neither comes first, and what to say about it."""

    ranks: Mapping[str, int]
    says: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> dict[str, object]:
        ranked = [{"id": id, "rank": rank, "says": self.says.get(id, "")} for id, rank in sorted(self.ranks.items())]
        return {"ranked": ranked, **self.backing.dump()}

    @classmethod
    def load(cls, body: Table) -> Self:
        ranked = codec.tables(body, "ranked")
        ranks = {codec.text(item, "id"): codec.whole(item, "rank") for item in ranked}
        return cls(ranks, entries.said(ranked), backing=Backing.load(body))

    def pairs(self, order: Sequence[str]) -> tuple[int, int]:
        """How many pairs stand in the right order, and how many the wrong way round; a tie is neither."""
        both = list(combinations([self.ranks[id] for id in order], 2))
        return sum(first < second for first, second in both), sum(first > second for first, second in both)

    def places(self, id: str) -> range:
        """Where an item may stand without fault: at one place, or anywhere among its equals."""
        before = sum(rank < self.ranks[id] for rank in self.ranks.values())
        level = sum(rank == self.ranks[id] for rank in self.ranks.values())
        return range(before + 1, before + level + 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One item as its author writes it. `same`: at the same time as the one before."""

    text: str
    says: str = ""
    same: bool = False

    def __str__(self) -> str:
        return f"{f'{SAME} ' if self.same else ''}{self.text}{strokes(self.says)}"


def typed(line: str, work: str | None = None) -> dict[str, object]:
    """``= Four pits close // Within nine weeks.``: level with the line above, and what is said about it."""
    text, _, said = line.removeprefix(SAME).partition(SAYS)
    return {"text": text.strip(), "says": said.strip(), "same": line.startswith(SAME)}


def from_tables(tables: Sequence[Table]) -> tuple[tuple[Item, ...], Key]:
    """The items in the order that is offered, and the key to them. They are written in the right order."""
    if len(tables) > MOST:
        raise Invalid(Flaw("item", f"There are {len(tables)} items; the limit is {MOST}."))
    lines = [_line(number, table) for number, table in enumerate(tables, start=1)]
    ranked = list(zip(_ranks(lines), lines, strict=True))
    offered = dict(zip(ascii_lowercase, _mixed(ranked), strict=False))
    key = Key(
        ranks={id: rank for id, (rank, _) in offered.items()},
        says={id: line.says for id, (_, line) in offered.items() if line.says},
    )
    return tuple(Item(id, line.text) for id, (_, line) in offered.items()), key


def _line(number: int, table: Table) -> Line:
    with codec.at("item", f"Item {number}"):
        codec.nothing_unknown(table, ("text", "says", "same"))
        return Line(codec.line(table, "text", ""), codec.line(table, "says", ""), codec.flag(table, "same"))


def _ranks(lines: Sequence[Line]) -> Iterator[int]:
    rank = 0
    for line in lines:
        rank += not line.same or not rank
        yield rank


def _mixed(ranked: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """By a hash of the words, which has nothing to do with the key; only if that were right, the last goes first."""
    mixed = sorted(ranked, key=lambda one: short_hash(one[1].text))
    ranks = [rank for rank, _ in mixed]
    return mixed[-1:] + mixed[:-1] if ranks == sorted(ranks) else mixed


def written(items: Sequence[Item], key: Key) -> str:
    """The lines that `typed` reads back."""
    rows, before = [], 0
    for item in in_order(items, key):
        rank = key.ranks[item.id]
        rows.append(str(Line(item.text, key.says.get(item.id, ""), rank == before)))
        before = rank
    return "\n".join(rows)


def in_order(items: Sequence[Item], key: Key) -> list[Item]:
    return sorted(items, key=lambda item: key.ranks[item.id])


def flaws(items: Sequence[Item], key: Key, reading: Citation | None, library: Library) -> Iterator[Flaw]:
    if set(key.ranks) != {item.id for item in items}:
        yield Flaw("item", "The key does not speak of the items that are offered; write them anew.")
        return
    if len(items) < 2:
        yield Flaw("item", "Give at least two items, the first at the top.")
    elif len(set(key.ranks.values())) < 2:
        yield Flaw("item", "All items stand level, so no order is right; take = away before one.")
    for item in in_order(items, key):
        yield from _item_flaws(item, key.says.get(item.id, ""), reading, library)
    for twin in twins(item.text for item in items):
        yield Flaw("item", f"“{twin[:40]}” is offered twice; change one.")


def _item_flaws(item: Item, said: str, reading: Citation | None, library: Library) -> Iterator[Flaw]:
    name = f"“{item.text[:40]}”"
    if not item.text:
        yield Flaw("item", "An item is empty; word it or take it out.")
    if max(len(item.text), len(said)) > LENGTH:
        yield Flaw("item", f"{name} is longer than {LENGTH} characters; shorten it.")
    if item.text.startswith(SAME) or SAYS.strip() in item.text.split():
        yield Flaw(
            "item", f"{name} holds a sign that means something where authors type ({SAME} or //); word it without."
        )
    yield from says.flaws("item", name, said, reading, library)
