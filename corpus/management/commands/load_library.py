"""Loads the bundled works and the originals it finds. Repeatable."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from corpus import shelving
from corpus.formats.draft import Unreadable
from corpus.formats.profile import BadProfile


class Command(BaseCommand):
    help = "Load the bundled works, and the original texts found in --texts (default: TEXTS_DIR)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--texts", type=Path, default=settings.TEXTS_DIR, help="folder with the original files")

    def handle(self, *, texts: Path, **options: Any) -> None:
        wrong = 0
        for folder in shelving.folders():
            try:
                for line in shelving.load(folder, texts, now=timezone.now()):
                    self.stdout.write(line)
            except (shelving.BadWork, BadProfile, Unreadable) as error:
                wrong += 1
                self.stderr.write(f"{folder.name}: {error} Nothing of it was changed.")
        for stranger in shelving.strangers(texts):
            self.stdout.write(f"{stranger.name} is the file of no work here, so it was left alone.")
        if wrong:
            raise CommandError(f"{wrong} of the works could not be loaded; the others are.")
