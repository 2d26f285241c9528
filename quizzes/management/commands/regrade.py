"""``manage.py regrade history/closed-doors --by ada@school.example --reason "…"``: marks are made anew in the shell."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from quizzes.models import Question, Quiz, Regrade, Stage
from quizzes.regrades import previewing, regrading
from quizzes.rules import Refused

_AT_ONCE = 2.0  # seconds between two lines that say how far it is


class Command(BaseCommand):
    help = "Works out a regrade of a quiz for everybody who took it; applies, takes back, goes on with or drops one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("quiz", nargs="?", help="The quiz as bank/name, as their names stand in the admin.")
        parser.add_argument("--by", help="The address of the person who asks for it; the ledger names them.")
        parser.add_argument("--reason", default="", help="Why. Students are told.")
        parser.add_argument("--question", help="The name of one question; all of the quiz if not given.")
        parser.add_argument(
            "--policy", default="", choices=["graded", "strict"], help="Scoring; as it was if not given."
        )
        parser.add_argument("--only-if-better", action="store_true", help="Leaves out every mark that would be lower.")
        for name, says in _VERBS.items():
            parser.add_argument(f"--{name}", metavar="ID", type=UUID, help=says)

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            self._worked(self._found(options, now), now)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _found(self, options: dict[str, Any], now: datetime) -> Regrade:
        named = [(name, options[name.replace("-", "_")]) for name in _VERBS if options[name.replace("-", "_")]]
        if len(named) + bool(options["quiz"]) != 1:
            raise CommandError("Name a quiz to work out a regrade of it, or the ID of one with --apply or its like.")
        if not named:
            return _asked(options, now)
        [(name, public_id)] = named
        return _VERB[name](_known(public_id), options["by"], now)

    def _worked(self, regrade: Regrade, now: datetime) -> None:
        while regrade.works:
            regrading.advance(regrade=regrade, now=now, seconds=_AT_ONCE)
            self.stdout.write(f"{regrade.done:,} of {regrade.to_do:,}")
        found = previewing.preview(regrade, 1)
        self.stdout.write(f"Regrade {regrade.public_id}: {Stage(regrade.stage).label}.")
        if found is not None:
            self.stdout.write(found.lead)
            for line in found.figures.lines:
                self.stdout.write(f"  {line.words}")


def _asked(options: dict[str, Any], now: datetime) -> Regrade:
    if not options["reason"].strip():
        raise CommandError("Say why with --reason. Students are told.")
    quiz = _quiz(options["quiz"])
    return regrading.ask(
        quiz=quiz,
        question=_question(quiz, options["question"]) if options["question"] else None,
        reason=options["reason"].strip()[: regrading.LONGEST_REASON],
        policy=options["policy"],
        only_if_better=options["only_if_better"],
        by=_person(options["by"]),
        now=now,
    )


def _quiz(name: str) -> Quiz:
    bank, _, slug = name.rpartition("/")
    found = Quiz.objects.filter(slug=slug, **({"bank__slug": bank} if bank else {})).select_related("bank")
    if len(found) != 1:
        known = ", ".join(f"{quiz.bank.slug}/{quiz.slug}" for quiz in Quiz.objects.select_related("bank")[:50])
        raise CommandError(f"There is no one quiz “{name}”; there are: {known or 'none'}.")
    return found[0]


def _question(quiz: Quiz, slug: str) -> Question:
    asked = Question.objects.filter(slug=slug, versions__items__attempt__quiz=quiz).distinct().first()
    if asked is None:
        raise CommandError(f"Nobody was asked “{slug}” in {quiz}.")
    return asked


def _person(email: str | None) -> User:
    found = User.objects.filter(email__iexact=email).first() if email else None
    if found is None:
        raise CommandError("Say with --by who asks for it, by the address that person logs in with.")
    return found


def _known(public_id: UUID) -> Regrade:
    found = Regrade.objects.select_related("quiz", "question").filter(public_id=public_id).first()
    if found is None:
        raise CommandError(f"There is no regrade {public_id}.")
    return found


type _Verb = Callable[[Regrade, str | None, datetime], Regrade]

_VERBS = {
    "apply": "Applies what was worked out.",
    "undo": "Takes back what was applied.",
    "drop": "Throws away what was worked out.",
    "go-on": "Goes on with one that stopped.",
}
_VERB: dict[str, _Verb] = {
    "apply": lambda regrade, by, now: regrading.apply(regrade=regrade, by=_person(by), now=now),
    "undo": lambda regrade, by, now: regrading.undo(regrade=regrade, by=_person(by), now=now),
    "drop": lambda regrade, by, now: regrading.drop(regrade=regrade),
    "go-on": lambda regrade, by, now: regrade,
}
