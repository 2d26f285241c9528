"""What is told where a mark was made anew and its points stayed as they were."""

from decimal import Decimal

import pytest

from quizzes.marks.changed import history, with_reasons
from quizzes.models import Cause, Mark
from quizzes.pages import log
from quizzes.regrades import overriding
from tests.factories.quizzes import RIGHT, quiz
from tests.factories.regrades import FOURTH, LATER, applied, grade, handed_in, wider

pytestmark = pytest.mark.django_db
WHY = "I looked at it again."


@pytest.fixture
def taken(ben):
    return handed_in(ben, quiz(), {**RIGHT, 1: FOURTH})


def override(taken, ada, points):
    item = taken.items.get(position=1)
    return overriding.override(item=item, seen=1, points=Decimal(points), reason=WHY, by=ada, now=LATER)


def told(taken):
    (one,) = history(with_reasons(Mark.objects.filter(item__attempt=taken, item__position=1)).order_by("number"))
    return one.what


def logged(taken):
    return log.of(taken, shows_marks=True).events[-1].what


def test_the_same_points_by_hand_confirm_the_mark(taken, ada):
    override(taken, ada, "0.50")

    assert told(taken) == "This mark was confirmed by hand"
    assert logged(taken) == f"The mark was confirmed by hand, 0.50 of 2: {WHY}"


def test_other_points_change_it(taken, ada):
    override(taken, ada, "1.50")

    assert told(taken) == "This mark was changed"
    assert logged(taken) == f"The mark changed from 0.50 of 2 to 1.50 of 2: {WHY}"


def test_the_same_points_by_a_regrade_were_checked_again(taken):
    applied(taken.quiz, policy="strict", question=taken.items.get(position=2).version.question)

    assert [one.what for one in history(with_reasons(Mark.objects.filter(item__attempt=taken, item__position=2)))] == [
        "Checked again"
    ]
    assert logged(taken).startswith("The mark was made again, 2.00 of 2: ")


def test_a_confirmed_mark_survives_a_regrade(taken, ada):
    override(taken, ada, "0.50")
    wider()
    applied(taken.quiz)

    assert (grade(taken).points, grade(taken).cause) == (Decimal("0.50"), Cause.OVERRIDE)
