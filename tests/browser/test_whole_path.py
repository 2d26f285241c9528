"""Ben reads, answers, proves and hands in; Dana takes the grades out; the numbers are the same."""

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Answer, Mark
from tests.browser.conftest import PHONE, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def start(page: Page, lesson: str, step: int) -> Page:
    page.goto(f"{lesson}{step}/")
    page.locator("form[action*='/start/'] button").click()
    page.wait_for_url("**/attempts/**")
    return page


def sentence(page: Page, name: str):
    return page.locator(f"label.s:has(input[value='maren-1956:{name}'])")


def prove(page: Page, verdict: str, *names: str, with_mouse: bool = True) -> None:
    page.check(f"input[value={verdict}]")
    for name in names:
        if with_mouse:
            sentence(page, name).click()
        else:
            sentence(page, name).locator("input").focus()
            page.keyboard.press("Space")


def hand_in(page: Page) -> None:
    page.wait_for_url("**/review/")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/results/")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "360"])
def test_from_reading_to_the_registrars_file(opened, live_server, scripts, size):
    ben = opened("ben@example.org", scripts=scripts, size=size)
    lesson = f"{live_server.url}/courses/red-card/1/"

    ben.goto(f"{lesson}1/")
    expect(ben.locator("#p2-s3")).to_contain_text("read aloud once")
    start(ben, lesson, 1)
    prove(ben, "supported", "p3.s3", "p3.s5")
    ben.get_by_role("button", name="Check").click()
    expect(ben.locator("#feedback h2")).to_contain_text("Verdict right, proof complete: 2.00 of 2 points")
    ben.goto(f"{lesson}1/")
    expect(ben.locator("#check .register li").first).to_contain_text("proved")
    ben.get_by_role("button", name="Mark section read and continue").click()

    start(ben, lesson, 4)
    prove(ben, "supported", "p3.s3")
    ben.get_by_role("button", name="Save, next").click()
    ben.wait_for_url("**/2/")
    prove(ben, "contradicted", "p4.s1", with_mouse=False)
    ben.get_by_role("button", name="Save, next").click()
    ben.wait_for_url("**/3/")
    prove(ben, "not_in_source", "p4.s1")
    ben.select_option("select[name=missing]", "who")
    ben.get_by_role("button", name="Save, next").click()
    ben.wait_for_url("**/4/")
    ben.check("input[name=choice][value=c]")
    ben.get_by_role("button", name="Save, review").click()
    hand_in(ben)

    expect(ben.locator(".figure")).to_contain_text("5.25")
    expect(ben.locator("#q1")).to_contain_text("1.25 of 2 points")

    dana = opened("dana@example.org", scripts=scripts)
    answer = dana.request.get(f"{live_server.url}/courses/red-card/export/grades.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text(), newline="")))
    assert [(row["student_name"], row["points"], row["possible"]) for row in rows] == [("Ben Ito", "5.25", "8.00")]
    assert sum(mark.points for mark in Mark.objects.filter(item__attempt__quiz__mode="graded")) == 525 / 100


def test_by_keyboard_alone(opened, live_server):
    ben = opened("ben@example.org")
    start(ben, f"{live_server.url}/courses/red-card/1/", 4)
    keys = ben.keyboard
    sentence(ben, "p1.s1").locator("input").focus()

    for key in ("PageDown", "PageDown", "ArrowDown", "ArrowDown", "Space", "End", "Space"):
        keys.press(key)
    expect(ben.locator("#status")).to_have_text("Marked. 2 of 5.")
    keys.press("Escape")
    assert ben.evaluate("document.activeElement.closest('#question') !== null")
    keys.press("Tab")
    keys.press("Space")
    assert ben.is_checked("input[value=supported]")
    expect(ben.locator("#status")).to_contain_text("Saved at")

    marked = [box.get_attribute("value") for box in ben.locator("input[name=mark]:checked").all()]
    assert marked == ["maren-1956:p3.s3", "maren-1956:p3.s5"]


def test_a_reload_loses_no_acknowledged_mark(opened, live_server):
    ben = opened("ben@example.org")
    start(ben, f"{live_server.url}/courses/red-card/1/", 4)
    prove(ben, "supported", "p3.s3")
    expect(ben.locator("#status")).to_contain_text("Saved at")
    ben.reload()

    expect(sentence(ben, "p3.s3").locator("input")).to_be_checked()
    expect(ben.locator(".marked")).to_contain_text("¶3, s3")


def test_a_lost_network_is_said_and_made_good(opened, live_server):
    ben = opened("ben@example.org")
    start(ben, f"{live_server.url}/courses/red-card/1/", 4)
    ben.context.set_offline(True)
    prove(ben, "supported", "p3.s3")
    expect(ben.locator("#status")).to_have_text("Not saved. Trying again.")
    ben.context.set_offline(False)

    expect(ben.locator("#status")).to_contain_text("Saved at")
    assert Answer.objects.latest("pk").response["mark"] == ["maren-1956:p3.s3"]
    opened.complaints.clear()


def test_a_stale_tab_shows_both_versions_and_overwrites_nothing(opened, live_server):
    first = opened("ben@example.org")
    start(first, f"{live_server.url}/courses/red-card/1/", 4)
    second = first.context.new_page()
    second.goto(first.url)
    prove(first, "supported", "p3.s3")
    expect(first.locator("#status")).to_contain_text("Saved at")
    prove(second, "contradicted", "p1.s2")

    expect(second.locator("#conflict")).to_contain_text("This answer was changed elsewhere")
    expect(second.locator("#conflict")).to_contain_text("¶1, s2")
    expect(second.locator("#conflict")).to_contain_text("¶3, s3")
    assert Answer.objects.latest("pk").response["verdict"] == "supported"
    opened.complaints.clear()


def test_each_status_is_said_once(opened, live_server):
    ben = opened("ben@example.org")
    start(ben, f"{live_server.url}/courses/red-card/1/", 4)
    ben.evaluate(
        """() => { window.heard = []; const region = document.getElementById("status");
        new MutationObserver(() => heard.push(region.textContent.trim())).observe(region, {childList: true}); }"""
    )
    sentence(ben, "p3.s3").click()
    expect(ben.locator("#status")).to_contain_text("Saved at")
    sentence(ben, "p3.s3").click()
    expect(ben.locator("#status")).to_contain_text("Unmarked. 0 of 5.")

    said = [words for words in ben.evaluate("heard") if words]
    assert said.count("Marked. 1 of 5.") == 1
    assert sum(words.startswith("Saved at") for words in said) == 1
    assert said.count("Unmarked. 0 of 5.") == 1


def test_the_limit_reverts_the_box_and_says_so(opened, live_server):
    ben = opened("ben@example.org")
    start(ben, f"{live_server.url}/courses/red-card/1/", 4)
    for name in ("p1.s1", "p1.s2", "p1.s3", "p2.s1", "p2.s2", "p2.s3"):
        sentence(ben, name).click()

    expect(ben.locator("#status")).to_have_text("Limit of 5 reached. Unmark one first.")
    assert not sentence(ben, "p2.s3").locator("input").is_checked()
