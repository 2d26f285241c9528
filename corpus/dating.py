"""Which events does a work date, and does its text say so? Read from `events.toml`, asked of the adapted edition."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from corpus.formats.draft import Draft
from corpus.models import Event, Work
from corpus.text.citation import Anchor, BadCitation, parse
from corpus.text.dates import BadDate, Moment
from corpus.text.numerals import figures
from corpus.text.passage import Passage
from corpus.text.relocate import Relocation


class BadEvents(ValueError):
    """An event cannot be read, or its text does not give its date; the message names it."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An event as a work's folder describes it."""

    name: str
    title: str
    when: Moment
    at: tuple[Anchor, ...]


def read(work: str, table: Mapping[str, Any]) -> tuple[Dated, ...]:
    """Raises BadEvents with the number of the entry."""
    return tuple(_dated(work, number, row) for number, row in enumerate(table.get("event", []), start=1))


def _dated(work: str, number: int, row: Mapping[str, Any]) -> Dated:
    missing = [name for name in ("name", "title", "date", "at") if not row.get(name)]
    if missing:
        raise BadEvents(f"event {number} lacks {', '.join(missing)}.")
    try:
        at = tuple(anchor for written in row["at"] for anchor in parse(written, work=work).anchors)
        return Dated(row["name"], row["title"], Moment.of(str(row["date"])), at)
    except (BadCitation, BadDate) as problem:
        raise BadEvents(f"event {number} ({row['name']}): {problem}") from problem


def check(events: Sequence[Dated], draft: Draft, work: str) -> None:
    """Each cited place must be there, and its paragraph must give the year or the day. Raises BadEvents."""
    paragraphs = tuple(p for section in draft.placed(work) for p in section.paragraphs)
    text = Passage(work, "adapted", "", (*paragraphs, *(note.placed(work) for note in draft.notes)))
    for event in events:
        for anchor in event.at:
            if text.words(anchor) is None:
                raise BadEvents(f"{event.name} cites {anchor.label}, but there is no such sentence.")
        said = frozenset(figure for anchor in event.at for figure in figures(text.words(anchor.whole) or ""))
        if not said & _wanted(event.when):
            raise BadEvents(
                f"{event.name} is dated {event.when.words}, but no paragraph it cites gives a figure of that."
            )


def _wanted(when: Moment) -> frozenset[str]:
    """The figures that could show the date: a year, or the day of it."""
    years = {str(when.first.year), str(when.last.year)}
    return frozenset(years | ({str(when.first.day)} if when.is_exact else set()))


def keep(work: Work, events: Sequence[Dated]) -> None:
    """The work's events are these, and no others."""
    work.events.exclude(name__in=[event.name for event in events]).delete()
    for event in events:
        Event.objects.update_or_create(
            work=work,
            name=event.name,
            defaults={
                "title": event.title,
                "first": event.when.first,
                "last": event.when.last,
                "words": event.when.words,
                "cites": [anchor.value for anchor in event.at],
            },
        )


def follow(relocation: Relocation, work: Work) -> tuple[str, ...]:
    """Takes the cited sentences of the work's events along; names those whose words are not there any more.

    Such an event keeps the places that are left; with none left it is taken out.
    """
    lost = []
    for event in work.events.all():
        known = [at for at in event.anchors if relocation.old.words(at) is not None]
        to = [anchor for at in known for anchor in relocation.of(at).to]
        if any(not relocation.of(at).to for at in known):
            lost.append(event.title)
        event.cites = [anchor.value for anchor in dict.fromkeys(to)]
        if event.cites:
            event.save(update_fields=["cites"])
        else:
            event.delete()
    return tuple(lost)


def written(works: Sequence[Work]) -> Iterator[tuple[Work, Moment]]:
    """When each work was written, as far as its facts say."""
    for work in works:
        # CSL-JSON allows more than our dates: years before 1, other seasons. Such a work is in no figure.
        with suppress(ValueError, TypeError, LookupError, AttributeError):
            yield work, Moment.of(_issued(work.facts["issued"]))


def _issued(issued: Mapping[str, Any]) -> str:
    parts = [int(part) for part in issued["date-parts"][0]]
    season = f" {issued['season']}" if issued.get("season") and len(parts) == 1 else ""
    return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])]) + season
