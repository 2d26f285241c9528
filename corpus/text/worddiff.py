"""Which words of two versions of a passage are the same, and which are only in one?"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

type Side = Literal["same", "old", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: in both versions, only in the old one, or only in the new one."""

    side: Side
    words: str


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The old and the new words in one order; leaving out the pieces of one side gives the other's words."""
    return tuple(_pieces(old.split(), new.split()))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", " ".join(old[first:last]))
            continue
        if first < last:
            yield Piece("old", " ".join(old[first:last]))
        if start < end:
            yield Piece("new", " ".join(new[start:end]))
