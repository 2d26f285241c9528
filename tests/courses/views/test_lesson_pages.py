from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.contrib.messages import get_messages

from corpus.models import Revision
from courses.models import Step, StepRead
from quizzes.models import Attempt
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW, library
from tests.factories.courses import appoint, course, enrol, has_read, lesson, reading, step, taught
from tests.factories.quizzes import RIGHT, answered, attempt
from tests.queries import counted

pytestmark = pytest.mark.django_db
HOME, LESSON, SECTION, QUIZ = "/", "/courses/red-card/1/", "/courses/red-card/1/1/", "/courses/red-card/1/4/"


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


def page(client, user, address, status=200):
    client.force_login(user)
    found = client.get(address)
    assert found.status_code == status
    return unescape(found.content.decode())


def post(client, user, address, **data):
    client.force_login(user)
    return client.post(address, data)


@pytest.mark.parametrize("address", ["/courses/red-card/", LESSON, SECTION, QUIZ])
def test_a_stranger_finds_nothing(client, red_card, cleo, address):
    page(client, cleo, address, 404)


@pytest.mark.parametrize("address", ["/courses/red-card/", LESSON, SECTION, QUIZ])
@pytest.mark.parametrize("who", ["ada", "ben", "dana"])
def test_those_with_a_part_in_the_course_find_it(client, request, red_card, who, address):
    page(client, request.getfixturevalue(who), address)


@pytest.mark.parametrize("address", [HOME, LESSON, SECTION, QUIZ])
def test_nobody_reads_on_without_logging_in(client, red_card, address):
    assert client.get(address).status_code == 302


def test_who_has_left_finds_nothing(client, red_card, ben):
    red_card.enrolments.update(ended_at=NOW)

    page(client, ben, SECTION, 404)


@pytest.mark.parametrize("address", ["/courses/red-card/2/", "/courses/red-card/1/9/", "/courses/other/1/1/"])
def test_what_is_not_there_is_not_found(client, red_card, ben, address):
    page(client, ben, address, 404)


def test_a_lesson_of_another_course_is_not_found_under_this_one(client, red_card, ben):
    reading(lesson(course("other"), 7), 1)

    page(client, ben, "/courses/red-card/7/", 404)


def test_home_tells_the_next_thing_with_one_button(client, red_card, ben):
    text = page(client, ben, HOME)

    assert "Lesson 1 goes on with Maren 1956, ¶1–3: 1 minute to read." in text
    assert text.count('class="button main"') == 1
    assert '<a class="button main" href="/courses/red-card/1/1/">Read on at ¶1</a>' in text


def test_home_says_the_line_in_words(client, red_card, ben):
    has_read(ben, step(red_card, 1))

    assert "3 of 5 paragraphs read, 0 of 6 questions proved" in page(client, ben, HOME)


def test_home_tells_a_person_without_a_course_whom_to_ask(client, cleo):
    text = page(client, cleo, HOME)

    assert "You are in no course yet" in text
    assert "cleo@example.org" in text


def test_home_shows_staff_their_courses_in_figures(client, red_card, ada, ben):
    attempts.submit(attempt=attempt(ben, step(red_card, 4).quiz), now=NOW)
    text = page(client, ada, HOME)

    assert "1 of 1 students have handed in 1 quiz for a grade." in text
    assert 'href="/courses/red-card/class/"' in text


def test_home_of_a_course_without_lessons(client, ben):
    enrol(course(), ben)

    assert "This course has no lessons yet." in page(client, ben, HOME)


def test_a_lesson_lists_its_steps_with_their_states(client, red_card, ben):
    has_read(ben, step(red_card, 1))
    text = page(client, ben, LESSON)

    assert "Reading: Maren 1956, ¶1–3" in text
    assert "Tell who speaks" in text
    assert text.count('<p class="state">') == 4
    assert '<p class="state">Read</p>' in text
    assert '<p class="state">Not begun</p>' in text


def test_a_section_is_read_without_controls_in_the_text(client, red_card, ben):
    text = page(client, ben, SECTION)
    article = text[text.index("<article") : text.index("</article>")]

    assert "Nobody was allowed to take notes." in article
    assert "<input" not in article
    assert 'id="p1-s2"' in article


def test_a_section_shows_the_sourcing_card_and_where_one_is(client, red_card, ben):
    text = page(client, ben, SECTION)

    assert "Ilse Maren, reporter" in text
    assert "§ 1 of 2" in text


def test_the_card_is_open_before_the_first_section_and_folded_after(client, red_card, ben):
    assert "<details open><summary><h2" in page(client, ben, SECTION)
    assert "<details><summary><h2" in page(client, ben, "/courses/red-card/1/3/")


def test_the_original_is_read_by_its_address(client, red_card, ben):
    text = page(client, ben, f"{SECTION}?edition=original")

    assert "pencils were forbidden" in text
    assert "Nobody was allowed to take notes" not in text


def test_both_editions_stand_side_by_side(client, red_card, ben):
    text = page(client, ben, f"{SECTION}?edition=pairs")

    assert "pencils were forbidden" in text
    assert "Nobody was allowed to take notes" in text
    assert "adapted edition, revision 1, beside original edition, revision 1, ¶1–3." in text


def test_without_the_original_one_line_says_how_to_install_it(client, red_card, ben):
    red_card_texts = step(red_card, 1).passage.work
    Revision.objects.filter(edition__kind="original", edition__work__slug=red_card_texts).update(published_at=None)
    text = page(client, ben, f"{SECTION}?edition=original")

    assert "maren-1956.txt" in text
    assert "TEXTS_DIR" in text
    assert "Nobody was allowed to take notes" in text


def test_the_questions_after_a_section_have_their_states(client, red_card, ben):
    text = page(client, ben, SECTION)

    assert "Check your reading (2 questions)" in text
    assert text.count("not answered") == 2
    assert "Answer the questions" in text


def test_a_proved_question_says_so(client, red_card, ben):
    taken = attempt(ben, step(red_card, 2).quiz)
    item = taken.items.select_related("attempt", "version__key").get(position=1)
    attempts.check(item=item, sent=attempts.Save(RIGHT[1], 0, uuid4()), blank=False, now=NOW)
    text = page(client, ben, SECTION)

    assert (text.count(">proved<"), text.count(">not answered<")) == (1, 1)
    assert "Go on with the questions" in text


def test_questions_begin_here_and_return_here(client, red_card, ben):
    found = post(client, ben, "/courses/red-card/1/2/start/", edition="pairs")
    begun = Attempt.objects.get(user=ben)

    assert found.url == begun.get_absolute_url()
    assert begun.return_to == "/courses/red-card/1/1/?edition=pairs#check"
    assert (begun.edition, begun.under.is_practice) == ("adapted", True)


@pytest.mark.parametrize("view", ["original", "pairs"])
def test_the_edition_is_kept_on_the_way(client, red_card, ben, view):
    text = page(client, ben, f"{SECTION}?edition={view}")
    found = post(client, ben, f"{SECTION}read/", edition=view)

    assert f'href="/courses/red-card/1/3/?edition={view}" rel="next"' in text
    assert f'<input type="hidden" name="edition" value="{view}"' in text
    assert found.url == f"/courses/red-card/1/3/?edition={view}"
    assert f'href="{SECTION}?edition={view}" rel="prev"' in page(client, ben, found.url)


def test_the_questions_come_before_reading_on_until_they_are_answered(client, red_card, ben):
    assert '<button class="button main">Answer the questions' in page(client, ben, SECTION)
    taken = attempt(ben, step(red_card, 2).quiz)
    for item in taken.items.select_related("attempt", "version__key"):
        attempts.check(item=item, sent=attempts.Save(RIGHT[1], 0, uuid4()), blank=False, now=NOW)
    text = page(client, ben, SECTION)

    assert '<button class="button main">Mark section read' in text
    assert '<button class="button">Look at the questions again' in text


@pytest.mark.parametrize(("who", "way"), [("ada", True), ("dana", False)])
def test_staff_are_no_students_and_instructors_find_the_questions(client, request, red_card, who, way):
    one = request.getfixturevalue(who)
    one.is_staff = True
    one.save()
    text = page(client, one, SECTION)

    assert "not answered" not in text
    assert (f"/admin/quizzes/quiz/{step(red_card, 2).quiz_id}/change/" in text) is way


def test_an_attempt_is_made_in_the_edition_that_is_read(client, red_card, ben):
    post(client, ben, "/courses/red-card/1/2/start/", edition="original")

    assert Attempt.objects.get(user=ben).edition == "original"


def test_an_invented_edition_is_read_as_the_adapted_one(client, red_card, ben):
    post(client, ben, "/courses/red-card/1/2/start/", edition="//evil.example")
    begun = Attempt.objects.get(user=ben)

    assert (begun.edition, begun.return_to) == ("adapted", "/courses/red-card/1/1/#check")


def test_a_quiz_begins_under_the_rules_of_its_step(client, red_card, ben):
    post(client, ben, f"{QUIZ}start/")
    begun = Attempt.objects.get(user=ben)

    assert (begun.under.tries, begun.under.is_practice, begun.return_to) == (1, False, QUIZ)


def test_going_on_with_a_quiz_opens_the_same_attempt(client, red_card, ben):
    first, again = post(client, ben, f"{QUIZ}start/"), post(client, ben, f"{QUIZ}start/")

    assert first.url == again.url
    assert Attempt.objects.count() == 1


def test_a_quiz_that_was_taken_is_not_begun_again(client, red_card, ben):
    attempts.submit(attempt=attempt(ben, step(red_card, 4).quiz, tries=1), now=NOW)
    found = post(client, ben, f"{QUIZ}start/")

    assert found.url == QUIZ
    assert [str(m) for m in get_messages(found.wsgi_request)] == ["You may take this quiz once, and you have."]
    assert "See results" in page(client, ben, QUIZ)


def test_a_step_that_is_not_open_tells_when_and_shows_nothing(client, red_card, ben):
    Step.objects.filter(lesson__course=red_card).update(opens_at=NOW + timedelta(days=3))
    text = page(client, ben, SECTION, 403)

    assert "This opens on " in text
    assert "take notes" not in text


def test_a_quiz_that_is_not_open_is_not_begun(client, red_card, ben):
    Step.objects.filter(lesson__course=red_card).update(opens_at=NOW + timedelta(days=3))
    post(client, ben, f"{QUIZ}start/")

    assert not Attempt.objects.exists()


def test_staff_look_ahead_and_take_no_quizzes(client, red_card, ada):
    Step.objects.filter(lesson__course=red_card).update(opens_at=NOW + timedelta(days=3))
    text = page(client, ada, SECTION)

    assert "take notes" in text
    assert "Mark section read" not in text
    assert post(client, ada, f"{QUIZ}start/").status_code == 404


def test_reading_on_marks_the_section_and_goes_to_the_next(client, red_card, ben):
    found = post(client, ben, f"{SECTION}read/")

    assert found.url == "/courses/red-card/1/3/"  # the questions between stand on the section's page
    assert [read.step.position for read in StepRead.objects.filter(user=ben)] == [1]


def test_reading_twice_is_kept_once(client, red_card, ben):
    post(client, ben, f"{SECTION}read/")
    post(client, ben, f"{SECTION}read/")

    assert StepRead.objects.count() == 1


@pytest.mark.parametrize("who", ["ada", "cleo", "dana"])
def test_only_a_student_marks_a_section_as_read(client, request, red_card, who):
    assert post(client, request.getfixturevalue(who), f"{SECTION}read/").status_code == 404


def test_a_quiz_is_not_read(client, red_card, ben):
    assert post(client, ben, f"{QUIZ}read/").status_code == 404


@pytest.mark.parametrize("address", [f"{SECTION}read/", f"{QUIZ}start/", "/courses/red-card/class/settle/"])
def test_what_changes_something_is_not_done_by_looking(client, red_card, ben, address):
    page(client, ben, address, 405)


@pytest.mark.parametrize("address", [HOME, "/courses/red-card/", LESSON, SECTION, QUIZ])
def test_looking_changes_nothing(client, red_card, ben, address):
    client.force_login(ben)
    with counted() as queries:
        client.get(address)

    assert queries.writes == 0, queries


def test_marks_are_not_told_before_the_quiz_closes(client, red_card, ben):
    closes = NOW + timedelta(days=3)
    Step.objects.filter(quiz__mode="graded").update(closes_at=closes, release="close")
    taken = attempt(ben, step(red_card, 4).quiz, closes_at=closes, release="close")
    for position, response in RIGHT.items():
        answered(taken, position, response)
    attempts.submit(attempt=taken, now=NOW)

    for address in (HOME, LESSON, QUIZ, "/courses/red-card/"):
        text = page(client, ben, address)
        assert "8.00" not in text
        assert "4 of 6 proved" not in text


@pytest.mark.parametrize("size", [3, 30, 300])
@pytest.mark.parametrize(
    ("address", "most"), [(HOME, 8), ("/courses/red-card/", 6), (LESSON, 6), (SECTION, 5), (QUIZ, 5)]
)
def test_questions_a_page_asks_do_not_follow_the_class(client, red_card, ben, address, most, size):
    enrol(red_card, *UserFactory.create_batch(size))
    attempt(ben, step(red_card, 4).quiz)
    page(client, ben, address)  # the words of a revision never change, so they are kept
    with counted() as queries:
        client.get(address)

    assert queries.total <= most, queries


@pytest.mark.parametrize("readings", [1, 10])
def test_questions_a_section_asks_do_not_follow_the_lesson(client, ben, readings):
    library()
    long = lesson(course())
    enrol(long.course, ben)
    for number in range(1, readings + 1):
        reading(long, number)
    page(client, ben, SECTION)
    with counted() as queries:
        client.get(SECTION)

    assert queries.total == 4, queries  # session, person, steps, text


def test_a_section_is_light(client, red_card, ben):
    assert len(page(client, ben, SECTION)) < 15_000
