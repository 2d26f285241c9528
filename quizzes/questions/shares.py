"""What share of the points did an author write? Exact, as all that is marked by it."""

import re
from fractions import Fraction

from .base import Flaw, Invalid, Table

_SHARE = re.compile(r"[01]|0\.[0-9]{1,4}|[0-9]{1,3}/[1-9][0-9]{0,2}")


def share(table: Table, name: str, default: str | None = None) -> Fraction:
    """``1/2``, ``0.5``, ``0`` or ``1``; raises Invalid."""
    written = str(table.get(name) or default or "").replace(" ", "")
    if not _SHARE.fullmatch(written) or Fraction(written) > 1:
        raise Invalid(Flaw(name, f"“{written[:40]}” is no share of the points; write for example 1/2, from 0 to 1."))
    return Fraction(written)
