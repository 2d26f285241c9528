"""Which sentences did a class mark, and what did those earn who marked them?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from corpus.text.citation import Anchor

from .ranks import Ranks

FEWEST = 5  # smaller groups are not shown, for they would tell who marked what
OFTEN = Fraction(3, 10)  # of those with a complete proof, from which on a sentence is worth a look
STEPS = 5


class Band(StrEnum):
    ALL = "all"
    UPPER = "upper"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Reader:
    """One attempt: what it marked at a question, and in hundredths what it earned there and on the whole."""

    marks: frozenset[Anchor]
    mark: int
    total: int
    verdict: str = ""
    complete: bool = False

    @property
    def rest(self) -> int:
        return self.total - self.mark


@dataclass(frozen=True, slots=True)
class Heat:
    """How many of a group marked a sentence. `rest`: what they earned on the other questions, a mean in marks."""

    at: Anchor
    count: int
    of: int
    rest: Fraction | None
    beside_proof: int  # of those with a complete proof, how many marked it too
    complete: int  # how many have a complete proof
    is_key: bool

    @property
    def share(self) -> Fraction:
        return Fraction(self.count, self.of) if self.of else Fraction(0)

    @property
    def step(self) -> int:
        """0 to 5; any mark at all shows."""
        return ceil(self.share * STEPS)

    @property
    def asks_for_a_look(self) -> bool:
        """Not in the key, yet marked by many who have a complete proof: another proof, or neutral?"""
        return not self.is_key and self.complete >= FEWEST and self.beside_proof >= OFTEN * self.complete


def group(readers: Sequence[Reader], band: Band, verdict: str = "") -> list[Reader]:
    """Those of a band of totals who chose a verdict. Who ties at the edge of a band is in it."""
    return [reader for reader in _band(readers, band) if not verdict or reader.verdict == verdict]


def _band(readers: Sequence[Reader], band: Band) -> Sequence[Reader]:
    if band is Band.ALL or not readers:
        return readers
    ranks = Ranks.of([reader.total for reader in readers])
    found = ranks.upper if band is Band.UPPER else ranks.lower
    members = found.whole.union(*(tied for tied, _ in found.tied))
    return [reader for place, reader in enumerate(readers) if place in members]


def heat(
    places: Iterable[Anchor], shown: Sequence[Reader], readers: Sequence[Reader], key: Collection[Anchor]
) -> list[Heat]:
    """Of each sentence: the marks of the group that is `shown`, and those of all `readers` with a complete proof."""
    complete = [reader for reader in readers if reader.complete]
    return [_heat(at, shown, complete, at in key) for at in places]


def _heat(at: Anchor, shown: Sequence[Reader], complete: Sequence[Reader], is_key: bool) -> Heat:
    rests = [reader.rest for reader in shown if at in reader.marks]
    return Heat(
        at=at,
        count=len(rests),
        of=len(shown),
        rest=Fraction(sum(rests), 100 * len(rests)) if rests else None,
        beside_proof=sum(at in reader.marks for reader in complete),
        complete=len(complete),
        is_key=is_key,
    )
