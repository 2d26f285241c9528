"""Who is in the upper group, and what did it earn? Attempts in the order of their totals; ties share their places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Ranks:
    """Places from the lowest total to the highest, in blocks of equal totals: where a block begins, and who is in it."""

    blocks: tuple[tuple[int, tuple[int, ...]], ...]
    n: int

    @classmethod
    def of(cls, totals: Sequence[int]) -> "Ranks":
        order = sorted(range(len(totals)), key=totals.__getitem__)
        tied = (tuple(block) for _, block in groupby(order, key=totals.__getitem__))
        return cls(tuple(_placed(tied)), len(totals))

    @property
    def tail(self) -> int:
        """The size g of the upper and of the lower group: 27 %, rounded, at least one."""
        return max(1, (27 * self.n + 50) // 100)

    def lower(self, values: Sequence[int]) -> Fraction:
        return self.mean(values, Fraction(0), Fraction(self.tail))

    def upper(self, values: Sequence[int]) -> Fraction:
        return self.mean(values, Fraction(self.n - self.tail), Fraction(self.n))

    def groups(self, values: Sequence[int], count: int) -> list[Fraction]:
        """The means of so many groups of equal size, from the lowest totals to the highest."""
        bounds = [Fraction(place * self.n, count) for place in range(count + 1)]
        return [self.mean(values, low, high) for low, high in zip(bounds, bounds[1:], strict=False)]

    def mean(self, values: Sequence[int], low: Fraction, high: Fraction) -> Fraction:
        """Of the values on the places from `low` to `high`; a block that lies only partly there counts in part."""
        found = Fraction(0)
        for begins, members in self.blocks:
            inside = min(high, Fraction(begins + len(members))) - max(low, Fraction(begins))
            if inside > 0:
                found += Fraction(sum(values[one] for one in members)) * inside / len(members)
        return found / (high - low)


def _placed(blocks: Iterator[tuple[int, ...]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    begins = 0
    for block in blocks:
        yield begins, block
        begins += len(block)
