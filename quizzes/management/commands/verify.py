"""``manage.py verify``: makes every mark again, asks every key of its text, and walks through the ledger."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quizzes.marks import verifying
from quizzes.marks.verifying import Verification

MOST_KEPT = 100  # sentences that are kept and that --json lists


class Command(BaseCommand):
    help = (
        "Make every stored mark again from answer, key, policy and text; ask every key of the present texts; walk "
        "through the ledger. Tells each difference in a line, keeps the result for staff, and ends with 1 if there "
        "is any. Nothing is changed. Made to run every night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")

    def handle(self, **options: Any) -> None:
        began, now, run = monotonic(), timezone.now(), Verification()
        found: list[str] = []
        about: Counter[str] = Counter()
        for difference in run.differences():
            about[difference.about] += 1
            if len(found) < MOST_KEPT:
                found.append(difference.says)
            if not options["json"]:
                self.stdout.write(difference.says)
        total, seconds = about.total(), monotonic() - began
        verifying.keep(run.count, found, total, now=now)
        if options["json"]:
            told = {"count": asdict(run.count), "differences": total, "about": about, "findings": found}
            self.stdout.write(json.dumps({**told, "seconds": round(seconds, 3)}, ensure_ascii=False))
        else:
            self._summary(run, total, seconds)
        if total:
            raise CommandError(f"{total} {'difference' if total == 1 else 'differences'}.")

    def _summary(self, run: Verification, total: int, seconds: float) -> None:
        count = run.count
        self.stdout.write(verifying.told(count.marks, count.keys, count.entries, total))
        if count.older:
            self.stdout.write(f"Marks of an earlier scorer that would be others now: {count.older:,}.")
        if count.by_hand:
            self.stdout.write(f"Marks that are not the computer’s to make, only counted: {count.by_hand:,}.")
        if count.set_aside:
            self.stdout.write(f"Keys that do not stand and are left out of new attempts: {count.set_aside:,}.")
        self.stdout.write(f"{seconds:.1f} s, {count.marks / max(seconds, 0.001):,.0f} marks a second.")
