"""Sets the demo up and serves it: ``make demo``."""

import os
from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import demo
from corpus.models import Revision
from courses.packing import package
from courses.reading import texts
from quizzes.bank.publishing import Unanswered


class Command(BaseCommand):
    help = "Migrate, load the bundled works and course, make the demo people, and serve. Refuses unless DEBUG is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000")
        parser.add_argument("--no-serve", action="store_true", help="set everything up, then stop")

    def handle(self, *, address: str, no_serve: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has public passwords, so it runs only with DEBUG on.")
        call_command("migrate", verbosity=0)
        self._library()
        for name in package.bundled():
            loaded = package.load(package.BUNDLED / name, now=timezone.now())
            if loaded.changes:
                self.stdout.write(str(loaded))
            demo.people(loaded.course, timezone.now())
            demo.work(loaded.course, timezone.now())
        self._tell(address)
        if not no_serve:
            os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
            call_command("runserver", address, use_reloader=False, skip_checks=True, stdout=StringIO())

    def _library(self) -> None:
        said = StringIO()
        call_command("load_library", stdout=said)
        for line in said.getvalue().splitlines():
            if "Nothing changed" not in line:
                self.stdout.write(line)
        for revision in Revision.objects.waiting().select_related("edition__work"):
            try:
                done = texts.publish(revision=revision, now=timezone.now())
                self.stdout.write(f"{revision} is published; {done.sentence}")
            except (Unanswered, texts.Lost) as refused:
                self.stderr.write(f"{revision} is not published. {refused}")

    def _tell(self, address: str) -> None:
        self.stdout.write(
            f"\nSourcebook: http://{address}/   (stop with Ctrl+C)\n\n"
            f"  student     ben@school.example\n"
            f"  instructor  {demo.INSTRUCTOR[1]}\n"
            f"  registrar   {demo.REGISTRAR[1]}\n"
            f"  password    {demo.PASSWORD}\n"
        )
