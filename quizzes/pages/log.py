"""What happened in an attempt, and in which order? Every save with its tab, to the second, until its marks changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus.text.passage import Passage
from quizzes.bank import wording
from quizzes.certainty import BY_NUMBER
from quizzes.marks import changed
from quizzes.models import Answer, Attempt, Cause, HintTaken, Item, LedgerEntry, Mark
from quizzes.pages.asking import Marked, listed

BY_TIME = "Its time was up: what was saved by then was handed in."
BY_STUDENT = "The student handed it in."


@dataclass(frozen=True, slots=True)
class Said:
    """What was saved, as the kind's own template tells it."""

    kind_template: str
    content: Any
    response: Any
    marked: Sequence[Marked]


@dataclass(frozen=True, slots=True)
class Event:
    """One line. `rank` orders what happened at the same time: a save, its check, the handing in."""

    at: datetime
    rank: tuple[int, int]
    what: str
    position: int | None = None
    tab: str = ""
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Log:
    attempt: Attempt
    events: tuple[Event, ...]
    saves: int
    tabs: int
    shows_marks: bool

    @property
    def lead(self) -> str:
        if not self.saves:
            return "Nothing was saved."
        times = "once" if self.saves == 1 else f"{self.saves} times"
        tabs = {0: "", 1: ", from one tab"}.get(self.tabs, f", from {self.tabs} tabs")
        return f"Answers were saved {times}{tabs}."


def of(attempt: Attempt, *, shows_marks: bool) -> Log:
    """The log of an attempt, in six queries however much was saved. `shows_marks`: whoever asks may see them (T34)."""
    items = list(
        attempt.items.select_related("version", "revision__edition__work").defer(
            "revision__report", "revision__annotations"
        )
    )
    for item in items:
        item.attempt = attempt
    answers = list(Answer.objects.filter(item__in=items).order_by("given_at", "pk"))
    tabs = _tabs(answers)
    events = [Event(attempt.began_at, (0, 0), f"Attempt {attempt.number} began.")]
    events += _saves(items, answers, tabs)
    events += _help(items)
    events += _end(attempt)
    if shows_marks:
        events += [*_marks(attempt, items), *_changes(items)]
    events.sort(key=lambda event: (event.at, event.rank))
    return Log(attempt, tuple(events), len(answers), len(set(tabs.values())), shows_marks)


def _tabs(answers: Iterable[Answer]) -> dict[str, str]:
    """Their names in the order in which they first saved something."""
    seen = dict.fromkeys(answer.tab for answer in answers if answer.tab)
    return {tab: f"tab {number}" for number, tab in enumerate(seen, start=1)}


def _saves(items: Sequence[Item], answers: Iterable[Answer], tabs: dict[str, str]) -> Iterator[Event]:
    asked = {item.pk: (item, wording.content_of(item), wording.text_of(item)) for item in items}
    for answer in answers:
        item, content, passage = asked[answer.item_id]
        yield Event(
            at=answer.given_at,
            rank=(1, answer.pk),
            what=_saved(answer),
            position=item.position,
            tab=tabs.get(answer.tab, "tab not named"),
            said=None if answer.blank else _said(item, content, passage, answer),
        )


def _saved(answer: Answer) -> str:
    said = f"Save {answer.revision}{', blank' if answer.blank else ''}"
    level = BY_NUMBER.get(answer.certainty or 0)
    return f"{said}, certainty {level.name.lower()}" if level else said


def _said(item: Item, content: Any, passage: Passage | None, answer: Answer) -> Said:
    response = content.response(answer.response)
    marked = listed(getattr(response, "marks", ()), passage)
    return Said(f"quizzes/kinds/{item.version.kind}.html", content, response, marked)


def _help(items: Sequence[Item]) -> Iterator[Event]:
    positions = {item.pk: item.position for item in items}
    for hint in HintTaken.objects.filter(item__in=items):
        what = f"Hint {hint.number} taken, at {int(hint.cost * 100)} % of the points."
        yield Event(hint.taken_at, (2, hint.pk), what, positions[hint.item_id])
    for item in items:
        if item.shown_at:
            yield Event(item.shown_at, (4, item.pk), "The answer was shown, which closed the question.", item.position)


def _end(attempt: Attempt) -> Iterator[Event]:
    if attempt.stretched_at:
        yield Event(attempt.stretched_at, (2, 0), f"Added {attempt.stretched_minutes} minutes, as the quiz allows.")
    if attempt.submitted_at:
        by_time = attempt.submitted_at == attempt.ends_at  # who hands in within the grace does so later
        yield Event(attempt.submitted_at, (5, 0), BY_TIME if by_time else BY_STUDENT)


def _marks(attempt: Attempt, items: Sequence[Item]) -> Iterator[Event]:
    """Checks in practice; for a grade, what the computer marked together, and each mark that a person made."""
    positions = {item.pk: item.position for item in items}
    together: dict[datetime, list[Mark]] = {}
    for mark in Mark.objects.filter(item__in=items).order_by("pk"):
        if attempt.under.is_practice:
            what = f"Checked: {_points(mark)}."
            yield Event(mark.made_at, (3, mark.pk), what, positions[mark.item_id])
        elif mark.cause == Cause.HAND and mark.number == 1:
            yield Event(mark.made_at, (6, mark.pk), f"Marked by a person: {_points(mark)}.", positions[mark.item_id])
        elif mark.number == 1:
            together.setdefault(mark.made_at, []).append(mark)
    for at, marks in together.items():
        earned, possible = sum(mark.points for mark in marks), sum(mark.possible for mark in marks)
        yield Event(at, (6, marks[0].pk), f"Marked by the computer: {earned} of {possible} points.")


def _changes(items: Sequence[Item]) -> Iterator[Event]:
    positions = {item.pk: item.position for item in items}
    for entry in LedgerEntry.objects.filter(item__in=items, before__isnull=False).order_by("number"):
        yield Event(entry.at, (7, entry.number), f"{_change(entry)}: {entry.reason}", positions[entry.item_id])


def _change(entry: LedgerEntry) -> str:
    """Where the points stayed, no mark changed from 1.75 to 1.75: a person confirmed it, or it was made again."""
    before = f"{entry.points_before} of {_short(entry.possible_before)}"
    after = f"{entry.points_after} of {_short(entry.possible_after)}"
    if before != after:
        return f"The mark changed from {before} to {after}"
    return f"The mark was {'confirmed by hand' if entry.cause in changed.BY_A_PERSON else 'made again'}, {after}"


def _points(mark: Mark) -> str:
    return f"{mark.points} of {_short(mark.possible)}"


def _short(amount: Any) -> str:
    return f"{amount.normalize():f}"
