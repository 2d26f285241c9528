"""Which settings of a quiz go together? One truth for the admin's form, for overrides and for course files."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from quizzes.questions.base import Flaw

# What a step says of its quiz, by the names of its columns.
NAMES = (
    *("tries", "counts", "delay_minutes", "opens_at", "due_at", "closes_at", "minutes", "stretch_minutes"),
    *("fixed_order", "shuffled", "asks_certainty", "policy", "pass_mark", "password", "release", "release_at"),
)
LONGEST_LIMIT = 1_440
LONGEST_WAIT = 43_200
SHORTEST_PASSWORD = 4

_GRADED_ONLY = {
    "due_at": "due date",
    "minutes": "time limit",
    "stretch_minutes": "time to add",
    "delay_minutes": "wait between tries",
    "fixed_order": "fixed order",
    "pass_mark": "pass mark",
    "password": "password",
    "release_at": "date at which marks are shown",
}


def flaws(said: Mapping[str, Any], *, practice: bool) -> Iterator[Flaw]:
    """What does not go together, each at its field. What is left out is as if it were empty."""
    yield from windows(said)
    if practice:
        for name, what in _GRADED_ONLY.items():
            if said.get(name):
                yield Flaw(name, f"Practice has no {what}; empty this, or choose a graded quiz.")
        return
    if said.get("asks_certainty"):
        yield Flaw("asks_certainty", "How sure students are is asked in practice only; a grade never depends on it.")
    yield from limits(said)
    yield from _released(said)
    password = said.get("password") or ""
    if password and len(password) < SHORTEST_PASSWORD:
        yield Flaw("password", f"The password has {len(password)} characters; give at least {SHORTEST_PASSWORD}.")


def windows(said: Mapping[str, Any]) -> Iterator[Flaw]:
    opens, due, closes = (_moment(said, name) for name in ("opens_at", "due_at", "closes_at"))
    if opens and closes and closes <= opens:
        yield Flaw("closes_at", "It closes before it opens; choose a later moment.")
    if opens and due and due <= opens:
        yield Flaw("due_at", "It is due before it opens; choose a later moment.")
    if due and closes and due > closes:
        yield Flaw("due_at", "It is due after it closes, when nothing is accepted; choose an earlier moment.")


def limits(said: Mapping[str, Any]) -> Iterator[Flaw]:
    minutes, stretch, wait = said.get("minutes"), said.get("stretch_minutes") or 0, said.get("delay_minutes") or 0
    if said.get("tries") == 0:
        yield Flaw("tries", "Give at least 1, or leave it empty for any number.")
    if minutes is not None and not 1 <= minutes <= LONGEST_LIMIT:
        yield Flaw("minutes", f"A time limit is 1 to {LONGEST_LIMIT} minutes; leave it empty for none.")
    if stretch and minutes is None:
        yield Flaw("stretch_minutes", "There is no time limit that could be stretched; set one, or write 0 here.")
    if stretch > LONGEST_LIMIT:
        yield Flaw("stretch_minutes", f"Give at most {LONGEST_LIMIT} minutes.")
    if wait > LONGEST_WAIT:
        yield Flaw("delay_minutes", f"Give at most {LONGEST_WAIT} minutes, which is a month.")
    mark = said.get("pass_mark")
    if mark is not None and not 0 < Decimal(mark) <= 100:
        yield Flaw("pass_mark", "A pass mark is a share of the points: more than 0 and at most 100 per cent.")


def _released(said: Mapping[str, Any]) -> Iterator[Flaw]:
    release, at = said.get("release"), _moment(said, "release_at")
    opens = _moment(said, "opens_at")
    if release == "close" and not said.get("closes_at"):
        yield Flaw("closes_at", "Marks are shown when the quiz closes, so say when that is.")
    if release == "date" and at is None:
        yield Flaw("release_at", "Marks are shown at a date, so say which.")
    if release != "date" and at is not None:
        yield Flaw("release_at", "A date is asked only where marks are shown at a date; empty it, or choose that.")
    if release == "date" and at and opens and at <= opens:
        yield Flaw("release_at", "Marks would be shown before the quiz opens; choose a later moment.")


def _moment(said: Mapping[str, Any], name: str) -> datetime | None:
    value = said.get(name)
    return value if isinstance(value, datetime) else None
