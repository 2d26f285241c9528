"""A killed server, a full disk, two tabs, a log-in that ends: is her work there, and is she told? (T8, T9, T19)"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from quizzes.models import Answer, Attempt
from tests.browser.conftest import PASSWORD
from tests.factories.accounts import person
from tests.factories.quizzes import attempt
from tests.serving import Server, full_disk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# In the middle of an outage the page has waited 1 + 2 seconds; it must have tried again twice.
PATIENCE = 20_000
NOT_SAVED = "Not saved. Trying again."


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory) -> Iterator[Server]:
    """A server in processes of its own; who kills it starts it again."""
    made = Server(tmp_path_factory.mktemp("server"), workers=2)
    yield made
    made.stop()


@pytest.fixture
def taken(school) -> Attempt:
    return attempt(person("Ben Ito"))


@pytest.fixture
def tab(browser: Browser, server: Server, taken: Attempt) -> Iterator[Callable[..., Page]]:
    """Opens the first question; tabs of one browser share what is logged in and what is kept."""
    contexts = {scripts: browser.new_context(java_script_enabled=scripts) for scripts in (True, False)}

    def opened(*, scripts: bool = True) -> Page:
        contexts[scripts].add_cookies([{**_session(taken), "url": server.url}])
        page = contexts[scripts].new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{server.url}/attempts/{taken.public_id}/1/")
        return page

    yield opened
    for context in contexts.values():
        context.close()


def _session(taken: Attempt) -> dict[str, str]:
    inside = Client()
    inside.force_login(taken.user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": inside.cookies[name].value}


def box(page: Page, name: str):
    return page.locator(f"input[name=mark][value='maren-1956:{name}']")


def says(page: Page, words: str) -> None:
    expect(page.locator("#status")).to_contain_text(words, timeout=PATIENCE)


def marked(taken: Attempt) -> list[list[str]]:
    """The sentences of each saved state of the first answer."""
    found = Answer.objects.filter(item__attempt=taken, item__position=1).order_by("revision")
    return [[mark.partition(":")[2] for mark in answer.response["mark"]] for answer in found]


# The server is killed


def test_a_server_that_is_killed_in_the_middle_loses_nothing_and_is_asked_with_growing_patience(server, tab, taken):
    page, failed = tab(), list[float]()
    page.on("requestfailed", lambda request: failed.append(page.evaluate("performance.now()")))
    box(page, "p3.s3").check()
    says(page, "Saved at")

    server.kill()
    box(page, "p3.s5").check()
    says(page, NOT_SAVED)
    page.wait_for_timeout(3_500)
    expect(box(page, "p3.s5")).to_be_checked()
    waits = [later - earlier for earlier, later in pairwise(failed)]
    assert len(waits) >= 2
    assert waits[1] > 1.5 * waits[0]

    server.start()
    says(page, "Saved at")
    assert marked(taken) == [["p3.s3"], ["p3.s3", "p3.s5"]]


def test_who_presses_a_button_while_the_server_is_away_stays_with_her_work_until_it_is_back(server, tab, taken):
    page = tab()
    server.kill()
    box(page, "p3.s3").check()
    page.get_by_role("button", name="Save, next").click()
    says(page, NOT_SAVED)
    expect(box(page, "p3.s3")).to_be_checked()

    server.start()
    says(page, "Saved at")
    assert marked(taken) == [["p3.s3"]]
    page.get_by_role("button", name="Save, next").click()
    page.wait_for_url("**/2/")


def test_who_presses_again_while_the_server_is_away_finds_her_work_when_it_is_back(server, tab, taken):
    page = tab()
    server.kill()
    box(page, "p3.s3").check()
    says(page, NOT_SAVED)
    page.get_by_role("button", name="Save, next").click()
    page.wait_for_url("chrome-error://**")

    server.start()
    page.goto(f"{server.url}/attempts/{taken.public_id}/1/")
    expect(box(page, "p3.s3")).to_be_checked()
    says(page, "Saved at")
    assert marked(taken) == [["p3.s3"]]


# The disk is full


def test_a_full_disk_is_said_and_the_work_stays_until_there_is_room(server, tab, taken):
    page = tab()
    with full_disk(server):
        box(page, "p3.s3").check()
        says(page, NOT_SAVED)
        expect(box(page, "p3.s3")).to_be_checked()
        assert marked(taken) == []
    says(page, "Saved at")

    assert marked(taken) == [["p3.s3"]]


def test_without_scripts_a_full_disk_gives_the_answer_back_to_be_sent_again(server, tab, taken):
    page = tab(scripts=False)
    box(page, "p3.s3").check()
    page.check("input[value=supported]")
    with full_disk(server):
        page.get_by_role("button", name="Save", exact=True).last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The server could not store this just now")
    page.get_by_role("button", name="Send it again").click()

    expect(box(page, "p3.s3")).to_be_checked()
    assert marked(taken) == [["p3.s3"]]


# Two tabs of one browser


@pytest.fixture
def contest(tab, taken) -> tuple[Page, Page]:
    """Two tabs that began with the same state; the first has saved, the second was told of it."""
    first, second = tab(), tab()
    box(first, "p3.s3").check()
    says(first, "Saved at")
    box(second, "p1.s2").check()
    expect(second.locator("#conflict")).to_contain_text("This answer was changed elsewhere")
    expect(second.locator("#conflict")).to_contain_text("¶1, s2")
    expect(second.locator("#conflict")).to_contain_text("¶3, s3")
    assert marked(taken) == [["p3.s3"]]
    return first, second


def test_who_keeps_this_one_has_it_saved_on_top_of_the_other(contest, taken):
    _, second = contest
    second.get_by_role("button", name="Keep this one").click()
    says(second, "Saved at")

    expect(second.locator("#conflict")).to_be_empty()
    assert marked(taken) == [["p3.s3"], ["p1.s2"]]


def test_who_keeps_that_one_sees_it_and_saves_nothing(contest, taken):
    _, second = contest
    second.get_by_role("link", name="Keep that one").click()
    expect(box(second, "p3.s3")).to_be_checked()
    expect(box(second, "p1.s2")).not_to_be_checked()

    assert marked(taken) == [["p3.s3"]]


def test_the_tab_that_was_overruled_is_told_too(contest, taken):
    first, second = contest
    second.get_by_role("button", name="Keep this one").click()
    says(second, "Saved at")
    box(first, "p3.s5").check()

    expect(first.locator("#conflict")).to_contain_text("This answer was changed elsewhere")
    assert marked(taken) == [["p3.s3"], ["p1.s2"]]


def test_without_scripts_two_tabs_meet_the_same_choice(tab, taken):
    first, second = tab(scripts=False), tab(scripts=False)
    for page, name in ((first, "p3.s3"), (second, "p1.s2")):
        box(page, name).check()
        page.get_by_role("button", name="Save", exact=True).last.click()
    expect(second.get_by_role("heading", name="This answer was changed elsewhere")).to_be_visible()
    second.get_by_role("button", name="Keep this one").click()

    expect(box(second, "p1.s2")).to_be_checked()
    assert marked(taken) == [["p3.s3"], ["p1.s2"]]


# The log-in ends


def log_in_elsewhere(page: Page) -> None:
    """In the tab that the link opens."""
    with page.context.expect_page() as opening:
        page.get_by_role("main").get_by_role("link", name="Log in").click()
    other = opening.value
    other.fill("input[name=login]", "ben@example.org")
    other.fill("input[name=password]", PASSWORD)
    other.click("form[action*=login] button")
    other.wait_for_url(lambda url: "login" not in url)
    page.bring_to_front()


def test_a_log_in_that_ends_in_the_middle_of_an_answer_loses_nothing(tab, taken):
    page = tab()
    box(page, "p3.s3").check()
    says(page, "Saved at")
    Session.objects.all().delete()
    box(page, "p3.s5").check()
    expect(page.get_by_role("heading", name="You are logged out")).to_be_focused()
    log_in_elsewhere(page)
    page.get_by_role("button", name="Try again").click()

    says(page, "Saved at")
    expect(box(page, "p3.s5")).to_be_checked()
    assert marked(taken) == [["p3.s3"], ["p3.s3", "p3.s5"]]


def test_without_scripts_the_answer_waits_on_the_page_until_the_next_log_in(tab, taken):
    page = tab(scripts=False)
    box(page, "p3.s3").check()
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are logged out")
    log_in_elsewhere(page)
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send it again")
    page.get_by_role("button", name="Send it again").click()

    expect(box(page, "p3.s3")).to_be_checked()
    assert marked(taken) == [["p3.s3"]]
