"""Does the edition in plain words keep to its original, as far as a machine can tell?"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus import reading
from corpus.formats import adapted, excuses
from corpus.formats.draft import Unreadable
from corpus.models import Revision, Work
from corpus.text.passage import Section
from corpus.text.retelling import Excuse, Fault, Names, faults, remaining


class Command(BaseCommand):
    help = (
        "Compare the adapted edition of a work with its original: figures, names, marked words, length, reading level."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("work")
        parser.add_argument("--file", type=Path, help="a draft in place of the adapted edition in the library")
        parser.add_argument("--exceptions", type=Path, help="a TOML file of [[exception]] paragraph, words, reason")
        parser.add_argument("--json", action="store_true", help="one JSON array")

    def handle(self, *, work: str, file: Path | None, exceptions: Path | None, **options: Any) -> None:
        found = Work.objects.filter(slug=work).first()
        if found is None:
            raise CommandError(f"There is no work {work} in the library; manage.py library lists them.")
        retold = _draft(file, work) if file else _sections(work, "adapted")
        allowed = _excuses(exceptions) if exceptions else ()
        left = list(remaining(faults(_sections(work, "original"), retold, names_of(found)), allowed))
        if options["json"]:
            self.stdout.write(json.dumps([_row(fault) for fault in left], ensure_ascii=False, indent=1))
        else:
            self.stdout.writelines(f"{fault}\n" for fault in left)
            self.stdout.write(f"{len(left)} to look at." if left else "A machine finds nothing; now compare the sense.")


def names_of(work: Work) -> Names:
    """The author and the voices may be named anywhere; the glossary knows who goes by which names."""
    return Names.of([work.author, *work.voices.values()], [[e.term, *e.aliases] for e in work.glossary.all()])


def _sections(work: str, kind: str) -> tuple[Section, ...]:
    revision = reading.present(work, kind)
    if revision is None:
        raise CommandError(f"{work} has no published {kind} edition; manage.py load_library says what it lacks.")
    return tuple(_placed(revision))


def _placed(revision: Revision) -> Iterator[Section]:
    text = [p for p in reading.whole(revision).paragraphs if not p.note]
    for section in revision.sections.all():
        inside = tuple(p for p in text if section.first <= p.number <= section.last)
        yield Section(section.number, section.title, inside)


def _draft(file: Path, work: str) -> tuple[Section, ...]:
    try:
        return adapted.read(file.read_bytes()).placed(work)
    except (OSError, Unreadable) as error:
        raise CommandError(f"{file}: {error}") from error


def _excuses(file: Path) -> tuple[Excuse, ...]:
    try:
        return excuses.load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, excuses.BadExcuses) as error:
        raise CommandError(f"{file}: {error}") from error


def _row(fault: Fault) -> dict[str, str]:
    return {"place": fault.place, "matter": fault.matter.value, "words": fault.words, "says": fault.says}
