"""A submitted attempt takes no more answers, whatever a view believes (TRUST.md T15)."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER no_answer_after_submission BEFORE INSERT ON quizzes_answer
WHEN EXISTS (
    SELECT 1 FROM quizzes_item JOIN quizzes_attempt ON quizzes_attempt.id = quizzes_item.attempt_id
    WHERE quizzes_item.id = NEW.item_id AND quizzes_attempt.submitted_at IS NOT NULL
)
BEGIN SELECT RAISE(ABORT, 'no_answer_after_submission'); END
"""
SQLITE_KEPT = """
CREATE TRIGGER no_answer_is_edited BEFORE UPDATE ON quizzes_answer
BEGIN SELECT RAISE(ABORT, 'no_answer_is_edited'); END
"""
# The share lock makes a save wait for a submission that is under way, and the other way round.
POSTGRESQL = """
CREATE FUNCTION quizzes_no_answer_after_submission() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE frozen timestamptz;
BEGIN
    SELECT quizzes_attempt.submitted_at INTO frozen FROM quizzes_attempt
    JOIN quizzes_item ON quizzes_item.attempt_id = quizzes_attempt.id
    WHERE quizzes_item.id = NEW.item_id FOR SHARE OF quizzes_attempt;
    IF frozen IS NOT NULL THEN
        RAISE EXCEPTION 'no_answer_after_submission' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_answer_after_submission BEFORE INSERT ON quizzes_answer
FOR EACH ROW EXECUTE FUNCTION quizzes_no_answer_after_submission();
"""
POSTGRESQL_KEPT = """
CREATE FUNCTION quizzes_no_answer_is_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'no_answer_is_edited' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER no_answer_is_edited BEFORE UPDATE ON quizzes_answer
FOR EACH ROW EXECUTE FUNCTION quizzes_no_answer_is_edited();
"""


def freeze(apps, schema_editor):
    statements = (SQLITE, SQLITE_KEPT) if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL, POSTGRESQL_KEPT)
    for statement in statements:
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    for name in ("no_answer_after_submission", "no_answer_is_edited"):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS quizzes_{name} CASCADE")


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw, elidable=False)]
