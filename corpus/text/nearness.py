"""Which run of words is nearest to these, and what was changed, left out or added?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Step:
    """One pair of an alignment; None stands where the other side has no word."""

    source: int | None
    given: int | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """The run `source[start:end]` that costs fewest edits, and the pairs in order."""

    start: int
    end: int
    edits: int
    steps: tuple[Step, ...]


def nearest[T](given: Sequence[T], source: Sequence[T], within: range | None = None) -> Alignment:
    """Places all given words inside the source; words of the source before and after cost nothing.

    Of several ways with as few edits, the one with most unchanged words is taken, and of these the first that covers
    most of the source: wrong words at either end count as changed rather than added. `within` are the distances that a
    given word's place may have from its number; without it, they may be any.
    """
    grid = _Grid.of(given, source, within or range(-len(given), len(source) + 1))
    ends = grid.ends()
    if not ends:
        return Alignment(0, 0, len(given), tuple(Step(None, place) for place in range(len(given))))
    end, steps = max(((end, grid.walked_back(end)) for end in ends), key=lambda way: _covered(way[1]))
    placed = [step.source for step in steps if step.source is not None]
    return Alignment(placed[0] if placed else end, end, -(-grid.cost(len(given), end) // grid.edit), tuple(steps))


def _covered(steps: Sequence[Step]) -> int:
    return sum(step.source is not None for step in steps)


# Dearer than any way there is.
_NEVER = 1 << 40


@dataclass(frozen=True, slots=True)
class _Grid[T]:
    """The least cost of placing the first i given words so that they end before source[j], along some diagonals."""

    given: Sequence[T]
    source: Sequence[T]
    first: int
    edit: int
    rows: list[list[int]]

    @classmethod
    def of(cls, given: Sequence[T], source: Sequence[T], within: range) -> Self:
        # An unchanged word earns 1, and all of them together less than one edit.
        edit = len(given) + 1
        before = max(0, -within.start)
        padded = [*[None] * before, *source]
        rows = [[0 if place >= 0 else _NEVER for place in within if place <= len(source)]]
        for place, word in enumerate(given, start=within.start + before):
            rows.append(_row(rows[-1], word, padded[place : place + len(within)], edit))
        return cls(given, source, within.start, edit, rows)

    def cost(self, i: int, j: int) -> int:
        diagonal = j - i - self.first
        return self.rows[i][diagonal] if 0 <= diagonal < len(self.rows[i]) else _NEVER

    def ends(self) -> list[int]:
        """Where the cheapest ways end."""
        fewest = min(self.rows[-1], default=_NEVER)
        if fewest >= _NEVER:
            return []
        return [place for place, cost in enumerate(self.rows[-1], self.first + len(self.given)) if cost == fewest]

    def walked_back(self, j: int) -> list[Step]:
        steps: list[Step] = []
        i = len(self.given)
        while i:
            if j and self._is_pair(i, j):
                i, j = i - 1, j - 1
                steps.append(Step(j, i))
            elif j and self.cost(i, j) == self.cost(i, j - 1) + self.edit:
                j -= 1
                steps.append(Step(j, None))
            else:
                i -= 1
                steps.append(Step(None, i))
        return steps[::-1]

    def _is_pair(self, i: int, j: int) -> bool:
        pair = -1 if self.given[i - 1] == self.source[j - 1] else self.edit
        return self.cost(i, j) == self.cost(i - 1, j - 1) + pair


def _row[T](above: list[int], word: T, stands: Sequence[T | None], edit: int) -> list[int]:
    """One given word further. None stands before the source; after its end there are no places any more."""
    row: list[int] = []
    last = _NEVER
    for pair, up, there in zip(above, [*above[1:], _NEVER], stands, strict=False):
        cost = pair - 1 if there == word else pair + (_NEVER if there is None else edit)
        other = (up if up < last else last) + edit
        last = cost if cost <= other else other
        row.append(last)
    return row
