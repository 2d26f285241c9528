from html import unescape

import pytest
import time_machine

from quizzes.models import Recount
from quizzes.overview import statistics, tallies
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, course, enrol, step, taught
from tests.factories.written import desk, written_quiz, wrote
from tests.queries import counted
from tests.quizzes.overview.test_tallies import RIGHT, WRONG, a_class, handed_in
from tests.test_budgets import has_handed_in

pytestmark = pytest.mark.django_db
PAGE = "/courses/red-card/1/4/statistics/"
FIRST, CHOICE = f"{PAGE}of/q1/", f"{PAGE}of/q4/"


@pytest.fixture
def red_card(ada, ben, dana):
    made = taught(tries=3)
    enrol(made, ben)
    appoint(made, ada)
    appoint(made, dana, "registrar")
    return made


@pytest.fixture
def graded(red_card):
    return step(red_card, 4).quiz


def page(client, user, address=PAGE, status=200):
    client.force_login(user)
    found = client.get(address)
    assert found.status_code == status
    return " ".join(unescape(found.content.decode()).split())


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("dana", 404), ("ben", 404), ("cleo", 404)])
@pytest.mark.parametrize("address", [PAGE, FIRST])
def test_statistics_are_for_those_who_teach(client, request, graded, who, status, address):
    a_class(graded, 1)
    page(client, request.getfixturevalue(who), address, status)


def test_a_question_that_nobody_was_asked_is_not_there(client, graded, ada):
    page(client, ada, FIRST, 404)
    a_class(graded, 1)
    page(client, ada, f"{PAGE}of/q9/", 404)


@pytest.mark.parametrize("place", [f"{10**30}/4", f"1/{10**30}", f"{2**31}/4"])
def test_a_number_that_no_step_can_have_is_not_there(client, red_card, ada, place):
    page(client, ada, f"/courses/red-card/{place}/statistics/", 404)


def test_each_question_is_led_to_and_leads_to_the_next(client, graded, ada):
    a_class(graded, 1)

    assert f'href="{FIRST}"' in page(client, ada)
    assert f'href="{PAGE}of/q2/"' in page(client, ada, FIRST)
    assert f'href="{PAGE}of/q3/"' in page(client, ada, CHOICE)


def test_whoever_teaches_another_course_finds_nothing(client, red_card, cleo):
    appoint(course("other"), cleo)

    page(client, cleo, status=404)
    assert client.post(f"{PAGE}count/").status_code == 404


@pytest.mark.parametrize("address", ["/courses/red-card/1/1/statistics/", "/courses/red-card/1/9/statistics/"])
def test_a_reading_has_none(client, red_card, ada, address):
    page(client, ada, address, 404)


def test_the_class_leads_to_it(client, red_card, ada, dana):
    assert f'href="{PAGE}"' in page(client, ada, "/courses/red-card/class/")
    assert PAGE not in page(client, dana, "/courses/red-card/class/")


def test_nobody_has_handed_in(client, red_card, ada):
    assert "Nobody has handed this quiz in yet." in page(client, ada)


def test_what_waits_for_a_mark_was_handed_in_all_the_same(client, ada, ben):
    desk(ada, students=(ben,))
    wrote(ben, written_quiz())
    text = page(client, ada, "/courses/red-card/2/2/statistics/")

    assert "1 handed in. Figures follow when every written answer of an attempt is marked." in text
    assert "Nobody" not in text


def test_below_ten_attempts_counts_stand_alone(client, graded, ada):
    a_class(graded, 9)
    text = page(client, ada)

    assert "So few attempts carry no statistics." in text
    assert '<td data-label="Facility" class="n">–</td>' in text
    assert "fewer than 10 attempts" in text
    assert 'class="flaw"' not in text
    assert "7 of 9" in page(client, ada, FIRST)  # how many marked a sentence is a count
    assert "lowest third" not in page(client, ada, FIRST)


def test_from_ten_on_figures_stand_with_their_interval(client, graded, ada):
    a_class(graded, 12)
    text = page(client, ada, FIRST)

    assert "On average" in page(client, ada)
    assert "lowest third" in text
    assert ", from −1 to 1" in text
    assert "Deviation" in text


def test_a_key_that_the_good_contradict_is_told_in_words(client, graded, ada):
    """Who is right elsewhere chooses c, the others b."""
    for n in range(12):
        good = n % 2
        handed_in(graded, {**(RIGHT if good else WRONG), 4: {"choice": ["c" if good else "b"]}})
    text = page(client, ada, CHOICE)

    assert "Check the key: students with high totals did worse here." in text
    assert "Students with high totals prefer it to the key." in text


def test_names_of_students_are_not_on_it(client, graded, ada):
    for taken in a_class(graded, 10):
        assert taken.user.name not in page(client, ada)


def test_practice_says_which_check_counts(client, red_card, ada):
    assert "the first check of each question" in page(client, ada, "/courses/red-card/1/2/statistics/")


def test_many_attempts_are_counted_when_somebody_asks(client, graded, ada, monkeypatch):
    a_class(graded, 12)
    monkeypatch.setattr(statistics, "SMALL", 3)
    assert "have not been counted yet" in page(client, ada)
    assert not Recount.objects.exists()

    with time_machine.travel(NOW, tick=False):
        told = client.post(f"{PAGE}count/", follow=True)
    assert b"12 attempts were counted." in told.content
    assert "are as of 12 attempts, 22 November 2026, 12:00" in page(client, ada)


def test_looking_changes_nothing(client, graded, ada):
    a_class(graded, 10)
    page(client, ada)
    with counted() as queries:
        client.get(PAGE)

    assert queries.writes == 0


def test_it_asks_as_much_whatever_the_class(client, graded, ben, ada):
    first = handed_in(graded, RIGHT, ben)
    client.force_login(ada)
    totals = []
    for size in (3, 30, 300):
        has_handed_in(UserFactory.create_batch(size), first)
        client.get(PAGE)
        with counted() as queries:
            assert client.get(PAGE).status_code == 200
        with counted() as of_one:
            assert client.get(FIRST).status_code == 200
        totals.append((queries.total, of_one.total))

    assert totals == [(5, 5)] * 3, queries


def test_it_asks_as_much_when_it_is_kept(client, graded, ben, ada):
    first = handed_in(graded, RIGHT, ben)
    has_handed_in(UserFactory.create_batch(statistics.SMALL), first)
    tallies.recount(graded, NOW)
    client.force_login(ada)
    client.get(PAGE)
    with counted() as queries:
        text = client.get(PAGE).content.decode()

    assert "Count again" in text
    assert queries.total == 5, queries
