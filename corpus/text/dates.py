"""When did it happen, how surely is that known? Dates as sources give them: day, month, season, year or span.

1953-03-05          1953-03          1956 spring          1956          1936/1938          1952-10-05/1952-10-14
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# By the months of the northern year; winter is the one that ends in the year named.
_SEASONS = {"winter": (1, 2), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?| (winter|spring|summer|autumn))?")


class BadDate(ValueError):
    """This is no date; the message says how one is written."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """The first and the last day that it may have been, and the words for it."""

    first: date
    last: date
    words: str = ""

    @property
    def is_exact(self) -> bool:
        return self.first == self.last

    @property
    def days(self) -> int:
        """How many days it may have been."""
        return (self.last - self.first).days + 1

    @classmethod
    def of(cls, text: str) -> Self:
        """Raises BadDate."""
        head, slash, tail = text.strip().partition("/")
        first, first_words, exact = _part(head)
        if not slash:
            return cls(*first, first_words if exact else f"{first_words}, exact day unknown")
        last, last_words, _ = _part(tail)
        if last[1] < first[0]:
            raise BadDate(f"“{text[:40]}” ends before it begins.")
        return cls(first[0], last[1], f"{first_words} to {last_words}")


def _part(text: str) -> tuple[tuple[date, date], str, bool]:
    found = _PART.fullmatch(text.strip())
    if found is None:
        raise BadDate(f"“{text[:40]}” is no date; write 1953-03-05, 1953-03, 1956 spring, 1956 or 1936/1938.")
    year, season = int(found[1]), found[4]
    try:
        if season:
            first, last = _SEASONS[season]
            return (date(year, first, 1), _end(year, last)), f"{season} {year}", False
        if found[3]:
            day = date(year, int(found[2]), int(found[3]))
            return (day, day), f"{day.day} {_MONTHS[day.month - 1]} {year}", True
        if found[2]:
            month = int(found[2])
            return (date(year, month, 1), _end(year, month)), f"{_MONTHS[month - 1]} {year}", False
        return (date(year, 1, 1), date(year, 12, 31)), str(year), False
    except (ValueError, IndexError) as error:
        raise BadDate(f"“{text[:40]}” is no day of the calendar.") from error


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
