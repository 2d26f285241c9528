"""The report of certainty: first tries in practice, for the student alone."""

from uuid import uuid4

import pytest

from courses.learning import certainties
from courses.models import Step
from quizzes.models import Answer, Mark
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.courses import enrol, step, taught
from tests.factories.quizzes import RIGHT, attempt
from tests.forms import form

pytestmark = pytest.mark.django_db
PAGE = "/courses/red-card/certainty/"


@pytest.fixture
def course(ben):
    made = taught()
    enrol(made, ben)
    Step.objects.filter(lesson__course=made).update(asks_certainty=True)
    return made


def check(taken, position, response, certainty, base=0):
    item = taken.items.select_related("attempt", "version__key", "revision__edition__work").get(position=position)
    sent = attempts.Save(response, base, uuid4(), certainty)
    return attempts.check(item=item, sent=sent, blank=False, now=NOW)


@pytest.fixture
def taken(ben, course):
    return attempt(ben, step(course, 2).quiz, certainty=True)


def test_only_the_first_try_at_each_question_counts(ben, course, taken):
    check(taken, 1, {"verdict": "contradicted", "mark": []}, 3)
    check(taken, 1, RIGHT[1], 3, base=1)
    check(taken, 2, RIGHT[2], 1)
    found = certainties.report(course, ben)

    assert [(row.answers, row.right) for row in found.rows] == [(1, 1), (0, 0), (1, 0)]
    assert found.points == 1 - 6


def test_a_question_practised_again_is_no_first_try(ben, course, taken):
    check(taken, 1, {"verdict": "contradicted", "mark": []}, 3)
    attempts.submit(attempt=taken, now=NOW)
    check(attempt(ben, taken.quiz, certainty=True), 1, RIGHT[1], 3)
    found = certainties.report(course, ben)

    assert (found.answers, found.points) == (1, -6)


def test_certainty_never_changes_a_mark(taken):
    marks = [check(taken, position, RIGHT[position], level) for position, level in ((1, 1), (2, 3))]

    assert {mark.points for mark in marks} == {marks[0].possible}


def test_nobody_elses_answers_are_counted(cleo, course, taken):
    check(taken, 1, RIGHT[1], 3)

    assert certainties.report(course, cleo).answers == 0


def test_the_student_reads_it_from_the_course_page(client, ben, taken):
    client.force_login(ben)
    check(taken, 1, RIGHT[1], 2)

    assert PAGE in client.get("/courses/red-card/").content.decode()
    text = client.get(PAGE).content.decode()
    assert "From 1 answer in practice" in text
    assert "Middle" in text


def test_before_any_answer_it_says_what_will_stand_there(client, ben, course):
    client.force_login(ben)

    assert "your answers are counted here" in client.get(PAGE).content.decode()


# On the page of a question


@pytest.fixture
def ask(client, ben, taken):
    client.force_login(ben)

    def asked(position=1, **facts):
        address = f"/attempts/{taken.public_id}/{position}/"
        page = client.get(address)
        return client.post(address, form(page) | RIGHT[position] | facts) if facts else page

    return asked


def test_the_points_stand_there_before_the_check(ask):
    text = ask().content.decode()

    for terms in (
        "Low: 1 point if right, 0 if not",
        "Middle: 2 points if right, −2 if not",
        "High: 3 points if right, −6",
    ):
        assert terms in text


def test_a_check_asks_for_it_and_a_save_does_not(ask):
    assert "Say how sure you are" in ask(check="1").content.decode()
    assert ask(flag="1").status_code == 302
    assert not Mark.objects.exists()


def test_it_is_kept_and_told(ask):
    ask(check="1", certainty="3")
    text = ask().content.decode()

    assert Answer.objects.latest("revision").certainty == 3
    assert "You were sure and right: 3 points of certainty." in text
    assert 'value="3" checked' in text


def test_a_made_up_level_is_refused(ask):
    assert ask(check="1", certainty="9").status_code == 422


def test_where_it_is_not_asked_it_is_neither_shown_nor_kept(client, ben):
    graded = attempt(ben, step(taught(), 4).quiz, certainty=True)
    client.force_login(ben)
    address = f"/attempts/{graded.public_id}/1/"
    page = client.get(address)
    client.post(address, form(page) | RIGHT[1] | {"certainty": "3", "save": "1"})

    assert "How sure" not in page.content.decode()
    assert Answer.objects.get().certainty is None
