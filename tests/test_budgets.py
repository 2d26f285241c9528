"""How many questions does a page ask of the database? As many for 300 students or questions as for 3 (SPEED.md P4)."""

from collections.abc import Callable
from itertools import count
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from courses.models import Course
from quizzes.models import Attempt, Item, Mark, Question, QuestionVersion, Quiz, QuizItem
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.accounts import person
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, asking, course, enrol, lesson, reading, step, taught
from tests.factories.quizzes import RIGHT, BankFactory, attempt, quiz
from tests.queries import Queries, counted
from tests.school import crowd

pytestmark = pytest.mark.django_db


def asks(user: User, address: str, post: dict | None = None, *, htmx: bool = False) -> Queries:
    """What a second visit asks: texts that are kept by their digest are warm by then."""
    client = Client()
    client.force_login(user)
    headers = {"HX-Request": "true"} if htmx else {}
    if post is None:
        assert client.get(address).status_code == 200
    with counted() as queries:
        response = client.get(address) if post is None else client.post(address, post, headers=headers)
    assert response.status_code in {200, 302}, response
    return queries


def has_handed_in(students: list[User], first: Attempt) -> None:
    """Everybody has handed in what Ben has, with a mark for each question; in one statement a table."""
    asked, mark = list(first.items.all()), Mark.objects.filter(item__attempt=first).first()
    taken = Attempt.objects.bulk_create(
        Attempt(
            quiz=first.quiz, user=user, number=1, edition="adapted", rules=first.rules, began_at=NOW, submitted_at=NOW
        )
        for user in students
    )
    items = Item.objects.bulk_create(
        Item(attempt=one, position=item.position, version_id=item.version_id, revision_id=item.revision_id)
        for one in taken
        for item in asked
    )
    Mark.objects.bulk_create(
        Mark(
            item=item,
            version_id=item.version_id,
            number=1,
            fraction=0,
            points=0,
            possible=mark.possible,
            parts=mark.parts,
            reason=mark.reason,
            scorer=mark.scorer,
            policy=mark.policy,
            edition="adapted",
            made_at=NOW,
        )
        for item in items
    )


@pytest.fixture
def red_card(ben) -> Course:
    made = taught(tries=3)
    enrol(made, ben)
    appoint(made, person("Ada Verhoeven", is_staff=True))
    made.bank.editors.add(person("Ada Verhoeven"))
    return made


def grown(sizes: tuple[int, ...], grow: Callable[[int], None], look: Callable[[], dict[str, Queries]]) -> list[dict]:
    """The counts at each size, which must not follow it."""
    found, size = [], 0
    for wanted in sizes:
        grow(wanted - size)
        size = wanted
        found.append(look())
    counts = [{name: queries.total for name, queries in seen.items()} for seen in found]
    assert counts == [counts[0]] * len(counts)
    return counts


def over(counts: list[dict], most: dict[str, int]) -> dict[str, int]:
    return {name: total for seen in counts for name, total in seen.items() if total > most[name]}


# Pages of a class

STUDENT = {
    "/library/maren-1956/adapted/0/": 5,
    "/library/maren-1956/pairs/0/": 5,
    "/library/maren-1956/": 5,
    "/library/": 5,
    "/courses/red-card/1/1/": 5,
    "/courses/red-card/1/3/": 5,
    "/courses/red-card/1/4/": 6,
    "/courses/red-card/1/": 8,
    "/courses/red-card/": 8,
    "/": 8,
}
INSTRUCTOR = {"/": 8, "/courses/red-card/class/": 6, "/courses/red-card/": 8}
ADMIN = {
    f"/admin/{m}/": 8 for m in ("accounts/user", "quizzes/bank", "quizzes/quiz", "courses/course", "courses/lesson")
}


def test_pages_do_not_follow_the_class(red_card, ada, ben):
    vera = person("Vera Stam", is_staff=True, is_superuser=True)
    first = attempts.submit(attempt=attempt(ben, step(red_card, 4).quiz), now=NOW)

    def look() -> dict[str, Queries]:
        return {
            f"{who} {address}": asks(who, address)
            for who, addresses in ((ben, STUDENT), (ada, INSTRUCTOR), (vera, ADMIN))
            for address in addresses
        }

    counts = grown((3, 30, 300), lambda more: has_handed_in(crowd(red_card, more), first), look)
    most = {f"{ben} {a}": n for a, n in STUDENT.items()} | {f"{ada} {a}": n for a, n in INSTRUCTOR.items()}
    assert over(counts, most | {f"{vera} {a}": n for a, n in ADMIN.items()}) == {}


def test_the_list_of_questions_does_not_follow_the_bank(red_card, ada):
    one = Question.objects.filter(bank=red_card.bank)[0].latest()
    name = (f"more-{number}" for number in count())

    def grow(more: int) -> None:
        made = Question.objects.bulk_create(Question(bank=red_card.bank, slug=next(name)) for _ in range(more))
        QuestionVersion.objects.bulk_create(
            QuestionVersion(question=q, number=1, kind=one.kind, body=one.body, reading=one.reading, made_at=NOW)
            for q in made
        )

    counts = grown((3, 30, 300), grow, lambda: {"list": asks(ada, "/admin/quizzes/question/")})
    assert over(counts, {"list": 8}) == {}


def test_the_list_of_quizzes_does_not_follow_the_bank(red_card, ada):
    name = (f"more-{number}" for number in count())

    def grow(more: int) -> None:
        Quiz.objects.bulk_create(Quiz(bank=red_card.bank, slug=next(name), title="More") for _ in range(more))

    counts = grown((3, 30, 300), grow, lambda: {"list": asks(ada, "/admin/quizzes/quiz/")})
    assert over(counts, {"list": 8}) == {}


# Pages of an attempt


def form(position: int = 1, **more) -> dict:
    return {**RIGHT[position], "revision": "0", "key": str(uuid4()), **more}


def sitting(user: User, size: int) -> dict[str, Queries]:
    """Everything that a student asks on the way through a quiz of this size, and an instructor afterwards."""
    practice, taken = (attempt(user, quiz(mode, size)) for mode in (Mode.PRACTICE, Mode.GRADED))
    first, home = f"/attempts/{practice.public_id}/1/", f"/attempts/{taken.public_id}/"
    seen = {"practice": asks(user, first), "question": asks(user, f"{home}1/"), "review": asks(user, f"{home}review/")}
    asks(user, first, form(check="1"))
    seen["checked"] = asks(user, first)
    seen["autosave"] = asks(user, f"{home}1/", form(), htmx=True)
    seen["next autosave"] = asks(user, f"{home}1/", form(revision="1", mark=["maren-1956:p1.s1"]), htmx=True)
    seen["submit"] = asks(user, f"{home}submit/", {})
    seen["results"] = asks(user, f"{home}results/")
    return seen


def test_an_attempt_asks_the_same_whatever_its_length(ben):
    found = [sitting(ben, size) for size in (3, 30)]
    counts = [{name: queries.total for name, queries in seen.items()} for seen in found]
    most = {"practice": 6, "question": 6, "review": 5, "checked": 6, "autosave": 4, "next autosave": 4, "submit": 8}

    assert counts[0] == counts[1]
    assert over(counts, most | {"results": 5}) == {}


def test_a_save_writes_once_and_looking_never(ben):
    writes = {name: queries.writes for name, queries in sitting(ben, 3).items()}

    assert {name for name, number in writes.items() if number} == {"autosave", "next autosave", "submit"}
    assert (writes["autosave"], writes["next autosave"]) == (1, 1)
    # T4: the attempt, and all its marks at once.
    assert writes["submit"] == 2


def test_one_students_answers_do_not_follow_the_quiz(red_card, ada, ben):
    addresses = []
    for place, size in enumerate((3, 30), start=8):
        taken = attempts.submit(attempt=attempt(ben, quiz(Mode.GRADED, size)), now=NOW)
        asking(lesson(red_card), place, taken.quiz)
        addresses.append(f"/courses/red-card/answers/{taken.public_id}/")
    counts = [asks(ada, address).total for address in addresses]

    assert counts[0] == counts[1] <= 6


# Longer courses


def test_pages_do_not_follow_the_course(ben):
    made, asked = course("long", bank=BankFactory()), quiz(Mode.GRADED, 4)
    enrol(made, ben)
    place = count(1)

    def grow(more: int) -> None:
        for _ in range(more):
            at = next(place)
            reading(lesson(made), at * 2)
            copy = Quiz.objects.create(bank=asked.bank, slug=f"copy-{at}", title="Copy", mode=asked.mode)
            QuizItem.objects.create(quiz=copy, position=1, question=asked.items.all()[0].question)
            asking(lesson(made), at * 2 + 1, copy)
            attempts.submit(attempt=attempt(ben, copy), now=NOW)

    pages = ("/", "/courses/long/", "/courses/long/1/")
    counts = grown((3, 30), grow, lambda: {address: asks(ben, address) for address in pages})
    assert over(counts, dict.fromkeys(pages, 8)) == {}
