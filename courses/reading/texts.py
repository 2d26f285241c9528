"""A revised text goes live: keys are answered for (quizzes.bank.publishing), steps follow the paragraphs they read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from corpus import dating, highlights
from corpus.models import Revision
from corpus.shelving import name_again
from corpus.text.citation import Anchor, Citation
from corpus.text.relocate import Fate, Relocated
from courses.models import Step
from quizzes.bank import publishing, reviewing
from quizzes.bank.publishing import Answer, Published
from quizzes.bank.reviewing import Review


class Lost(Exception):
    """Publishing is refused: nothing is left of what some steps read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A step that reads the work: where its paragraphs stand now, and which of them have other words."""

    step: Step
    was: Citation
    now: Citation | None
    changed: tuple[Anchor, ...]

    @property
    def is_moved(self) -> bool:
        return self.now is not None and self.now != self.was


@dataclass(frozen=True, slots=True)
class Gone:
    """What came of publishing a text: for the keys, and for the steps that read other paragraph numbers now."""

    keys: Published
    moved: tuple[Reading, ...]
    left: int = 0
    undated: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        marks = [f"{self.left} readers’ marks stay with the old text; their notes say so."] * bool(self.left)
        events = [f"The words that date these events have changed: {'; '.join(self.undated)}."] * bool(self.undated)
        steps = [f"“{one.step}” reads {one.now.label} instead of {one.was.label}" for one in self.moved if one.now]
        return " ".join([self.keys.sentence, *(f"{said}." for said in steps), *marks, *events])


def readings(found: Review) -> tuple[Reading, ...]:
    """The steps that the revision touches, in the order of their courses."""
    work = found.revision.edition.work.slug
    steps = Step.objects.filter(reading__startswith=f"{work} ").select_related("lesson__course")
    ordered = steps.order_by("lesson__course", "lesson__position", "position")
    return tuple(read for step in ordered if (read := _reading(step, found)))


def _reading(step: Step, found: Review) -> Reading | None:
    citation, relocation = step.passage, found.relocation
    if citation is None or relocation is None:
        return None
    fates = [relocation.of(anchor) for anchor in citation.anchors if relocation.old.words(anchor) is not None]
    places = sorted({anchor.paragraph for fate in fates for anchor in _now(fate) if not anchor.note})
    changed = tuple(fate.at for fate in fates if fate.fate in (Fate.CHANGED, Fate.GONE))
    if places and not (found.leads and places[-1] - places[0] < len(places)):
        # Another edition counts, or the paragraphs do not follow each other any more: the step stays, and it is told.
        moved = tuple(fate.at for fate in fates if fate.fate is Fate.MOVED)
        return Reading(step, citation, citation, tuple(sorted({*changed, *moved}))) if changed or moved else None
    now = Citation(citation.work, None, places[0], places[-1]) if places else None
    return Reading(step, citation, now, changed) if changed or now != citation else None


def _now(fate: Relocated) -> Iterator[Anchor]:
    """A changed paragraph stays where its number is."""
    yield from fate.to
    if fate.fate is Fate.CHANGED:
        yield fate.at


@transaction.atomic
def publish(
    *, revision: Revision, now: datetime, by: User | None = None, answers: Mapping[int, Answer] | None = None
) -> Gone:
    """Makes a revision the present one. Raises publishing.Unanswered and Lost."""
    found = reviewing.review(revision)
    touched = readings(found)
    lost = [read for read in touched if read.now is None]
    if lost:
        names = ", ".join(f"“{read.step}” in {read.step.lesson.course}" for read in lost)
        raise Lost(f"Nothing is left of what these steps read: {names}. Give them another reading first.")
    keys = publishing.publish(revision=revision, now=now, by=by, answers=answers)
    left = highlights.follow(before=found.before, after=revision) if found.before else 0
    undated = _library_follows(found)
    moved = tuple(read for read in touched if read.is_moved)
    for read in moved:
        read.step.reading = str(read.now)
        read.step.save(update_fields=["reading"])
    return Gone(keys, moved, left, undated)


def _library_follows(found: Review) -> tuple[str, ...]:
    """The timeline and the explanations lean on the adapted edition. Names the events whose words have changed."""
    edition = found.revision.edition
    if edition.kind != "adapted":
        return ()
    name_again(edition.work)
    return dating.follow(found.relocation, edition.work) if found.relocation else ()
