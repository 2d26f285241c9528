"""``manage.py item_analysis history/quiz-1 --json``: what do marks say about questions? Of a quiz, or of a table."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes.analysis import matrix
from quizzes.analysis.papers import Tallies
from quizzes.analysis.ranking import ranking
from quizzes.analysis.report import Asked, Question, Report, report
from quizzes.models import Quiz
from quizzes.overview import statistics
from quizzes.overview.papers import Which

_LARGEST = 20_000_000  # bytes of a table


class Command(BaseCommand):
    help = "Works out the statistics of a quiz and its questions (docs/statistics.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "quiz", nargs="?", help="The quiz's short name, with its bank where needed: history/quiz-1."
        )
        parser.add_argument("--matrix", type=Path, help="A CSV file of marks instead: names, maxima, a line a student.")
        parser.add_argument("--attempts", default="first", help="first (if not given), best, last or all.")
        parser.add_argument("--json", action="store_true", help="One JSON object, with what is undefined as null.")

    def handle(self, *args: Any, quiz: str | None, attempts: str, **options: Any) -> None:
        if bool(quiz) == bool(options["matrix"]):
            raise CommandError("Name a quiz, or a table with --matrix; one of the two.")
        if attempts not in list(Which):
            raise CommandError(f"There are no “{attempts}” attempts; there are: {', '.join(Which)}.")
        about: dict[str, Any] = {"quiz": quiz, "counted": attempts} if quiz else {"matrix": str(options["matrix"])}
        found = statistics.of_papers(_quiz(quiz), Which(attempts)) if quiz else _of_table(options["matrix"])
        if options["json"]:
            self.stdout.write(json.dumps({"source": about, **found.dump()}, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_table(found.dump())))


def _quiz(name: str) -> Quiz:
    bank, _, slug = name.rpartition("/")
    found = Quiz.objects.filter(slug=slug, **({"bank__slug": bank} if bank else {})).select_related("bank")
    if len(found) == 1:
        return found[0]
    among = found or Quiz.objects.exclude(slug__startswith="preview--").select_related("bank")
    known = ", ".join(f"{one.bank.slug}/{one.slug}" for one in among) or "none"
    raise CommandError(f"There {'are several quizzes' if found else 'is no quiz'} “{name}”; there are: {known}.")


def _of_table(path: Path) -> Report:
    try:
        if path.stat().st_size > _LARGEST:
            raise CommandError(f"{path} is larger than {_LARGEST:,} bytes; take fewer students.")
        table = matrix.read(path.read_text("utf-8"))
    except UnicodeDecodeError as trouble:
        raise CommandError(f"{path} is not UTF-8 (byte {trouble.start}); save it as UTF-8.") from trouble
    except OSError as trouble:
        raise CommandError(f"{path} could not be read: {trouble.strerror}.") from trouble
    except matrix.BadMatrix as bad:
        raise CommandError(f"{path}: {bad}") from bad
    papers = table.papers()
    asked = [Question(place, name, (Asked(place, 0),)) for place, name in enumerate(table.names)]
    return report(Tallies.of(papers), asked, ranking(papers))


_COLUMNS = {
    "n": "n",
    "facility": "facility",
    "sd": "SD",
    "discrimination": "discr.",
    "efficiency": "effic.",
    "d27": "D27",
    "intended_weight": "intended",
    "effective_weight": "effective",
    "guess": "guess",
}


def _table(found: Mapping[str, Any]) -> Iterator[str]:
    """Lines for people: the quiz, then a row a question; what is undefined is a dash, with its reason below."""
    reasons: dict[str, None] = {}
    for name, value in found["quiz"].items():
        if name != "reasons":
            yield f"{name.replace('_', ' '):<16}{_cell(value):>12}"
    _because(found["quiz"], "", reasons)
    width = max([8, *(len(item["name"]) for item in found["items"])])
    yield ""
    yield f"{'question':<{width}}" + "".join(f"{title:>11}" for title in _COLUMNS.values()) + "  flags"
    for item in found["items"]:
        yield (
            f"{item['name']:<{width}}" + "".join(f"{_cell(item[name]):>11}" for name in _COLUMNS) + f"  {_flags(item)}"
        )
        _because(item, f"{item['name']}: ", reasons)
    yield from ("", *reasons) if reasons else ()


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value}" if isinstance(value, int) else f"{value:.4f}"


def _flags(item: Mapping[str, Any]) -> str:
    picked = (f"{one.get('option') or one.get('sentence')}: {flag}" for one in _picks(item) for flag in one["flags"])
    return "; ".join([*item["flags"], *picked])


def _picks(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*item["options"], *item["sentences"]]


def _because(of: Mapping[str, Any], where: str, reasons: dict[str, None]) -> None:
    for name, reason in of["reasons"].items():
        reasons[f"– {where}{name.replace('_', ' ')}: {reason}"] = None
