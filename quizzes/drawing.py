"""Which of a quiz's questions is a student asked, and in which order? The same from the same seed, for ever.

The rule, so that anybody can work it out again: a fixed question keeps its place. A pool stands at the place of its
first member and gives `take` of its members: first those that the student was never asked in this quiz, then those
asked longest ago; among equals by the SHA-256 of ``seed|pool|question`` in UTF-8, the smallest digest first.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Pool:
    """`number` is its identity, which the draw depends on; `label` what people call it."""

    number: int
    label: str
    take: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A question of a quiz at its place: fixed, or one of a pool. `points` is what it is worth now."""

    question: int
    points: Decimal
    pool: Pool | None = None


# By question, the number of the student's last attempt at the quiz in which it was asked.
type Seen = Mapping[int, int]


def draw(slots: Sequence[Slot], seed: int, seen: Seen) -> tuple[int, ...]:
    """The questions in the order in which they are asked. The pools must be even (`uneven`)."""
    return tuple(_drawn(slots, seed, seen))


def _drawn(slots: Sequence[Slot], seed: int, seen: Seen) -> Iterator[int]:
    given: set[int] = set()
    for slot in slots:
        if slot.pool is None:
            yield slot.question
        elif slot.pool.number not in given:
            given.add(slot.pool.number)
            members = [other.question for other in slots if other.pool and other.pool.number == slot.pool.number]
            yield from _given(slot.pool, members, seed, seen)


def _given(pool: Pool, members: Iterable[int], seed: int, seen: Seen) -> list[int]:
    def turn(question: int) -> tuple[int, str]:
        lot = hashlib.sha256(f"{seed}|{pool.number}|{question}".encode()).hexdigest()
        return seen.get(question, 0), lot

    return sorted(members, key=turn)[: pool.take]


def uneven(slots: Iterable[Slot]) -> str:
    """Why the pools give no fair draw; empty when each holds questions of equal points."""
    worth: dict[Pool, set[Decimal]] = {}
    for slot in slots:
        if slot.pool:
            worth.setdefault(slot.pool, set()).add(slot.points)
    return " ".join(
        f"The questions of the pool “{pool.label}” are worth {listed(points)} points; they must be worth the same."
        for pool, points in worth.items()
        if len(points) > 1
    )


def listed(points: Collection[Decimal]) -> str:
    """1, 1.5 and 2."""
    *most, last = [f"{value.normalize():f}" for value in sorted(points)]
    return f"{', '.join(most)} and {last}" if most else last
