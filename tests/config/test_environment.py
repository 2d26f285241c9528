"""Settings come from the environment; a wrong one keeps its default and is told."""

from pathlib import Path

import pytest

from config.environment import SQLITE_OPTIONS, Environment


def told(method: str, value: str, *arguments, **more):
    """What is read, and of which names it is said that they are wrong."""
    environment = Environment({"NAME": value})
    return getattr(environment, method)("NAME", *arguments, **more), [name for name, _ in environment.wrong]


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("on", True),
        ("TRUE", True),
        ("1", True),
        ("yes", True),
        ("off", False),
        ("0", False),
        ("No", False),
        ("", False),
    ],
)
def test_a_switch_is_written_in_several_ways(written, means):
    assert told("flag", written, default=not means) == (means, [])


def test_a_switch_that_is_neither_keeps_its_default_and_is_told():
    assert told("flag", "maybe", default=True) == (True, ["NAME"])


def test_a_worker_without_its_package_is_told_and_not_asked_for(monkeypatch):
    assert told("worker", "on") == (True, [])
    monkeypatch.setattr("config.environment.find_spec", lambda name: None)

    assert told("worker", "on") == (False, ["NAME"])


def test_what_is_not_set_has_its_default():
    environment = Environment({})

    assert (environment.flag("A", default=True), environment.text("B", "b"), environment.listed("C", ["c"])) == (
        True,
        "b",
        ["c"],
    )
    assert environment.wrong == []


def test_a_list_is_written_with_commas():
    assert told("listed", " a.example, b.example ,,", []) == (["a.example", "b.example"], [])


def test_a_folder_is_an_absolute_path(tmp_path):
    assert told("folder", f"{tmp_path}/x/../y", Path("/nowhere")) == (tmp_path / "y", [])


def test_the_originals_lie_in_the_first_usual_folder_that_is_there(tmp_path):
    assert Environment({}).texts("NAME", [tmp_path / "none", tmp_path]) == tmp_path


def test_a_named_folder_of_originals_that_is_not_there_is_told(tmp_path):
    assert told("texts", str(tmp_path / "none"), [tmp_path]) == (tmp_path / "none", ["NAME"])


def test_an_unknown_time_zone_is_told():
    assert told("time_zone", "Europe/Berlin", "UTC") == ("Europe/Berlin", [])
    assert told("time_zone", "Mars/Olympus", "UTC") == ("UTC", ["NAME"])


# Databases


def test_without_a_name_the_database_is_sqlite_that_keeps_answers(tmp_path):
    found = Environment({}).database("NAME", tmp_path / "data" / "a.sqlite3")

    assert (found["ENGINE"], found["OPTIONS"]) == ("django.db.backends.sqlite3", SQLITE_OPTIONS)
    assert (tmp_path / "data").is_dir()


def test_a_sqlite_file_can_be_named(tmp_path):
    found, wrong = told("database", f"sqlite:///{tmp_path}/b.sqlite3", Path("x"))

    assert (found["NAME"], wrong) == (tmp_path / "b.sqlite3", [])


def test_postgresql_is_asked_whether_it_is_there_before_each_request():
    found, wrong = told("database", "postgres://ann:p%40ss@db.example:5433/source", Path("x"))

    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "source",
        "USER": "ann",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
    }
    assert (found["CONN_HEALTH_CHECKS"], wrong) == (True, [])


def test_nobody_waits_for_a_lock_of_postgresql_longer_than_on_sqlite():
    found, _ = told("database", "postgres://db.example/source", Path("x"))

    assert found["OPTIONS"]["options"] == f"-c lock_timeout={SQLITE_OPTIONS['timeout']}s"


def test_another_database_is_told_and_not_guessed(tmp_path):
    found, wrong = told("database", "mysql://somewhere/x", tmp_path / "a.sqlite3")

    assert (found["ENGINE"], wrong) == ("django.db.backends.sqlite3", ["NAME"])


# Caches and mail


@pytest.mark.parametrize(
    ("address", "backend", "wrong"),
    [
        ("redis://cache.example:6379/0", "RedisCache", []),
        ("", "LocMemCache", []),
        ("memcached://x", "LocMemCache", ["NAME"]),
    ],
)
def test_a_cache_is_redis_or_memory(address, backend, wrong):
    found, told_of = told("cache", address)

    assert (found["BACKEND"].rpartition(".")[2], told_of) == (backend, wrong)


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://ann:p%40ss@mail.example", 587, True, False),
        ("smtp://mail.example:25?tls=0", 25, False, False),
        ("smtps://mail.example", 465, False, True),
    ],
)
def test_mail_is_sent_by_smtp(address, port, tls, ssl):
    found, wrong = told("mail", address)
    options = found["OPTIONS"]

    assert (options["host"], options["port"], options["use_tls"], options["use_ssl"]) == (
        "mail.example",
        port,
        tls,
        ssl,
    )
    assert wrong == []


@pytest.mark.parametrize(("address", "wrong"), [("", []), ("mail.example", ["NAME"]), ("http://x", ["NAME"])])
def test_without_a_server_mail_is_printed(address, wrong):
    found, told_of = told("mail", address)

    assert (found["BACKEND"].split(".")[-2], told_of) == ("console", wrong)
