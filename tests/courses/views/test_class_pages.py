from datetime import timedelta
from html import unescape

import pytest
import time_machine

from courses.exports.csv import read
from quizzes.models import Attempt
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, course, enrol, step, taught
from tests.factories.quizzes import RIGHT, answered, attempt
from tests.queries import counted

pytestmark = pytest.mark.django_db
CLASS, GRADES = "/courses/red-card/class/", "/courses/red-card/export/grades.csv"
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_a_known_time():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def red_card(ada, ben, dana):
    made = taught()
    enrol(made, ben)
    appoint(made, ada)
    appoint(made, dana, "registrar")
    return made


@pytest.fixture
def taken(red_card, ben):
    found = attempt(ben, step(red_card, 4).quiz)
    for position, response in RIGHT.items():
        answered(found, position, response)
    return attempts.submit(attempt=found, now=LATER)


def page(client, user, address, status=200):
    client.force_login(user)
    found = client.get(address)
    assert found.status_code == status
    return unescape(found.content.decode()) if not found.streaming else b"".join(found.streaming_content)


@pytest.mark.parametrize("address", [CLASS, GRADES, "/courses/red-card/export/answers.csv"])
@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("dana", 200), ("ben", 404), ("cleo", 404)])
def test_the_class_is_for_its_staff(client, request, red_card, who, status, address):
    page(client, request.getfixturevalue(who), address, status)


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("dana", 404), ("ben", 404), ("cleo", 404)])
def test_answers_are_for_those_who_teach(client, request, red_card, taken, who, status):
    page(client, request.getfixturevalue(who), f"/courses/red-card/answers/{taken.public_id}/", status)


def test_staff_of_another_course_find_nothing(client, red_card, cleo):
    appoint(course("other"), cleo)

    page(client, cleo, CLASS, 404)
    page(client, cleo, GRADES, 404)


def test_an_attempt_of_another_course_is_not_found_under_this_one(client, red_card, taken, ada):
    appoint(course("other"), ada)

    page(client, ada, f"/courses/other/answers/{taken.public_id}/", 404)


def test_an_attempt_of_somebody_who_is_not_in_the_course_is_not_found(client, red_card, ada, cleo):
    stray = attempts.submit(attempt=attempt(cleo, step(red_card, 4).quiz), now=LATER)

    page(client, ada, f"/courses/red-card/answers/{stray.public_id}/", 404)


def test_an_attempt_in_progress_is_not_looked_into(client, red_card, ada, ben):
    running = attempt(ben, step(red_card, 4).quiz)

    page(client, ada, f"/courses/red-card/answers/{running.public_id}/", 404)


def test_the_answers_page_shows_the_evidence_and_whose_it_is(client, red_card, taken, ada):
    text = page(client, ada, f"/courses/red-card/answers/{taken.public_id}/")

    assert "Ben Ito" in text
    assert "Workers were allowed to hear the speech" in text
    assert 'href="/courses/red-card/class/"' in text


def test_a_grade_has_its_corner_and_leads_to_the_answers(client, red_card, taken, ada):
    text = page(client, ada, CLASS)

    assert f'<td data-r="4" data-p="4"><a href="/courses/red-card/answers/{taken.public_id}/">8.00</a></td>' in text


def test_the_registrar_sees_grades_and_no_answers(client, red_card, taken, dana):
    text = page(client, dana, CLASS)

    assert '<td data-r="4" data-p="4">8.00</td>' in text


def test_who_has_not_begun_stands_in_the_class(client, red_card, ada):
    assert '<td class="quiet">not begun</td><td class="total">not begun</td>' in page(client, ada, CLASS)


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "9" * 30, "٣"])
def test_a_page_that_is_not_there(client, red_card, ada, number):
    page(client, ada, f"{CLASS}?page={number}", 404)


def test_an_empty_class_says_what_to_do(client, ada):
    appoint(course(), ada)

    assert "Nobody is enrolled yet." in page(client, ada, CLASS)


def test_what_has_ended_can_be_marked_from_here(client, red_card, ada, ben):
    closes = LATER
    quiz_step = step(red_card, 4)
    quiz_step.closes_at = closes
    quiz_step.save()
    attempt(ben, quiz_step.quiz, closes_at=closes)

    client.force_login(ada)
    client.post(f"{CLASS}settle/")
    assert not Attempt.objects.open().exists()


def test_who_opens_the_class_finds_what_was_saved_marked(client, red_card, ada, ben):
    taken = attempt(ben, step(red_card, 4).quiz, closes_at=LATER)

    assert "0.00" in page(client, ada, CLASS)
    assert Attempt.objects.get().submitted_at == taken.ends_at


def test_a_student_marks_nothing(client, red_card, ben):
    client.force_login(ben)

    assert client.post(f"{CLASS}settle/").status_code == 404


def test_a_file_has_our_name_and_is_streamed(client, red_card, dana):
    client.force_login(dana)
    found = client.get(GRADES)

    assert found["Content-Disposition"] == 'attachment; filename="red-card-grades.csv"'
    assert found["Content-Type"] == "text/csv; charset=utf-8"
    assert found.streaming


def test_screen_and_file_tell_the_same_grade(client, red_card, taken, dana):
    (row,) = read(page(client, dana, GRADES))

    assert (row["student_number"], row["points"], row["possible"], row["percent"]) == ("BEN", "8.00", "8.00", "100.0")
    assert f">{row['points']}<" in page(client, dana, CLASS)


@pytest.mark.parametrize("name", ["marks.csv", "grades.pdf", "grades"])
def test_there_is_no_other_table_and_no_other_file(client, red_card, dana, name):
    page(client, dana, f"/courses/red-card/export/{name}", 404)


@pytest.mark.parametrize("size", [3, 30, 300])
def test_the_class_page_asks_the_same_whatever_the_class(client, red_card, taken, ada, size):
    enrol(red_card, *UserFactory.create_batch(size))
    client.force_login(ada)
    with counted() as queries:
        client.get(CLASS)

    assert queries.total == 6, queries
    assert queries.writes == 0


# A large class


@pytest.fixture
def large(red_card):
    """Ben, and 100 others in three pages: A01 to A60, Z1 to Z40."""
    names = [f"Mia A{n:02}" for n in range(1, 61)] + [f"Zed Z{n:02}" for n in range(1, 41)]
    enrol(red_card, *(UserFactory(name=name) for name in names))
    return red_card


def test_pages_are_named_after_who_is_on_them_above_the_table_and_below(client, large, ada):
    text = page(client, ada, CLASS)
    above, below = text.split("<table", 1)

    for half in (above, below):
        assert 'aria-current="page">A01–A50</a>' in half
        assert 'href="?page=2">A51–Z39</a>' in half
        assert 'href="?page=3">Z40</a>' in half
    assert "Students 1 to 50 of 101." in below


def test_a_page_of_one_says_student(client, large, ada):
    assert "Student 101 of 101." in page(client, ada, f"{CLASS}?page=3")


def test_the_lead_is_about_the_class_and_not_the_page(client, large, taken, ada):
    for number in (1, 3):
        assert "1 of 101 has handed in a quiz; 100 have not begun any." in page(client, ada, f"{CLASS}?page={number}")


@pytest.mark.parametrize("wanted", ["ito", "Ben+Ito", "BEN%40example.org", "itö+ben"])
def test_a_student_is_found_by_name_or_address(client, large, taken, ada, wanted):
    text = page(client, ada, f"{CLASS}?q={wanted}")

    assert '<th scope="row">Ito, Ben</th>' in text
    assert "Mia" not in text
    assert "Student 1 of 1 found." in text
    assert "Show all 101" in text
    assert "1 of 101 has handed in a quiz" in text


def test_what_is_found_has_pages_of_its_own(client, large, ada):
    text = page(client, ada, f"{CLASS}?q=mia&page=2")

    assert 'href="?q=mia&amp;page=1"' in client.get(f"{CLASS}?q=mia&page=2").content.decode()
    assert "Students 51 to 60 of 60 found." in text
    page(client, ada, f"{CLASS}?q=mia&page=3", 404)


def test_who_is_not_found_is_said(client, red_card, ada):
    text = page(client, ada, f"{CLASS}?q=<b>nobody")

    assert "No name and no e-mail address in this class has “<b>nobody” in it." in text
    assert "<b>nobody" not in client.get(f"{CLASS}?q=<b>nobody").content.decode()


def test_a_search_asks_no_more_and_files_stay_whole(client, large, taken, ada):
    client.force_login(ada)
    with counted() as queries:
        client.get(f"{CLASS}?q=ito")

    assert queries.total == 6, queries
    assert len(list(read(page(client, ada, f"{GRADES}?q=ito")))) == 101
