"""Voices, gaps, quotations and words to mend: by mouse, by keyboard, without scripts, on a phone."""

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Answer, Attempt
from quizzes.rules import Mode
from tests.browser.conftest import PHONE, SMALL, WIDE
from tests.browser.test_accessibility import COVERED, violations
from tests.factories.accounts import person
from tests.factories.worded import TABLES, attempt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VOICE, GAPS, QUOTATION, REPAIR = EVERY = range(1, 5)
LISTEN = """() => {
    window.heard = [];
    const region = document.getElementById("status");
    new MutationObserver(() => heard.push(region.textContent)).observe(region, { childList: true });
}"""


@pytest.fixture
def taken(school) -> Attempt:
    return attempt(person("Ben Ito"), *TABLES, mode=Mode.GRADED)


@pytest.fixture
def practice(school) -> Attempt:
    return attempt(person("Ben Ito"), *TABLES)


def go(page: Page, live_server, taken: Attempt, position: int) -> Page:
    page.goto(f"{live_server.url}/attempts/{taken.public_id}/{position}/")
    return page


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_contain_text("Saved at")


def stored(taken: Attempt, position: int) -> dict:
    return Answer.objects.filter(item__attempt=taken, item__position=position).latest("revision").response


def word(page: Page, number: int):
    return page.locator(f"label.s:has(input[value='{number}'])")


# Words mode


def test_a_word_that_is_marked_reveals_where_its_original_is_written(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, REPAIR)
    expect(page.get_by_label("Original of ‘May’")).to_be_hidden()
    word(page, 14).click()
    page.get_by_label("Original of ‘May’").fill("March")
    saved(page)

    assert page.locator(".repairs input:visible").count() == 1
    assert stored(taken, REPAIR) == {"word": [14], "original": {"14": "March"}, "faithful": False}


def test_an_unmarked_word_keeps_what_was_written_unseen(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, REPAIR)
    word(page, 14).click()
    page.get_by_label("Original of ‘May’").fill("March")
    word(page, 14).click()
    expect(page.get_by_label("Original of ‘May’")).to_be_hidden()
    word(page, 14).click()

    expect(page.get_by_label("Original of ‘May’")).to_have_value("March")


def test_words_are_walked_and_marked_by_key_and_each_mark_is_said_once(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, REPAIR)
    page.evaluate(LISTEN)
    page.locator("input[name=word]").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Space", "Tab"):
        page.keyboard.press(key)

    assert page.evaluate("document.activeElement.name") == "original-14"
    assert page.evaluate("heard.filter(words => words.startsWith('Marked'))") == ["Marked. 1."]


def test_what_is_saved_stands_there_again(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, REPAIR)
    word(page, 22).click()
    page.get_by_label("Original of ‘one’").fill("no")
    saved(page)
    page.reload()

    expect(page.get_by_label("Original of ‘one’")).to_have_value("no")
    assert page.locator(".repairs input:visible").count() == 1


def test_nothing_moves_when_the_script_begins(opened, live_server, taken):
    """The inputs that are not needed are hidden by the style sheet before the script is there."""
    page = opened("ben@example.org")
    page.route("**/*.js", lambda route: route.abort())
    go(page, live_server, taken, REPAIR)

    assert page.locator(".repairs input:visible").count() == 0


def test_a_word_that_is_marked_looks_otherwise_without_colours_too(opened, live_server, taken):
    page = go(opened("ben@example.org", forced_colors="active"), live_server, taken, REPAIR)
    style = "e => getComputedStyle(e).textDecorationStyle"
    plain = word(page, 14).evaluate(style)
    word(page, 14).click()

    assert (plain, word(page, 14).evaluate(style)) == ("dotted", "solid")


# Without scripts


def test_every_kind_is_answered_and_handed_in_without_scripts(opened, live_server, taken):
    page = go(opened("ben@example.org", scripts=False), live_server, taken, VOICE)
    for letter, voice in (("a", "a"), ("b", "b"), ("c", "c")):
        page.select_option(f"#voice-{letter}", voice)
    page.click(".actions button[name=next]")
    for gap, words in enumerate(("without", "four", "no"), start=1):
        page.get_by_label(f"Gap {gap} of 3").fill(words)
    page.click(".actions button[name=next]")
    page.fill("#quotation", "yet no newspaper had printed a line.")
    page.click(".actions button[name=next]")
    assert page.locator(".repairs input:visible").count() == 18
    for number, original in ((14, "March"), (22, "no")):
        word(page, number).click()
        page.fill(f"#original-{number}", original)
    page.click(".actions button[name=next]")
    page.click("form[action$='/submit/'] button")

    expect(page.locator(".figure")).to_contain_text("8.00")


def test_a_check_shows_the_words_in_practice(opened, live_server, practice):
    page = go(opened("ben@example.org"), live_server, practice, QUOTATION)
    page.fill("#quotation", "What he could do was say, outside that hall")
    page.click(".actions button[name=check]")

    expect(page.locator("#feedback h2")).to_contain_text("and the meaning with it: 1.00 of 2 points")
    expect(page.locator("#feedback")).to_contain_text("“not” is missing")


def test_a_few_words_are_kept_and_not_checked(opened, live_server, practice):
    page = go(opened("ben@example.org"), live_server, practice, QUOTATION)
    page.fill("#quotation", "by heart")
    page.click(".actions button[name=check]")

    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("#quotation")).to_have_value("by heart")


# Every page of them


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_nothing_scrolls_sideways_on_a_small_phone(opened, live_server, taken, scripts):
    page = opened("ben@example.org", scripts=scripts, size={"width": 320, "height": 640})
    wide = []
    for position in EVERY:
        go(page, live_server, taken, position)
        edges = page.locator("main *:visible").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
        wide += [position] if max(edges) > 321 else []

    assert wide == []


@pytest.mark.parametrize("size", [WIDE, PHONE, SMALL], ids=lambda size: f"{size['width']}x{size['height']}")
def test_nothing_focused_is_wholly_hidden(opened, live_server, taken, size):
    page, hidden = opened("ben@example.org", size=size), []
    for position in EVERY:
        go(page, live_server, taken, position)
        for _ in range(30):
            page.keyboard.press("Tab")
            hidden += [f"{position}: {name}"] if (name := page.evaluate(COVERED)) else []

    assert hidden == []


def test_every_word_and_control_is_24_pixels_at_least(opened, live_server, taken):
    page = go(opened("ben@example.org", size=PHONE), live_server, taken, REPAIR)
    boxes = page.locator(".words .s").evaluate_all("all => all.map(e => e.getBoundingClientRect())")

    assert min(min(box["width"], box["height"]) for box in boxes) >= 24


def test_axe_finds_nothing(opened, live_server, taken, practice):
    page, found = opened("ben@example.org"), []
    page.emulate_media(reduced_motion="reduce")

    def look(name: str) -> None:
        for scheme in ("light", "dark"):
            for size in (WIDE, PHONE):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size(size)
                found.extend(f"{name} {scheme} {size['width']}: {said}" for said in violations(page))

    for position in EVERY:
        go(page, live_server, taken, position)
        look(f"question {position}")
    word(go(page, live_server, practice, REPAIR), 14).click()
    page.click(".actions button[name=check]")
    expect(page.locator("#feedback h2")).to_be_visible()
    look("feedback")
    page.goto(f"{live_server.url}/attempts/{taken.public_id}/review/")
    page.click("form[action$='/submit/'] button")
    look("results")

    assert found == []
