"""The demo: one command makes a school, twice makes the same, and never where a class works."""

import re
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from accounts.models import User
from config import demo
from courses.grades import marking
from courses.models import Course, Enrolment
from quizzes.bank import wording
from quizzes.bank.written import written
from quizzes.models import Answer, Attempt, Item, Mark

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BUNDLED = ROOT / "courses/bundled/after-stalin"
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def set_up() -> str:
    said = StringIO()
    call_command("demo", "--no-serve", stdout=said)
    return said.getvalue()


def test_the_demo_refuses_to_run_for_a_class(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="public passwords"):
        set_up()
    assert not User.objects.exists()


@pytest.fixture
def debug(settings, tmp_path):
    """As a newcomer runs it, without the originals."""
    settings.DEBUG = True
    settings.TEXTS_DIR = tmp_path


def facts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (User, Enrolment, Attempt, Answer, Mark)}


def test_the_demo_makes_a_school_once(debug):
    first = set_up()
    before = facts()
    set_up()

    assert facts() == before
    assert before["User"] == len(demo.STUDENTS) + 2
    assert all(address in first for address in ("ben@school.example", "ada@school.example", demo.PASSWORD))


def test_the_people_of_the_demo_have_their_parts(debug):
    set_up()
    ada, dana, ben = (User.objects.get(email=f"{name}@school.example") for name in ("ada", "dana", "ben"))
    parts = [Course.objects.with_part(user)[0].part for user in (ada, dana, ben)]

    assert [(p.instructor, p.registrar, p.student) for p in parts] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert ben.check_password(demo.PASSWORD)
    _the_class_has_worked_and_ben_has_it_before_him(ben)


def _the_class_has_worked_and_ben_has_it_before_him(ben):
    graded = Mark.objects.filter(item__attempt__quiz__mode="graded")

    assert not Attempt.objects.of(ben).exists()
    assert graded.filter(fraction=1).exists()
    assert graded.filter(fraction=0).exists()
    assert graded.filter(fraction__gt=0, fraction__lt=1).exists()


def test_the_demo_has_answers_to_mark_by_hand_and_different_draws(debug):
    set_up()

    _answers_wait_for_ada_with_true_and_with_wrong_quotations()
    _a_pool_gave_different_questions_and_every_one_was_asked_of_some()


def _answers_wait_for_ada_with_true_and_with_wrong_quotations():
    (row,) = marking.rows(Course.objects.get())
    labels = _labels_of_quotations("congress-02-written")

    assert (row.counts.marked, row.counts.answers, row.counts.blank) == (0, 7, 1)
    assert row.counts.answers == NUMBERS.index(re.search(r"(\w+) of which wait for a mark by hand", README)[1])
    assert {"Exact", "Exact, with marked omissions", "Differs", "Not in the reading"} <= labels


def _labels_of_quotations(quiz: str) -> set[str]:
    items = Item.objects.filter(attempt__quiz__slug=quiz, attempt__submitted_at__isnull=False, answers__isnull=False)
    found = set()
    for item in items.select_related("version", "revision__edition__work"):
        content = wording.content_of(item)
        checked = written(item, content, content.response(item.answers.get().response))
        found |= {str(quoted.label) for quoted in checked.quotations}
    return found


def _a_pool_gave_different_questions_and_every_one_was_asked_of_some():
    taken = Attempt.objects.filter(quiz__slug="deutscher-02-quiz", submitted_at__isnull=False)
    draws = [frozenset(a.items.values_list("version__question__slug", flat=True)) for a in taken]

    assert {len(draw) for draw in draws} == {2}
    assert len(set(draws)) >= 5
    assert len(frozenset().union(*draws)) == 5
    assert Mark.objects.filter(item__attempt__in=taken).values("fraction").distinct().count() > 2


def test_the_front_page_counts_the_lessons_and_the_pool_is_fair():
    lessons = [tomllib.loads(path.read_text("utf-8")) for path in sorted((BUNDLED / "lessons").glob("*.toml"))]
    questions = [
        q for path in (BUNDLED / "questions").glob("*.toml") for q in tomllib.loads(path.read_text())["question"]
    ]
    points = {question["id"]: question.get("points", 2) for question in questions}
    pools = [pool for lesson in lessons for step in lesson["step"] for pool in step.get("quiz", {}).get("pool", [])]

    assert {NUMBERS.index(said) for said in re.findall(r"(\w+) lessons", README)} == {len(lessons)}
    assert [(pool["take"], len(pool["questions"])) for pool in pools] == [(2, 5)]
    assert {points[slug] for pool in pools for slug in pool["questions"]} == {2}


def test_a_test_run_is_no_demo():
    assert not configured.DEBUG
