"""Which options are chosen and which sentences marked, by whom, and does that speak against the key?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from .figure import Figure
from .items import ENOUGH, correlation
from .papers import Picks, Tallied
from .ranking import Ranked
from .sums import Sums

KEY, NEUTRAL = "key", "neutral"
NOBODY = "nobody chose it"
PREFERRED = "the upper group prefers it to the key"
SUPERFLUOUS = "add as alternative or neutral?"
_OFTEN = 3  # in ten
_NEVER, _ALWAYS = "nobody picked it", "everybody picked it"


@dataclass(frozen=True, slots=True)
class Pick:
    """An option or a sentence. `role` is `key`, `neutral`, or empty for what the key does not name."""

    label: str
    role: str
    n: int
    share: Figure
    rest: Figure
    r: Figure
    lower: Figure
    upper: Figure
    flags: tuple[str, ...] = ()


def pick(label: str, role: str, tallied: Tallied, ranked: Ranked) -> Pick:
    found, asked = tallied.picks.get(label, Picks()), tallied.sums
    low, high = ranked.shares.get(label, (0.0, 0.0))
    indicator = Sums(asked.n, found.n, found.n, asked.o, asked.oo, found.o)
    counted = ranked.d27.value is not None
    return Pick(
        label,
        role,
        found.n,
        Figure.of(Fraction(found.n, asked.n)) if asked.n else Figure.none("no attempt"),
        Figure.of(Fraction(found.o, 100 * found.n)) if found.n else Figure.none(_NEVER),
        _correlated(indicator),
        Figure(low) if counted else ranked.d27,
        Figure(high) if counted else ranked.d27,
    )


def _correlated(indicator: Sums) -> Figure:
    if indicator.x in (0, indicator.n):
        return Figure.none(_ALWAYS if indicator.x else _NEVER)
    return correlation(indicator)


def options(labels: Iterable[str], right: Collection[str], tallied: Tallied, ranked: Ranked) -> list[Pick]:
    """Each option that is offered, with its flags."""
    found = [pick(label, KEY if label in right else "", tallied, ranked) for label in labels]
    if tallied.sums.n < ENOUGH:
        return found
    least = min((one.upper.value or 0.0 for one in found if one.role), default=1.0)
    return [replace(one, flags=tuple(_option_flags(one, least))) for one in found]


def _option_flags(one: Pick, least: float) -> Iterable[str]:
    if not one.n:
        yield NOBODY
    if not one.role and (one.upper.value or 0.0) > least:
        yield PREFERRED


def sentences(roles: Mapping[str, str], tallied: Tallied, ranked: Ranked) -> list[Pick]:
    """Each of these sentences, with its flag."""
    found = [pick(label, role, tallied, ranked) for label, role in roles.items()]
    flagged = often(tallied)
    return [replace(one, flags=(SUPERFLUOUS,)) if not one.role and one.label in flagged else one for one in found]


def often(tallied: Tallied) -> frozenset[str]:
    """What at least three in ten marked of those who have a whole proof; nothing where there are too few attempts."""
    if tallied.sums.n < ENOUGH or not tallied.complete:
        return frozenset()
    return frozenset(
        label for label, found in tallied.picks.items() if 10 * found.complete >= _OFTEN * tallied.complete
    )
