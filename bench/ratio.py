"""How many times dearer is one thing than another? Ratios inside one run, because only they survive a busy machine.

Things are measured in turn, in short slices (A B C, A B C). A round is a few turns; each round gives one ratio, and
the median of the rounds counts. Where the best and the worst round differ too much, all is measured again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

ROUNDS, STEADY, TRIES = 7, 1.5, 3

type Costs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ratio:
    """The ratio of two costs in each round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.rounds)

    @property
    def spread(self) -> float:
        """The worst round over the best."""
        return max(self.rounds) / min(self.rounds)

    @property
    def is_steady(self) -> bool:
        return self.spread <= STEADY


def ratio(rounds: Sequence[Costs], name: str, to: str) -> Ratio:
    """What `name` costs in each round, as a multiple of `to`."""
    return Ratio(tuple(costs[name] / costs[to] for costs in rounds))


def interleaved(slices: Mapping[str, Callable[[], float]], turns: int) -> dict[str, float]:
    """One round: each slice in turn, `turns` times; what each cost in all."""
    costs = dict.fromkeys(slices, 0.0)
    for _ in range(turns):
        for name, measured in slices.items():
            costs[name] += measured()
    return costs


def steady(measured: Callable[[], Costs], pairs: Sequence[tuple[str, str]], rounds: int = ROUNDS) -> list[Costs]:
    """Rounds in which every pair's ratio is steady; after three tries, the steadiest that were had."""
    tries: list[list[Costs]] = []
    while len(tries) < TRIES:
        tries.append([measured() for _ in range(rounds)])
        if _spread(tries[-1], pairs) <= STEADY:
            return tries[-1]
    return min(tries, key=lambda found: _spread(found, pairs))


def _spread(rounds: Sequence[Costs], pairs: Sequence[tuple[str, str]]) -> float:
    return max(ratio(rounds, name, to).spread for name, to in pairs)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values do not exceed."""
    place = max(0, -(-len(values) * round(share * 1000) // 1000) - 1)
    return sorted(values)[place]
