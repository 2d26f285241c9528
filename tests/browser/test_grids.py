"""Claims held against readings: by mouse and keyboard, without scripts, on a phone."""

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Answer, Attempt
from quizzes.rules import Mode
from tests.browser.conftest import PHONE, SMALL, WIDE
from tests.browser.test_accessibility import COVERED
from tests.browser.test_kinds import looked_at
from tests.factories.accounts import person
from tests.factories.grids import grid_attempt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def taken(school) -> Attempt:
    return grid_attempt(person("Ben Ito"))


@pytest.fixture
def practice(school) -> Attempt:
    return grid_attempt(person("Ben Ito"), Mode.PRACTICE)


def go(page: Page, live_server, taken: Attempt, rest: str = "") -> Page:
    page.goto(f"{live_server.url}/attempts/{taken.public_id}/1/{rest}")
    return page


def stored(taken: Attempt) -> dict:
    return Answer.objects.filter(item__attempt=taken).latest("revision").response["cells"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_cell_is_gone_to_marked_and_returned_from(opened, live_server, taken, scripts, size):
    page = go(opened("ben@example.org", scripts=scripts, size=size), live_server, taken)
    if size is PHONE:
        page.get_by_role("navigation", name="Claims").get_by_role("link", name="Claim 2").click()
    page.get_by_role("group", name="Claim 2, Kessel 1958").get_by_label("Contradicts").check()
    if size is PHONE:
        page.get_by_role("link", name="Previous claim").click()
    page.get_by_role("button", name="Choose evidence: claim 1, Kessel 1958").click()
    page.wait_for_url("**/cell/1/2/")
    page.get_by_label("Contradicts").check()
    page.locator(".s input").first.check()
    page.get_by_role("button", name="Save, all cells").click()
    page.wait_for_url("**/1/#cell-1-2")

    expect(page.locator("#cell-1-2 .mine")).to_have_text("¶1.1")
    assert stored(taken) == {
        "1-2": {"verdict": "contradicts", "mark": ["kessel-1958:p1.s1"]},
        "2-2": {"verdict": "contradicts", "mark": []},
    }


def test_who_goes_to_a_cell_at_once_is_not_told_that_anything_was_lost(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken)
    page.locator("#cell-1-2").get_by_label("Agrees").check()
    page.get_by_role("button", name="Choose evidence: claim 1, Kessel 1958").click()
    page.wait_for_url("**/cell/1/2/")
    page.get_by_label("Contradicts").check()
    page.get_by_role("button", name="Save, all cells").click()
    page.wait_for_url("**/1/#cell-1-2")

    expect(page.locator("#cell-1-2").get_by_label("Contradicts")).to_be_checked()
    expect(page.get_by_text("Something was not saved")).to_have_count(0)
    assert stored(taken)["1-2"]["verdict"] == "contradicts"


def test_both_pages_save_by_themselves(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken)
    page.locator("#cell-1-1").get_by_label("Agrees").check()
    expect(page.locator("#status")).to_contain_text("Saved at")
    go(page, live_server, taken, "cell/1/1/")
    page.locator(".s input").nth(2).check()
    expect(page.locator("#status")).to_contain_text("Saved at")
    expect(page.locator("#saved .marked li")).to_have_count(1)

    assert stored(taken) == {"1-1": {"verdict": "agrees", "mark": ["maren-1956:p1.s3"]}}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_guided_grid_is_checked_and_quotes_on_demand(opened, live_server, practice, scripts):
    page = go(opened("ben@example.org", scripts=scripts, size=PHONE), live_server, practice)
    page.locator("#cell-1-2").get_by_label("Agrees").check()
    page.locator(".actions button[name=check]").click()
    evidence = page.locator("#feedback details", has_text="claim 1, Kessel 1958")
    expect(evidence.locator("q")).to_be_hidden()
    evidence.locator("summary").click()

    expect(evidence.locator("q")).to_have_text("The speech lasted most of a day, and the hall put questions after it.")


def seen(page: Page) -> list[str]:
    """The claims whose cells can be seen."""
    rows = page.locator(".turned tbody tr")
    return [row.locator("th").get_attribute("id") for row in rows.all() if row.locator("fieldset").first.is_visible()]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_on_a_phone_one_claim_is_seen_at_a_time_and_all_are_sent(opened, live_server, taken, scripts):
    page = go(opened("ben@example.org", scripts=scripts, size=PHONE), live_server, taken)
    turns = []
    for number in (1, 2, 3):
        turns.append(seen(page))
        expect(page.get_by_text(f"Claim {number} of 3")).to_be_visible()
        page.locator(f"#cell-{number}-1").get_by_label("Silent").check()
        page.get_by_role("link", name="Next claim" if number < 3 else "Previous claim").click()
    turns.append(seen(page))
    page.locator(".actions button[name=next]").click()
    page.wait_for_url("**/review/")

    assert turns == [["claim-1"], ["claim-2"], ["claim-3"], ["claim-2"]]
    assert stored(taken) == {f"{number}-1": {"verdict": "silent", "mark": []} for number in (1, 2, 3)}
    go(page, live_server, taken)
    assert seen(page) == ["claim-1"]


def test_where_there_is_room_the_whole_table_is_seen(opened, live_server, taken):
    page = go(opened("ben@example.org"), live_server, taken, "#claim-2")

    assert seen(page) == ["claim-1", "claim-2", "claim-3"]
    expect(page.get_by_role("navigation", name="Claims")).to_be_hidden()
    expect(page.get_by_text("Next claim").first).to_be_hidden()


def test_a_turn_by_key_goes_to_the_claim_and_what_was_saved_is_told_beside_it(opened, live_server, taken):
    page = go(opened("ben@example.org", size=PHONE), live_server, taken)
    page.locator("#cell-1-1").get_by_label("Agrees").check()
    page.locator("#cell-1-2").get_by_label("Silent").check()
    expect(page.locator("#state-1")).to_have_text("answered")
    expect(page.locator("#filled")).to_have_text("2 of 6 cells")
    page.get_by_role("link", name="Next claim").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#claim-2")).to_be_focused()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('tr').querySelector('th').id") == "claim-2"
    assert page.evaluate(COVERED) in (None, "")
    page.go_back()
    assert seen(page) == ["claim-1"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_an_error_in_a_claim_that_is_not_seen_is_reached(opened, live_server, taken, scripts):
    page = go(opened("ben@example.org", scripts=scripts, size=PHONE), live_server, taken)
    page.locator("#cell-3-1 input").first.evaluate("one => { one.value = 'perhaps'; one.checked = true; }")
    page.locator("#cell-1-1").get_by_label("Agrees").check()
    if not scripts:
        page.locator(".actions button[name=next]").click()
    page.locator("#errors a").click()

    assert seen(page) == ["claim-3"]
    expect(page.locator("#cell-3-1 legend")).to_be_in_viewport()


def test_on_a_phone_it_is_a_list_or_a_table_that_scrolls_in_its_frame(opened, live_server, taken):
    page = go(opened("ben@example.org", scripts=False, size={"width": 320, "height": 640}), live_server, taken)
    frame = page.get_by_role("region", name="Each claim held against each reading")
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth")
    expect(page.locator("#cell-1-2 legend")).to_be_visible()

    page.get_by_label("Show as one table").check()
    assert frame.evaluate("one => one.scrollWidth > one.clientWidth")
    assert frame.evaluate("one => one.tabIndex") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    heights = page.locator(".matrix :is(.radio, button)").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert all(height >= 44 for height in heights)


@pytest.mark.parametrize("size", [WIDE, PHONE, SMALL], ids=lambda size: f"{size['width']}x{size['height']}")
def test_nothing_focused_is_wholly_hidden(opened, live_server, taken, size):
    page, hidden = opened("ben@example.org", size=size), []
    for rest in ("", "cell/1/2/"):
        go(page, live_server, taken, rest)
        for _ in range(40):
            page.keyboard.press("Tab")
            hidden += [name] if (name := page.evaluate(COVERED)) else []

    assert hidden == []


def test_axe_finds_nothing(opened, live_server, taken, practice):
    page = opened("ben@example.org")
    found = looked_at(go(page, live_server, taken)) + looked_at(go(page, live_server, taken, "cell/1/2/"))
    page.set_viewport_size(PHONE)
    found += looked_at(go(page, live_server, taken, "#claim-2"))
    page.set_viewport_size(WIDE)
    go(page, live_server, practice)
    page.locator("#cell-1-2").get_by_label("Agrees").check()
    page.locator(".actions button[name=check]").click()
    expect(page.locator("#feedback h2")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found += looked_at(page)
    page.goto(f"{live_server.url}/attempts/{taken.public_id}/review/")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/results/")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert found + looked_at(page) == []
