"""``manage.py score_cases cases.json --json``: marks answers that are written down with their keys."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError

from quizzes.questions import cases
from quizzes.questions.base import Flaw, Invalid

LARGEST = 10_000_000  # bytes of a file
MOST = 20_000  # cases


class Told(NamedTuple):
    """What is said of one case, and whether it was marked as expected."""

    body: dict[str, Any]
    is_well: bool


class Command(BaseCommand):
    help = (
        "Mark cases. FILE (or - for standard input) holds a JSON list, or lines of JSON, of cases like "
        '{"kind": "source_check", "key": {…}, "response": {…}, "points": 2, "policy": "graded"}; docs/score-cases.md '
        "has each kind. A case that cannot be read is told with its field; the others are marked all the same."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="answer in the form of the file: a list, or lines")

    def handle(self, *, file: str, **options: Any) -> None:
        written, is_list = _cases(_text(file))
        if len(written) > MOST:
            raise CommandError(f"{file} has {len(written):,} cases; the limit is {MOST:,}. Split it.")
        told = [_told(number, case) for number, case in enumerate(written, start=1)]
        if options["json"] and is_list:
            self.stdout.write(json.dumps([one.body for one in told], ensure_ascii=False, indent=1))
        elif options["json"]:
            self.stdout.writelines(f"{json.dumps(one.body, ensure_ascii=False)}\n" for one in told)
        else:
            self.stdout.writelines(f"{_sentence(one.body)}\n" for one in told)
        wrong = sum(not one.is_well for one in told)
        if wrong:
            raise CommandError(f"{wrong} of {len(told)} cases could not be marked, or earn other than they expect.")


def _text(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read(LARGEST)
        if Path(file).stat().st_size > LARGEST:
            raise CommandError(f"{file} has more than {LARGEST:,} bytes; split it.")
        return Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 (byte {error.start}); save it as UTF-8.") from error


def _cases(text: str) -> tuple[list[Any], bool]:
    """The cases, and whether they stand in a list. A line that is no JSON is a case that cannot be read."""
    try:
        whole = _loaded(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("["):
            raise CommandError(f"The file is no JSON list: {error}.") from error
        return [_line(line) for line in text.split("\n") if line.strip()], False
    return (whole, True) if isinstance(whole, list) else ([whole], False)


def _line(line: str) -> Any:
    try:
        return _loaded(line)
    except (ValueError, RecursionError) as error:
        return Invalid(Flaw("", f"This line is not JSON: {error}."))


def _loaded(text: str) -> Any:
    # Figures stay as they are written, so that no float comes near a grade.
    return json.loads(text, parse_float=Decimal, parse_constant=_no_number)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _told(number: int, case: Any) -> Told:
    name = {"index": number, "id": str(case["id"]) if isinstance(case, Mapping) and "id" in case else str(number)}
    try:
        if isinstance(case, Invalid):
            raise case
        found = cases.scored(case)
        wrong = cases.disagreement(case, found)
    except Invalid as problem:
        errors = [{"field": flaw.field, "message": flaw.message} for flaw in problem.flaws]
        return Told({**name, "errors": errors}, is_well=False)
    agrees = {"agrees": not wrong} | ({"differs": wrong} if wrong else {}) if "expect" in case else {}
    return Told({**name, **found.dump(), **agrees}, not wrong)


def _sentence(body: dict[str, Any]) -> str:
    if "errors" in body:
        return f"{body['id']}: " + " ".join(_error(error) for error in body["errors"])
    expected = f" But {body['differs']}." if body.get("differs") else ""
    return f"{body['id']}: {body['fraction']}, {body['points']} points ({body['reason']}).{expected}"


def _error(error: Mapping[str, str]) -> str:
    return f"({error['field']}) {error['message']}" if error["field"] else error["message"]
