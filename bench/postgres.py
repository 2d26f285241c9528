"""Where is a PostgreSQL server that may be knocked over? One of its own, in a temporary folder on a port of its own.

The programs are looked for in ``PG_BIN``, on the path, and where Debian keeps them. PostgreSQL never runs as root,
so for root the server runs as ``postgres``, or else as ``nobody``. It keeps its own defaults: every commit is flushed.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.server import HOST, free_port

PROGRAMS = ("initdb", "pg_ctl", "postgres")
ABSENT = "PostgreSQL's own programs (initdb, pg_ctl, postgres) were not found; set PG_BIN to the folder that has them."


class NoPrograms(Exception):
    """There is nothing to make a server with."""


def programs() -> Path | None:
    """The folder that holds all three."""
    named, on_path = os.environ.get("PG_BIN"), shutil.which("initdb")
    usual = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    folders = [*([Path(named)] if named else []), *([Path(on_path).resolve().parent] if on_path else []), *usual]
    return next((folder for folder in folders if all((folder / name).exists() for name in PROGRAMS)), None)


@dataclass(frozen=True, slots=True)
class Postgres:
    bin: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://bench@{HOST}:{self.port}/postgres"

    def make(self) -> None:
        self._asked("initdb", "-D", self._data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-locale")

    def start(self) -> None:
        told = f"-p {self.port} -c listen_addresses={HOST} -c unix_socket_directories="
        self._asked("pg_ctl", "-D", self._data, "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", told, "start")

    def stop(self, mode: str = "immediate") -> None:
        """``fast`` ends every connection and flushes; ``immediate`` ends every process at once, as a crash does."""
        self._asked("pg_ctl", "-D", self._data, "-m", mode, "-w", "-t", "60", "stop")

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _asked(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            cwd=self.folder,
            user=_runs_as(),
            # A server that inherited a pipe would keep it open, and whoever reads it waiting.
            stdin=subprocess.DEVNULL,
            stdout=(self.folder / "said").open("ab"),
            stderr=subprocess.STDOUT,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{(self.folder / 'said').read_text()[-2000:]}")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Raises NoPrograms."""
    found = programs()
    if found is None:
        raise NoPrograms(ABSENT)
    with TemporaryDirectory(prefix="sourcebook-postgres-") as folder:
        if (owner := _runs_as()) is not None:
            os.chown(folder, owner, -1)
        made = Postgres(found, Path(folder), free_port())
        made.make()
        made.start()
        try:
            yield made
        finally:
            made.stop()


def _runs_as() -> int | None:
    """The user for PostgreSQL's programs, where this process may not be it."""
    if os.geteuid():
        return None
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return known.get("postgres", known.get("nobody"))
