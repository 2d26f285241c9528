"""``manage.py export_grades after-stalin --table answers --output answers.csv``: a table of a course as a file."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses import exports
from courses.grades import records
from courses.models import Course


class Command(BaseCommand):
    help = "Writes the grades or the answers of a course. Which attempt counts, each quiz says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("course", help="The course's short name, as in its address.")
        parser.add_argument("--table", default="grades", help=f"{_listed(exports.TABLES)}; grades if not given.")
        parser.add_argument("--format", default="csv", help=f"{_listed(exports.WRITERS)}; csv if not given.")
        parser.add_argument("--output", type=Path, help="The file to write; without it, standard output.")

    def handle(self, *args: Any, course: str, table: str, output: Path | None, **options: Any) -> None:
        writer = _known("format", options["format"], exports.WRITERS)
        layout = _known("table", table, exports.TABLES)
        pieces = writer.stream(layout, records.TABLES[table](_course(course)))
        if output is None:
            self._print(pieces)
        else:
            _write(output, pieces)
            self.stderr.write(f"Written to {output}.")

    def _print(self, pieces: Iterator[bytes]) -> None:
        """As bytes, so that no console changes the ends of lines."""
        raw = getattr(self.stdout._out if hasattr(self.stdout, "_out") else sys.stdout, "buffer", None)
        for piece in pieces:
            if raw is not None:
                raw.write(piece)
            else:
                self.stdout.write(piece.decode(), ending="")


def _course(slug: str) -> Course:
    try:
        return Course.objects.get(slug=slug)
    except Course.DoesNotExist as missing:
        known = _listed(Course.objects.values_list("slug", flat=True))
        raise CommandError(f"There is no course “{slug}”; there are: {known}.") from missing


def _known[T](what: str, name: str, known: dict[str, T]) -> T:
    if name not in known:
        raise CommandError(f"There is no {what} “{name}”; there are: {_listed(known)}.")
    return known[name]


def _listed(names: Any) -> str:
    return ", ".join(names) or "none"


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    try:
        with path.open("wb") as file:
            file.writelines(pieces)
    except OSError as trouble:
        raise CommandError(f"{path} could not be written: {trouble.strerror}.") from trouble
