"""Do these quotations stand in the library? JSON lines in, JSON lines out."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.reading import quotable
from corpus.text.finding import Finding
from corpus.text.quotation import check

LONGEST = 100_000  # characters of a line


class Command(BaseCommand):
    help = (
        'Check quotations. FILE (or - for standard input) holds lines like {"id": "1", "text": "…", "work": "…"}; '
        '"work" may be left out. Each answer has id, result (verbatim, punctuation, near, absent), work, edition, '
        "paragraph, changes and elsewhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="JSON lines instead of sentences")

    def handle(self, *, file: str, **options: Any) -> None:
        library = quotable()
        if not library.works:
            raise CommandError("The library is empty; run manage.py load_library first.")
        for asked in _asked(_lines(file)):
            finding = check(asked["text"], library, work=asked.get("work") or None)
            if options["json"]:
                self.stdout.write(json.dumps({"id": asked["id"], **_answer(finding)}, ensure_ascii=False))
            else:
                self.stdout.write(f"{asked['id']}: {finding.sentence}")


def _lines(file: str) -> Iterable[str]:
    if file == "-":
        return sys.stdin
    try:
        return Path(file).read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 (byte {error.start}); save it as UTF-8.") from error


def _asked(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read(number, line)


def _read(number: int, line: str) -> dict[str, Any]:
    if len(line) > LONGEST:
        raise CommandError(f"Line {number} has {len(line):,} characters; the limit is {LONGEST:,}.")
    try:
        found = json.loads(line)
    except ValueError as error:
        raise CommandError(f"Line {number} is not JSON: {error}.") from error
    if not isinstance(found, dict) or "id" not in found or not isinstance(found.get("text"), str):
        raise CommandError(f'Line {number} needs "id" and "text": {{"id": "1", "text": "…"}}.')
    return found


def _answer(finding: Finding) -> dict[str, Any]:
    return {
        "result": finding.result.value,
        "work": finding.work or None,
        "edition": finding.edition or None,
        "paragraph": (f"n{finding.paragraph}" if finding.note else finding.paragraph) or None,
        "to_paragraph": finding.to_paragraph or None,
        "changes": [{"source": change.source, "given": change.given} for change in finding.changes],
        "elsewhere": list(finding.elsewhere),
    }
