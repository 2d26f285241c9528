"""A school that has marks already can take the examination engine; what was refused stays refused."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("quizzes", "0002_freeze_submitted_attempts"), ("courses", "0001_initial")]
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def migrated(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def upgraded(transactional_db):
    """A database of the release before, with an open and a submitted attempt, brought up to date."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        _filled(migrated(BEFORE))
        yield migrated(latest)
    finally:
        migrated(latest)


def _filled(apps):
    model = apps.get_model
    user = model("accounts", "User").objects.create(email="ben@school.example", name="Ben")
    bank = model("quizzes", "Bank").objects.create(slug="b", title="B")
    quiz = model("quizzes", "Quiz").objects.create(bank=bank, slug="q", title="Q", mode="graded")
    question = model("quizzes", "Question").objects.create(bank=bank, slug="one")
    facts = {"question": question, "kind": "choice", "body": {}, "made_at": NOW}
    version = model("quizzes", "QuestionVersion").objects.create(number=1, **facts)
    closing = {"closes_at": "2026-12-01T12:00:00+00:00"}
    for number, submitted_at in ((1, NOW), (2, None)):
        attempt = model("quizzes", "Attempt").objects.create(
            quiz=quiz, user=user, number=number, edition="adapted", rules=closing, began_at=NOW
        )
        item = model("quizzes", "Item").objects.create(attempt=attempt, position=1, version=version)
        answer = model("quizzes", "Answer").objects.create(
            item=item, revision=1, key=uuid4(), response={"choice": ["a"]}, blank=False, given_at=NOW
        )
        if submitted_at:
            model("quizzes", "Mark").objects.create(
                item=item, answer=answer, number=1, fraction=1, points=2, possible=2, parts={}, reason="complete",
                scorer=1, policy="graded", edition="adapted", made_at=NOW,
            )  # fmt: skip
            model("quizzes", "Attempt").objects.filter(pk=attempt.pk).update(submitted_at=submitted_at)


def test_marks_name_the_version_that_made_them(upgraded):
    mark = upgraded.get_model("quizzes", "Mark").objects.get()

    assert mark.version_id == mark.item.version_id


def test_open_attempts_end_when_their_quiz_closes(upgraded):
    running = upgraded.get_model("quizzes", "Attempt").objects.get(submitted_at=None)

    assert running.ends_at == datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def test_the_database_still_refuses_answers_after_submission(upgraded):
    answers = upgraded.get_model("quizzes", "Answer").objects
    frozen = answers.get(item__attempt__submitted_at__isnull=False)

    with pytest.raises(DatabaseError), transaction.atomic():
        answers.create(item=frozen.item, revision=2, key=uuid4(), response={}, blank=True, given_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        answers.filter(pk=frozen.pk).update(response={"choice": ["b"]})
