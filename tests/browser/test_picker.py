"""An author cites by ticking: with scripts in place, without them by sending the form; nothing is kept either way."""

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Question, QuestionVersion
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])


@pytest.fixture
def desk(opened, live_server, school):
    """Opens the form of a saved question as Ada."""
    asked = Question.objects.get(slug="q1")

    def open_desk(query: str = "", **more) -> Page:
        page = opened("ada@example.org", **more)
        page.goto(f"{live_server.url}/admin/quizzes/question/{asked.pk}/change/{query}")
        return page

    return open_desk


def tick(page: Page, *places: str) -> None:
    for place in places:
        page.locator(f".picker .s input[value='maren-1956:{place}']").check()


@BOTH
def test_ticked_sentences_become_a_set_and_then_more_of_it(desk, scripts):
    page = desk(scripts=scripts)
    page.locator("#id_claim").fill("Not saved yet.")
    tick(page, "p2.s1")
    page.get_by_role("button", name="New alternative set").click()
    expect(page.locator("#status")).to_have_text("Added ¶2.1 to proof 2.")
    expect(page.locator(".picker .s input:checked")).to_have_count(0)
    tick(page, "p2.s3")
    page.get_by_role("button", name="Add to set B").click()

    expect(page.locator("#status")).to_have_text("Added ¶2.3 to proof 2.")
    expect(page.locator("#id_proof")).to_have_value("¶3.3 + ¶3.5\n¶2.1 + ¶2.3")
    expect(page.locator("#quoted-proof")).to_contain_text("At each stop it was read aloud once and sent back.")
    expect(page.locator("#id_claim")).to_have_value("Not saved yet.")
    assert QuestionVersion.objects.filter(question__slug="q1").count() == 1


@BOTH
def test_an_answer_is_tried_by_the_key_as_it_is_typed(desk, scripts):
    page = desk(scripts=scripts)
    page.locator("#id_proof").fill("¶3.3")
    tick(page, "p3.s3")
    page.get_by_role("button", name="What would this earn?").click()
    expect(page.locator("#tried")).to_contain_text("2.00 of 2 points")
    page.get_by_label("Verdict", exact=True).select_option("contradicted")
    page.get_by_role("button", name="What would this earn?").click()

    expect(page.locator("#tried")).to_contain_text("Verdict wrong")
    expect(page.locator(".picker .s input:checked")).to_have_count(1)


@BOTH
def test_enter_in_the_search_finds_and_saves_nothing(desk, scripts):
    page = desk(scripts=scripts)
    page.locator("#pick_find").fill("copy")
    page.locator("#pick_find").press("Enter")

    expect(page.locator(".hits li")).to_have_count(2)
    page.locator(".hits a").last.click()
    expect(page.locator("#p2-s4")).to_be_in_viewport()
    assert QuestionVersion.objects.filter(question__slug="q1").count() == 1


@BOTH
def test_an_address_brings_a_ticked_sentence(desk, scripts):
    page = desk("?mark=maren-1956:p2.s3", scripts=scripts)
    page.get_by_role("button", name="Mark neutral").click()

    expect(page.locator("#id_neutral")).to_have_value("¶2.3 + ¶3.4")


def test_in_place_the_text_stays_and_the_button_keeps_the_focus(desk):
    page = desk()
    page.evaluate("document.querySelector('.picker fieldset').dataset.same = 'yes'")
    tick(page, "p2.s1")
    page.get_by_role("button", name="New alternative set").press("Enter")

    expect(page.locator("#status")).to_have_text("Added ¶2.1 to proof 2.")
    expect(page.get_by_role("button", name="New alternative set")).to_be_focused()
    expect(page.locator(".picker fieldset[data-same]")).to_have_count(1)
    expect(page.locator("[data-count]")).to_have_text("0")


def test_by_key_from_the_text_to_the_buttons(desk):
    page = desk()
    page.locator(".picker .s input").first.focus()
    for key in ("ArrowDown", "Space", "PageDown", "Space", "Escape"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="New alternative set")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#id_proof")).to_have_value("¶3.3 + ¶3.5\n¶1.2 + ¶2.1")


def test_where_the_short_way_fails_the_form_is_sent(desk):
    page = desk()
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('no network')); }")
    tick(page, "p2.s1")
    page.get_by_role("button", name="New alternative set").click()

    expect(page.locator("#id_proof")).to_have_value("¶3.3 + ¶3.5\n¶2.1")
    expect(page.locator("#status")).to_have_text("Added ¶2.1 to proof 2.")


def test_another_edition_is_shown_and_cited_by_its_name(desk):
    page = desk()
    page.get_by_label("Text", exact=True).select_option("1/original")
    page.get_by_role("button", name="Show this text").click()
    expect(page.locator(".picker")).to_contain_text("pencils were forbidden")
    tick(page, "p3.s2")
    page.get_by_role("button", name="Add to set A").click()

    expect(page.locator("#id_proof")).to_have_value("¶3.3 + ¶3.5 | maren-1956/original ¶3.2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_came_of_the_buttons(desk, scheme):
    page = desk("?mark=maren-1956:p2.s3", scheme=scheme)
    page.get_by_role("button", name="New alternative set").click()
    expect(page.locator("#status")).to_contain_text("Added")
    tick(page, "p3.s3")
    page.get_by_role("button", name="What would this earn?").click()
    expect(page.locator("#tried")).to_contain_text("points")
    page.locator("#pick_find").fill("copy")
    page.locator("#pick_find").press("Enter")
    expect(page.locator(".hits li")).to_have_count(2)

    assert list(violations(page)) == []


def test_on_a_phone_nothing_scrolls_sideways_and_the_buttons_stay_at_hand(desk):
    page = desk(size=PHONE)
    page.locator("#p2-s1").scroll_into_view_if_needed()

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(page.get_by_role("button", name="New alternative set")).to_be_in_viewport()
    assert page.locator(".picker .tools").bounding_box()["height"] <= 130
