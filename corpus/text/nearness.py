"""Which run of words is nearest to these, and what was changed, left out or added?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


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


def nearest(given: Sequence[str], source: Sequence[str]) -> Alignment:
    """Places all given words inside the source; words of the source before and after cost nothing.

    Of several ways with as few edits, the one with most unchanged words is taken; where the choice is still free,
    a wrong word at either end counts as changed rather than added.
    """
    costs = _costs(given, source)
    last = costs[-1]
    fewest = min(last)
    ends = [place for place, cost in enumerate(last) if cost == fewest]
    end = next((place for place in ends if place and _is_pair(costs, given, source, len(given), place)), ends[0])
    steps = _walk_back(costs, given, source, end)
    placed = [step.source for step in steps if step.source is not None]
    edit = _edit(given)
    return Alignment(placed[0] if placed else end, end, -(-fewest // edit), tuple(steps))


def _edit(given: Sequence[str]) -> int:
    """What one edit costs. An unchanged word earns 1, and all of them together less than one edit."""
    return len(given) + 1


def _costs(given: Sequence[str], source: Sequence[str]) -> list[list[int]]:
    """`costs[i][j]`: the least cost of placing the first i given words so that they end before source[j]."""
    edit = _edit(given)
    rows = [[0] * (len(source) + 1)]
    for count, word in enumerate(given, start=1):
        above, row = rows[-1], [count * edit]
        for (diagonal, up), stands in zip(pairwise(above), source, strict=True):
            row.append(min(diagonal + (-1 if word == stands else edit), up + edit, row[-1] + edit))
        rows.append(row)
    return rows


def _is_pair(costs: list[list[int]], given: Sequence[str], source: Sequence[str], i: int, j: int) -> bool:
    return costs[i][j] == costs[i - 1][j - 1] + (-1 if given[i - 1] == source[j - 1] else _edit(given))


def _walk_back(costs: list[list[int]], given: Sequence[str], source: Sequence[str], j: int) -> list[Step]:
    steps: list[Step] = []
    i = len(given)
    while i:
        if j and _is_pair(costs, given, source, i, j):
            i, j = i - 1, j - 1
            steps.append(Step(j, i))
        elif j and costs[i][j] == costs[i][j - 1] + _edit(given):
            j -= 1
            steps.append(Step(j, None))
        else:
            i -= 1
            steps.append(Step(None, i))
    return steps[::-1]
