"""What do the numbers behind a score say again, after an outcome kept them?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Self

from . import codec
from .base import Outcome, Table

_READ: Mapping[object, Callable[[Table, str], object]] = {
    str: codec.text,
    bool: codec.flag,
    int: codec.whole,
    Fraction: lambda table, name: Fraction(str(table[name])),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The numbers behind a score. An outcome keeps each as a part, under its name."""

    @classmethod
    def from_outcome(cls, outcome: Outcome) -> Self:
        """Reads them back, to tell a student about them."""
        found: dict[str, Any] = {part.name: _READ[part.type](outcome.parts, part.name) for part in fields(cls)}
        return cls(**found)
