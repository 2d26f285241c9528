"""What does a label stand for, and what does every case of a kind come to?

A label stands for a sentence: any short text, such as ``s14``. Written ``p12.s1`` it is the first sentence of paragraph
12, and ``p12`` is the whole paragraph; any other label is a paragraph of its own.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.text.citation import Anchor, Citation

from .. import codec
from ..base import Flaw, Invalid, Table
from ..evidence import ByEdition, Places

LABEL = 80  # signs of a label
WORK = "text"
READING = Citation(WORK, None, 1, 1)

_PLACE = re.compile(r"p([1-9]\d{0,4})(?:\.s([1-9]\d{0,3}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Plain:
    """A question and its key, and how a response to it is read."""

    content: Any
    key: Any
    answer: Callable[[Table], Any]


type Adapter = Callable[[Table, str], Plain]  # the key of a case, and the edition that is read


def place(label: str) -> Anchor:
    found = _PLACE.fullmatch(label)
    return Anchor(WORK, int(found[1]), int(found[2] or 0)) if found else Anchor(label, 1, 1)


def places(table: Table, name: str) -> Places:
    labels = codec.texts(table, name)
    for label in labels:
        if not 0 < len(label) <= LABEL:
            raise Invalid(Flaw(name, f"“{label[:20]}” is no label; write 1 to {LABEL} characters, such as s14."))
    return frozenset(map(place, labels))


def by_edition(value: object, name: str, edition: str) -> ByEdition:
    """A list of labels of the edition that is read, or a table of such lists by edition."""
    if isinstance(value, Mapping):
        return {str(one): places(value, one) for one in value}
    return {edition: places({name: value}, name)}


def sets(table: Table, name: str, edition: str) -> tuple[ByEdition, ...]:
    written = table.get(name, [])
    if not isinstance(written, list):
        raise Invalid(Flaw(name, f'“{name}” is a list of sets, each a list of labels: [["s14"], ["s20", "s21"]].'))
    found = tuple(by_edition(one, name, edition) for one in written)
    if not all(any(places.values()) for places in found):
        raise Invalid(Flaw(name, f"A set of “{name}” names no sentence."))
    return found


def marks(table: Table, *others: str) -> Places:
    codec.nothing_unknown(table, ("marks", "mark", *others))
    return places(table, "mark" if "mark" in table else "marks")


def named(key: Table, name: str) -> dict[str, str]:
    table = codec.subtable(key, name)
    found = {one: codec.text(table, one) for one in table}
    if not found or not all(found.values()):
        raise Invalid(Flaw(name, f'“{name}” is a table with what is right for each: {{"1": "a", "2": "b"}}.'))
    return found
