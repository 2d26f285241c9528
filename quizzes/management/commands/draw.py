"""``manage.py draw cliff-01-quiz --seed 7 --student ben@school.example``: what would be drawn, without an attempt."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from corpus.text.citation import ASSUMED_EDITION
from quizzes.bank import pools
from quizzes.models import Quiz
from quizzes.rules import Refused
from quizzes.taking import attempts


class Command(BaseCommand):
    help = (
        "Prints which questions a seed gives, in their order. The same seed gives the same, as long as the quiz stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("quiz", help="The quiz's short name; with its bank where two have it: bank/quiz.")
        parser.add_argument("--seed", type=int, required=True, help="A whole number, as an attempt keeps it.")
        parser.add_argument("--student", help="An address: what this student was asked before is drawn last.")
        parser.add_argument(
            "--edition", default=ASSUMED_EDITION, help=f"The edition that is read; {ASSUMED_EDITION} if not given."
        )

    def handle(self, *args: Any, quiz: str, seed: int, student: str | None, edition: str, **options: Any) -> None:
        found = _quiz(quiz)
        seen = pools.seen_by(_student(student), found) if student else {}
        try:
            drawn = attempts.draw(found, edition, timezone.now(), seed=seed, seen=seen)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        labels = dict(found.items.values_list("question", "pool__label"))
        for place, (version, _) in enumerate(drawn, start=1):
            label = labels.get(version.question_id)
            self.stdout.write(f"{place}. {version} ({f'from “{label}”' if label else 'asked of everybody'})")


def _quiz(name: str) -> Quiz:
    bank, _, slug = name.rpartition("/")
    found = list(Quiz.objects.filter(slug=slug, **({"bank__slug": bank} if bank else {})).select_related("bank"))
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{quiz.bank.slug}/{quiz.slug}" for quiz in found)
        raise CommandError(f"Several quizzes are called “{slug}”; write one of: {names}.")
    raise CommandError(f"There is no quiz “{name}”.")


def _student(address: str) -> User:
    try:
        return User.objects.get(email__iexact=address)
    except User.DoesNotExist as missing:
        raise CommandError(f"Nobody logs in with {address}.") from missing
