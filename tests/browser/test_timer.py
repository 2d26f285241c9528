"""Is a student told how much time is left, when it is told, and never wrongly that it is up? (UX.md §4)"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from courses.models import Step
from courses.terms import handing
from quizzes.models import Answer, Attempt
from quizzes.taking import timing
from tests.browser.test_scripts_attempt import LISTEN, heard
from tests.factories.courses import step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sits(school, opened, live_server):
    """Opens Ben's attempt, which has so many seconds left by the server's clock."""

    def open_with(seconds: float, *, clock: bool = False, scripts: bool = True, **rules) -> Page:
        Step.objects.filter(pk=step(school, 4).pk).update(minutes=30, **rules)
        page, now = opened("ben@example.org", scripts=scripts), timezone.now()
        ben = User.objects.get(email="ben@example.org")
        taken = handing.begin(step=step(school, 4), user=ben, edition="adapted", return_to="/", now=now)
        began = now - timedelta(minutes=30) + timedelta(seconds=seconds)
        Attempt.objects.filter(pk=taken.pk).update(began_at=began, ends_at=began + timedelta(minutes=30))
        if clock:
            page.clock.install()
        page.goto(f"{live_server.url}/attempts/{taken.public_id}/1/")
        if scripts:
            page.evaluate(LISTEN)
        return page

    return open_with


def face(page: Page):
    return page.locator("#clock .left")


def given(minutes: int) -> None:
    taken = Attempt.objects.get()
    rules = taken.under
    longer = type(rules)(mode=rules.mode, minutes=minutes, base_minutes=30)
    timing.hand_out({taken.user_id: longer}, quiz=taken.quiz_id, now=timezone.now())


def test_minutes_are_told_in_text_and_aloud_at_ten_five_and_one_only(sits):
    page = sits(12 * 60, clock=True)
    expect(face(page)).to_have_text("12 min left")
    for _ in range(11 * 60 + 30):
        page.clock.run_for(1_000)
    expect(face(page)).to_have_text("Less than a minute left")

    assert heard(page) == ["10 minutes left.", "5 minutes left.", "1 minute left."]


def test_the_time_can_be_hidden_and_stays_so_for_the_attempt(sits, live_server):
    page = sits(20 * 60)
    page.get_by_role("button", name="Hide the time").click()
    expect(face(page)).to_be_hidden()
    page.goto(page.url.replace("/1/", "/2/"))
    expect(face(page)).to_be_hidden()
    page.get_by_role("button", name="Show the time").click()

    expect(face(page)).to_be_visible()


def test_at_the_end_what_stands_there_is_saved_and_the_student_is_told(sits):
    page = sits(4)
    page.get_by_label("Supported").check()

    expect(page.get_by_role("heading", name="Time is up")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Time is up. What you saved is handed in.").first).to_be_visible()
    assert Answer.objects.latest("pk").response["verdict"] == "supported"
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Time is up")
    page.get_by_role("button", name="Go on to the results").click()
    assert "/results/" in page.url


def test_who_was_given_time_meanwhile_is_not_told_that_it_is_up(sits):
    page = sits(4)
    given(60)

    expect(face(page)).to_have_text("30 min left", timeout=15_000)
    expect(page.locator("#clock [data-words]")).to_contain_text("60 min (30 + your extra time)")
    expect(page.get_by_text("Time is up")).to_have_count(0)


def test_a_save_brings_the_time_that_was_given(sits):
    page = sits(10 * 60)
    expect(face(page)).to_have_text("10 min left")
    given(60)
    page.get_by_label("Supported").check()

    expect(face(page)).to_have_text("40 min left")
    expect(page.locator("#clock [data-words]")).to_contain_text("60 min (30 + your extra time)")


def test_minutes_are_offered_when_a_minute_is_left(sits):
    page = sits(75, clock=True, stretch_minutes=5)
    add = page.get_by_role("button", name="Add 5 minutes")
    expect(add).to_be_hidden()
    for _ in range(20):
        page.clock.run_for(1_000)
    expect(add).to_be_visible()
    assert "1 minute left. When time runs out you may add 5 minutes, once." in heard(page)
    add.click()

    expect(page.get_by_text("5 min added.")).to_be_visible()
    expect(face(page)).to_have_text("7 min left")


def test_without_scripts_the_page_says_when_it_ends(sits):
    page = sits(75, scripts=False, stretch_minutes=5)

    expect(page.locator("#clock")).to_contain_text("Ends at ")
    expect(page.get_by_role("button", name="Add 5 minutes")).to_be_visible()
