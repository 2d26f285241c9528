"""The marker's desk: without names, one answer after another, in an order that two markers share."""

import re
from html import unescape

import pytest

from courses.exports import State
from courses.grades import records
from quizzes.handmarks import handmarking, markingqueue
from quizzes.handmarks.handmarking import Given
from quizzes.models import Mark, Rating
from tests.factories.accounts import UserFactory, person
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, course, enrol
from tests.factories.written import ANSWER, desk, first_item, wrote
from tests.queries import counted
from tests.school import crowd

pytestmark = pytest.mark.django_db
ALL = "/courses/red-card/marking/"
QUEUE = f"{ALL}2/2/secret/"


@pytest.fixture
def otto(db):
    return person("Otto Weiss")


@pytest.fixture
def step(ada, otto, ben, dana):
    found = desk(ada, otto, students=(ben,))
    appoint(found.lesson.course, dana, "registrar")
    return found


@pytest.fixture
def handed_in(step, ben):
    """Ben and four others; one of them wrote nothing."""
    others = crowd(step.lesson.course, 4)
    return [wrote(user, step.quiz, text) for user, text in zip((ben, *others), (*[ANSWER] * 4, ""), strict=True)]


@pytest.fixture
def of(client):
    def page(user, address, status=200, **post):
        client.force_login(user)
        found = client.post(address, post) if post else client.get(address)
        assert found.status_code == status, found
        return " ".join(unescape(found.content.decode()).split())

    return page


def token(page):
    return re.search(r'name="answer" value="(\w+)"', page)[1]


def order(page):
    return re.findall(r'\?answer=(\w+)"', page)


def test_only_who_teaches_the_course_marks(of, handed_in, ada, dana, ben, cleo):
    appoint(course("other"), cleo)
    for address in (ALL, QUEUE, f"{QUEUE}second/", f"{QUEUE}blanks/", f"{QUEUE}agreement/"):
        of(ada, address)
        for stranger in (dana, ben, cleo):
            of(stranger, address, 404)
    of(cleo, QUEUE, 404, answer="x", level="1", seen="0")


def test_the_overview_counts(of, handed_in, ada):
    page = of(ada, ALL)
    assert "0 of 5 marked" in page
    assert "1, not marked" in page

    first = token(of(ada, QUEUE))
    of(ada, QUEUE, 302, answer=first, level="2", seen="0")
    assert "1 of 5 marked" in of(ada, ALL)


def test_nothing_on_the_desk_tells_who_wrote(of, handed_in, ada):
    page = of(ada, QUEUE)
    for taken in handed_in:
        for said in (taken.user.name, taken.user.email, str(taken.public_id)):
            assert said not in page


def test_two_markers_and_two_days_see_the_same_order(of, handed_in, ada, otto):
    first = order(of(ada, QUEUE))

    assert len(first) == 5
    assert first == order(of(otto, QUEUE)) == order(of(ada, QUEUE))


def test_the_order_is_not_the_one_of_the_register(step, ada):
    for user in crowd(step.lesson.course, 12):
        wrote(user, step.quiz)
    question = step.quiz.questions.get(slug="secret")
    queue = markingqueue.queue(step.quiz, question, records.Enrolment.objects.values("user"), ada)
    items = [place.item for place in queue.places]

    assert items != sorted(items)


def test_the_answer_stands_beside_its_checked_quotations(of, handed_in, ada):
    wrote_something = next(
        place for place in order(of(ada, QUEUE)) if "They were numbered" in of(ada, f"{QUEUE}?answer={place}")
    )
    page = of(ada, f"{QUEUE}?answer={wrote_something}")

    assert "<b>Exact</b>" in page
    assert "<b>Differs</b>" in page
    assert "only in the reading: </span>heart" in page
    assert "<b>Not in the reading</b>" in page
    assert 'href="/library/maren-1956/adapted/p2/#p2-s3"' in page


def test_saving_goes_to_the_next_and_skipping_leaves_it(of, handed_in, ada, client):
    first = token(of(ada, QUEUE))
    client.post(QUEUE, {"answer": first, "level": "2", "comment": "Good.", "seen": "0"})
    second = token(of(ada, f"{QUEUE}?after={first}"))
    third = token(of(ada, f"{QUEUE}?after={second}"))

    assert len({first, second, third}) == 3
    assert Mark.objects.get(cause="hand").comment == "Good."


def test_after_the_last_nothing_is_left(of, handed_in, ada):
    for _ in range(5):
        of(ada, QUEUE, 302, answer=token(of(ada, QUEUE)), level="1", seen="0")

    assert "Nothing is left to mark here." in of(ada, QUEUE)


def test_without_a_level_nothing_is_stored_and_what_was_typed_stays(of, handed_in, ada):
    page = of(ada, QUEUE, 422, answer=token(of(ada, QUEUE)), comment="A long comment.", seen="0")

    assert "Choose a level of the rubric" in page
    assert "A long comment.</textarea>" in page
    assert not Rating.objects.exists()


def test_who_is_overtaken_sees_what_stands_and_keeps_what_she_typed(of, handed_in, ada, otto):
    answer = token(of(ada, QUEUE))
    of(otto, QUEUE, 302, answer=answer, level="3", seen="0")
    page = of(ada, QUEUE, 409, answer=answer, level="1", comment="Mine.", seen="0")

    assert "Somebody else marked this answer meanwhile" in page
    assert "level 3, by Otto Weiss" in page
    assert 'value="1" checked' in page
    assert "Mine.</textarea>" in page
    assert Mark.objects.filter(cause="hand").count() == 1


def test_a_mark_is_changed_with_a_reason(of, handed_in, ada):
    answer = token(of(ada, QUEUE))
    of(ada, QUEUE, 302, answer=answer, level="3", seen="0")
    assert "Say why it is changed" in of(ada, QUEUE, 422, answer=answer, level="1", seen="1")
    of(ada, QUEUE, 302, answer=answer, level="1", seen="1", reason="The quotation is not exact.")

    assert [mark.points for mark in Mark.objects.filter(cause="hand").order_by("number")] == [6, 2]


@pytest.mark.parametrize("answer", ["", "0123456789abcdef", "1"])
def test_an_answer_that_is_not_in_the_queue_is_not_there(of, handed_in, ada, answer):
    of(ada, QUEUE, 404, answer=answer, level="1", seen="0")


def test_hidden_characters_are_taken_out_of_a_comment(of, handed_in, ada):
    of(ada, QUEUE, 302, answer=token(of(ada, QUEUE)), level="1", seen="0", comment="Good\x00 \u202ework")

    assert Mark.objects.get(cause="hand").comment == "Good work"


def test_a_comment_is_no_markup(of, handed_in, ada, ben, client):
    item = first_item(handed_in[0])
    handmarking.rate(item=item, given=Given(2, "<b>Bold</b> **stars**"), seen=0, by=ada, now=NOW)
    page = client.get(f"/attempts/{handed_in[0].public_id}/results/") if client.force_login(ben) is None else None

    assert "&lt;b&gt;Bold&lt;/b&gt; **stars**" in page.content.decode()


# Second readings


def test_a_second_marker_does_not_see_the_first_level(of, handed_in, ada, otto):
    answer = token(of(ada, QUEUE))
    of(ada, QUEUE, 302, answer=answer, level="3", seen="0", comment="Splendid.")
    assert "saved with level 3" in of(ada, ALL)  # one browser has one store of messages
    page = of(otto, f"{QUEUE}second/")

    assert token(page) == answer
    assert "checked" not in page.replace("is checked", "")
    assert "Splendid" not in page
    assert "level 3" not in page


def test_a_second_rating_leaves_the_mark_and_is_compared(of, handed_in, ada, otto):
    answer = token(of(ada, QUEUE))
    of(ada, QUEUE, 302, answer=answer, level="3", seen="0")
    of(otto, f"{QUEUE}second/", 302, answer=answer, level="1")

    assert Mark.objects.filter(cause="hand").count() == 1
    page = of(ada, f"{QUEUE}agreement/")
    assert "1 difference to settle" in page
    assert "Ada Verhoeven: <b>3</b>; Otto Weiss: <b>1</b>" in page
    assert "Nothing is left to read here." in of(otto, f"{QUEUE}second/")


def test_who_marked_everything_has_nothing_to_read_again(of, handed_in, ada):
    of(ada, QUEUE, 302, answer=token(of(ada, QUEUE)), level="3", seen="0")

    assert "Nothing is here for a second reading" in of(ada, f"{QUEUE}second/")


def test_a_difference_is_settled_on_the_page(of, handed_in, ada, otto):
    answer = token(of(ada, QUEUE))
    of(ada, QUEUE, 302, answer=answer, level="3", seen="0")
    of(otto, f"{QUEUE}second/", 302, answer=answer, level="1")
    page = of(ada, f"{QUEUE}agreement/", 422, answer=answer, level="2", seen="1", reason="")
    assert "Say why" in page
    of(ada, f"{QUEUE}agreement/", 302, answer=answer, level="2", seen="1", reason="We talked it over.")

    assert "What stands: <b>level 2</b>, 4.00 of 6 points, settled" in of(ada, f"{QUEUE}agreement/")


# Blank answers


def test_0_for_blank_answers_is_confirmed_with_their_number(of, handed_in, ada):
    page = of(ada, f"{QUEUE}blanks/")
    assert "1 of 5 answers to this question was left blank" in page
    of(ada, f"{QUEUE}blanks/", 409, count="2")
    assert not Mark.objects.filter(cause="hand").exists()

    of(ada, f"{QUEUE}blanks/", 302, count="1")
    assert [mark.points for mark in Mark.objects.filter(cause="hand")] == [0]


def test_looking_changes_nothing(of, handed_in, ada):
    for address in (ALL, QUEUE, f"{QUEUE}second/", f"{QUEUE}blanks/", f"{QUEUE}agreement/"):
        of(ada, address)

    assert not Mark.objects.filter(cause="hand").exists()


# Grades


def grades(step):
    return {grade.student.email: grade for grade in records.grades(step.lesson.course)}


def test_an_attempt_with_an_open_mark_has_no_grade(step, handed_in, ben, ada):
    grade = grades(step)[ben.email]
    assert (grade.sitting.state, grade.points, grade.percent, grade.possible) == (State.TO_BE_MARKED, None, None, 8)

    handmarking.rate(item=first_item(handed_in[0]), given=Given(3), seen=0, by=ada, now=NOW)
    grade = grades(step)[ben.email]
    assert (grade.sitting.state, grade.points) == (State.SUBMITTED, 8)


def test_its_answers_say_so_too(step, handed_in, ben):
    mine = [a for a in records.answers(step.lesson.course) if a.student.email == ben.email]

    assert {answer.sitting.state for answer in mine} == {State.TO_BE_MARKED}
    assert [answer.points for answer in mine] == [None, 2]


def test_the_class_page_and_the_students_pages_say_so(of, step, handed_in, ada, ben):
    assert "to be marked" in of(ada, "/courses/red-card/class/")
    assert "1 answer still to be marked" in of(ben, "/courses/red-card/2/")
    assert "to be marked" in of(ben, "/courses/red-card/2/2/")
    assert "Your teacher has not marked this yet" in of(ben, f"/attempts/{handed_in[0].public_id}/results/")


# How much is asked of the database


def test_pages_do_not_follow_the_class(of, step, ada, otto, ben):
    def look():
        found = {}
        for address in (ALL, QUEUE, f"{QUEUE}second/", f"{QUEUE}blanks/", f"{QUEUE}agreement/"):
            of(otto, address)
            with counted() as queries:
                of(otto, address)
            found[address] = queries.total
        return found

    def marked(user):
        item = first_item(wrote(user, step.quiz))
        handmarking.rate(item=item, given=Given(2), seen=0, by=ada, now=NOW)
        handmarking.rate_again(item=item, given=Given(1), by=person("Pia Holm"), now=NOW)
        return wrote(UserFactory(), step.quiz)

    enrol(step.lesson.course, marked(ben).user)
    few = look()
    for user in crowd(step.lesson.course, 12):
        enrol(step.lesson.course, marked(user).user)
    assert look() == few
    assert max(few.values()) <= 16


def test_saving_asks_little_of_the_database(of, handed_in, ada):
    answer = token(of(ada, QUEUE))
    with counted() as queries:
        of(ada, QUEUE, 302, answer=answer, level="1", seen="0")

    assert queries.total <= 30
