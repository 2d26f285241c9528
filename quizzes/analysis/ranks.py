"""Who is in the upper group, and what did it earn? Attempts in the order of their totals; ties share their places."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise


@dataclass(frozen=True, slots=True)
class Group:
    """Some places in the order. `tied` are blocks of equal totals that the edge cuts, each with the share inside."""

    size: Fraction
    whole: frozenset[int]
    tied: tuple[tuple[frozenset[int], Fraction], ...]

    def mean(self, values: Sequence[int]) -> Fraction:
        return self._shared(lambda members: sum(values[one] for one in members))

    def share(self, some: Collection[int]) -> Fraction:
        """How large a part of the group is among some attempts."""
        among = frozenset(some)
        return self._shared(lambda members: len(members & among))

    def _shared(self, summed: Callable[[frozenset[int]], int]) -> Fraction:
        parts = sum((summed(members) * inside for members, inside in self.tied), Fraction(0))
        return (summed(self.whole) + parts) / self.size


@dataclass(frozen=True, slots=True)
class Ranks:
    """The attempts in blocks of equal totals, from the lowest total to the highest."""

    blocks: tuple[frozenset[int], ...]
    n: int

    @classmethod
    def of(cls, totals: Sequence[int]) -> "Ranks":
        order = sorted(range(len(totals)), key=totals.__getitem__)
        tied = (frozenset(block) for _, block in groupby(order, key=totals.__getitem__))
        return cls(tuple(tied), len(totals))

    @property
    def tail(self) -> int:
        """The size g of the upper and of the lower group: 27 %, rounded, at least one."""
        return max(1, (27 * self.n + 50) // 100)

    @property
    def lower(self) -> Group:
        return self.group(Fraction(0), Fraction(self.tail))

    @property
    def upper(self) -> Group:
        return self.group(Fraction(self.n - self.tail), Fraction(self.n))

    def groups(self, count: int) -> list[Group]:
        """So many groups of equal size; none where 0 are asked for."""
        bounds = [Fraction(place * self.n, count) for place in range(count + 1)] if count else []
        return [self.group(low, high) for low, high in pairwise(bounds)]

    def group(self, low: Fraction, high: Fraction) -> Group:
        """The places from `low` to `high`, counted from 0."""
        whole, tied, begins = list[int](), list[tuple[frozenset[int], Fraction]](), 0
        for block in self.blocks:
            inside = min(high, Fraction(begins + len(block))) - max(low, Fraction(begins))
            if inside == len(block):
                whole += block
            elif inside > 0:
                tied.append((block, inside / len(block)))
            begins += len(block)
        return Group(high - low, frozenset(whole), tuple(tied))
