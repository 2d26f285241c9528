"""Who may use which address? Every route is declared, and every declaration is asked by everybody (T26–T29)."""

from importlib import import_module
from urllib.parse import quote

import pytest

from config.urls import ACCESS as BY_PREFIX
from quizzes.models import Answer, Attempt, Question, Quiz
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.courses import enrol
from tests.factories.quizzes import BankFactory, QuizFactory, attempt, question, quiz
from tests.school import ANONYMOUS, PEOPLE, routes

pytestmark = pytest.mark.django_db

APPS = ("accounts", "corpus", "quizzes", "courses")
DECLARED = {f"{app}:{name}": rule for app in APPS for name, rule in import_module(f"{app}.urls").ACCESS.items()}
ONLY_POST = {
    "accounts:reading",
    "corpus:notes_bring",
    "corpus:note_change",
    "courses:appeal_answer",
    "courses:override",
    "courses:read",
    "courses:recount",
    "courses:regrade_ask",
    "courses:regrade_go",
    "courses:settle",
    "courses:start",
    "quizzes:noted",
    "quizzes:stretch",
    "quizzes:submit",
}
BOTH = {
    "alive",
    "corpus:check",
    "corpus:mark",
    "courses:accept",
    "courses:marking_agreement",
    "courses:marking_blanks",
    "courses:marking_queue",
    "courses:marking_second",
    "courses:release",
    "quizzes:cell",
    "quizzes:dispute",
    "quizzes:question",
}
WHO = {
    "anyone": set(PEOPLE),
    "signed in": set(PEOPLE) - {ANONYMOUS},
    "enrolled": {"ben", "nora", "ada", "dana"},
    "student": {"ben", "nora"},
    "course staff": {"ada", "dana"},
    "instructor": {"ada"},
    "owner": {"ben"},
}
OWN = [route for route in routes() if route.split(":")[0] in APPS or route == "alive"]
ADMIN = [route for route in routes() if route.startswith("admin:") and "<" not in route and "?" not in route]
STAFF = {"otto", "ada", "vera"}


def rule(route: str) -> str:
    """What is declared for a route, in its app or by the beginning of its name."""
    prefixes = (found for prefix, found in BY_PREFIX.items() if route.startswith(prefix))
    return DECLARED.get(route) or next(prefixes, "")


def admin_rule(route: str) -> set[str]:
    """Pages of the admin by what they are about: a caller's own objects, or those that administrators keep."""
    name = route.removeprefix("admin:")
    if name.endswith("_delete") and name.startswith(("quizzes_q", "courses_", "corpus_")):
        return set()
    if name.startswith(("auth_", "account_", "accounts_", "quizzes_bank")):
        return {"vera"}
    if name.startswith(("quizzes_", "courses_")) and not name.endswith(("_changelist", "_add")):
        return {"ada", "vera"}
    return set() if name == "autocomplete" else STAFF


@pytest.mark.parametrize("route", routes())
def test_every_route_declares_who_may_use_it(route):
    assert rule(route) in {*WHO, "staff"}, f"{route} is in no ACCESS; say in its app's urls.py who may use it"


def test_nothing_is_declared_that_does_not_exist():
    assert set(DECLARED) <= set(routes())


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("route", OWN)
def test_a_route_keeps_to_its_rule(school, route, who):
    client, address = school.client(who), school.address(route)
    response = client.post(address) if route in ONLY_POST else client.get(address)

    if who in WHO[rule(route)]:
        assert response.status_code in {200, 302, 422}, response  # an empty form is let in and to be mended
        assert "/account/login/" not in response.headers.get("Location", "")
    elif who == ANONYMOUS and route in ONLY_POST:
        # What was sent goes back to whoever sent it, with the way to log in.
        assert (response.status_code, b"You are logged out" in response.content) == (403, True)
    elif who == ANONYMOUS:
        assert response.headers["Location"] == f"/account/login/?next={quote(address)}"
    else:
        assert response.status_code == 404


@pytest.mark.parametrize("route", OWN)
def test_a_route_refuses_the_other_method(school, route):
    client, address = school.client("ben"), school.address(route)
    if route in ONLY_POST:
        assert client.get(address).status_code == 405
    elif route not in BOTH:
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("route", ADMIN)
def test_the_admin_keeps_to_its_rule(school, route):
    address = school.address(route)
    answers = {who: school.client(who).get(address) for who in PEOPLE}

    let_in = {who for who, answer in answers.items() if not _kept_out(answer)}
    assert let_in == admin_rule(route) - ({*STAFF} if route == "admin:login" else set())


def _kept_out(answer) -> bool:
    """Refused, or sent to the door."""
    to = answer.headers.get("Location", "")
    return answer.status_code in {403, 404} or to == "/admin/" or "/login/?next=" in to


@pytest.mark.parametrize("who", PEOPLE)
def test_the_door_of_the_admin_is_the_schools_log_in(school, who):
    answer = school.client(who).get("/admin/login/")
    to = "/admin/" if who in STAFF else "/account/login/?next=%2Fadmin%2Flogin%2F" if who == ANONYMOUS else None

    assert (answer.status_code, answer.headers.get("Location")) == ((302, to) if to else (403, None))


@pytest.mark.parametrize("address", ["/admin/nowhere/", "/admin/quizzes/quiz/1/", "/nowhere/", "/attempts/1/"])
def test_an_unknown_address_tells_strangers_nothing(school, address):
    assert school.client(ANONYMOUS).get(address).status_code in {302, 404}
    assert school.client("cleo").get(address).status_code in {302, 404}


def test_who_has_left_the_course_is_a_stranger(school):
    school.course.enrolments.filter(user=school.nora).update(ended_at=NOW)

    assert school.client("nora").get(school.address("courses:course")).status_code == 404
    assert school.client("nora").get(school.address("courses:step")).status_code == 404


def test_who_has_left_still_sees_her_own_results(school):
    school.course.enrolments.filter(user=school.ben).update(ended_at=NOW)

    assert school.client("ben").get(school.address("quizzes:results")).status_code == 200


def test_an_attempt_is_shown_only_under_its_own_course(school):
    address = f"/courses/{school.elsewhere.slug}/answers/{school.handed_in.public_id}/"

    assert school.client("otto").get(address).status_code == 404


def test_an_attempt_at_a_quiz_of_another_course_is_not_this_instructors(school):
    foreign = QuizFactory(bank=BankFactory(slug="other"), slug="foreign", mode=Mode.GRADED.value)
    foreign.items.create(position=1, question=question("q9", bank=foreign.bank).question)
    taken = attempts.submit(attempt=attempt(school.ben, foreign), now=NOW)

    assert school.client("ada").get(f"/courses/red-card/answers/{taken.public_id}/").status_code == 404


def test_an_attempt_in_progress_is_not_shown_to_the_instructor(school):
    assert school.client("ada").get(f"/courses/red-card/answers/{school.sitting.public_id}/").status_code == 404


def test_work_of_somebody_outside_the_course_is_not_shown_under_it(school):
    taken = attempts.submit(attempt=attempt(school.cleo, school.handed_in.quiz), now=NOW)

    assert school.client("ada").get(f"/courses/red-card/answers/{taken.public_id}/").status_code == 404


@pytest.mark.parametrize("field", ["attempt", "public_id", "user", "item", "quiz", "position"])
def test_an_id_in_the_body_changes_nothing_about_whose_attempt_it_is(school, field):
    enrol(school.elsewhere, school.cleo)
    mine = attempt(school.nora, quiz(Mode.GRADED, 4))
    body = {"revision": "0", "key": "0" * 32, "verdict": "supported", field: str(school.sitting.public_id)}
    response = school.client("nora").post(f"/attempts/{mine.public_id}/2/", body)

    assert response.status_code == 302
    assert list(Answer.objects.filter(item__attempt__in=[mine, school.sitting]).values_list("item__attempt")) == [
        (mine.pk,)
    ]


def test_begin_is_asked_of_the_step_in_the_path(school):
    school.client("nora").post("/courses/red-card/1/4/start/", {"quiz": school.practice.quiz_id, "user": school.ben.pk})

    assert Attempt.objects.get(user=school.nora).quiz == school.handed_in.quiz


@pytest.mark.parametrize("address", ["/courses/other-things/1/2/start/", "/courses/other-things/1/1/read/"])
def test_a_step_of_another_course_is_not_reached_through_its_address(school, address):
    assert school.client("ben").post(address).status_code == 404


def test_a_question_cannot_be_put_into_somebody_elses_bank(school):
    theirs = school.elsewhere.bank
    body = {"bank": theirs.pk, "slug": "moved", "points": "2", "difficulty": "2", "reason": "[¶3.5] says so."}
    response = school.client("ada").post("/admin/quizzes/question/add/?kind=choice", body)

    assert response.context["adminform"].form.errors["bank"]
    assert not Question.objects.filter(bank=theirs).exists()


def test_a_quiz_cannot_take_in_a_question_of_somebody_elses_bank(school):
    foreign = question("q9", bank=school.elsewhere.bank).question
    body = {
        "bank": school.course.bank_id,
        "title": "Mine",
        "slug": "mine",
        "mode": "graded",
        "items-TOTAL_FORMS": "1",
        "pools-TOTAL_FORMS": "0",
        "pools-INITIAL_FORMS": "0",
        "items-INITIAL_FORMS": "0",
        "items-0-position": "1",
        "items-0-question": str(foreign.pk),
    }
    response = school.client("ada").post("/admin/quizzes/quiz/add/", body)

    assert "valid choice" in str(response.context["errors"])
    assert not Quiz.objects.filter(slug="mine").exists()
