"""Every change of a grade stands in a chain that shows tampering."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from quizzes.marks import ledger
from quizzes.models import Cause, LedgerEntry, Mark
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory
from tests.factories.quizzes import attempt

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def handed_in():
    taken = attempts.submit(attempt=attempt(UserFactory()), now=NOW)
    return list(Mark.objects.filter(item__attempt=taken))


@pytest.fixture
def marks(db):
    return handed_in()


def again(mark, **facts):
    fields = {f.attname: getattr(mark, f.attname) for f in Mark._meta.concrete_fields if f.name != "id"}
    return Mark.objects.create(**fields | {"number": mark.number + 1, "cause": Cause.OVERRIDE} | facts)


def entered(mark, reason="the key was wrong"):
    with transaction.atomic():
        return ledger.enter([ledger.Entry(mark, again(mark), reason)], by=None, now=NOW)[0]


def test_an_entry_follows_the_one_before_it(marks):
    first = entered(marks[0])
    second = entered(first.after)

    assert (first.number, second.number, second.previous) == (1, 2, first.digest)
    assert list(ledger.flaws()) == []


@pytest.mark.django_db(transaction=True)
def test_a_grade_changes_in_one_transaction_with_its_entry():
    mark = handed_in()[0]

    with pytest.raises(transaction.TransactionManagementError):
        ledger.enter([ledger.Entry(None, mark, "outside")], by=None, now=NOW)


@pytest.mark.parametrize(
    "statement", ["UPDATE quizzes_ledgerentry SET reason = 'x'", "DELETE FROM quizzes_ledgerentry"]
)
def test_the_database_refuses_to_change_the_ledger(marks, statement):
    entered(marks[0])

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_to_change_a_mark(marks):
    with pytest.raises(DatabaseError), transaction.atomic():
        Mark.objects.filter(pk=marks[0].pk).update(points=0)


def without_triggers(statement):
    with connection.cursor() as cursor:
        for name in ("no_ledgerentry_is_edited", "no_ledgerentry_is_taken_out"):
            on = "" if connection.vendor == "sqlite" else " ON quizzes_ledgerentry"
            cursor.execute(f"DROP TRIGGER {name}{on}")
        cursor.execute(statement)


def test_a_changed_entry_shows(marks):
    entered(marks[0])
    without_triggers("UPDATE quizzes_ledgerentry SET reason = 'nothing happened'")

    assert list(ledger.flaws()) == ["Entry 1 of the ledger was changed after it was written."]


def test_a_lost_entry_shows(marks):
    second = entered(entered(marks[0]).after)
    without_triggers(f"DELETE FROM quizzes_ledgerentry WHERE number = {second.number}")

    assert list(ledger.flaws()) == ["The ledger ends at entry 1, and its end says 2."]
    assert LedgerEntry.objects.count() == 1
