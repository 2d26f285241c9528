"""What does the environment ask for? Reads settings, remembers what is wrong, and never stops the start.

A wrong value keeps the default and is reported as a system check (config.checks), so that the message
comes with an id and a hint and not as a traceback.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}

SQLITE_OPTIONS = {
    # T1, measured: with Django's defaults half of 300 students who submit at once lose their answers.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


@dataclass(slots=True)
class Environment:
    """Reads names from a mapping; `wrong` collects (name, what is wrong)."""

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "") or default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.values.get(name)
        if value is None:
            return default
        if value.lower() in _YES | _NO:
            return value.lower() in _YES
        self.wrong.append((name, f"is “{value}”; write on or off"))
        return default

    def listed(self, name: str, default: list[str]) -> list[str]:
        value = self.values.get(name)
        return default if value is None else [part.strip() for part in value.split(",") if part.strip()]

    def folder(self, name: str, default: Path) -> Path:
        value = self.values.get(name)
        return Path(value).expanduser().resolve() if value else default

    def texts(self, name: str, defaults: list[Path]) -> Path:
        """Where the originals lie: the folder that is named, or the first of the usual ones that is there."""
        if not self.values.get(name):
            return next((folder for folder in defaults if folder.is_dir()), defaults[0])
        folder = self.folder(name, defaults[0])
        if not folder.is_dir():
            self.wrong.append((name, f"names {folder}, which is no folder"))
        return folder

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if value in available_timezones():
            return value
        self.wrong.append((name, f"is “{value}”; write a name such as Europe/Berlin"))
        return default

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """A DATABASES entry from ``postgres://…`` or ``sqlite:///path``; SQLite in `default` without one."""
        value = self.text(name)
        if not value:
            return sqlite(default)
        parts = urlsplit(value)
        if parts.scheme == "sqlite":
            return sqlite(Path(unquote(parts.path[1:])))
        if parts.scheme in {"postgres", "postgresql"}:
            return postgresql(value)
        self.wrong.append(
            (name, f"begins with “{parts.scheme}”; use postgres://user:password@host/name or sqlite:///file")
        )
        return sqlite(default)

    def worker(self, name: str) -> bool:
        """Whether long work goes to a worker of its own, which needs a package of the extra `prod`."""
        wanted = self.flag(name, default=False)
        if wanted and find_spec("django_tasks_db") is None:
            self.wrong.append((name, "is on, but django-tasks-db is not installed; install requirements/prod.txt"))
        return wanted and find_spec("django_tasks_db") is not None

    def cache(self, name: str) -> dict[str, Any]:
        """A CACHES entry from ``redis://…``; memory of this process without one."""
        value = self.text(name)
        if value.startswith(("redis://", "rediss://")):
            return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}
        if value:
            self.wrong.append((name, "is not a redis:// address"))
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        }

    def mail(self, name: str) -> dict[str, Any]:
        """A MAILERS entry from ``smtp://user:password@host:587?tls=1``; the console without one."""
        value = self.text(name)
        if not value:
            return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
        parts = urlsplit(value)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            self.wrong.append((name, "is not an smtp:// address"))
            return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": parts.hostname,
                "port": parts.port or (465 if parts.scheme == "smtps" else 587),
                "username": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "use_ssl": parts.scheme == "smtps",
                "use_tls": parts.scheme == "smtp" and dict(parse_qsl(parts.query)).get("tls", "1") in _YES,
            },
        }


def sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # To open the file costs as much as four reads, so each thread keeps its connection for a minute.
        "CONN_MAX_AGE": 60,
        "OPTIONS": dict(SQLITE_OPTIONS),
        # A file, like the real one, and one a process, so that two test runs do not meet.
        "TEST": {"NAME": Path(gettempdir()) / f"sourcebook-test-{os.getpid()}.sqlite3"},
    }


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # T5: a restart of the server must not cost a request.
        "CONN_HEALTH_CHECKS": True,
        # T9: as on SQLite, nobody waits longer than 20 s for a lock; PostgreSQL's own patience has no end.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}, "options": "-c lock_timeout=20s"},
    }
