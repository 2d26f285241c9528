"""Do the attempt page's scripts keep their word? In a real Chromium, against a desk that answers as it is told."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.samples.desk import PAGE, Desk

pytestmark = pytest.mark.browser

LISTEN = """() => {
    window.heard = [];
    const region = document.getElementById("status");
    new MutationObserver(() => heard.push(region.textContent)).observe(region, { childList: true });
}"""


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def attempt(page: Page, desk: Desk) -> Page:
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: "Security" in said.text and page.complaints.append(said.text))
    page.clock.install(time="2026-11-23T14:30:00")
    page.route("**/*", desk.serve)
    page.set_default_timeout(4_000)
    page.goto(PAGE)
    page.clock.pause_at("2026-11-23T14:32:00")
    page.evaluate(LISTEN)
    yield page
    assert page.complaints == []


def sentence(page: Page, anchor: str):
    return page.locator(f"#{anchor} input")


def wait_for_save(page: Page) -> None:
    page.clock.run_for(800)
    expect(page.locator("#status")).to_have_text("Saved at 14:32.")


def settle(page: Page) -> None:
    """Until the page has seen the answer to what it sent."""
    expect(page.locator(".htmx-request")).to_have_count(0)


def heard(page: Page) -> list[str]:
    return page.evaluate("heard")


def focused(page: Page) -> str:
    return page.evaluate("(document.activeElement.closest('[id]') ?? document.activeElement).id")


# Walking and marking


def test_the_text_is_one_tab_stop_entered_where_the_reader_left_it(attempt: Page):
    sentence(attempt, "p14-s1").focus()
    attempt.keyboard.press("ArrowDown")
    attempt.keyboard.press("Tab")
    assert "p14" not in focused(attempt)
    attempt.keyboard.press("Shift+Tab")
    assert focused(attempt) == "p14-s2"


WALKS = [
    ("p14-s1", "ArrowDown", "p14-s2"),
    ("p14-s3", "ArrowDown", "p15-s1"),
    ("p14-s1", "ArrowUp", "p14-s1"),
    ("p15-s1", "ArrowUp", "p14-s3"),
    ("p14-s2", "PageDown", "p15-s1"),
    ("p18-s2", "PageDown", "p18-s2"),
    ("p16-s3", "PageUp", "p15-s1"),
    ("p14-s2", "PageUp", "p14-s1"),
    ("p16-s3", "Home", "p16-s1"),
    ("p16-s3", "End", "p16-s5"),
    ("p16-s3", "Escape", "qh"),
    ("p16-s3", "Control+End", "p16-s3"),
]


def test_keys_walk_by_sentence_and_by_paragraph(attempt: Page):
    for start, key, end in WALKS:
        sentence(attempt, start).focus()
        attempt.keyboard.press(key)
        assert (start, key, focused(attempt)) == (start, key, end)


def test_marking_is_said_once_and_counted_everywhere(attempt: Page):
    sentence(attempt, "p15-s4").focus()
    attempt.keyboard.press("Space")
    attempt.locator("#p16-s3").click()
    attempt.keyboard.press("Space")
    assert heard(attempt) == ["Marked. 1 of 5.", "Marked. 2 of 5.", "Unmarked. 1 of 5."]
    assert attempt.locator("[data-count]").all_inner_texts() == ["1", "1"]


def test_a_sixth_mark_reverts_and_says_so(attempt: Page, desk: Desk):
    for anchor in ("p14-s1", "p14-s2", "p14-s3", "p15-s1", "p15-s2", "p15-s3"):
        attempt.locator(f"#{anchor}").click()
    expect(sentence(attempt, "p15-s3")).not_to_be_checked()
    assert heard(attempt)[-1] == "Limit of 5 reached. Unmark one first."
    wait_for_save(attempt)
    assert len(desk.received[0]["mark"]) == 5


def test_dragging_selects_words_and_does_not_mark(attempt: Page):
    box = attempt.locator("#p14-s1").bounding_box()
    attempt.mouse.move(box["x"] + 60, box["y"] + 20)
    attempt.mouse.down()
    attempt.mouse.move(box["x"] + 260, box["y"] + 20, steps=5)
    attempt.mouse.up()
    assert attempt.evaluate("getSelection().toString()").strip()
    expect(sentence(attempt, "p14-s1")).not_to_be_checked()


def test_unmark_takes_the_mark_away_and_keeps_the_focus(attempt: Page, desk: Desk):
    for anchor in ("p15-s4", "p16-s3"):
        attempt.locator(f"#{anchor}").click()
    wait_for_save(attempt)
    attempt.get_by_role("button", name="Unmark").first.click()
    expect(sentence(attempt, "p15-s4")).not_to_be_checked()
    attempt.clock.run_for(800)
    expect(attempt.locator("#saved")).to_have_attribute("data-revision", "3")
    assert attempt.evaluate("document.activeElement.value") == "w1:p16.s3"
    assert desk.received[-1]["mark"] == ["w1:p16.s3"]


def test_letters_are_no_shortcuts(attempt: Page):
    sentence(attempt, "p14-s1").focus()
    for letter in "xjkmnq":
        attempt.keyboard.press(letter)
    assert (focused(attempt), heard(attempt)) == ("p14-s1", [])


def test_absent_controls_show_for_their_verdict_and_keep_what_was_set(attempt: Page):
    absent = attempt.locator(".absent")
    expect(absent).to_be_hidden()
    attempt.get_by_label("Not in the reading").check()
    attempt.get_by_label("Nothing close to this").check()
    attempt.get_by_label("Supported").check()
    expect(absent).to_be_hidden()
    attempt.get_by_label("Not in the reading").check()
    expect(attempt.get_by_label("Nothing close to this")).to_be_checked()


# Saving


def test_quick_changes_are_one_save_said_once(attempt: Page, desk: Desk):
    for anchor in ("p15-s4", "p16-s3", "p16-s5"):
        attempt.locator(f"#{anchor}").click()
    wait_for_save(attempt)
    attempt.clock.run_for(5_000)
    assert len(desk.received) == 1
    assert heard(attempt)[3:] == ["Saved at 14:32."]


def test_each_state_has_its_key_and_the_newest_revision(attempt: Page, desk: Desk):
    attempt.locator("#p15-s4").click()
    wait_for_save(attempt)
    attempt.get_by_label("Why").fill("He says so himself")
    attempt.clock.run_for(800)
    expect(attempt.locator("#saved")).to_have_attribute("data-revision", "3")
    first, second = desk.received
    assert first["key"] != second["key"]
    assert (first["revision"], second["revision"]) == (["1"], ["2"])
    assert second["why"] == ["He says so himself"]


def test_failing_is_said_once_and_tried_with_growing_patience(attempt: Page, desk: Desk):
    desk.told += ["no connection", (503, "busy"), "no connection"]
    attempt.locator("#p15-s4").click()
    for wait, sent in ((800, 1), (1_000, 2), (2_000, 3), (4_000, 4)):
        attempt.clock.run_for(wait - 50)
        assert len(desk.received) == sent - 1
        attempt.clock.run_for(50)
        settle(attempt)
    expect(attempt.locator("#status")).to_have_text("Saved at 14:32.")
    assert heard(attempt) == ["Marked. 1 of 5.", "Not saved. Trying again.", "Saved at 14:32."]
    assert len({tuple(sent["key"]) for sent in desk.received}) == 1


def test_coming_back_online_sends_at_once(attempt: Page, desk: Desk):
    desk.told += ["no connection"] * 4
    attempt.locator("#p15-s4").click()
    for wait in (800, 1_000, 2_000, 4_000):
        attempt.clock.run_for(wait)
        settle(attempt)
    attempt.evaluate("dispatchEvent(new Event('online'))")
    expect(attempt.locator("#status")).to_have_text("Saved at 14:32.")


def test_a_save_whose_answer_was_lost_is_repeated_before_the_next(attempt: Page, desk: Desk):
    desk.told += ["lost on the way back"]
    attempt.locator("#p15-s4").click()
    attempt.clock.run_for(800)
    expect(attempt.locator("#status")).to_have_text("Not saved. Trying again.")
    attempt.locator("#p16-s3").click()
    attempt.clock.run_for(1_000)
    expect(attempt.locator("#saved")).to_have_attribute("data-revision", "3")
    attempt.clock.run_for(800)
    expect(attempt.locator("#saved")).to_have_attribute("data-revision", "4")
    lost, again, later = desk.received
    assert again == lost
    assert (later["revision"], later["mark"]) == (["3"], ["w1:p15.s4", "w1:p16.s3"])


# Trouble

CONTEST = """<div id="conflict"><section class="flaw stack"><h2>This answer was changed elsewhere</h2>
<button name="revision" value="7" form="answer">Keep this one</button>
<a href="/attempts/maren/3/" data-discard>Keep that one</a></section></div>"""
ERRORS = """<div id="errors" class="flaw" tabindex="-1"><ul><li>Too long: at most 200 letters.</li></ul></div>"""


def test_a_stale_tab_shows_both_versions_and_sends_nothing_until_told(attempt: Page, desk: Desk):
    desk.told += [(409, CONTEST)]
    attempt.locator("#p15-s4").click()
    attempt.clock.run_for(800)
    expect(attempt.get_by_role("heading", name="changed elsewhere")).to_be_focused()
    attempt.locator("#p16-s3").click()
    attempt.clock.run_for(60_000)
    assert len(desk.received) == 1
    attempt.get_by_role("button", name="Keep this one").click()
    expect(attempt.locator("#status")).to_have_text("Saved at 14:32.")
    assert desk.received[1]["revision"] == ["7"]
    assert desk.received[1]["key"] != desk.received[0]["key"]
    expect(attempt.locator("#conflict")).to_be_empty()


def test_keeping_the_other_version_loads_it_and_forgets_this_one(attempt: Page, desk: Desk):
    desk.told += [(409, CONTEST)]
    attempt.locator("#p15-s4").click()
    attempt.clock.run_for(800)
    desk.revision, desk.state = 7, [("mark", "w1:p14.s1")]
    with attempt.expect_navigation():
        attempt.get_by_role("link", name="Keep that one").click()
    expect(sentence(attempt, "p14-s1")).to_be_checked()
    expect(sentence(attempt, "p15-s4")).not_to_be_checked()
    assert attempt.evaluate("localStorage.length") == 0


def test_flaws_found_by_the_button_get_the_focus(attempt: Page, desk: Desk):
    desk.told += [(422, ERRORS)]
    attempt.get_by_role("button", name="Check").click()
    expect(attempt.locator("#errors")).to_be_focused()
    expect(attempt.locator("#errors")).to_contain_text("Too long")


def test_flaws_found_while_writing_leave_the_focus_alone(attempt: Page, desk: Desk):
    desk.told += [(422, ERRORS)]
    attempt.get_by_label("Why").fill("and so on")
    attempt.clock.run_for(800)
    expect(attempt.locator("#errors")).to_contain_text("Too long")
    expect(attempt.get_by_label("Why")).to_be_focused()
    attempt.get_by_label("Why").fill("so")
    wait_for_save(attempt)
    expect(attempt.locator("#errors")).to_be_empty()


def test_an_ended_session_keeps_everything_and_saves_after_the_next_log_in(attempt: Page, desk: Desk):
    desk.told += [(403, "Forbidden")]
    desk.is_logged_in = False
    attempt.locator("#p15-s4").click()
    attempt.clock.run_for(800)
    expect(attempt.get_by_role("heading", name="You are logged out")).to_be_focused()
    expect(attempt.get_by_role("link", name="Log in")).to_have_attribute("target", "_blank")
    expect(sentence(attempt, "p15-s4")).to_be_checked()
    desk.is_logged_in, desk.token = True, "second"
    attempt.evaluate("dispatchEvent(new Event('focus'))")
    expect(attempt.locator("#status")).to_have_text("Saved at 14:32.")
    assert desk.received[-1]["csrfmiddlewaretoken"] == ["second"]


def test_an_old_form_token_is_renewed_without_a_word(attempt: Page, desk: Desk):
    desk.token = "second"
    attempt.locator("#p15-s4").click()
    wait_for_save(attempt)
    assert heard(attempt) == ["Marked. 1 of 5.", "Saved at 14:32."]


def test_an_answer_that_is_refused_twice_is_not_sent_for_ever(attempt: Page, desk: Desk):
    desk.told += [(403, "no"), (403, "no")]
    attempt.locator("#p15-s4").click()
    attempt.clock.run_for(800)
    expect(attempt.get_by_role("heading", name="could not be saved")).to_be_focused()
    attempt.clock.run_for(90_000)
    assert len(desk.received) == 2


def lose_the_page(page: Page) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.evaluate(LISTEN)


def test_unsent_marks_come_back_after_a_reload_and_are_sent(attempt: Page, desk: Desk):
    desk.told += ["no connection"]
    attempt.locator("#p15-s4").click()
    attempt.get_by_label("Why").fill("He says so")
    attempt.clock.run_for(800)
    settle(attempt)
    lose_the_page(attempt)
    expect(sentence(attempt, "p15-s4")).to_be_checked()
    expect(attempt.get_by_label("Why")).to_have_value("He says so")
    wait_for_save(attempt)
    assert attempt.evaluate("localStorage.length") == 0


def test_unsent_marks_are_offered_where_the_answer_changed_meanwhile(attempt: Page, desk: Desk):
    desk.told += ["no connection"]
    attempt.locator("#p15-s4").click()
    attempt.clock.run_for(800)
    settle(attempt)
    desk.revision, desk.state = 7, [("mark", "w1:p14.s1")]
    lose_the_page(attempt)
    expect(sentence(attempt, "p14-s1")).to_be_checked()
    attempt.get_by_role("button", name="Put it back").click()
    expect(sentence(attempt, "p14-s1")).not_to_be_checked()
    wait_for_save(attempt)
    assert (desk.received[-1]["revision"], desk.received[-1]["mark"]) == (["7"], ["w1:p15.s4"])


def test_leaving_asks_only_while_something_is_unsaved(attempt: Page, desk: Desk):
    asked = []
    attempt.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    attempt.locator("#p15-s4").click()
    wait_for_save(attempt)
    attempt.reload()
    assert asked == []
    attempt.locator("#p16-s3").click()
    attempt.reload()
    assert asked == ["beforeunload"]


def test_a_button_waits_for_the_save_that_is_on_its_way(attempt: Page, desk: Desk):
    held: list[Route] = []
    attempt.unroute("**/*")
    attempt.route("**/*", lambda route: held.append(route) if not held else desk.serve(route))
    attempt.locator("#p15-s4").click()
    attempt.clock.run_for(800)
    expect(attempt.locator(".htmx-request")).to_have_count(1)
    attempt.locator("button[name=save]").click()
    assert desk.received == []
    with attempt.expect_navigation():
        desk.serve(held[0])
    assert [sent["revision"] for sent in desk.received] == [["1"], ["2"]]
    assert "save" in desk.received[1]


FEEDBACK = """<div id="feedback" data-revision="2" data-say="Answer checked. 1.25 of 2 points. Feedback follows.">
<h2>Verdict right</h2></div>"""


def test_after_a_check_the_points_are_said_and_the_feedback_has_the_focus(attempt: Page, desk: Desk):
    desk.told += [(200, FEEDBACK)]
    attempt.get_by_label("Supported").check()
    attempt.get_by_role("button", name="Check").click()
    expect(attempt.get_by_role("heading", name="Verdict right")).to_be_focused()
    assert heard(attempt) == ["Answer checked. 1.25 of 2 points. Feedback follows."]
    attempt.clock.run_for(5_000)
    assert len(desk.received) == 1
    assert attempt.locator("input[name=revision]").input_value() == "2"


def test_a_check_waits_for_the_save_that_is_on_its_way(attempt: Page, desk: Desk):
    held: list[Route] = []
    attempt.unroute("**/*")
    attempt.route("**/*", lambda route: held.append(route) if not held else desk.serve(route))
    attempt.locator("#p15-s4").click()
    attempt.clock.run_for(800)
    expect(attempt.locator(".htmx-request")).to_have_count(1)
    attempt.get_by_role("button", name="Check").click()
    desk.told += [desk.accept, (200, FEEDBACK)]
    desk.serve(held[0])
    expect(attempt.get_by_role("heading", name="Verdict right")).to_be_focused()
    assert [sent["revision"] for sent in desk.received] == [["1"], ["2"]]
