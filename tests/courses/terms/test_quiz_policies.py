"""The page of a quiz: every condition in words, the password, what counts, what runs out (SCORING.md §1, §4)."""

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
import time_machine

from courses.grades import gradebook, records
from courses.models import Enrolment, Step
from courses.terms import handing
from quizzes.models import Attempt
from quizzes.rules import GRACE, WAITING
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, enrol, step, taught
from tests.factories.quizzes import RIGHT, answered
from tests.factories.written import written_step
from tests.queries import counted

pytestmark = pytest.mark.django_db
QUIZ, START, CLASS = "/courses/red-card/1/4/", "/courses/red-card/1/4/start/", "/courses/red-card/class/"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def red_card(ada, ben):
    made = taught(tries=None)
    enrol(made, ben)
    appoint(made, ada)
    return made


def rule(**facts) -> Step:
    Step.objects.filter(quiz__mode="graded").update(**facts)
    return Step.objects.select_related("quiz", "lesson__course").get(quiz__mode="graded")


def page(client, user, address=QUIZ) -> str:
    client.force_login(user)
    return unescape(client.get(address).content.decode())


def sit(user, *positions: int, at=NOW) -> Attempt:
    """One attempt with right answers at these positions, handed in."""
    found = Step.objects.select_related("quiz").get(quiz__mode="graded")
    taken = handing.begin(step=found, user=user, edition="adapted", return_to=QUIZ, now=at)
    for position in positions:
        answered(taken, position, RIGHT[position])
    return attempts.submit(attempt=taken, now=at)


# Conditions


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"tries": 3, "counts": "best"}, "You may take it 3 times; the best attempt counts."),
        ({"counts": "mean"}, "the mean of all attempts counts."),
        ({"delay_minutes": 90}, "Between two attempts you wait 90 minutes."),
        ({"due_at": NOW + HOUR}, "Due 22 November 2026 at 13:00 (GMT)."),
        ({"closes_at": NOW + HOUR}, "Closes 22 November 2026 at 13:00 (GMT)."),
        ({"minutes": 30}, "Time limit: 30 min from when you begin."),
        ({"minutes": 30, "closes_at": NOW + HOUR}, "or when the quiz closes if that is sooner"),
        ({"minutes": 30}, "up to 30 seconds after the end still counts."),
        ({"minutes": 30, "stretch_minutes": 5}, "When time runs out you may add 5 min, once."),
        ({"fixed_order": True}, "you cannot come back to it."),
        ({"shuffled": True}, "an order that was drawn for you."),
        ({"policy": "strict"}, "All or nothing"),
        ({"pass_mark": Decimal("60.00")}, "To pass you need 60 % of the points."),
        ({"release": "hand"}, "shown when your instructor releases them."),
        ({"release": "date", "release_at": NOW + HOUR}, "shown on 22 November 2026 at 13:00 (GMT)."),
        ({"password": "harrow"}, "you need the password"),
    ],
)
def test_the_page_says_every_condition(client, red_card, ben, facts, told):
    rule(**facts)

    assert told in page(client, ben)
    assert "harrow" not in page(client, ben)


def test_a_student_reads_what_is_extra_before_and_during_the_quiz(client, red_card, ben, ada):
    rule(minutes=30)
    handing.give_extra_time(user=ben, factor=Decimal("1.5"), reason="Needs it.", by=ada, now=NOW)

    assert "45 min (30 + your extra time)" in page(client, ben)
    taken = Attempt.objects.get(public_id=client.post(START).headers["Location"].split("/")[2])
    assert "45 min (30 + your extra time)" in page(client, ben, f"/attempts/{taken.public_id}/1/")


def test_extra_time_in_a_running_attempt_needs_nothing_of_the_student(client, red_card, ben, ada, clock):
    rule(minutes=30)
    client.force_login(ben)
    address = client.post(START).headers["Location"]
    handing.give_extra_time(user=ben, factor=Decimal("1.5"), reason="Needs it.", by=ada, now=NOW + 20 * MINUTE)
    clock.move_to(NOW + 44 * MINUTE)

    assert "45 min (30 + your extra time)" in page(client, ben, f"{address}1/")


def test_an_override_opens_a_quiz_for_one_student(client, red_card, ben, ada):
    found = rule(closes_at=NOW - HOUR)
    assert "Closed 22 November" in page(client, ben)
    found.overrides.create(user=ben, closes_at=NOW + HOUR, reason="Was ill.", made_by=ada, made_at=NOW)

    assert "Closes 22 November 2026 at 13:00" in page(client, ben)
    assert client.post(START).headers["Location"].startswith("/attempts/")


# Beginning


def test_without_the_password_no_attempt_begins(client, red_card, ben):
    rule(password="harrow-57")
    client.force_login(ben)
    for wrong in ("", "Harrow-57", "harrow-5"):
        refused = client.post(START, {"password": wrong})
        assert refused.status_code == 422
        assert 'role="alert"' in refused.content.decode()
    assert not Attempt.objects.exists()

    assert client.post(START, {"password": " harrow-57 "}).headers["Location"].startswith("/attempts/")


def test_going_on_asks_for_no_password(client, red_card, ben):
    rule(password="harrow-57")
    client.force_login(ben)
    first = client.post(START, {"password": "harrow-57"}).headers["Location"]

    assert client.post(START).headers["Location"] == first


def test_guessing_is_limited_and_then_the_right_one_waits_too(client, red_card, ben):
    rule(password="harrow-57")
    client.force_login(ben)
    for number in range(8):
        assert "This is not the password" in client.post(START, {"password": f"g{number}"}).content.decode()

    assert "too many wrong passwords" in client.post(START, {"password": "harrow-57"}).content.decode()


def test_the_password_is_not_kept_with_the_attempt(client, red_card, ben):
    rule(password="harrow-57")
    client.force_login(ben)
    client.post(START, {"password": "harrow-57"})

    assert "harrow" not in str(Attempt.objects.get().rules)


def test_the_next_try_waits(client, red_card, ben, clock):
    rule(delay_minutes=60)
    sit(ben)
    assert "You may take this quiz again on 22 November 2026 at 13:00" in page(client, ben)
    assert client.post(START).headers["Location"] == QUIZ
    clock.move_to(NOW + HOUR)

    assert client.post(START).headers["Location"].startswith("/attempts/")


# What runs out


@pytest.mark.parametrize("address", ["/", "/courses/red-card/", "/courses/red-card/1/", QUIZ])
def test_what_was_saved_counts_when_its_student_looks_next(client, red_card, ben, clock, address):
    rule(minutes=30)
    client.force_login(ben)
    client.post(START)
    answered(Attempt.objects.get(), 1, RIGHT[1])
    clock.move_to(NOW + 30 * MINUTE + GRACE + WAITING + timedelta(seconds=1))
    client.get(address)

    assert Attempt.objects.get().submitted_at == NOW + 30 * MINUTE
    assert "2.00" in page(client, ben)


def test_nobody_elses_attempt_is_touched_by_looking(client, red_card, ben, cleo, clock):
    enrol(red_card, cleo)
    rule(minutes=30)
    client.force_login(ben)
    client.post(START)
    clock.move_to(NOW + 2 * HOUR)
    page(client, cleo)

    assert Attempt.objects.open().count() == 1


# What counts


@pytest.mark.parametrize(
    ("counts", "attempt", "points"),
    [("first", 1, "2.00"), ("best", 2, "6.00"), ("last", 3, "4.00"), ("mean", None, "4.00")],
)
def test_page_gradebook_and_file_agree_on_what_counts(client, red_card, ben, ada, counts, attempt, points):
    rule(counts=counts)
    for positions in ((1,), (1, 2, 4), (1, 2)):
        sit(ben, *positions)
    (grade,) = records.grades(red_card)
    cell = gradebook.gradebook(red_card, page=1, now=NOW).rows[0].cells[0]

    assert (grade.sitting.attempt, grade.sitting.attempts, str(grade.points)) == (attempt, 3, points)
    assert cell.words == points
    assert f"{points}<small>of 8 points" in page(client, ben)
    told = "It counts in the mean." if counts == "mean" else "This one counts."
    assert page(client, ben).count(told) == (3 if counts == "mean" else 1)


@pytest.mark.parametrize(("counts", "numbers"), [("first", {1}), ("best", {2}), ("last", {3}), ("mean", {1, 2, 3})])
def test_the_answers_are_those_of_what_counts(red_card, ben, counts, numbers):
    rule(counts=counts)
    for positions in ((1,), (1, 2, 4), (1, 2)):
        sit(ben, *positions)
    found = list(records.answers(red_card))

    assert {answer.sitting.attempt for answer in found} == numbers
    assert len(found) == 4 * len(numbers)


def test_the_mean_is_rounded_from_the_exact_mean(red_card, ben):
    rule(counts="mean")
    for positions in ((1,), (1,), (1, 2)):
        sit(ben, *positions)

    assert str(next(records.grades(red_card)).points) == "2.67"


def test_the_best_is_not_told_before_marks_are_shown(client, red_card, ben):
    rule(counts="best", release="hand")
    sit(ben, 1)
    sit(ben, 1, 2)

    assert "This one counts." not in page(client, ben)
    assert "results not released yet" in page(client, ben)


# Late and passed


@pytest.mark.parametrize(("after", "late"), [(HOUR + GRACE, False), (HOUR + GRACE + timedelta(seconds=1), True)])
def test_late_is_told_to_student_class_and_file(client, red_card, ben, ada, after, late):
    rule(due_at=NOW + HOUR)
    sit(ben, 1, at=NOW + after)
    (grade,) = records.grades(red_card)

    assert grade.late is late
    assert ("late" in gradebook.gradebook(red_card, page=1, now=NOW).rows[0].cells[0].words) is late
    assert ("Late." in page(client, ben)) is late


@pytest.mark.parametrize(("mark", "passed"), [("25", True), ("25.01", False)])
def test_passed_or_not_is_told_to_student_and_file(client, red_card, ben, mark, passed):
    rule(pass_mark=Decimal(mark))
    sit(ben, 1)

    assert next(records.grades(red_card)).passed is passed
    assert f"<b>{'Passed' if passed else 'Not passed'}</b>" in page(client, ben)


# Releasing

RELEASE = "/courses/red-card/1/4/release/"


def test_an_instructor_releases_from_the_class_page(client, red_card, ben, ada):
    rule(release="hand")
    sit(ben, 1)
    assert RELEASE in page(client, ada, CLASS)
    assert "This cannot be taken back." in page(client, ada, RELEASE)
    client.post(RELEASE)

    assert Step.objects.get(quiz__mode="graded").released_by == ada
    assert "2.00<small>of 8 points" in page(client, ben)
    assert RELEASE not in page(client, ada, CLASS)


def test_looking_at_the_question_releases_nothing(client, red_card, ada):
    rule(release="hand")
    page(client, ada, RELEASE)

    assert Step.objects.get(quiz__mode="graded").released_at is None


def test_who_still_sits_is_told_before_the_release(client, red_card, ben, ada):
    rule(release="hand")
    client.force_login(ben)
    client.post(START)

    assert "1 attempt still runs" in page(client, ada, RELEASE)


@pytest.mark.parametrize("who", ["ben", "cleo", "dana"])
def test_nobody_else_releases(client, request, red_card, who):
    rule(release="hand")
    appoint(red_card, request.getfixturevalue("dana"), "registrar")
    client.force_login(request.getfixturevalue(who))

    assert client.post(RELEASE).status_code == 404


def test_practice_steps_follow_their_own_windows(red_card, ben):
    Step.objects.filter(pk=step(red_card, 2).pk).update(closes_at=NOW - HOUR)

    assert handing.of_student(ben, [step(red_card, 2)])[step(red_card, 2).pk].has_closed(NOW)


@pytest.mark.parametrize(("address", "most"), [("/", 8), (QUIZ, 6), ("/courses/red-card/1/", 8)])
def test_other_rules_for_one_student_stay_within_the_budget(client, red_card, ben, ada, address, most):
    found = rule(minutes=30)
    Enrolment.objects.filter(user=ben).update(section="11b")
    for whom in ({"user": ben}, {"section": "11b"}):
        found.overrides.create(**whom, tries=2, reason="Was ill.", made_by=ada, made_at=NOW)
    handing.give_extra_time(user=ben, factor=Decimal("1.5"), reason="Needs it.", by=ada, now=NOW)
    page(client, ben, address)
    with counted() as queries:
        client.get(address)

    assert queries.total <= most, str(queries)


def test_a_quiz_that_a_person_marks_says_so_before_it_is_begun(client, red_card, ben):
    asked = written_step(red_card)
    client.force_login(ben)

    assert "What you write is marked by your teacher" in client.get(asked.get_absolute_url()).content.decode()


def test_a_quiz_that_the_computer_marks_speaks_of_no_teacher(client, red_card, ben):
    client.force_login(ben)

    assert "marked by your teacher" not in client.get("/courses/red-card/1/4/").content.decode()
