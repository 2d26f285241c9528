"""Which dates, tries and minutes has one student at a step? Decided from values alone.

Precedence, field by field, the later wins: the step, an override for the student's section, one for the student. Extra
time comes last and is applied to what they come to (docs/decisions/0009-rules-of-one-student.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Self

SITTING = timedelta(hours=24)  # a longer window is homework, and extra time does not move its end
WITHOUT_LIMIT = Decimal(3)  # how far the windows of somebody without a time limit extend
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What may differ from student to student. None says nothing."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    minutes: int | None = None
    tries: int | None = None

    def under(self, other: Self) -> Self:
        """What the other says, and where it says nothing, what these say."""
        said = {field.name: getattr(other, field.name) for field in fields(other)}
        return replace(self, **{name: value for name, value in said.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Extra:
    """Extra time of a student: a factor from 1 to 3, or None for no time limit at all."""

    factor: Decimal | None


@dataclass(frozen=True, slots=True)
class Allowed:
    """`base_minutes` is the limit before extra time, so that a student is told what she has and why."""

    terms: Terms
    base_minutes: int | None


def allowed(step: Terms, overrides: Iterable[Terms], extra: Extra | None) -> Allowed:
    """`overrides` come in the order of their precedence, the strongest last."""
    terms = step
    for override in overrides:
        terms = terms.under(override)
    return Allowed(_extended(terms, extra.factor) if extra else terms, terms.minutes)


def _extended(terms: Terms, factor: Decimal | None) -> Terms:
    times = Fraction(WITHOUT_LIMIT if factor is None else factor)
    if terms.minutes is not None:
        longer = ceil(terms.minutes * times)
        more = timedelta(minutes=longer - terms.minutes)
        return replace(
            terms,
            minutes=None if factor is None else longer,
            due_at=terms.due_at + more if terms.due_at else None,
            closes_at=terms.closes_at + more if terms.closes_at else None,
        )
    if terms.opens_at and terms.closes_at and terms.closes_at - terms.opens_at <= SITTING:
        return replace(
            terms,
            due_at=_stretched(terms.opens_at, terms.due_at, times),
            closes_at=_stretched(terms.opens_at, terms.closes_at, times),
        )
    return terms


def _stretched(opens_at: datetime, end: datetime | None, times: Fraction) -> datetime | None:
    if end is None or end <= opens_at:
        return end
    return opens_at + ceil((end - opens_at) // _MICROSECOND * times) * _MICROSECOND
