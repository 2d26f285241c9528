"""Which answers are offered, and which of them are right?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Self

from . import codec
from .backing import LENGTH, SAYS, Backed, Backing, strokes
from .base import Flaw, Invalid, Table
from .entries import Entry

OPTIONS = 12


class Option(Entry):
    """`id` stays when options are reordered or reworded, so that old answers keep their meaning."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Key(Backed):
    """Which options are right, what to say about each, and where the reading shows it."""

    right: frozenset[str]
    says: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> dict[str, object]:
        return {"right": sorted(self.right), "says": dict(self.says), **self.backing.dump()}

    @classmethod
    def load(cls, body: Table) -> Self:
        says = codec.subtable(body, "says")
        said = {option: codec.text(says, option) for option in says}
        return cls(frozenset(codec.texts(body, "right")), said, backing=Backing.load(body))


@dataclass(frozen=True, slots=True)
class Row:
    """One option with what the key knows about it, as results list it and authors type it."""

    option: Option
    right: bool
    says: str
    chosen: bool = False

    def __str__(self) -> str:
        return f"{'*' if self.right else ''}{self.option.id}) {self.option.text}{strokes(self.says)}"


def rows(options: Sequence[Option], key: Key, chosen: frozenset[str] = frozenset()) -> tuple[Row, ...]:
    return tuple(
        Row(option, option.id in key.right, key.says.get(option.id, ""), option.id in chosen) for option in options
    )


def typed(line: str, work: str | None = None) -> dict[str, object]:
    """``*a) The newspaper // It is named.``: the star says right, the strokes divide off what is said about it."""
    rest = line.removeprefix("*").strip()
    id = rest[0] if rest[1:3] == ") " and rest[0] in ascii_lowercase else ""
    text, _, says = (rest[3:] if id else rest).partition(SAYS)
    return {"id": id, "text": text.strip(), "right": line.startswith("*"), "says": says.strip()}


def from_tables(tables: Sequence[Table]) -> tuple[Row, ...]:
    """The options an author wrote. They keep the letters they have; a new one gets the first that is free."""
    given = [codec.text(table, "id", "") for table in tables]
    taken = [id for id in given if id]
    if len(set(taken)) < len(taken) or not set(taken) <= set(ascii_lowercase):
        raise Invalid(
            Flaw("option", f"The options are called {', '.join(taken)}; give each a small letter of its own.")
        )
    if len(given) > OPTIONS:
        raise Invalid(Flaw("option", f"There are {len(given)} options; the limit is {OPTIONS}."))
    free = (letter for letter in ascii_lowercase if letter not in taken)
    return tuple(_row(id or next(free), table) for id, table in zip(given, tables, strict=True))


def _row(id: str, table: Table) -> Row:
    with codec.at("option", f"Option {id}"):
        codec.nothing_unknown(table, ("id", "text", "right", "says"))
        option = Option(id, codec.line(table, "text", ""))
        return Row(option, codec.flag(table, "right"), codec.line(table, "says", ""))


def flaws(options: Sequence[Option], key: Key, several: bool) -> Iterator[Flaw]:
    if len(options) < 2:
        yield Flaw("option", "Offer at least two options.")
    for row in rows(options, key):
        yield from _row_flaws(row)
    yield from _twins(options)
    if not key.right:
        yield Flaw("option", "No option is right; put * before one.")
    if len(key.right) > 1 and not several:
        yield Flaw("option", f"{len(key.right)} options are right; allow several or keep one.")
    for stray in sorted((key.right | set(key.says)) - {option.id for option in options}):
        yield Flaw("option", f"The key speaks of option {stray}, which is not offered.")


def _row_flaws(row: Row) -> Iterator[Flaw]:
    name = f"Option {row.option.id}"
    if not row.option.text:
        yield Flaw("option", f"{name} is empty; word it or take it out.")
    if max(len(row.option.text), len(row.says)) > LENGTH:
        yield Flaw("option", f"{name} is longer than {LENGTH} characters; shorten it.")
    if SAYS in row.option.text:
        yield Flaw("option", f"{name} holds “{SAYS.strip()}”, which begins what is said about it; word it without.")


def _twins(options: Sequence[Option]) -> Iterator[Flaw]:
    first: dict[str, str] = {}
    for option in options:
        twin = first.setdefault(option.text.casefold(), option.id)
        if twin != option.id:
            yield Flaw("option", f"Options {twin} and {option.id} say the same; change one.")
