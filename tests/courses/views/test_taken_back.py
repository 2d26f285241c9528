"""What an instructor is told while a regrade is under way, and after it was taken back."""

from html import unescape

import pytest

from courses.grades import regrades
from quizzes.models import QuizItem
from tests.factories.accounts import person
from tests.factories.courses import appoint, asking, enrol, step, taught
from tests.factories.quizzes import HEARD, RIGHT, QuizFactory, question
from tests.factories.regrades import FOURTH, applied, handed_in, looked_at, undone, wider

pytestmark = pytest.mark.django_db
HERE = "/courses/red-card"


@pytest.fixture
def red_card(ben):
    made, ada = taught(tries=None), person("Ada Verhoeven", is_staff=True)
    appoint(made, ada)
    enrol(made, ben)
    made.bank.editors.add(ada)
    return made


@pytest.fixture
def taken(red_card, ben):
    return handed_in(ben, step(red_card, 4).quiz, {**RIGHT, 1: FOURTH})


@pytest.fixture
def scoped(red_card, ben):
    return {"scope": regrades.scope(red_card), "among": [ben.pk]}


@pytest.fixture
def told(client, red_card):
    def read(address):
        client.force_login(person("Ada Verhoeven", is_staff=True))
        return " ".join(unescape(client.get(address).content.decode()).split())

    return read


def count(text):
    """How many keys a page says are newer than their marks."""
    words = text.partition("newer than")[0].split()
    return int(words[-2]) if "newer than" in text else 0


def test_who_asks_while_a_regrade_is_under_way_is_led_to_it(told, taken, scoped, client):
    running = looked_at(taken.quiz, **scoped)
    there = f'<a href="{HERE}/regrades/{running.public_id}/">all questions, to be looked at</a>'
    assert there in told(f"{HERE}/1/4/regrade/")
    sent = client.post(f"{HERE}/1/4/regrade/ask/", {"reason": "The sentence says it as well."})

    assert sent.status_code == 422
    assert there in " ".join(unescape(sent.content.decode()).split())


def test_once_it_is_over_nothing_is_under_way(told, taken, scoped):
    applied(taken.quiz, **scoped)

    assert "under way already" not in told(f"{HERE}/1/4/regrade/")


def test_the_button_says_how_many_marks_are_new(told, taken, scoped):
    wider()
    text = told(f"{HERE}/regrades/{looked_at(taken.quiz, **scoped).public_id}/")

    assert ">Apply 1 new mark</button>" in text
    assert "1<small>mark would change</small>" in text


def test_after_a_take_back_the_page_says_what_new_attempts_are_marked_by(told, taken, scoped):
    wider()
    text = told(f"{HERE}/regrades/{undone(applied(taken.quiz, **scoped)).public_id}/")
    pk = question("q1", HEARD).question_id

    assert "The marks went back; the key did not." in text
    assert f'<a href="/admin/quizzes/question/{pk}/change/">q1</a>: version 2 for new attempts, version 1 again' in text
    assert "save the former key as the next version of the question, in Authoring" in text
    assert f'<a href="{HERE}/1/4/regrade/">regrade again</a>' in text


def test_who_edits_no_bank_is_told_whom_to_ask(told, taken, scoped, red_card):
    red_card.bank.editors.clear()
    wider()
    text = told(f"{HERE}/regrades/{undone(applied(taken.quiz, **scoped)).public_id}/")

    assert "/admin/quizzes/question/" not in text
    assert "ask somebody who edits its bank" in text


def test_an_applied_regrade_says_nothing_of_it(told, taken, scoped):
    wider()

    assert "the key did not" not in told(f"{HERE}/regrades/{applied(taken.quiz, **scoped).public_id}/")


def test_what_was_taken_back_is_listed_as_decided(told, taken, scoped):
    wider()
    undone(applied(taken.quiz, **scoped))
    text = told(f"{HERE}/decide/")

    assert "Decided: taken back" in text
    assert "Each key that is newer than its marks has been decided on" in text
    assert "students who begin now are marked by version 2" in text


def test_what_was_applied_after_all_is_not(told, taken, scoped):
    wider()
    undone(applied(taken.quiz, **scoped))
    applied(taken.quiz, **scoped)

    assert "taken back" not in told(f"{HERE}/decide/")


def test_home_class_and_the_list_count_the_same(told, taken, scoped, red_card, ben):
    """Also where two quizzes ask the question and only one was decided on."""
    other = QuizFactory(slug="again", title="Once more")
    QuizItem.objects.create(quiz=other, position=1, question=taken.items.get(position=1).version.question)
    asking(red_card.lessons.get(), 5, other)
    handed_in(ben, other, {1: FOURTH})

    def counts():
        listed = told(f"{HERE}/decide/").count("came after answers were marked")
        return [count(told("/")), count(told(f"{HERE}/class/")), listed]

    assert counts() == [0, 0, 0]
    wider()
    assert counts() == [2, 2, 2]
    undone(applied(taken.quiz, **scoped))
    assert counts() == [1, 1, 1]
