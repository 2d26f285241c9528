"""Answers, marks and the ledger are only appended, whatever the code believes (TRUST.md T15, T36)."""

from importlib import import_module

from django.db import migrations

ANSWERS = import_module("quizzes.migrations.0002_freeze_submitted_attempts")
EDITED = ("quizzes_mark", "quizzes_ledgerentry", "quizzes_rating")
TAKEN_OUT = ("quizzes_ledgerentry",)


def _rules():
    for table in EDITED:
        yield table, "UPDATE", f"no_{table.removeprefix('quizzes_')}_is_edited"
    for table in TAKEN_OUT:
        yield table, "DELETE", f"no_{table.removeprefix('quizzes_')}_is_taken_out"


def refuse(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    if sqlite:
        for statement in (ANSWERS.SQLITE, ANSWERS.SQLITE_KEPT):
            schema_editor.execute(statement)
    for table, event, name in _rules():
        if sqlite:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION quizzes_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION quizzes_{name}()"
            )


def allow(apps, schema_editor):
    for _, _, name in _rules():
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS quizzes_{name} CASCADE")


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0005_a_mark_names_its_version")]
    operations = [migrations.RunPython(refuse, allow, elidable=False)]
