from datetime import timedelta
from uuid import uuid4

import pytest

from courses.learning import progress, todo
from courses.models import Step
from quizzes.models import Item
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.courses import asking, course, enrol, has_read, lesson, reading, step, taught
from tests.factories.quizzes import RIGHT, answered, attempt, quiz
from tests.queries import counted

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def red_card(ben):
    made = taught()
    enrol(made, ben)
    return made


def way(user, now=LATER):
    """The student's only course."""
    steps = (
        Step.objects.open_to(user)
        .with_read(user)
        .with_asks()
        .with_exceptions(user)
        .select_related("lesson__course", "quiz")
    )
    (found,) = progress.of_student(user, steps.order_by("lesson__position", "position"), now)
    return found


def states(user, now=LATER):
    return [found.words for found in way(user, now).lessons[0].steps]


def checked(taken, position, response):
    item = Item.objects.select_related("attempt", "version__key").get(attempt=taken, position=position)
    attempts.check(item=item, sent=attempts.Save(response, 0, uuid4()), blank=False, now=LATER)


def test_at_first_nothing_is_begun(red_card, ben):
    assert states(ben) == ["Not read yet", "Not begun", "Not read yet", "Not begun"]
    assert way(ben).lessons[0].words == "Not begun"


def test_reading_is_told_by_section(red_card, ben):
    has_read(ben, step(red_card, 1))
    checked_all = attempt(ben, step(red_card, 2).quiz)
    attempts.submit(attempt=checked_all, now=LATER)

    assert way(ben).lessons[0].words == "Reading, section 2 of 2"


def test_practice_is_done_when_every_question_was_checked(red_card, ben):
    taken = attempt(ben, step(red_card, 2).quiz)
    checked(taken, 1, RIGHT[1])
    assert states(ben)[1] == "Begun, 1 of 2 answered"

    checked(taken, 2, {"verdict": "supported", "mark": ["maren-1956:p4.s1"]})
    assert states(ben)[1] == "Answered, 1 of 2 proved"


def test_a_quiz_tells_how_many_answers_are_saved(red_card, ben):
    taken = attempt(ben, step(red_card, 4).quiz)
    answered(taken, 1, RIGHT[1])
    answered(taken, 2, RIGHT[2])
    answered(taken, 2, {"verdict": None, "mark": []}, base=1)

    assert states(ben)[3] == "Begun, 1 of 4 answered"


def test_a_submitted_quiz_shows_its_points(red_card, ben):
    taken = attempt(ben, step(red_card, 4).quiz)
    answered(taken, 1, RIGHT[1])
    attempts.submit(attempt=taken, now=LATER)

    assert states(ben)[3] == "2.00 of 8 points"


def test_marks_wait_until_the_quiz_closes(red_card, ben):
    closes = NOW + timedelta(days=8)
    Step.objects.filter(pk=step(red_card, 4).pk).update(closes_at=closes, release="close")
    taken = attempt(ben, step(red_card, 4).quiz, closes_at=closes, release="close")
    for position, response in RIGHT.items():
        answered(taken, position, response)
    attempts.submit(attempt=taken, now=LATER)

    assert states(ben)[3] == "Submitted, results 30 November"
    assert way(ben).lessons[0].line.words == "0 of 5 paragraphs read, 0 of 6 questions proved"
    assert states(ben, closes + timedelta(hours=1))[3] == "8.00 of 8 points"


def test_a_step_says_when_it_opens(red_card, ben):
    Step.objects.filter(quiz__mode="graded").update(opens_at=NOW + timedelta(days=1))

    assert states(ben)[3] == "Opens 23 November"


def test_a_closed_quiz_that_was_not_taken_is_past(red_card, ben):
    Step.objects.filter(quiz__mode="graded").update(closes_at=NOW)

    assert states(ben)[3] == "Closed 22 November, not taken"
    assert not way(ben).lessons[0].steps[3].to_do


def test_the_line_is_black_where_read_and_upright_where_proved(red_card, ben):
    has_read(ben, step(red_card, 1))
    taken = attempt(ben, step(red_card, 2).quiz)
    checked(taken, 1, RIGHT[1])
    line = way(ben).lessons[0].line

    assert line.words == "3 of 5 paragraphs read, 1 of 6 questions proved, with proofs in 1 paragraph"
    assert line.strokes == "M30 20v-18"  # over ¶3


def test_half_a_proof_is_no_stroke(red_card, ben):
    taken = attempt(ben, step(red_card, 2).quiz)
    checked(taken, 1, {"verdict": "supported", "mark": ["maren-1956:p3.s3"]})

    assert way(ben).lessons[0].line.strokes == ""


def next_of(user):
    return todo.next_for(way(user))


def test_first_one_reads(red_card, ben):
    found = next_of(ben)

    assert (found.label, found.url) == ("Read on at ¶1", "/courses/red-card/1/1/")
    assert found.sentence == "Lesson 1 goes on with Maren 1956, ¶1–3: 1 minute to read."


def test_then_one_answers_the_questions_below_the_section(red_card, ben):
    has_read(ben, step(red_card, 1))
    found = next_of(ben)

    assert (found.figure, found.unit) == ("2", "questions to answer")
    assert (found.label, found.url) == ("Answer the questions", "/courses/red-card/1/1/#check")


def test_then_one_takes_the_quiz(red_card, ben):
    has_read(ben, step(red_card, 1), step(red_card, 3))
    attempts.submit(attempt=attempt(ben, step(red_card, 2).quiz), now=LATER)

    assert (next_of(ben).figure, next_of(ben).label) == ("4", "Take the quiz")
    assert next_of(ben).sentence == "The quiz of lesson 1: 4 questions, to take once."


def test_a_begun_quiz_is_gone_on_with(red_card, ben):
    has_read(ben, step(red_card, 1), step(red_card, 3))
    attempts.submit(attempt=attempt(ben, step(red_card, 2).quiz), now=LATER)
    taken = attempt(ben, step(red_card, 4).quiz)
    answered(taken, 1, RIGHT[1])

    assert (next_of(ben).figure, next_of(ben).url) == ("3", taken.get_absolute_url())


def test_at_the_end_one_sees_results(red_card, ben):
    has_read(ben, step(red_card, 1), step(red_card, 3))
    attempts.submit(attempt=attempt(ben, step(red_card, 2).quiz), now=LATER)
    attempts.submit(attempt=attempt(ben, step(red_card, 4).quiz), now=LATER)

    assert (next_of(ben).label, next_of(ben).figure) == ("See results", "0.00")


def test_a_course_with_nothing_open_has_nothing_next(ben):
    later = lesson(course())
    asking(later, 1, quiz(), opens_at=NOW + timedelta(days=1))
    enrol(later.course, ben)

    assert next_of(ben) is None


def test_a_lesson_that_opens_later_says_so(ben):
    later = lesson(course())
    reading(later, 1, opens_at=NOW + timedelta(days=8))
    enrol(later.course, ben)

    assert way(ben).lessons[0].words == "Opens 30 November"


@pytest.mark.parametrize("lessons", [1, 5])
def test_progress_asks_the_same_whatever_the_course(ben, lessons):
    made, asked = course(), quiz()
    enrol(made, ben)
    for number in range(1, lessons + 1):
        at = lesson(made, number)
        reading(at, 1)
        asking(at, 2, asked)
    attempt(ben, asked)
    with counted() as queries:
        way(ben)

    assert queries.total == 3, queries
