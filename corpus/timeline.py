"""What happened when, and who says so? Every dated event of the library, conflicting dates side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corpus import dating
from corpus.models import Event, Work
from corpus.text.citation import Anchor
from corpus.text.dates import Moment

# The figure, in its own units.
WIDTH, ROW, HEAD, SHORTEST = 1000, 9, 26, 3
SMALLEST_STEP = 90  # between two years that are named


@dataclass(frozen=True, slots=True)
class Witness:
    """A work that dates an event, and where."""

    work: Work
    anchors: tuple[Anchor, ...]

    @property
    def places(self) -> Iterator[tuple[str, str]]:
        for anchor in self.anchors:
            yield anchor.label, f"/library/{self.work.slug}/adapted/{anchor.whole.html_id}/#{anchor.html_id}"


@dataclass(frozen=True, slots=True)
class Dating:
    """One date that is given for an event, and by whom."""

    when: Moment
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with each date that is given for it; or a work, placed where it was written."""

    title: str
    datings: tuple[Dating, ...]
    work: Work | None = None

    @property
    def is_disputed(self) -> bool:
        """Whether two of the dates cannot both be right; that one is only less exact is no dispute."""
        return max(one.when.first for one in self.datings) > min(one.when.last for one in self.datings)

    @property
    def first(self) -> date:
        return min(dating.when.first for dating in self.datings)


@dataclass(frozen=True)
class Timeline:
    entries: Sequence[Entry]

    @cached_property
    def years(self) -> tuple[int, int]:
        """The first year, and the year after the last."""
        days = [day for entry in self.entries for d in entry.datings for day in (d.when.first, d.when.last)]
        return (min(days).year, max(days).year + 1) if days else (0, 1)

    @property
    def height(self) -> int:
        return HEAD + ROW * len(self.entries)

    @property
    def strokes(self) -> Iterator[tuple[int, float, float, bool]]:
        """For each date: its row, where it begins, how long it is, and whether another work dates it otherwise."""
        for row, entry in enumerate(self.entries):
            for one in entry.datings:
                start, end = self._at(one.when.first), self._at(one.when.last)
                yield (
                    HEAD + ROW * row + ROW // 2,
                    round(start, 1),
                    round(max(end - start, SHORTEST), 1),
                    entry.is_disputed,
                )

    @property
    def uprights(self) -> Iterator[tuple[int, float]]:
        """For each work: its row and where it was written."""
        for row, entry in enumerate(self.entries):
            if entry.work:
                when = entry.datings[0].when
                yield HEAD + ROW * row, round((self._at(when.first) + self._at(when.last)) / 2, 1)

    @property
    def ticks(self) -> Iterator[tuple[float, int]]:
        first, after = self.years
        step = next(
            step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if step * WIDTH / (after - first) >= SMALLEST_STEP
        )
        for year in range(first - first % step, after, step):
            if year >= first:
                yield round(self._at(date(year, 1, 1)), 1), year

    def _at(self, day: date) -> float:
        first, after = self.years
        whole = (date(after, 1, 1) - date(first, 1, 1)).days
        return WIDTH * (day - date(first, 1, 1)).days / whole


@require_safe
@login_not_required
def timeline(request: HttpRequest) -> HttpResponse:
    return render(request, "corpus/timeline.html", {"timeline": Timeline(_entries())})


def _entries() -> list[Entry]:
    events = Event.objects.select_related("work").order_by("name", "first", "last", "work__year", "work__author_sort")
    found = [_event(list(rows)) for _, rows in groupby(events, key=lambda event: event.name)]
    works = [
        Entry(f"{work.author} writes “{work.title}”", (Dating(when, ()),), work)
        for work, when in dating.written(list(Work.objects.all()))
    ]
    return sorted([*found, *works], key=lambda entry: (entry.first, entry.title))


def _event(rows: list[Event]) -> Entry:
    """Works that give the same date are witnesses of one dating."""
    datings = [
        Dating(Moment(first, last, words), tuple(Witness(row.work, row.anchors) for row in same))
        for (first, last, words), same in groupby(rows, key=lambda row: (row.first, row.last, row.words))
    ]
    return Entry(rows[0].title, tuple(datings))
