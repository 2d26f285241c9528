"""In which order do these belong? A list to be put in order, the first at the top."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple, Self

from corpus.text.citation import Anchor

from . import backing, codec, lines, sequence
from .backing import Asked, Backing
from .base import Field, Flaw, Invalid, Library, Outcome, Policy, Post, Sample, State, Table
from .mixing import Draw, in_drawn_order
from .question import by_share
from .sequence import Item, Key
from .telling import share, strictly

_FIELDS = (
    backing.ASK,
    Field(
        "item",
        "Items",
        "lines",
        "One a line in the right order, the first at the top; after two strokes what to say about it:"
        " Four pits close // Within nine weeks, [¶12.2]. Put = before one that stands level with the line above it."
        " Students are offered them in another order.",
    ),
    backing.READING,
    backing.EVIDENCE,
)

_EXAMPLE: Table = {
    "ask": "Put these in the order in which Harrow dates them.",
    "reading": "harrow-1957 ¶11-14",
    "item": [
        {"text": "The Minister receives a deputation", "says": "In spring, before the report in [¶12.1]."},
        {"text": "The newspaper reports a promise", "says": "3 March 1957, [¶12.1]."},
        {"text": "Upper Dale closes", "says": "Within nine weeks, [¶12.2]."},
        {"text": "Both Brandt pits close", "same": True},
        {"text": "Dr Oll explains what was meant"},
    ],
    "evidence": {"adapted": ["¶12.1", "¶12.2"]},
}


def _sample(name: str, order: str, *, earns: Fraction | None = None, refused_at: str = "", **more: str) -> Sample:
    """`order` lists the letters from the top; `more` overrides places or presses a button."""
    chosen = {f"place-{letter}": str(place) for place, letter in enumerate(order, start=1)}
    chosen |= {name.replace("_", "-"): value for name, value in more.items()}
    return Sample(name, {name: [value] for name, value in chosen.items()}, earns, refused_at)


_SAMPLES = (
    _sample("right", "aecdb", earns=Fraction(1)),
    _sample("right, level ones the other way round", "aedcb", earns=Fraction(1)),
    _sample("right after a move", "eacdb", move="down e", earns=Fraction(1)),
    _sample("partly right, neighbours changed", "eacdb", earns=Fraction(7, 9)),
    _sample("partly right, the last first", "baecd", earns=Fraction(1, 9)),
    _sample("wrong", "bcdea", earns=Fraction(0)),
    _sample("as it was offered", "abcde", earns=Fraction(0)),
    _sample("blank", "", earns=Fraction(0)),
    _sample("two in one place", "aecdb", place_c="1", refused_at="place"),
    _sample("one without a place", "aecdb", place_c="", refused_at="place"),
    _sample("no such place", "aecdb", place_c="6", refused_at="place"),
)


class Placed(NamedTuple):
    """One line of the list that a student arranges."""

    item: Item
    place: int


@dataclass(frozen=True, slots=True)
class Response:
    """The items as they are arranged. As long as they stand as they were offered, nothing is answered, unless the
    student means that (`is_offer`)."""

    rows: tuple[Placed, ...]
    is_arranged: bool = False
    is_offer: bool = False

    @property
    def state(self) -> State:
        return State.ANSWERED if self.is_arranged else State.BLANK

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(row.item.id for row in self.rows)

    def dump(self) -> dict[str, object]:
        return {"order": list(self.order) if self.is_arranged else []}


class Row(NamedTuple):
    """One item as results list it, in the key's order. `mine` is 0 where nothing was answered."""

    text: str
    belongs: str
    mine: int
    is_right: bool
    says: str


@dataclass(frozen=True, slots=True)
class Ordering(Asked[Key, Response]):
    """A list to be put in order: what students see, in the order in which it is offered.

    That order is not right, unless it is `drawn` for a student: then nobody knows, and the student may say that it is.
    """

    kind = "ordering"
    label = "Order"
    purpose = (
        "The student puts events in order, the first at the top; for what a text tells in another order than it"
        " happened, or dates only by something else."
    )
    rule = "In a list to be put in order, each pair in order adds and each reversed pair subtracts."
    scorer = 1
    unanswered = "You left the list as it was offered, so there is nothing to mark."
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES

    items: tuple[Item, ...]
    drawn: bool = False

    def mixed(self, draw: Draw) -> Self:
        return replace(self, items=in_drawn_order(self.items, draw), drawn=True)

    @property
    def places(self) -> range:
        return range(1, len(self.items) + 1)

    @classmethod
    def load(cls, body: Table) -> Self:
        offered = tuple(map(Item.load, codec.tables(body, "items")))
        return cls(codec.text(body, "ask"), offered, reading=backing.reading(body))

    def dump(self) -> dict[str, object]:
        offered = [item.dump() for item in self.items]
        return {"ask": self.ask, "items": offered, "reading": backing.named(self.reading)}

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        reading = backing.reading(table)
        items, key = sequence.from_tables(codec.tables(table, "item"))
        content = cls(codec.line(table, "ask", ""), items, reading=reading)
        return content, replace(key, backing=Backing.from_table(table, reading))

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        """The place chosen for each item, then the move that a button asks for."""
        chosen = {item: codec.chosen(post, f"place-{item.id}") for item in self.items}
        if not any(chosen.values()):
            return self.response({})
        placed = [Placed(item, self._place(value)) for item, value in chosen.items()]
        flaws = () if final else tuple(self._unplaced(placed))
        if flaws:
            raise Invalid(*flaws)
        arranged = sorted(placed, key=lambda row: row.place or len(placed))
        if len({row.place for row in placed}) < len(placed):
            return Response(tuple(arranged), is_arranged=True)  # time is up: equals stand as they were offered
        moved = _moved([row.item for row in arranged], codec.chosen(post, "move"))
        return self._arranged(moved, meant=self.drawn and bool(codec.chosen(post, "as-offered")))

    def _place(self, chosen: str) -> int:
        """0 where nothing on offer is chosen."""
        return next((place for place in self.places if str(place) == chosen), 0)

    def _unplaced(self, placed: Sequence[Placed]) -> Iterator[Flaw]:
        for item, place in placed:
            if not place:
                yield Flaw("place", f"“{item.text}” has no place; choose one from 1 to {len(self.items)}.")
        for place in self.places:
            level = [f"“{row.item.text}”" for row in placed if row.place == place]
            if len(level) > 1:
                both = "both" if len(level) == 2 else "all"
                yield Flaw("place", f"{' and '.join(level)} {both} stand at {place}; give each a place of its own.")

    def _arranged(self, items: Sequence[Item], *, meant: bool) -> Response:
        rows = tuple(Placed(item, place) for place, item in enumerate(items, start=1))
        is_offer = tuple(items) == self.items
        return Response(rows, is_arranged=meant or not is_offer, is_offer=meant and is_offer)

    def response(self, body: Table) -> Response:
        """An order that is stored was meant, in whichever order the items were offered."""
        by_id, order = {item.id: item for item in self.items}, codec.texts(body, "order")
        stored = sorted(order) == sorted(by_id)
        return self._arranged([by_id[id] for id in order] if stored else self.items, meant=stored)

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        ahead, reversed_ = key.pairs(response.order)
        return by_share(_score(ahead, reversed_), policy, in_order=ahead, reversed=reversed_)

    def ideal(self, key: Key, *, edition: str = "") -> dict[str, list[str]]:
        """The form of an answer that earns everything."""
        right = sequence.in_order(self.items, key)
        return {f"place-{item.id}": [str(place)] for place, item in enumerate(right, start=1)}

    def shown(self, key: Key, response: Response) -> tuple[Row, ...]:
        """The items in the key's order, each with the place that the student gave it."""
        return tuple(self._row(item, key, response) for item in sequence.in_order(self.items, key))

    def _row(self, item: Item, key: Key, response: Response) -> Row:
        places = key.places(item.id)
        mine = response.order.index(item.id) + 1 if response.is_arranged else 0
        return Row(item.text, " or ".join(map(str, places)), mine, mine in places, key.says.get(item.id, ""))

    def headed(self, outcome: Outcome) -> str:
        if outcome.fraction == 1:
            return "Order right"
        ahead, reversed_ = _counts(outcome)
        return f"{ahead} of {ahead + reversed_} pairs in order" if ahead else "Order not right"

    def explained(self, outcome: Outcome) -> str:
        ahead, reversed_ = _counts(outcome)
        said = f"Of {ahead + reversed_} pairs {ahead} stand in the right order and {reversed_} the wrong way round"
        if outcome.parts["policy"] == Policy.STRICT:
            return f"{said}; {strictly(outcome.fraction)}."
        if outcome.fraction == 1:
            return "Every pair stands in the right order, so you earn it all."
        worth = ", which counts as 0" if ahead < reversed_ else f" = {share(outcome.fraction)}"
        return f"{said}, so your score is ({ahead}\u00a0−\u00a0{reversed_})\u00a0/\u00a0{ahead + reversed_}{worth}."

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        yield from self.asking_flaws(key, library)
        yield from sequence.flaws(self.items, key, self.reading, library)

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        return backing.typed(values, {}, item=lambda: lines.each(values, "item", None, sequence.typed))

    def form_from(self, key: Key) -> dict[str, str]:
        return {**self.asking_form(key), "item": sequence.written(self.items, key)}


def _moved(items: list[Item], button: str) -> list[Item]:
    """The list after “Move up” or “Move down”; at an end of it nothing moves."""
    direction, _, id = button.partition(" ")
    at = next((place for place, item in enumerate(items) if item.id == id), -1)
    to = at + {"up": -1, "down": 1}.get(direction, 0)
    if at >= 0 and 0 <= to < len(items):
        items[at], items[to] = items[to], items[at]
    return items


def _score(ahead: int, reversed_: int) -> Fraction:
    # A key in which everything stands level has no pair; it is refused, and would earn nothing.
    return max(Fraction(0), Fraction(ahead - reversed_, ahead + reversed_ or 1))


def _counts(outcome: Outcome) -> tuple[int, int]:
    return codec.whole(outcome.parts, "in_order"), codec.whole(outcome.parts, "reversed")
