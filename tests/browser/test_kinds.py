"""Lists to order and to match, figures and evidence: by mouse, by keyboard, without scripts, on a phone."""

import time

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Answer, Attempt, Item
from quizzes.rules import Mode
from quizzes.views import attempts as views
from tests.browser.conftest import PHONE, SMALL, WIDE
from tests.browser.test_accessibility import COVERED, violations
from tests.factories.accounts import person
from tests.factories.kinds import TABLES, attempt_at_kinds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIND, ORDER, MATCH, FIGURE, YEAR = range(1, 6)
EVERY = range(1, len(TABLES) + 2)
LISTEN = """() => {
    window.heard = [];
    const region = document.getElementById("status");
    new MutationObserver(() => heard.push(region.textContent)).observe(region, { childList: true });
}"""


@pytest.fixture
def taken(school) -> Attempt:
    return attempt_at_kinds(person("Ben Ito"))


@pytest.fixture
def practice(school) -> Attempt:
    return attempt_at_kinds(person("Ben Ito"), Mode.PRACTICE)


def go(page: Page, live_server, taken: Attempt, position: int) -> Page:
    page.goto(f"{live_server.url}/attempts/{taken.public_id}/{position}/")
    return page


def listed(page: Page) -> list[str]:
    return page.locator(".order li p").all_inner_texts()


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_contain_text("Saved at")


def stored(taken: Attempt, position: int) -> dict:
    return Answer.objects.filter(item__attempt=taken, item__position=position).latest("revision").response


# A list to be put in order


def test_a_move_is_announced_and_the_button_keeps_the_focus(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, ORDER)
    page.evaluate(LISTEN)
    before = listed(page)
    page.locator("button[value='up c']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    assert page.evaluate("heard") == ["Moved to 2 of 5.", "Moved to 1 of 5.", "It stands at 1 of 5 already."]
    assert page.evaluate("document.activeElement.value") == "up c"
    assert listed(page) == [before[2], before[0], before[1], *before[3:]]
    saved(page)
    assert stored(taken, ORDER) == {"order": ["c", "a", "b", "d", "e"]}


def test_choosing_a_place_moves_the_item_there_and_no_two_share_one(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, ORDER)
    page.locator("select[name=place-e]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")

    expect(page.locator("#status")).to_have_text("Moved to 2 of 5.")
    expect(page.locator("select[name=place-e]")).to_be_focused()
    assert page.locator(".order select").evaluate_all("all => all.map(one => one.value)") == list("12345")
    saved(page)
    assert stored(taken, ORDER) == {"order": ["a", "e", "b", "c", "d"]}


def test_what_was_saved_stands_there_after_a_reload(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, ORDER)
    page.locator("button[value='down a']").click()
    saved(page)
    arranged = listed(page)
    page.reload()

    assert listed(page) == arranged


def test_an_arrangement_that_never_left_the_device_is_put_back_in_order(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, ORDER)
    page.context.set_offline(True)
    page.locator("button[value='down a']").click()
    arranged = listed(page)
    expect(page.locator("#status")).to_have_text("Not saved. Trying again.")
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    expect(page.locator(".order li p").first).to_have_text(arranged[0])
    saved(page)
    assert stored(taken, ORDER)["order"][0] == "b"
    opened.complaints.clear()  # htmx says on the console that there was no connection


def test_a_page_that_was_written_before_the_save_shows_what_was_saved(opened, live_server, taken, monkeypatch):
    page = go(opened("ben@example.org"), live_server, taken, ORDER)
    page.locator("button[value='down a']").click()
    arranged = listed(page)
    monkeypatch.setattr(views, "render", _slowly(views.render))
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    expect(page.locator(".order li p").first).to_have_text(arranged[0])
    saved(page)
    kept = Answer.objects.filter(item__attempt=taken, item__position=ORDER)
    assert [answer.response["order"][0] for answer in kept] == ["b"]


def _slowly(render):
    """A page is written at once and sent late, so that a save overtakes it."""

    def late(request, *args, **facts):
        written = render(request, *args, **facts)
        if request.method == "GET":
            time.sleep(2)
        return written

    return late


def test_without_scripts_a_button_moves_an_item(opened, live_server, taken):
    page = go(opened("ben@example.org", scripts=False), live_server, taken, ORDER)
    before = listed(page)
    page.locator("button[value='down a']").click()
    page.wait_for_url("**/#place-a")

    assert listed(page) == [before[1], before[0], *before[2:]]


def test_without_scripts_places_are_chosen_and_sent_together(opened, live_server, taken):
    page = go(opened("ben@example.org", scripts=False), live_server, taken, ORDER)
    before = listed(page)
    page.locator("select[name=place-a]").select_option("2")
    page.get_by_role("button", name="Reorder").click()
    expect(page.get_by_role("alert")).to_contain_text(f"“{before[0]}” and “{before[1]}” both stand at 2")
    assert page.locator("select[name=place-a]").input_value() == "2"

    page.locator("select[name=place-b]").select_option("1")
    page.get_by_role("button", name="Reorder").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert listed(page) == [before[1], before[0], *before[2:]]


def test_with_scripts_there_is_nothing_to_press_after_choosing(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, ORDER)

    expect(page.get_by_role("button", name="Reorder")).to_be_hidden()


# Figures


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_enter_in_a_figure_saves_it_and_flags_nothing(opened, live_server, taken, scripts):
    page = go(opened("ben@example.org", scripts=scripts), live_server, taken, FIGURE)
    page.fill("#number", "2")
    page.locator("#number").press("Enter")
    page.wait_for_load_state()
    saved(page)

    assert stored(taken, FIGURE)["number"] == "2"
    assert not Item.objects.filter(attempt=taken, flagged=True).exists()


def test_in_practice_enter_checks_the_figure_in_place(opened, live_server, practice):
    page = go(opened("ben@example.org"), live_server, practice, FIGURE)
    page.fill("#number", "2")
    page.select_option("#unit", "months")
    page.locator("#number").press("Enter")

    expect(page.locator("#feedback h2")).to_contain_text("Right: 2.00 of 2 points")
    expect(page.locator("#feedback h2")).to_be_focused()


def test_a_figure_that_is_being_typed_is_told_and_mended(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, FIGURE)
    page.fill("#number", "1,5")
    expect(page.locator("#errors")).to_contain_text("“1,5” is not read as a number")
    expect(page.locator("#number")).to_have_value("1,5")
    page.fill("#number", "1.5")

    saved(page)
    expect(page.locator("#errors")).to_be_hidden()


# Every kind


def answer(page: Page, position: int) -> None:
    """Something wrong of each kind, with the keyboard alone where it matters."""
    if position == FIND:
        page.locator(".s input").first.press("Space")
    elif position == ORDER:
        page.locator("button[value='down a']").press("Enter")
    elif position == MATCH:
        page.locator("select[name=pair-1]").select_option("a")
    else:
        page.fill("#number", "1900")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("position", [FIND, ORDER, MATCH, FIGURE])
def test_a_guided_question_is_checked_and_shows_the_proof(opened, live_server, practice, position, scripts):
    page = go(opened("ben@example.org", scripts=scripts, size=PHONE), live_server, practice, position)
    answer(page, position)
    page.locator(".actions button[name=check]").click()

    expect(page.locator("#feedback .ev.proof, #feedback .ev.missed").first).to_be_visible()
    expect(page.locator("#feedback h2")).to_contain_text("of 2 points")


def test_axe_finds_nothing(opened, live_server, taken, practice):
    page, found = opened("ben@example.org"), []
    for attempt in (taken, practice):
        for position in EVERY:
            go(page, live_server, attempt, position)
            if attempt == practice and position < YEAR:
                answer(page, position)
                page.locator(".actions button[name=check]").click()
                expect(page.locator("#feedback h2")).to_be_visible()
            found += [f"{position} {said}" for said in looked_at(page)]
    page.goto(f"{live_server.url}/attempts/{taken.public_id}/review/")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/results/")
    found += looked_at(page)

    assert found == []


def looked_at(page: Page) -> list[str]:
    found = []
    for scheme in ("light", "dark"):
        for size in (WIDE, PHONE):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size(size)
            found += [f"{scheme} {size['width']}: {said}" for said in violations(page)]
    return found


CONTROLS = ".order select, .order button, .matched select, .figures input, .figures select"


def test_controls_are_as_high_as_a_finger_needs_and_nothing_scrolls_sideways(opened, live_server, taken):
    page = opened("ben@example.org", size={"width": 320, "height": 640})
    for position in EVERY:
        go(page, live_server, taken, position)
        heights = page.locator(CONTROLS).evaluate_all(
            "all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().height)"
        )
        assert all(height >= 44 for height in heights), (position, heights)
        assert bool(heights) is (position != FIND)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, position


@pytest.mark.parametrize("size", [WIDE, PHONE, SMALL], ids=lambda size: f"{size['width']}x{size['height']}")
def test_nothing_focused_is_wholly_hidden(opened, live_server, taken, size):
    page, hidden = opened("ben@example.org", size=size), []
    for position in (ORDER, MATCH, FIGURE):
        go(page, live_server, taken, position)
        for _ in range(45):
            page.keyboard.press("Tab")
            hidden += [name] if (name := page.evaluate(COVERED)) else []

    assert hidden == []


def test_print_shows_the_list_without_its_controls(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, ORDER)
    page.emulate_media(media="print")

    for control in page.locator(".order :is(button, select)").all():
        expect(control).to_be_hidden()
    expect(page.locator(".order li p").first).to_be_visible()
