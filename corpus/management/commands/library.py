"""What is in the library? Counts and digests for every edition."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from corpus import reading
from corpus.models import Revision
from corpus.text.passage import word_count


def _facts(revision: Revision) -> dict[str, Any]:
    text = reading.whole(revision)
    prose = [p for p in text.paragraphs if not p.note]
    return {
        "work": revision.edition.work.slug,
        "edition": revision.edition.kind,
        "revision": revision.number,
        "digest": revision.digest,
        "sections": revision.sections.count(),
        "paragraphs": len(prose),
        "notes": len(text.paragraphs) - len(prose),
        "sentences": sum(len(p.sentence_starts) for p in prose),
        "words": sum(word_count(p.text) for p in prose),
    }


class Command(BaseCommand):
    help = "List works and editions: revision, digest, sections, paragraphs, notes, sentences, words."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON array")

    def handle(self, **options: Any) -> None:
        revisions = Revision.objects.present().select_related("edition__work").order_by("edition__work", "edition")
        rows = [_facts(revision) for revision in revisions]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(
                "{work}/{edition} revision {revision}: {sections} sections, {paragraphs} paragraphs, {notes} notes, "
                "{sentences} sentences, {words} words, {digest:.12}".format(**row)
            )
        if not rows:
            self.stdout.write("The library is empty; manage.py load_library fills it.")
