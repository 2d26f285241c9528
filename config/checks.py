"""Are the settings fit to run on? Each wrong one is a check with an id and a hint (TRUST.md T1, T61)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections


@register(Tags.security)
def environment(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"{name} {wrong}.", hint="docs/operator.md lists every setting.", id="sourcebook.E001")
        for name, wrong in settings.ENVIRONMENT.wrong
    ]


@register(Tags.security)
def production(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG:
        return []
    found: list[CheckMessage] = []
    if settings.SECRET_KEY == settings.SAMPLE_KEY or len(settings.SECRET_KEY) < 40:
        found.append(
            Error(
                "SECRET_KEY is the sample key or shorter than 40 characters.",
                hint="Set SECRET_KEY to 50 random characters and keep it.",
                id="sourcebook.E002",
            )
        )
    if any("*" in host for host in settings.ALLOWED_HOSTS):
        found.append(
            Error("ALLOWED_HOSTS holds a wildcard.", hint="Name the hosts, with commas.", id="sourcebook.E003")
        )
    return found


@register(Tags.security, deploy=True)
def mail(**kwargs: Any) -> list[CheckMessage]:
    if "console" not in settings.MAILERS["default"]["BACKEND"]:
        return []
    return [
        Warning(
            "Mail is printed on the console, so nobody can reset a password.",
            hint="Set MAIL_URL=smtp://user:password@host:587",
            id="sourcebook.W001",
        )
    ]


@register(Tags.database)
def sqlite_keeps_answers(**kwargs: Any) -> list[CheckMessage]:
    """T1: SQLite must open with WAL, synchronous FULL, IMMEDIATE, foreign keys and a timeout of 20 s or more."""
    found: list[CheckMessage] = []
    for alias in kwargs.get("databases") or []:
        connection = connections[alias]
        if connection.vendor != "sqlite" or ":memory:" in str(connection.settings_dict["NAME"]):
            continue
        with connection.cursor() as cursor:
            facts = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        options = connection.settings_dict["OPTIONS"]
        wrong = {
            "journal_mode is not WAL": facts["journal_mode"] != "wal",
            "synchronous is not FULL": facts["synchronous"] < 2,
            "foreign_keys is off": not facts["foreign_keys"],
            "timeout is under 20 s": facts["busy_timeout"] < 20_000,
            "transaction_mode is not IMMEDIATE": options.get("transaction_mode") != "IMMEDIATE",
        }
        found += [
            Error(
                f"SQLite database “{alias}”: {what}; answers could be lost.",
                hint="Keep config.environment.SQLITE_OPTIONS.",
                id="sourcebook.E004",
            )
            for what, is_wrong in wrong.items()
            if is_wrong
        ]
    return found


def refuse_unfit() -> None:
    """Raises ImproperlyConfigured with every setting that is wrong, so that no server starts on them."""
    serious = [str(found) for found in run_checks(tags=[Tags.security]) if found.is_serious()]
    if serious:
        raise ImproperlyConfigured("\n".join(serious))
