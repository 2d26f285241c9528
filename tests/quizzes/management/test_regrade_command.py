"""A regrade in the shell: worked out, applied and taken back by somebody whom the ledger names."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from quizzes.models import Regrade
from tests.factories.accounts import person
from tests.factories.quizzes import RIGHT, quiz
from tests.factories.regrades import FOURTH, grade, handed_in, wider

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(ben, ada):
    made = handed_in(ben, quiz(), {**RIGHT, 1: FOURTH})
    wider()
    return made


def run(*args, **options):
    out = StringIO()
    call_command("regrade", *args, stdout=out, **options)
    return out.getvalue()


def worked_out(**options):
    return run(
        "history/graded-4", by=person("Ada Verhoeven", is_staff=True).email, reason="It says it as well.", **options
    )


def test_it_is_worked_out_applied_and_taken_back(taken, ada):
    told = worked_out()
    regrade = Regrade.objects.get()
    assert "1 answer gets more points" in told.lower()
    assert str(regrade.public_id) in told
    run(apply=regrade.public_id, by=ada.email)
    assert str(grade(taken).points) == "2.00"
    run(undo=regrade.public_id, by=ada.email)

    assert str(grade(taken).points) == "0.50"


def test_one_question_can_be_named(taken):
    assert "no mark would change" in worked_out(question="q2").lower()


def test_what_was_worked_out_can_be_thrown_away(taken):
    worked_out()
    run(drop=Regrade.objects.get().public_id)

    assert Regrade.objects.get().stage == "dropped"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "Name a quiz"),
        ({"quiz": "nowhere"}, "There is no one quiz"),
        ({"quiz": "graded-4", "by": "nobody@school.example"}, "Say with --by"),
        ({"quiz": "graded-4", "question": "q9"}, "Nobody was asked"),
        ({"quiz": "graded-4", "reason": ""}, "Say why"),
        ({"apply": "00000000-0000-0000-0000-000000000000"}, "There is no regrade"),
    ],
)
def test_what_is_missing_is_told(taken, options, says):
    with pytest.raises(CommandError, match=says):
        run(**{"reason": "It says it as well."} | options)
