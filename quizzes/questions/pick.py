"""How does a field of the author's form take sentences that were ticked in the reading? What a kind says of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a line begins with before a colon: a cell of a grid.

    Citations behind it that name no work are of `work`, in `edition`.
    """

    value: str
    label: str
    work: str
    edition: str


@dataclass(frozen=True, slots=True)
class Pick:
    """Each line is a set of sentences; where they stand `together`, all lines with one beginning are one set.

    `button` puts a new set there. With `ends` the author goes on behind it: why a near miss proves nothing.
    `begins` lists the beginnings among what was typed.
    """

    button: str = "New alternative set"
    together: bool = False
    ends: str = ""
    begins: Callable[[Mapping[str, str]], Sequence[Beginning]] | None = None


NEUTRAL = Pick("Mark neutral", together=True)
NEAR = Pick("Mark as near miss", ends=": ")
EVIDENCE = Pick("Mark as evidence", together=True)
