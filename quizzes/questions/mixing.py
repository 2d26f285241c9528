"""In which order does a student see what is offered? The same for the same seed and place, on every machine."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Protocol, Self, runtime_checkable

type Draw = Callable[[str], str]


@runtime_checkable
class Mixed(Protocol):
    """A kind that offers options in an order which says nothing. Answers and keys name them by letter."""

    def mixed(self, draw: Draw) -> Self:
        """The same question with its options in the order that `draw` gives their letters."""


class Lettered(Protocol):
    @property
    def id(self) -> str: ...


def draw(seed: int, position: int) -> Draw:
    """A lot for each letter of the question at this place. A hash, since Python may change how it shuffles."""
    return lambda letter: sha256(f"{seed}.{position}.{letter}".encode()).hexdigest()


def in_drawn_order[L: Lettered](options: Iterable[L], draw: Draw) -> tuple[L, ...]:
    return tuple(sorted(options, key=lambda option: draw(option.id)))
