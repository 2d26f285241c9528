"""Publishes the waiting revision of an edition, after every key that cites the work was asked again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from corpus.models import Revision
from quizzes import keys


class Command(BaseCommand):
    help = "Publish the waiting revision of an edition: manage.py publish cliff-1956/adapted"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("edition", help="work/edition")

    def handle(self, *, edition: str, **options: Any) -> None:
        revision = _waiting(edition)
        try:
            verified = keys.publish(revision=revision, now=timezone.now())
        except keys.Unanswered as unanswered:
            raise CommandError("\n".join([str(unanswered), *_told(unanswered)])) from unanswered
        self.stdout.write(f"{revision} is published; {len(verified)} keys were asked again and stand.")


def _waiting(edition: str) -> Revision:
    work, _, kind = edition.partition("/")
    waiting = Revision.objects.waiting().select_related("edition__work")
    found = waiting.of(work, kind).order_by("-number").first()
    if found is None:
        names = ", ".join(sorted({str(revision.edition) for revision in waiting})) or "none"
        raise CommandError(f"No revision of {edition} waits to be published. Waiting: {names}.")
    return found


def _told(unanswered: keys.Unanswered) -> list[str]:
    return [
        f"  {broken.version.question} ({flaw.field}): {flaw.message}"
        for broken in unanswered.breaks
        for flaw in broken.flaws
    ]
