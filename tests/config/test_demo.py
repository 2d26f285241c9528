"""The demo: one command makes a school, twice makes the same, and never where a class works."""

from io import StringIO

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from accounts.models import User
from config import demo
from courses.models import Course, Enrolment
from quizzes.models import Answer, Attempt, Mark

pytestmark = pytest.mark.django_db


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


def test_a_test_run_is_no_demo():
    assert not configured.DEBUG
