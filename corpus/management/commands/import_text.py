"""Reads a file into an edition of a work: published at once if it is the first text, waiting if it changes one."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from corpus import shelving
from corpus.formats import BY_NAME, guess
from corpus.formats.draft import LIMIT, Draft, Unreadable
from corpus.incoming import Refused, check_names
from corpus.models import Edition, Work
from corpus.publishing import Kept, keep

FACTS = ("author", "title", "year")
TOLD = "{changes} {sections} sections, {paragraphs} paragraphs, {notes} notes, {sentences} sentences, {digest:.12}"


class Command(BaseCommand):
    help = "Read a text file into an edition of a work, which is made with --author, --title and --year if it is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--work", required=True, help="its name in citations, for example brandt-1931")
        parser.add_argument("--edition", default="original", help="original (the default), adapted, or a name of yours")
        parser.add_argument("--format", choices=sorted(BY_NAME), help="told by the file's name and head if left out")
        for fact in FACTS:
            parser.add_argument(f"--{fact}", default="", help="of a new work")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *, file: Path, work: str, edition: str, **options: Any) -> None:
        try:
            draft = _draft(file, options["format"])
            with transaction.atomic():
                found = _edition(work, edition, {fact: options[fact] for fact in FACTS})
                kept = keep(edition=found, draft=draft, now=timezone.now())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}. Nothing was changed.") from error
        except Unreadable as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from error
        except Refused as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was changed.") from error
        report = _report(kept, draft)
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(TOLD.format(**report))
            self.stdout.writelines(f"  {warning}\n" for warning in draft.warnings)


def _draft(file: Path, name: str | None) -> Draft:
    with file.open("rb") as opened:
        data = opened.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise Unreadable(f"The file has more than {LIMIT:,} bytes, the limit. Import it in parts.")
    return (BY_NAME[name] if name else guess(file.name, data)).read(data)


def _edition(slug: str, kind: str, facts: dict[str, str]) -> Edition:
    """The edition of the work, made where it is missing. Raises Refused and ValidationError."""
    check_names(slug, kind)
    work = _work(slug, facts)
    found = work.editions.filter(kind=kind).first()
    if found is None:
        behind = max([len(shelving.EDITIONS), *(edition.position + 1 for edition in work.editions.all())])
        title, position = shelving.EDITIONS.get(kind, (kind.replace("-", " ").capitalize(), behind))
        found = Edition.objects.create(work=work, kind=kind, title=title, position=position, language=work.language)
    return found


def _work(slug: str, facts: dict[str, str]) -> Work:
    found = Work.objects.filter(slug=slug).first()
    if found is not None:
        differing = [name for name, fact in facts.items() if fact and fact != getattr(found, name)]
        if differing:
            raise ValidationError(f"{slug} is here with another {' and '.join(differing)}: {found}.")
        return found
    missing = [f"--{name}" for name, fact in facts.items() if not fact.strip()]
    if missing:
        raise ValidationError(f"There is no work {slug} yet. To make it, give {', '.join(missing)} too.")
    work = Work(slug=slug, author_sort=_sorted(facts["author"]), **facts)
    try:
        work.full_clean()
    except ValidationError as error:
        said = [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
        raise ValidationError(said) from error
    work.save()
    return work


def _sorted(author: str) -> str:
    """“Ida Brandt” is looked for under “Brandt, Ida”."""
    first, _, last = author.rpartition(" ")
    return author if "," in author or not first else f"{last}, {first}"


def _report(kept: Kept, draft: Draft) -> dict[str, Any]:
    edition, paragraphs = kept.revision.edition, list(draft.paragraphs())
    return {
        "work": edition.work.slug,
        "edition": edition.kind,
        "revision": kept.revision.number,
        "digest": kept.revision.digest,
        "new": kept.is_new,
        "published": kept.revision.published_at is not None,
        "sections": len(draft.sections),
        "paragraphs": len(paragraphs),
        "notes": len(draft.notes),
        "sentences": sum(len(p.sentence_starts) for p in paragraphs),
        "warnings": list(draft.warnings),
        "changes": kept.changes,
    }
