"""What stands in a list that students see? Entries, each with a letter or number by which answers and keys name it."""

from dataclasses import dataclass
from typing import Self

from . import codec
from .base import Table


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` says nothing of what is right. Each kind of entry says how it comes by one, and how long it keeps it."""

    id: str
    text: str

    def dump(self) -> dict[str, object]:
        return {"id": self.id, "text": self.text}

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(codec.text(body, "id"), codec.text(body, "text"))


def said(rows: tuple[Table, ...]) -> dict[str, str]:
    """What a key says about each entry, where it says anything."""
    words = {codec.text(row, "id"): codec.text(row, "says") for row in rows}
    return {id: said for id, said in words.items() if said}
