"""Can a student learn a key before it is released? Pages are the same whatever the key, and none asks for it (T32)."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from quizzes.models import Key, QuestionVersion, QuizItem
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.accounts import person
from tests.factories.corpus import library
from tests.factories.courses import asking, course, enrol, lesson, reading
from tests.factories.quizzes import ABSENT, CHOICE, HEARD, LATE, RIGHT, QuizFactory, attempt, question, quiz
from tests.forms import form
from tests.queries import counted

pytestmark = pytest.mark.django_db

SENTENCES = {"reading", "claim"}
WHAT_IS_ASKED = [{name: table[name] for name in SENTENCES} for table in (HEARD, LATE, ABSENT)]
# The same claims with the opposite keys: other verdicts, other proofs, more of them, none.
OPPOSITE = [
    {**WHAT_IS_ASKED[0], "verdict": "contradicted", "proof": [{"adapted": ["¶1.1"]}, {"adapted": ["¶2.1", "¶2.2"]}]},
    {**WHAT_IS_ASKED[1], "verdict": "not_in_source", "nothing_close": True, "missing": "when"},
    {**WHAT_IS_ASKED[2], "verdict": "supported", "proof": [{"adapted": ["¶5.1"]}]},
    {**CHOICE, "option": [{"text": o["text"], "right": o is CHOICE["option"][0]} for o in CHOICE["option"]]},
]
KEYS = {"as written": [HEARD, LATE, ABSENT, CHOICE], "the opposite": OPPOSITE}

_OWN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # addresses of attempts, keys of forms
    r'|name="csrfmiddlewaretoken" value="\w+"'
    r'|"lessons-\d+"'  # numbers of rows, which PostgreSQL does not take back
    r'| nonce="[\w-]+"'
    r"|Saved at \d\d:\d\d|data-saved-at=\"[\d:]*\"|(Handed in|saved this question) at \d\d:\d\d"
)


def same(page) -> str:
    """A page without what is new at every visit."""
    return _OWN.sub("~", f"{page.status_code} {page.headers.get('Location', '')} {page.content.decode()}")


def taught(tables) -> None:
    """A course of which only the keys are told apart by `tables`."""
    library()
    made = course()
    tomorrow = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    first = lesson(made)
    reading(first, 1)
    for place, mode in ((2, Mode.PRACTICE), (3, Mode.GRADED)):
        asked = QuizFactory(slug=f"quiz-{place}", mode=mode.value)
        for number, table in enumerate(tables, start=1):
            asked_here = question(f"q{place}-{number}", table).question
            QuizItem.objects.create(quiz=asked, position=number, question=asked_here)
        asking(first, place, asked, closes_at=tomorrow, release="close", tries=2)
    enrol(made, person("Ben Ito"))


def visit() -> dict[str, str]:
    """Everything that a student sees until the marks are released."""
    client = Client()
    client.force_login(person("Ben Ito"))
    seen: dict[str, str] = {}

    def look(name: str, response) -> str:
        seen[name] = same(response)
        return response.headers.get("Location", "")

    for name in ("/", "/courses/red-card/", "/courses/red-card/1/", *(f"/courses/red-card/1/{n}/" for n in (1, 2, 3))):
        look(name, client.get(name))
    for place in (2, 3):
        home = look(f"start {place}", client.post(f"/courses/red-card/1/{place}/start/"))
        for number, answer in RIGHT.items():
            page = client.get(f"{home}{number}/")
            look(f"{place}, question {number}", page)
            look(f"{place}, saved {number}", client.post(f"{home}{number}/", form(page) | answer))
            look(f"{place}, shown {number}", client.get(f"{home}{number}/"))
            look(f"{place}, stale {number}", client.post(f"{home}{number}/", form(page) | {"key": "0" * 32}))
            look(f"{place}, flawed {number}", client.post(f"{home}{number}/", form(page) | {"revision": "x"}))
        look(f"{place}, review", client.get(f"{home}review/"))
    look("handed in", client.post(f"{home}submit/"))
    look("waiting", client.get(f"{home}results/"))
    look("home again", client.get("/"))
    look("quiz again", client.get("/courses/red-card/1/3/"))
    return seen


def test_two_courses_that_differ_only_in_their_keys_look_the_same_to_a_student():
    seen = {}
    for name, tables in KEYS.items():
        with transaction.atomic():
            taught(tables)
            seen[name] = visit()
            transaction.set_rollback(True)

    assert {html[:3] for html in seen["as written"].values()} == {"200", "302", "409", "422"}
    assert [page for page, html in seen["as written"].items() if html != seen["the opposite"][page]] == []


def test_the_two_courses_do_differ_in_their_keys():
    bodies = []
    for tables in KEYS.values():
        with transaction.atomic():
            taught(tables)
            bodies.append(
                {key.version.question.slug: key.body for key in Key.objects.select_related("version__question")}
            )
            transaction.set_rollback(True)

    first, second = bodies
    assert first.keys() == second.keys()
    assert all(first[slug] != second[slug] for slug in first)


@pytest.mark.parametrize("mode", Mode)
def test_no_page_before_marking_asks_for_a_key(ben, mode):
    taken = attempt(ben, quiz(mode))
    client, home = Client(), f"/attempts/{taken.public_id}/"
    client.force_login(ben)
    with counted() as queries:
        for position, answer in RIGHT.items():
            page = client.get(f"{home}{position}/")
            client.post(f"{home}{position}/", form(page) | answer)
            client.post(f"{home}{position}/", form(page) | {"key": "0" * 32}, headers={"HX-Request": "true"})
            client.post(f"{home}{position}/", form(page) | {"revision": "x"})
        client.get(home)
        client.get(f"{home}review/")

    assert queries.total > 50
    assert [sql for sql in queries.asked if '"quizzes_key"' in sql or '"quizzes_keycitation"' in sql] == []


def test_the_waiting_page_asks_for_no_key(ben):
    taken = attempt(ben, closes_at=timezone.now() + timedelta(days=1), release="close")
    attempts.submit(attempt=taken, now=timezone.now())
    client = Client()
    client.force_login(ben)
    with counted() as queries:
        client.get(f"/attempts/{taken.public_id}/results/")

    assert '"quizzes_key"' not in str(queries)


def test_what_students_see_of_a_question_holds_nothing_of_its_key():
    quiz()
    bodies = [str(version.body) for version in QuestionVersion.objects.all()]

    assert len(bodies) == 4
    assert not any(
        word in body for body in bodies for word in ("verdict", "proof", "right", "near", "evidence", "hash")
    )
