from datetime import timedelta
from decimal import Decimal

import pytest

from courses.exports import State
from courses.exports.csv import CSV, read
from courses.exports.tables import ANSWERS, GRADES
from courses.grades import records
from quizzes.bank import keys
from quizzes.models import Mark
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import course, enrol, step, taught
from tests.factories.quizzes import HEARD, RIGHT, answered, attempt, question
from tests.factories.regrades import FOURTH, WIDER, applied
from tests.queries import counted

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def red_card(ben):
    made = taught()
    enrol(made, ben)
    return made


def sits(user, red_card, answers=RIGHT, *, hand_in=True):
    """The quiz of the course, with these answers."""
    taken = attempt(user, step(red_card, 4).quiz, tries=3)
    for position, response in answers.items():
        answered(taken, position, response)
    return attempts.submit(attempt=taken, now=LATER) if hand_in else taken


def grade(red_card):
    (only,) = records.grades(red_card)
    return only


def test_who_has_not_begun_has_no_points_but_the_quiz_is_worth_something(red_card):
    found = grade(red_card)

    assert (found.sitting.state, found.points, found.possible) == (State.NOT_BEGUN, None, Decimal("8.00"))


def test_an_attempt_in_progress_has_no_points(red_card, ben):
    sits(ben, red_card, hand_in=False)

    assert (grade(red_card).sitting.state, grade(red_card).points) == (State.IN_PROGRESS, None)
    assert grade(red_card).possible == Decimal("8.00")


def test_a_blank_attempt_earns_zero_which_is_not_nothing(red_card, ben):
    sits(ben, red_card, {})

    assert grade(red_card).points == Decimal("0.00")


def test_points_are_the_sum_of_the_stored_marks(red_card, ben):
    sits(ben, red_card, {**RIGHT, 2: {"verdict": "contradicted", "mark": []}})

    assert (grade(red_card).points, grade(red_card).percent) == (Decimal("6.50"), Decimal("81.3"))


def test_the_first_attempt_counts(red_card, ben):
    sits(ben, red_card, {})
    sits(ben, red_card, RIGHT)

    assert (grade(red_card).points, grade(red_card).sitting.attempts) == (Decimal("0.00"), 2)


def test_the_latest_mark_of_a_question_is_its_grade(red_card, ben):
    taken = sits(ben, red_card, RIGHT)
    first = Mark.objects.get(item__attempt=taken, item__position=1)
    first.pk, first.number, first.points, first.fraction = None, 2, Decimal("0.33"), Decimal("0.166667")
    first.save()

    assert grade(red_card).points == Decimal("6.33")


def test_who_has_left_keeps_the_grades(red_card, ben):
    sits(ben, red_card, RIGHT)
    red_card.enrolments.update(ended_at=LATER)

    assert (grade(red_card).points, grade(red_card).student.enrolled) == (Decimal("8.00"), False)


def test_students_come_as_a_register_sorts_them(red_card):
    enrol(red_card, UserFactory(name="Zoe Abel"), UserFactory(name="Abel Zander"))

    assert [g.student.name for g in records.grades(red_card)] == ["Zoe Abel", "Ben Ito", "Abel Zander"]


def test_practice_makes_no_grade(red_card):
    assert {g.sitting.quiz for g in records.grades(red_card)} == {"graded-4"}


def test_another_course_has_its_own_students(red_card, cleo):
    enrol(course("other"), cleo)

    assert [g.student.name for g in records.grades(red_card)] == ["Ben Ito"]


def test_a_question_never_begun_stands_in_the_answers(red_card):
    found = list(records.answers(red_card))

    assert [a.asked.question for a in found] == ["q1", "q2", "q3", "q4"]
    assert {(a.state, a.points, a.verdict, a.response) for a in found} == {("not begun", None, "", "")}


def test_an_answer_carries_its_evidence_its_mark_and_its_key(red_card, ben):
    sits(ben, red_card)
    first = next(records.answers(red_card))

    assert first.asked.claim == HEARD["claim"]
    assert (first.state, first.verdict) == ("answered", "supported")
    assert first.marks == ("maren-1956/adapted ¶3.3", "maren-1956/adapted ¶3.5")
    assert (first.fraction, first.points, first.reason) == (Decimal("1.000000"), Decimal("2.00"), "complete")
    assert (first.key_version, first.policy, first.edition, len(first.digest)) == (1, "graded", "adapted", 64)


def test_a_blank_is_not_a_wrong_answer(red_card, ben):
    sits(ben, red_card, {2: RIGHT[2]})
    found = list(records.answers(red_card))

    assert [a.state for a in found] == ["blank", "answered", "blank", "blank"]
    assert (found[0].reason, found[0].points) == ("blank", Decimal("0.00"))


def test_an_answer_taken_back_is_blank(red_card, ben):
    taken = sits(ben, red_card, {1: RIGHT[1]}, hand_in=False)
    answered(taken, 1, {"verdict": None, "mark": []}, base=1)

    assert next(records.answers(red_card)).state == "blank"


def test_only_the_answer_that_counts_is_exported(red_card, ben):
    taken = sits(ben, red_card, {1: {"verdict": "contradicted", "mark": []}}, hand_in=False)
    answered(taken, 1, RIGHT[1], base=1)
    found = list(records.answers(red_card))

    assert (len(found), found[0].verdict) == (4, "supported")


def test_a_later_version_changes_nothing_that_was_asked(red_card, ben):
    sits(ben, red_card)
    question("q1", {**HEARD, "claim": "Workers could hear the speech but were not to speak of it."})
    first = next(records.answers(red_card))

    assert (first.asked.version, first.asked.claim) == (1, HEARD["claim"])


def test_after_a_regrade_an_answer_carries_the_key_and_the_points_that_marked_it(red_card, ben):
    sits(ben, red_card, {1: FOURTH})
    draft = keys.Draft("source_check", WIDER, reason="[¶3.5] says *outside that hall*.", points=Decimal(3))
    keys.write(bank=red_card.bank, slug="q1", draft=draft, by=None, now=LATER)
    applied(step(red_card, 4).quiz)
    first = next(records.answers(red_card))
    row = next(read(b"".join(CSV.stream(ANSWERS, [first]))))

    assert (row["version"], row["key_version"]) == ("1", "2")
    assert (row["points"], row["possible"]) == ("3.00", "3.00")


def test_a_choice_is_exported_as_it_is_stored(red_card, ben):
    sits(ben, red_card)
    last = list(records.answers(red_card))[3]

    assert (last.asked.kind, last.verdict, last.marks) == ("choice", "", ())
    assert last.response == '{"choice":["b"]}'


@pytest.mark.parametrize("table", [GRADES, ANSWERS], ids=["grades", "answers"])
def test_the_sum_of_the_file_is_the_grade(red_card, ben, table):
    sits(ben, red_card, {1: RIGHT[1], 3: {"verdict": "not_in_source", "mark": [], "missing": "who"}})
    rows = read(b"".join(CSV.stream(table, records.TABLES[table.name](red_card))))

    assert sum(Decimal(row["points"]) for row in rows) == grade(red_card).points


@pytest.mark.parametrize("table", ["grades", "answers"])
@pytest.mark.parametrize("size", [3, 30, 300])
def test_questions_asked_for_a_file_do_not_follow_the_class(red_card, table, size):
    enrol(red_card, *UserFactory.create_batch(size))
    with counted() as queries:
        assert sum(1 for _ in records.TABLES[table](red_card)) == (size + 1) * (1 if table == "grades" else 4)

    batches = -(-(size + 1) // (records._ROWS_AT_ONCE // (1 if table == "grades" else 10)))
    assert queries.total == {"grades": 2, "answers": 3}[table] + batches, queries
