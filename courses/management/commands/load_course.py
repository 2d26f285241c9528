"""``manage.py load_course after-stalin``: a course from files into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.packing import package
from courses.packing.files import BadCourse


class Command(BaseCommand):
    help = "Loads a course from a folder of files. The same files again change nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("course", nargs="+", help="The name of a bundled course, or a folder.")

    def handle(self, *args: Any, course: list[str], **options: Any) -> None:
        for name in course:
            try:
                self.stdout.write(str(package.load(_folder(name), now=timezone.now())))
            except BadCourse as bad:
                raise CommandError(f"{name} was not loaded; nothing was changed.\n{bad}") from bad


def _folder(name: str) -> Path:
    for folder in (package.BUNDLED / name, Path(name)):
        if (folder / "course.toml").is_file():
            return folder
    known = ", ".join(package.bundled()) or "none"
    raise CommandError(f"There is no course “{name}”: no folder of this name holds a course.toml. Bundled: {known}.")
