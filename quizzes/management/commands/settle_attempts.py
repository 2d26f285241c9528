"""Hands in what was saved in attempts whose time is up (TRUST.md T16). To be run every few minutes, or every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes.models import Attempt
from quizzes.taking import timing


class Command(BaseCommand):
    help = "Hands in what was saved in attempts whose time is up."

    def handle(self, *args: Any, **options: Any) -> None:
        count = timing.settle(Attempt.objects.all(), now=timezone.now())
        self.stdout.write(f"{count} {'attempt was' if count == 1 else 'attempts were'} handed in.")
