from datetime import timedelta

import pytest

from courses.grades.gradebook import PAGE, figures, gradebook, settle
from quizzes.models import Attempt
from quizzes.rules import GRACE, WAITING
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import course, enrol, step, taught
from tests.factories.quizzes import RIGHT, answered, attempt
from tests.queries import counted

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def red_card(ben):
    made = taught()
    enrol(made, ben)
    return made


def sits(user, red_card, answers=RIGHT, **rules):
    taken = attempt(user, step(red_card, 4).quiz, **rules)
    for position, response in answers.items():
        answered(taken, position, response)
    return taken


def page(red_card, number=1, now=LATER):
    return gradebook(red_card, page=number, now=now)


def test_not_begun_in_progress_and_zero_are_told_apart(red_card, ben, cleo, dana):
    enrol(red_card, cleo, dana)
    sits(cleo, red_card)
    attempts.submit(attempt=sits(dana, red_card, {}), now=LATER)

    words = {row.name: row.cells[0].words for row in page(red_card).rows}
    assert words == {"Ito, Ben": "not begun", "Marsh, Cleo": "in progress", "Okafor, Dana": "0.00"}


def test_the_corner_is_the_mean_of_proof_found_and_of_marks_that_belong(red_card, ben):
    half = {"verdict": "supported", "mark": ["maren-1956:p3.s3", "maren-1956:p1.s1"]}  # R ½, P ½
    attempts.submit(attempt=sits(ben, red_card, {**RIGHT, 1: half}), now=LATER)
    (cell,) = page(red_card).rows[0].cells

    assert (cell.r, cell.p) == (3, 3)  # (½ + 1 + 1) / 3 = 0.83; choice has no evidence of its own


def test_one_student_has_and_several_have(red_card, ben, cleo):
    enrol(red_card, cleo)
    attempts.submit(attempt=sits(ben, red_card), now=LATER)

    assert page(red_card).lead == "1 of 2 has handed in a quiz; 1 has not begun any."


def test_no_corner_without_marks(red_card):
    (cell,) = page(red_card).rows[0].cells

    assert (cell.r, cell.p) == (None, None)


def test_the_total_adds_what_stands_in_the_row(red_card, ben):
    attempts.submit(attempt=sits(ben, red_card), now=LATER)

    assert (page(red_card).rows[0].total, page(red_card).worth) == ("8.00", "8")


def test_a_quiz_that_is_worth_something_else_since_says_what_the_attempt_could_earn(red_card, ben):
    attempts.submit(attempt=sits(ben, red_card), now=LATER)
    step(red_card, 4).quiz.items.order_by("position").last().delete()
    row = page(red_card).rows[0]

    assert (row.cells[0].words, row.total) == ("8.00 of 8", "8.00 of 8")
    assert page(red_card).worth != "8"


def test_a_register_sorts_names_without_their_marks(red_card):
    enrol(red_card, *(UserFactory(name=name) for name in ("Ola Wójcik", "Can Şahin", "Eva Łuka", "Al Zola")))

    assert [row.name for row in page(red_card).rows] == [
        "Ito, Ben",
        "Łuka, Eva",
        "Şahin, Can",
        "Wójcik, Ola",
        "Zola, Al",
    ]


def test_who_has_left_is_not_in_the_class(red_card, cleo):
    enrol(red_card, cleo, ended_at=NOW)

    assert [row.name for row in page(red_card).rows] == ["Ito, Ben"]


def test_a_class_is_shown_fifty_at_a_time(red_card):
    enrol(red_card, *UserFactory.create_batch(PAGE))

    assert (page(red_card).count, page(red_card).pages, len(page(red_card).rows)) == (51, 2, 50)
    assert len(page(red_card, 2).rows) == 1


@pytest.mark.parametrize("number", [0, -1, 2])
def test_there_is_no_page_beyond_the_class(red_card, number):
    assert page(red_card, number) is None


def test_an_empty_class_has_a_first_page():
    assert page(course()).rows == []


def test_what_was_saved_before_the_quiz_closed_is_marked(red_card, ben):
    red_card_step = step(red_card, 4)
    red_card_step.closes_at = LATER
    red_card_step.save()
    sits(ben, red_card, closes_at=LATER)
    after = LATER + GRACE + WAITING + timedelta(seconds=1)

    assert page(red_card, now=after).rows[0].cells[0].words == "ended, not marked"
    assert (settle(red_card, after), settle(red_card, after)) == (1, 0)
    assert page(red_card, now=after).rows[0].cells[0].words == "8.00"


def test_looking_at_the_class_marks_nothing(red_card, ben):
    sits(ben, red_card, closes_at=LATER)
    with counted() as queries:
        page(red_card, now=LATER + timedelta(days=1))

    assert queries.writes == 0
    assert Attempt.objects.open().count() == 1


def test_figures_count_people_and_quizzes(red_card, ben, cleo):
    enrol(red_card, cleo)
    attempts.submit(attempt=sits(ben, red_card), now=LATER)
    found = figures([red_card])[red_card.pk]

    assert (found.students, found.people, found.handed_in) == (2, 1, 1)
    assert found.words == "1 of 2 students have handed in 1 quiz for a grade."


@pytest.mark.parametrize("size", [3, 30, 300])
def test_a_page_asks_four_questions_whatever_the_class(red_card, ben, size):
    attempts.submit(attempt=sits(ben, red_card), now=LATER)
    enrol(red_card, *UserFactory.create_batch(size))
    with counted() as queries:
        page(red_card)

    assert queries.total == 4, queries
