"""Which number did somebody write, and which numbers are accepted? Nothing is guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from . import codec
from .backing import Backed, Backing
from .base import Flaw, Invalid, Table

LENGTH = 40  # of a number as it is typed, and of a unit
UNITS = 8
TO = " to "  # between the ends of a range

# Groups of three behind the first, all parted by the same sign: comma, apostrophe, or a space of whatever width.
_NUMBER = re.compile(
    r"([+\-\u2212]?)([1-9]\d{0,2}([,'\u2019 \u00a0\u2009\u202f])\d{3}(?:\3\d{3})*|\d+)(\.\d+)?", re.ASCII
)
_PARTING = re.compile("[,'\u2019 \u00a0\u2009\u202f]")
_YEAR = re.compile(r"\d{1,4}", re.ASCII)


def number(typed: str) -> Decimal | None:
    """``1,140``, ``1 140``, ``-11.5``; None for ``1,5``, ``about 40``, ``0,500`` and whatever else leaves a doubt."""
    found = _NUMBER.fullmatch(typed.strip()) if len(typed) <= LENGTH else None
    if found is None:
        return None
    sign = "-" if found[1] in ("-", "\u2212") else ""
    return Decimal(f"{sign}{_PARTING.sub('', found[2])}{found[4] or ''}")


def year(typed: str) -> Decimal | None:
    """A year has neither groups nor a sign."""
    found = _YEAR.fullmatch(typed.strip())
    return Decimal(found[0]) if found else None


def written(value: Decimal | Fraction, *, as_year: bool = False) -> str:
    """As a page shows it: ``1,140``, ``−11.5``, and a year without a comma."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    plain = f"{value:f}" if as_year else f"{value:,f}"
    return plain.replace("-", "\u2212")


@dataclass(frozen=True, slots=True)
class Span:
    """A figure with what it may be off, or a range. Both ends are accepted."""

    low: Decimal
    high: Decimal
    tolerance: Decimal = Decimal(0)
    is_relative: bool = False  # the tolerance is per cent of the figure

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        low, high = Fraction(self.low), Fraction(self.high)
        margin = Fraction(self.tolerance) * (abs(low) / 100 if self.is_relative else 1)
        return low - margin, high + margin

    def holds(self, value: Decimal) -> bool:
        low, high = self.ends
        return low <= value <= high

    def accepted(self, *, as_year: bool = False) -> str:
        """``1,170``, or ``1,140 to 1,200`` where more than one figure will do."""
        return TO.join(dict.fromkeys(written(end, as_year=as_year) for end in self.ends))

    @classmethod
    def from_table(cls, table: Table, *, as_year: bool) -> "Span":
        """``answer = "1,170"``, a range ``"1,140 to 1,200"``, and a tolerance ``"30"`` or ``"5 %"``."""
        parts = _plain(table, "answer").split(TO)
        read = [(year if as_year else number)(part) for part in parts]
        if None in read or len(read) > 2:
            example = "1957 or 1956 to 1958" if as_year else "1170, 11.5 or 1140 to 1200"
            raise Invalid(Flaw("answer", f"“{TO.join(parts)[:80]}” is not read as a figure; write {example}."))
        low, *high = (value for value in read if value is not None)
        return cls(low, high[0] if high else low, *_tolerance(_plain(table, "tolerance")))

    def flaws(self) -> Iterator[Flaw]:
        if self.low > self.high:
            yield Flaw("answer", "The range ends before it begins; write the smaller figure first.")
        if self.tolerance < 0:
            yield Flaw("tolerance", "The tolerance is below 0; write how far off an answer may be.")
        if self.tolerance and self.low != self.high:
            yield Flaw("tolerance", "A range has no tolerance; widen the range or give one figure.")

    def dump(self) -> dict[str, object]:
        """Figures as text, so that no float comes near them."""
        return {
            "low": f"{self.low:f}",
            "high": f"{self.high:f}",
            "tolerance": f"{self.tolerance:f}",
            "relative": self.is_relative,
        }

    @classmethod
    def load(cls, body: Table) -> "Span":
        low, high, tolerance = (Decimal(codec.text(body, name)) for name in ("low", "high", "tolerance"))
        return cls(low, high, tolerance, codec.flag(body, "relative"))

    def form(self) -> dict[str, str]:
        """The fields that `from_table` reads back."""
        ends = dict.fromkeys((f"{self.low:f}", f"{self.high:f}"))
        tolerance = f"{self.tolerance:f}{' %' if self.is_relative else ''}" if self.tolerance else ""
        return {"answer": TO.join(ends), "tolerance": tolerance}


@dataclass(frozen=True, slots=True)
class Key(Backed):
    """Which figures are accepted, in which unit, and where the reading shows it."""

    span: Span
    unit: str = ""

    def dump(self) -> dict[str, object]:
        return {**self.span.dump(), "unit": self.unit, **self.backing.dump()}

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(Span.load(body), codec.text(body, "unit"), backing=Backing.load(body))


def unit_flaws(units: Sequence[str], key: Key) -> Iterator[Flaw]:
    if units and key.unit not in units:
        yield Flaw("unit", "There are other units but none is right; name the right one, or take the others out.")
    if len(set(map(str.casefold, units))) < len(units):
        yield Flaw("other_units", "A unit is offered twice; keep one.")
    if len(units) > UNITS:
        yield Flaw("other_units", f"There are {len(units)} units; the limit is {UNITS}.")
    if any(len(unit) > LENGTH for unit in units):
        yield Flaw("unit", f"A unit has more than {LENGTH} characters; shorten it.")


def _plain(table: Table, name: str) -> str:
    """What an author wrote, with or without marks of quotation round it."""
    value = table.get(name, "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return codec.line(table, name, "")


def _tolerance(typed: str) -> tuple[Decimal, bool]:
    if not typed:
        return Decimal(0), False
    value = number(typed.removesuffix("%"))
    if value is None:
        raise Invalid(Flaw("tolerance", f"“{typed[:80]}” is no tolerance; write 30, or 5 % of the figure."))
    return value, bool(value) and typed.endswith("%")
