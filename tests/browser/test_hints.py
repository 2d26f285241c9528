"""Hints and certainty in a real browser: a hint comes without a new page, and saving goes on after it."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import Step
from quizzes.models import Answer, HintTaken
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def begun(opened, live_server):
    def begin(**options) -> Page:
        Step.objects.filter(quiz__mode="practice").update(asks_certainty=True)
        page = opened("ben@example.org", **options)
        page.goto(f"{live_server.url}/courses/red-card/1/1/")
        page.locator("form[action*='/1/2/start/'] button").first.click()
        page.wait_for_url("**/attempts/**")
        return page

    return begin


def test_saving_goes_on_after_a_hint(begun):
    page = begun()
    page.get_by_role("button", name="Take a hint").click()
    expect(page.locator("#hints")).to_contain_text("What decides it stands in ¶3.")
    expect(page.locator("#hints-h")).to_be_focused()
    page.check("input[value=supported]")
    expect(page.locator("#status")).to_contain_text("Saved at")
    page.get_by_label("High").check()
    page.locator(".actions button[name=check]").click()

    expect(page.locator("#feedback")).to_contain_text("10 % lower for hints")
    expect(page.locator("#feedback")).to_contain_text("of certainty")
    assert HintTaken.objects.count() == 1
    assert Answer.objects.latest("revision").certainty == 3


def test_what_was_marked_just_before_a_hint_or_a_check_is_listed(begun):
    page = begun()
    listed = page.locator("#saved .marked li")
    page.locator("label.s").first.click()
    page.get_by_role("button", name="Take a hint").click()
    expect(listed).to_have_count(1)
    page.check("input[value=supported]")
    page.get_by_role("radio", name="Low").check()
    page.locator("label.s").nth(1).click()
    page.locator(".actions button[name=check]").click()

    expect(page.locator("#feedback h2")).to_be_visible()
    expect(listed).to_have_count(2)
    page.get_by_role("button", name="Unmark").first.click()
    expect(listed).to_have_count(1)


def test_a_check_without_certainty_leads_to_it(begun):
    page = begun()
    page.check("input[value=supported]")
    page.locator(".actions button[name=check]").click()

    expect(page.locator("#errors")).to_contain_text("Say how sure you are")


def test_without_scripts_the_hint_is_there_after_the_page_came_again(begun):
    page = begun(scripts=False)
    page.check("input[value=supported]")
    page.get_by_role("button", name="Take a hint").click()
    page.wait_for_url("**/#hints")

    expect(page.locator("#hints")).to_contain_text("What decides it stands in ¶3.")
    expect(page.locator("input[value=supported]")).to_be_checked()


def test_the_answer_closes_the_question_on_a_phone(begun):
    page = begun(size=PHONE)
    page.get_by_role("button", name="Show the answer").click()
    page.wait_for_load_state()

    expect(page.locator("#feedback")).to_contain_text("You had the answer shown")
    assert page.locator("input[name=verdict]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/2/")
