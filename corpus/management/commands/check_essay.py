"""Do the quotations of an essay stand in the library, where, and in whose voice?"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.checking import Shelf
from corpus.text.essay import LONGEST, TooMuch, cleaned, read
from corpus.text.faithful import checked
from corpus.text.verdict import Checked, Verdict

_SHOWN = 60  # characters of a quotation in a line
_MOST_CHANGES = 8


class Command(BaseCommand):
    help = (
        "Find the quotations in an essay (FILE, plain text, or - for standard input) and check each against every "
        "present text. Each has a verdict: verbatim, punctuation, omissions, near, splice or absent."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="JSON lines, one a quotation, instead of sentences")

    def handle(self, *, file: str, **options: Any) -> None:
        shelf = Shelf.readable(with_original=True)
        if not shelf.ground.library.works:
            raise CommandError("The library is empty; run manage.py load_library first.")
        try:
            essay = read(cleaned(_text(file)))
        except TooMuch as problem:
            raise CommandError(str(problem)) from problem
        found = [checked(quoted, shelf.ground, shelf.voices) for quoted in essay.quotations]
        for number, one in enumerate(found, start=1):
            if options["json"]:
                self.stdout.write(json.dumps({"number": number, **_answer(one)}, ensure_ascii=False))
            else:
                self.stdout.write(f"{number}. {_line(one)}")
        if not options["json"]:
            self.stdout.write(_summary(found, len(essay.unclosed)))


def _text(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read(4 * LONGEST)
        return Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 (byte {error.start}); save it as plain text in UTF-8.") from error


def _line(found: Checked) -> str:
    words = " ".join(found.quoted.text.split())
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]} …"
    where = f" ({'; '.join(map(str, found.citations))})" if found.citations else ""
    changes = [f"{change}." for change in found.changes[:_MOST_CHANGES]] if found.verdict is Verdict.NEAR else []
    remarks = [remark.says for remark in found.remarks]
    return " ".join([f"“{shown}” {found.verdict.label}{where}.", *changes, *remarks, found.sentence])


def _summary(found: list[Checked], unclosed: int) -> str:
    counted = [one for one in found if not (one.quoted.is_term or one.is_foreign)]
    looks = [str(number) for number, one in enumerate(found, start=1) if one.needs_a_look]
    lost = f" Marks that open and never close: {unclosed}." if unclosed else ""
    look = f" Look again at {', '.join(looks)}." if looks else ""
    return f"{sum(one.verdict.holds for one in counted)} of {len(counted)} quotations are exact.{look}{lost}"


def _answer(found: Checked) -> dict[str, Any]:
    quoted, speaking = found.quoted, found.speaking
    return {
        "start": quoted.start,
        "end": quoted.end,
        "text": quoted.text,
        "form": quoted.form.value,
        "term": quoted.is_term,
        "verdict": found.verdict.value,
        "needs_a_look": found.needs_a_look,
        "places": [str(citation) for citation in found.citations],
        "changes": [{"source": change.source, "given": change.given} for change in found.changes],
        "left_out": [part.left_out for part in found.parts if part.left_out],
        "inserted": list(found.inserted),
        "named": quoted.speaker or None,
        "speakers": list(speaking.chain) if speaking else [],
        "remarks": [remark.says for remark in found.remarks],
        "advice": found.sentence,
        "elsewhere": list(found.elsewhere),
    }
