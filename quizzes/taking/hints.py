"""A student who practises asks for help: a hint at a price, or the answer, which closes the question (SCORING.md §4).

Keys are loaded here, so nothing here may be asked before the student has asked for it (T32).
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.safestring import SafeString

from corpus import reading
from corpus.prose import with_citations
from quizzes.bank import wording
from quizzes.marks import grading
from quizzes.models import HintTaken, Item, Key
from quizzes.questions import hinting
from quizzes.questions.hinting import COSTS, Part
from quizzes.questions.readings import Several
from quizzes.rules import Refused

CLOSED = "The answer was shown, so this question is closed. What your tries had earned by then stands."


@transaction.atomic
def take(*, item: Item, number: int, now: datetime) -> HintTaken:
    """A hint; two tabs that ask for the same one pay once. Raises Refused."""
    _is_open(item)
    taken = {hint.number: hint for hint in item.hints.all()}
    if number in taken:
        return taken[number]
    if number > len(hints := offered(item)):
        which = "no further hint" if hints else "no hint"
        raise Refused(f"There is {which} for this question, and nothing was taken off. You can have the answer shown.")
    if number != len(taken) + 1:
        raise Refused("Hints are taken one after the other. Reload the page; it shows the next.")
    try:
        with transaction.atomic():
            return item.hints.create(number=number, cost=_stored(COSTS[number - 1]), taken_at=now)
    except IntegrityError:  # another tab took it at the same moment
        return item.hints.get(number=number)


@transaction.atomic
def show(*, item: Item, now: datetime) -> None:
    """Closes the question and lets its evidence be shown; who had not tried has a blank mark. Raises Refused."""
    if item.shown_at is not None:
        return
    _is_open(item)
    won = Item.objects.filter(pk=item.pk, shown_at=None).update(shown_at=now)
    item.refresh_from_db(fields=["shown_at"])
    if won and not item.marks.exists():
        _blank(item, now)


def _blank(item: Item, now: datetime) -> None:
    attempt = item.attempt
    mark = grading.made(item, None, attempt.under, edition=attempt.edition, number=1, now=now)
    with suppress(IntegrityError), transaction.atomic():  # another tab checked at the same moment, and that stands
        mark.save()


def _is_open(item: Item) -> None:
    if not item.attempt.under.is_practice:
        raise Refused("Hints are for practice; this quiz makes a grade.")
    if not item.attempt.is_open:
        raise Refused("This attempt is handed in; its results show the evidence.")
    if item.shown_at is not None:
        raise Refused(CLOSED)


def _stored(cost: Fraction) -> Decimal:
    return Decimal(cost.numerator) / Decimal(cost.denominator)


@dataclass(frozen=True, slots=True)
class Price:
    """What the next hint is called and takes off."""

    number: int

    @property
    def per_cent(self) -> int:
        return int(COSTS[self.number - 1] * 100)

    @property
    def words(self) -> str:
        costs = f"costs {self.per_cent} % of the points" if self.per_cent else "costs nothing more"
        return f"{'Take a hint' if self.number == 1 else 'Take another hint'}: it {costs}"


@dataclass(frozen=True, slots=True)
class Help:
    """The hints that were taken, and the price of the next, where there may be one."""

    said: tuple[SafeString, ...] = ()
    next: Price | None = None

    @property
    def spent(self) -> int:
        """In per cent."""
        return int(sum(COSTS[: len(self.said)], Fraction(0)) * 100)


def help_with(item: Item, taken: int) -> Help:
    """What the page shows. Before a hint was taken nothing is asked of the key, not even whether there is one."""
    if not taken:
        return Help(next=Price(1))
    hints, edition = offered(item), wording.edition_of(item, item.attempt.edition)
    said = tuple(with_citations(hint, item.version.lead, edition) for hint in hints[:taken])
    return Help(said, Price(taken + 1) if taken < len(hints) else None)


def offered(item: Item) -> tuple[str, ...]:
    """The hints of a question in order: its author's, else the places that its key names. Loads the key."""
    key = _key(item)
    if key.hints:
        return key.remarks.hints[: len(COSTS)]
    content = item.version.content
    if item.revision is None or item.version.passage is None or isinstance(content, Several):
        return ()
    edition = wording.edition_of(item, item.attempt.edition)
    judged = bool(getattr(content, "verdicts", ()))
    return hinting.places(key.content.cited(), _parts(item), edition, may_be_absent=judged)


def _key(item: Item) -> Any:
    if "key" not in item.version._state.fields_cache:
        item.version.key = Key.objects.get(version=item.version_id)
    return item.version.key


def _parts(item: Item) -> tuple[Part, ...]:
    """The sections of the reading, as far as it goes."""
    assert item.revision is not None
    assert item.version.passage is not None
    read = [paragraph.number for paragraph in reading.passage_of(item.revision, item.version.passage).paragraphs]
    found = (
        Part(section.title, tuple(number for number in read if section.first <= number <= section.last))
        for section in reading.headings_of(item.revision)
    )
    return tuple(part for part in found if part.numbers)
