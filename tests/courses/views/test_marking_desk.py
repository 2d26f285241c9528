"""The marker's desk by keyboard, and what it says where there is nothing to mark."""

import re
from html import unescape

import pytest

from quizzes.handmarks import handmarking
from quizzes.handmarks.handmarking import Given
from tests.factories.accounts import UserFactory, person
from tests.factories.corpus import NOW
from tests.factories.courses import enrol
from tests.factories.written import desk, first_item, wrote

pytestmark = pytest.mark.django_db
QUEUE = "/courses/red-card/marking/2/2/secret/"


@pytest.fixture
def step(ada):
    return desk(ada, person("Otto Weiss"))


@pytest.fixture
def answer(step):
    def handed_in(text):
        student = UserFactory()
        enrol(step.lesson.course, student)
        return first_item(wrote(student, step.quiz, text))

    return handed_in


@pytest.fixture
def shown(client):
    def page(user, address=QUEUE, **post):
        client.force_login(user)
        found = client.post(address, post) if post else client.get(address)
        return " ".join(unescape(found.content.decode()).split())

    return page


def in_focus(text):
    return re.findall(r'name="level" value="(\d)"(?: checked)? autofocus', text)


def token(text):
    return re.search(r'name="answer" value="(\w+)"', text)[1]


# By keyboard


def test_an_answer_opens_with_its_first_level_in_focus(shown, answer, ada):
    answer("Something.")
    text = shown(ada)

    assert in_focus(text) == ["3"]
    assert text.count("autofocus") == 1
    assert "Arrow keys choose one, the space bar takes the one in focus, and Enter saves." in text
    assert "Answer 1 of 1: </span>Which of these fits?" in text


def test_an_answer_with_a_mark_opens_with_its_level_in_focus(shown, answer, ada):
    handmarking.rate(item=answer("Something."), given=Given(1), seen=0, by=ada, now=NOW)
    place = re.search(r"answer=(\w+)", shown(ada))[1]

    assert in_focus(shown(ada, f"{QUEUE}?answer={place}")) == ["1"]


def test_a_second_reader_has_the_levels_in_focus_and_no_hint_of_the_first(shown, answer, ada):
    handmarking.rate(item=answer("Something."), given=Given(1), seen=0, by=ada, now=NOW)

    assert in_focus(shown(person("Otto Weiss"), f"{QUEUE}second/")) == ["3"]


@pytest.mark.parametrize("level", ["", "9"])
def test_what_is_wrong_stands_beside_the_levels_that_have_the_focus(shown, answer, ada, level):
    answer("Something.")
    text = shown(ada, answer=token(shown(ada)), level=level, seen="0")
    form = text.partition('id="mark"')[2]

    assert in_focus(text) == ["3"]
    assert form.index('id="flaw"') < form.index('<fieldset aria-describedby="flaw">')


def test_where_nothing_is_left_nothing_has_the_focus(shown, step, ada):
    assert "autofocus" not in shown(ada)


# What is marked in an answer


def test_a_word_in_marks_is_no_quotation(shown, answer, ada):
    answer("Maren tells of “words” that travelled.")
    text = shown(ada)

    assert "No quotation was found." in text
    assert 'class="mine' not in text
    assert "Maren tells of “words” that travelled." in text


# Nothing to mark


def test_without_answers_no_page_says_that_they_are_marked(shown, step, ada):
    assert "Nobody has handed in an answer to this question yet." in shown(ada, f"{QUEUE}blanks/")
    text = shown(ada, f"{QUEUE}agreement/")

    assert "Nobody has handed in an answer to this question yet." in text
    assert "nobody has rated answers yet" in text
    assert "of 0" not in text


def test_where_no_answer_is_blank_it_is_said(shown, answer, ada):
    answer("Something.")

    assert "No answer to this question was left blank." in shown(ada, f"{QUEUE}blanks/")


def test_where_every_blank_answer_is_marked_it_is_said(shown, step, answer, ada):
    handmarking.zero_blanks(quiz=step.quiz, items=[answer("")], by=ada, now=NOW)

    assert "Every blank answer to this question has a mark." in shown(ada, f"{QUEUE}blanks/")
    assert "1 blank answer that got 0 together is no reading." in shown(ada, f"{QUEUE}agreement/")
