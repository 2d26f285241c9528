"""Two markers save the same answer at the same moment: one mark stands, the other marker is told, nothing is lost."""

from functools import partial

import pytest
from django.db import connection

from quizzes.handmarks import markingqueue
from quizzes.marks import ledger
from quizzes.models import LedgerEntry, Mark, Rating
from tests.factories.accounts import UserFactory, person
from tests.factories.courses import enrol
from tests.factories.written import desk, wrote
from tests.quizzes.taking.test_at_once import two
from tests.serving import at_once, browser, page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("two processes")]
QUEUE = "/courses/red-card/marking/2/2/secret/"
ROUNDS = 6

__all__ = ["two"]


@pytest.fixture
def emptied(transactional_db):
    """The ledger refuses to be emptied, so what empties the tables after the test cannot do it either."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'no_ledgerentry_is_taken_out'")
            (guard,) = cursor.fetchone()
            for statement in ("DROP TRIGGER no_ledgerentry_is_taken_out", "DELETE FROM quizzes_ledgerentry", guard):
                cursor.execute(statement)


def test_two_first_marks_at_one_moment(two, emptied):
    ada, otto = person("Ada Verhoeven"), person("Otto Weiss")
    step = desk(ada, otto)
    doors = [browser(server, marker) for server, marker in zip(two, (ada, otto), strict=True)]
    question = step.quiz.questions.get(slug="secret")
    for number in range(1, ROUNDS + 1):
        student = UserFactory()
        enrol(step.lesson.course, student)
        item = wrote(student, step.quiz).items.get(position=1).pk
        everybody = step.lesson.course.enrolments.values("user")
        token = markingqueue.queue(step.quiz, question, everybody, ada).of(item).token
        sent = [{"answer": token, "level": level, "seen": "0", "comment": f"By {level}."} for level in ("1", "2")]
        replies = at_once(*(partial(door.post, QUEUE, form) for door, form in zip(doors, sent, strict=True)))

        assert sorted(reply.status for reply in replies) == [302, 409]
        told = page(next(reply for reply in replies if reply.status == 409))
        assert "Somebody else marked this answer meanwhile" in told
        assert Mark.objects.filter(cause="hand").count() == Rating.objects.count() == number
    assert LedgerEntry.objects.count() == ROUNDS
    assert list(ledger.flaws()) == []
