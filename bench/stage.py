"""Where is it measured? A school in a temporary folder: one text, one course, a quiz of ten questions, students.

The folder, the database in it and the collected files are gone when the measurement ends.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody who is logged in and has an open attempt. `items` are the ids of its questions, in order."""

    cookies: str
    token: str
    attempt: UUID
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    folder: Path
    students: tuple[Student, ...]
    reading: str
    step: int


@contextmanager
def stage(students: int = 8, *, debug: bool = False, database: str = "") -> Iterator[Stage]:
    """Builds the school and takes it away again. Django is set up here, for the whole process.

    `database` is the address of an empty one, which whoever made it takes away; without it there is a SQLite file.
    """
    with TemporaryDirectory(prefix="sourcebook-bench-") as folder:
        os.environ |= _environment(Path(folder), debug=debug, database=database)
        import django

        django.setup()
        yield _built(Path(folder), students)


def _environment(folder: Path, *, debug: bool, database: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database or f"sqlite:///{folder}/bench.sqlite3",
        "CACHE_URL": "",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "on" if debug else "off",
        "SSL_REDIRECT": "off",
    }


def _built(folder: Path, students: int) -> Stage:
    from django.core.management import call_command
    from django.db import connection

    from bench import school

    call_command("migrate", verbosity=0, stdout=StringIO())
    # The bare pages' one table points at a table that PostgreSQL must have first.
    call_command("migrate", run_syncdb=True, verbosity=0, stdout=StringIO())
    call_command("collectstatic", ignore_patterns=["admin"], interactive=False, verbosity=0)
    made = school.built(folder, students)
    connection.close()  # the server's processes have the file to themselves
    return made
