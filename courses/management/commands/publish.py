"""Publishes the waiting revision of an edition, after every key that cites the work was asked again."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from corpus.models import Revision
from courses.reading import texts
from quizzes.bank import reviewing
from quizzes.bank.publishing import Answer, Aside, Unanswered
from quizzes.bank.reviewing import Affected, Place


class Command(BaseCommand):
    help = "Publish the waiting revision of an edition: manage.py publish cliff-1956/adapted"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("edition", help="work/edition")
        parser.add_argument(
            "--accept-moves", action="store_true", help="keys follow words that stand unchanged in exactly one place"
        )
        parser.add_argument(
            "--set-aside", action="store_true", help="questions that are not answered are not asked until mended"
        )

    def handle(self, *, edition: str, accept_moves: bool, set_aside: bool, **options: Any) -> None:
        revision = _waiting(edition)
        found = reviewing.review(revision)
        answers = dict(_answers(found.affected, accept_moves=accept_moves, set_aside=set_aside))
        try:
            done = texts.publish(revision=revision, now=timezone.now(), answers=answers)
        except Unanswered as unanswered:
            raise CommandError("\n".join([str(unanswered), *_told(unanswered, found.affected)])) from unanswered
        except texts.Lost as lost:
            raise CommandError(str(lost)) from lost
        self.stdout.write(f"{revision} is published; {done.sentence}")


def _answers(affected: tuple[Affected, ...], *, accept_moves: bool, set_aside: bool) -> Iterator[tuple[int, Answer]]:
    for touched in affected:
        if accept_moves and touched.is_proposed_whole:
            yield touched.version.pk, touched.proposed
        elif set_aside:
            yield touched.version.pk, Aside.ASIDE


def _waiting(edition: str) -> Revision:
    work, _, kind = edition.partition("/")
    waiting = Revision.objects.waiting().select_related("edition__work")
    found = waiting.of(work, kind).order_by("-number").first()
    if found is None:
        names = ", ".join(sorted({str(revision.edition) for revision in waiting})) or "none"
        raise CommandError(f"No revision of {edition} waits to be published. Waiting: {names}.")
    return found


def _told(unanswered: Unanswered, affected: tuple[Affected, ...]) -> Iterator[str]:
    places = {touched.version.pk: touched.open for touched in affected}
    for broken in unanswered.breaks:
        yield f"  {broken.version.question}:"
        yield from (f"    ({flaw.field}) {flaw.message}" for flaw in broken.flaws)
        yield from (f"    {_place(place)}" for place in places.get(broken.version.pk, ()))


def _place(place: Place) -> str:
    found = place.found
    to = " and ".join(anchor.label for anchor in found.to)
    where = f"{found.at.label} ({', '.join(place.roles)})"
    return f"{where}: the same words stand at {to}" if to else f"{where}: {found.fate}; {_now(place)}"


def _now(place: Place) -> str:
    nearest = place.found.nearest
    return f"look at {nearest.label}" if nearest else "nothing like it is there"
