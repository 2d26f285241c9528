"""What is in the library? Counts and digests for every edition, on demand every paragraph."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus import reading
from corpus.models import Revision
from corpus.text.digest import short_hash
from corpus.text.passage import Paragraph, word_count


class Command(BaseCommand):
    help = "List works and editions: revision, digest, sections, paragraphs, notes, sentences, words."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON array")
        parser.add_argument(
            "--paragraphs", action="store_true", help="with --json: number, section, kind, voice, words, hash of each"
        )
        parser.add_argument(
            "--sentences", action="store_true", help="with --json: also where each paragraph's sentences begin"
        )

    def handle(self, *, paragraphs: bool, sentences: bool, **options: Any) -> None:
        if (paragraphs or sentences) and not options["json"]:
            raise CommandError("Paragraphs are listed as JSON only; add --json.")
        revisions = Revision.objects.present().select_related("edition__work").order_by("edition__work", "edition")
        rows = [_facts(revision) for revision in revisions]
        if paragraphs or sentences:
            for row, revision in zip(rows, revisions, strict=True):
                row["listing"] = list(_listing(revision, sentences=sentences))
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


def _listing(revision: Revision, *, sentences: bool) -> Iterator[dict[str, Any]]:
    """Each paragraph in order, then the notes; a note stands in no section."""
    sections = list(revision.sections.all())
    for paragraph in reading.whole(revision).paragraphs:
        inside = next((s.number for s in sections if s.first <= paragraph.number <= s.last), None)
        row = _paragraph(paragraph) | {"section": None if paragraph.note else inside}
        yield row | ({"sentence_starts": list(paragraph.sentence_starts)} if sentences else {})


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    """`voice` is null where the author speaks; `spans` are others who speak inside, as [start, end, voice]."""
    return {
        "number": paragraph.number,
        "note": paragraph.note,
        "section": None,
        "kind": paragraph.kind,
        "voice": paragraph.voice or None,
        "spans": [[span.start, span.end, span.voice] for span in paragraph.spans],
        "words": word_count(paragraph.text),
        "hash": short_hash(paragraph.text),
    }
