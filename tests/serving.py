"""Real servers beside a test: processes of their own on the test's database, to be killed, choked and started again.

The test needs a database whose rows the others see: `django_db(transaction=True)`.
"""

import gzip
import os
import resource
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client as Inside
from django.utils.crypto import get_random_string

from accounts.models import User
from bench import server as serving
from bench.client import Client, Reply
from bench.stage import Student
from quizzes.models import Attempt

# The limit that the kernel keeps for each process: no file grows beyond so many bytes.
NO_ROOM, ROOM = 0, resource.RLIM_INFINITY


class Server:
    """gunicorn on an address of its own; `module` names the settings."""

    def __init__(self, folder: Path, *, workers: int = 1, threads: int = 4, module: str = "config.settings") -> None:
        self.folder, self.module = folder, module
        self.port = serving.free_port()
        self.command = serving.gunicorn(workers, threads, self.port)
        self.running: serving.Server | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://{serving.HOST}:{self.port}"

    def start(self) -> None:
        told = {"DATABASE_URL": database(), "DJANGO_SETTINGS_MODULE": self.module, "DEBUG": "on", "CACHE_URL": ""}
        self.running = serving.start(self.folder, self.command, self.port, environment={**os.environ, **told})

    def kill(self) -> None:
        """``kill -9`` of every process at once."""
        self.running.kill()
        self.running = None

    def stop(self) -> None:
        if self.running:
            serving.stop(self.running)

    def may_write(self, size: int) -> None:
        for pid in self.running.pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, ROOM))


def database() -> str:
    """The address of the test's database."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    who = quote(here["USER"], safe="") + (f":{quote(here['PASSWORD'], safe='')}" if here["PASSWORD"] else "")
    return f"postgres://{who}@{here['HOST']}:{here['PORT'] or 5432}/{here['NAME']}"


def browser(server: Server, user: User, taken: Attempt | None = None) -> Client:
    """Somebody who is logged in, as the page's script speaks."""
    inside, token = Inside(), get_random_string(32)
    inside.force_login(user)
    session = inside.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    return Client(server.port, Student(cookies, token, taken.public_id if taken else None, ()))


def page(reply: Reply) -> str:
    return (gzip.decompress(reply.body) if reply.body.startswith(b"\x1f\x8b") else reply.body).decode()


def at_once[Given](*acts: Callable[[], Given]) -> list[Given]:
    """What each act gives, all begun at the same moment, each in a thread of its own."""
    given: dict[int, Given] = {}
    start = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], Given]) -> None:
        start.wait(10)
        given[place] = act()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [given[place] for place in range(len(acts))]


@contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """No byte can be written. On SQLite the kernel refuses it; PostgreSQL's own refusal comes from a trigger."""
    if connection.vendor == "sqlite":
        server.may_write(NO_ROOM)
    else:
        _sql(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$",
            "CREATE TRIGGER a_full_disk BEFORE INSERT ON quizzes_answer FOR EACH ROW EXECUTE FUNCTION no_room()",
            "CREATE TRIGGER a_full_disk BEFORE UPDATE ON quizzes_attempt FOR EACH ROW EXECUTE FUNCTION no_room()",
        )
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            server.may_write(ROOM)
        else:
            _sql("DROP FUNCTION no_room() CASCADE")


def _sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else writes, and does not end: on SQLite into the file, on PostgreSQL into what a student writes to."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = connection.copy("other").Database.connect(database().replace("postgres://", "postgresql://"))
        other.execute("LOCK TABLE quizzes_answer, quizzes_attempt IN SHARE ROW EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()
