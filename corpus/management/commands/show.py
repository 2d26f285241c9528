"""What stands at a citation?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus import reading
from corpus.models import Revision, Work
from corpus.text.citation import BadCitation, parse


class Command(BaseCommand):
    help = 'Print the text of a citation: manage.py show "cliff-1956/original ¶14.2"'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("citation")

    def handle(self, *, citation: str, **options: Any) -> None:
        try:
            wanted = parse(citation)
        except BadCitation as error:
            raise CommandError(str(error)) from error
        revisions = Revision.objects.present().filter(edition__work__slug=wanted.work).select_related("edition__work")
        shown = [r for r in revisions if wanted.edition in (None, r.edition.kind)]
        if not shown:
            raise CommandError(_absent(wanted.work, [r.edition.kind for r in revisions]))
        found = False
        for revision in shown:
            text = reading.whole(revision)
            for anchor in wanted.anchors:
                words = text.words(anchor)
                if words is not None:
                    found = True
                    self.stdout.write(f"{revision.edition} {anchor.label}\n{words}\n")
        if not found:
            raise CommandError(f"{wanted} is not there: the text has no such paragraph or sentence.")


def _absent(work: str, editions: list[str]) -> str:
    if editions:
        return f"{work} has no such edition here; it has {', '.join(editions)}."
    known = ", ".join(Work.objects.values_list("slug", flat=True)) or "none; run manage.py load_library"
    return f"There is no work {work} in the library. Works: {known}."
