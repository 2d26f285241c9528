"""Marks: exact, rounded once, from the key of the version that was asked (T22, T23, T35)."""

from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from quizzes.marks import grading
from quizzes.models import Mark
from quizzes.questions.base import Outcome
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.quizzes import HEARD, RIGHT, answered, attempt, question, quiz
from tests.queries import counted

pytestmark = pytest.mark.django_db

HALF = {"verdict": "supported", "mark": ["maren-1956:p3.s3"]}
THIRD = {"verdict": "supported", "mark": ["maren-1956:p3.s3", "maren-1956:p1.s1", "maren-1956:p1.s2"]}


def handed_in(user, answers=RIGHT, **rules):
    taken = attempt(user, **rules)
    for position, response in answers.items():
        answered(taken, position, response)
    attempts.submit(attempt=taken, now=NOW)
    return {mark.item.position: mark for mark in Mark.objects.filter(item__attempt=taken).select_related("item")}


def test_everything_right_earns_everything(ben):
    assert {mark.points for mark in handed_in(ben).values()} == {Decimal("2.00")}


def test_blank_is_zero_with_its_own_reason(ben):
    mark = handed_in(ben, {})[1]

    assert (mark.points, mark.reason, mark.answer) == (Decimal("0.00"), "blank", None)


def test_a_mark_keeps_the_exact_share_and_rounds_once(ben):
    mark = handed_in(ben, {1: THIRD})[1]
    exact = Fraction(1, 4) + Fraction(3, 4) * Fraction(1, 6)  # R ½, P ⅓

    assert mark.outcome.fraction == exact
    assert (mark.fraction, mark.points) == (Decimal("0.375000"), Decimal("0.75"))


def test_a_mark_says_by_which_rule_and_key_it_was_made(ben):
    mark = handed_in(ben)[1]

    assert (mark.policy, mark.edition, mark.scorer, mark.number, mark.made_by) == ("graded", "adapted", 1, 1, None)
    assert (mark.made_at, mark.possible, mark.item.version.number) == (NOW, Decimal("2.00"), 1)


def test_all_or_nothing_gives_nothing_for_half(ben):
    assert handed_in(ben, {1: HALF}, policy="strict")[1].points == 0
    assert Mark.objects.get(item__position=2).points == 0


def test_the_version_that_was_asked_is_marked_though_a_later_one_says_otherwise(ben):
    taken = attempt(ben, quiz())
    question("q1", {**HEARD, "verdict": "contradicted"})
    answered(taken, 1, RIGHT[1])
    attempts.submit(attempt=taken, now=NOW)

    assert Mark.objects.get(item__attempt=taken, item__position=1).points == Decimal("2.00")


def test_the_latest_answer_is_marked(ben):
    taken = attempt(ben)
    answered(taken, 1, RIGHT[1])
    answered(taken, 1, {"verdict": "contradicted"}, base=1)
    attempts.submit(attempt=taken, now=NOW)
    mark = Mark.objects.get(item__attempt=taken, item__position=1)

    assert (mark.points, mark.answer.revision) == (Decimal("0.00"), 2)


def test_an_outcome_comes_back_from_its_mark_to_the_last_digit(ben):
    for mark in handed_in(ben, {1: THIRD, 2: RIGHT[2]}).values():
        assert Outcome.load(mark.parts).dump() == mark.parts


def test_marks_are_numbered_and_the_latest_is_the_grade(ben):
    first = handed_in(ben)[1]
    again = Mark(**{field.name: getattr(first, field.name) for field in Mark._meta.fields if field.name != "id"})
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()

    again.number, again.points = 2, Decimal("1.00")
    again.save()
    assert grading.marks_of([first.item])[first.item_id][-1].points == Decimal("1.00")


@pytest.mark.parametrize(("fact", "value"), [("points", "2.01"), ("points", "-0.01"), ("fraction", "1.1")])
def test_the_database_keeps_points_within_what_is_possible(ben, fact, value):
    mark = handed_in(ben)[1]

    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(pk=mark.pk).update(**{fact: Decimal(value)})


def test_practice_marks_what_was_never_checked_when_it_is_finished(ben):
    taken = attempt(ben, quiz(Mode.PRACTICE))
    answered(taken, 1, RIGHT[1])
    attempts.submit(attempt=taken, now=NOW)

    (mark,) = Mark.objects.all()
    assert (mark.item.position, mark.fraction) == (1, 1)


def test_practice_that_was_never_checked_comes_to_nothing():
    assert grading.practice_points([]) == Decimal("0.00")


TRIES = {"1": "2.00", "01": "1.50", "001": "1.00", "¼1": "1.50", "10": "2.00", "000001": "0.00", "¼": "0.50"}


@pytest.mark.parametrize(("tries", "earns"), TRIES.items())
def test_each_later_try_counts_a_quarter_less_and_the_best_stands(ben, tries, earns):
    item = attempt(ben, quiz(Mode.PRACTICE)).items.select_related("attempt", "version__key").get(position=1)
    answers = {"1": RIGHT[1], "¼": {"verdict": "supported", "mark": []}}
    for base, share in enumerate(tries):
        # The same answer twice is one try, so each wrong one carries another stray mark.
        wrong = {"verdict": "contradicted", "mark": [f"maren-1956:p1.s{base % 3 + 1}"]}
        response = answers.get(share, wrong)
        attempts.check(item=item, sent=attempts.Save(response, base, uuid4()), blank=False, now=NOW)

    assert grading.practice_points(grading.marks_of([item])[item.pk]) == Decimal(earns)


def test_marking_asks_three_questions_whatever_the_length(ben):
    asked = []
    for length in (4, 12):
        taken = attempt(ben, quiz(length=length))
        with counted() as queries:
            grading.mark_all(taken, NOW)
        asked.append(queries.total)

    assert asked[0] == asked[1] <= 3
