"""A wrong setting is a check with an id and a hint, and no server starts on a serious one (T1, T61)."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from config import checks
from config.environment import sqlite

GOOD = "k" * 50


def ids(found) -> list[str]:
    return [one.id for one in found]


def test_every_wrong_setting_is_told_with_a_hint(settings):
    settings.ENVIRONMENT.wrong.append(("DEBUG", "is “maybe”; write on or off"))
    try:
        (found,) = checks.environment()
    finally:
        settings.ENVIRONMENT.wrong.pop()

    assert (found.id, found.msg, bool(found.hint)) == ("sourcebook.E001", "DEBUG is “maybe”; write on or off.", True)


def test_the_demo_may_run_on_the_sample_key(settings):
    settings.DEBUG = True

    assert checks.production() == []


@pytest.mark.parametrize("key", ["short", settings.SAMPLE_KEY])
def test_a_class_may_not_run_on_the_sample_key_or_a_short_one(settings, key):
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = False, key, ["source.example"]

    assert ids(checks.production()) == ["sourcebook.E002"]


@pytest.mark.parametrize("host", ["*", "*.example"])
def test_a_class_may_not_run_under_any_name(settings, host):
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = False, GOOD, [host]

    assert ids(checks.production()) == ["sourcebook.E003"]


def test_sound_settings_pass(settings):
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = False, GOOD, ["source.example"]

    assert checks.production() == []
    assert checks.refuse_unfit() is None


def test_no_server_starts_on_an_unfit_setting(settings):
    settings.DEBUG, settings.SECRET_KEY = False, "short"

    with pytest.raises(ImproperlyConfigured, match=r"sourcebook\.E002"):
        checks.refuse_unfit()


def test_printed_mail_is_a_warning_for_those_who_deploy(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    assert ids(checks.mail()) == ["sourcebook.W001"]

    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}
    assert checks.mail() == []


# SQLite, as it really opens

FULL = "PRAGMA synchronous=FULL;"


@pytest.fixture
def opened(tmp_path, django_db_blocker):
    """What is found wrong with a SQLite file that opens as ours do, but for one thing."""

    def opened(change: dict) -> list:
        spoilt = sqlite(tmp_path / "spoilt.sqlite3")
        spoilt["OPTIONS"] |= change
        connections.settings["spoilt"] = connections.configure_settings({"default": {}, "spoilt": spoilt})["spoilt"]
        return checks.sqlite_keeps_answers(databases=["spoilt"])

    with django_db_blocker.unblock():
        yield opened
    connections["spoilt"].close()
    del connections["spoilt"], connections.settings["spoilt"]


def test_sqlite_opens_so_that_answers_are_kept(opened):
    assert opened({}) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"timeout": 5}, "timeout is under 20 s"),
        ({"transaction_mode": "DEFERRED"}, "transaction_mode is not IMMEDIATE"),
        ({"init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;"}, "journal_mode is not WAL"),
        ({"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}, "synchronous is not FULL"),
        (
            {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF;"},
            "foreign_keys",
        ),
    ],
)
def test_each_way_to_lose_answers_is_told(opened, change, says):
    (found,) = opened(change)

    assert (found.id, says in found.msg, "answers could be lost" in found.msg) == ("sourcebook.E004", True, True)


# Production, in a process of its own

PRODUCTION = """
import django; django.setup()
from django.conf import settings as s
from django.test import Client
page = Client(headers={"Host": "source.example"}).get("/alive/", secure=True)
plain = Client(headers={"Host": "source.example"}).get("/alive/")
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY)
print(s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY)
print(s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN)
print(page.status_code, page.headers["Strict-Transport-Security"])
print(plain.status_code, plain.headers["Location"])
print(page.headers["Content-Security-Policy"].split(";")[0])
"""


def run(code: str, **environment: str) -> subprocess.CompletedProcess:
    values = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "off", "SECRET_KEY": GOOD}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**values, "ALLOWED_HOSTS": "source.example", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_bolts_its_cookies_and_asks_for_https(tmp_path):
    done = run(PRODUCTION, DATA_DIR=str(tmp_path))

    assert done.stdout.splitlines() == [
        "__Host-session True True",
        "__Host-csrf True True",
        "Lax Lax / None",
        "200 max-age=31536000",
        "301 https://source.example/alive/",
        "default-src 'self'",
    ], done.stderr


@pytest.mark.parametrize("entry", ["wsgi", "asgi"])
def test_a_server_does_not_start_on_the_sample_key(tmp_path, entry):
    done = run(f"import config.{entry}", DATA_DIR=str(tmp_path), SECRET_KEY="")

    assert done.returncode != 0
    assert "sourcebook.E002" in done.stderr
