"""An instructor marks without the mouse, and sees on a phone that a table goes on."""

import re

import pytest
from playwright.sync_api import expect

from quizzes.models import Mark
from tests.browser.conftest import PHONE, WIDE
from tests.courses.views.test_marked_at_once import emptied
from tests.factories.accounts import UserFactory
from tests.factories.courses import enrol
from tests.factories.written import written_step, wrote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["emptied"]
DESK = "/courses/red-card/marking/2/2/secret/"


@pytest.fixture
def answers(school, emptied):
    """Four written answers wait."""
    step = written_step(school)
    people = UserFactory.create_batch(4)
    enrol(school, *people)
    return [wrote(user, step.quiz) for user in people]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_four_answers_are_marked_by_keys_alone(opened, live_server, answers, scripts):
    ada = opened("ada@example.org", scripts=scripts)
    ada.goto(f"{live_server.url}{DESK}")
    keys = ada.keyboard

    expect(ada.locator("input[name=level][value='3']")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(ada.get_by_role("heading", level=1)).not_to_have_text(re.compile("^Answer 1 of"))
    expect(ada.locator("input[name=level][value='3']")).to_be_focused()
    keys.press("Space")
    keys.press("Tab")
    keys.type("Well seen.")
    keys.press("Tab")
    keys.press("Enter")
    expect(ada.locator(".figure")).to_contain_text("2")
    for number in (3, 4):
        expect(ada.locator("input[name=level][value='3']")).to_be_focused()
        keys.press("Space")
        keys.press("Enter")
        expect(ada.locator(".figure")).to_contain_text(str(number))
    expect(ada.locator("main")).to_contain_text("Nothing is left to mark here.")

    assert sorted(Mark.objects.filter(cause="hand").values_list("points", "comment")) == [
        (4, ""),
        (6, ""),
        (6, ""),
        (6, "Well seen."),
    ]


def test_a_marker_who_has_seen_little_of_an_answer_sees_it_above_the_levels(opened, live_server, answers):
    ada = opened("ada@example.org")
    ada.goto(f"{live_server.url}{DESK}")

    expect(ada.locator("#answer-h")).to_be_in_viewport()
    expect(ada.locator("input[name=level][value='0']")).to_be_in_viewport()


def test_on_a_phone_a_wide_gradebook_says_that_it_goes_on(opened, live_server, answers):
    ada = opened("ada@example.org", size=PHONE, scripts=False)
    ada.goto(f"{live_server.url}/courses/red-card/class/")

    expect(ada.get_by_text("it scrolls sideways")).to_be_visible()
    shade = ada.locator(".scroll").evaluate("one => getComputedStyle(one).backgroundAttachment")
    assert shade == "local, local, scroll, scroll"


def test_on_a_wide_screen_nothing_scrolls_and_nothing_is_said(opened, live_server, answers):
    ada = opened("ada@example.org", size=WIDE)
    ada.goto(f"{live_server.url}/courses/red-card/class/")

    expect(ada.get_by_text("it scrolls sideways")).to_be_hidden()


def test_the_buttons_of_a_course_without_words_keep_off_its_title(opened, live_server, school):
    ada = opened("ada@example.org")
    ada.goto(f"{live_server.url}/courses/red-card/")
    title, button = (ada.locator(one).bounding_box() for one in ("h1", "main .buttons"))

    assert button["y"] - (title["y"] + title["height"]) >= 12
