"""Each tab has a name of its own, which stays while it is open; the log of the attempt tells them apart."""

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Answer
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def name(page: Page) -> str:
    return page.input_value("input[name=tab]")


def begun(page: Page, server: str) -> Page:
    page.goto(f"{server}/courses/red-card/1/4/")
    page.locator("form[action*='/start/'] button").click()
    page.wait_for_url("**/attempts/**")
    return page


def save(page: Page, verdict: str) -> None:
    page.check(f"input[value={verdict}]")
    expect(page.locator("#status")).to_contain_text("Saved at")


def test_two_tabs_are_told_apart_and_one_stays_itself(opened, live_server):
    one = begun(opened("ben@example.org"), live_server.url)
    two = one.context.new_page()
    two.goto(one.url.replace("/1/", "/2/"))
    save(one, "supported")
    save(two, "contradicted")
    before = name(one)
    one.reload()

    assert name(one) == before != name(two)
    assert dict(Answer.objects.values_list("item__position", "tab")) == {1: name(one), 2: name(two)}
    one.goto(one.url.rsplit("/", 2)[0] + "/log/")
    expect(one.locator(".log")).to_contain_text("tab 2")


def test_without_scripts_the_page_names_the_tab(opened, live_server):
    page = begun(opened("ben@example.org", scripts=False), live_server.url)
    sent = name(page)
    page.check("input[value=supported]")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_load_state()

    assert Answer.objects.get().tab == sent


@pytest.mark.parametrize("place", ["log/", "1/receipt/"])
def test_the_pages_fit_a_phone_and_print_without_controls(opened, live_server, place):
    page = begun(opened("ben@example.org", size=PHONE), live_server.url)
    save(page, "supported")
    page.goto(page.url.rsplit("/", 2)[0] + "/review/")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/results/")
    page.goto(page.url.replace("results/", place))

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="print")
    expect(page.locator(".noprint").first).to_be_hidden()
