"""Is every page within reach? axe on each page, and what axe has no rule for (UX.md §11)."""

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from corpus.models import Event, GlossaryEntry, Revision, Work
from corpus.text.citation import Anchor
from quizzes.models import Attempt, Question
from quizzes.rules import Mode
from tests.browser.conftest import PHONE, SMALL, WIDE
from tests.factories.accounts import person
from tests.factories.corpus import NOW, WorkFactory, revision
from tests.factories.courses import asking, enrol
from tests.factories.grids import grid_attempt, grid_quiz
from tests.factories.quizzes import LATE, RIGHT, answered, attempt, question
from tests.factories.regrades import LATER, handed_in, looked_at
from tests.factories.written import written_quiz, wrote
from tests.story import MAREN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Axe()
OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
COURSE, NOWHERE = "/courses/red-card/", "/nothing-here/"
GRIDDED = {"cells": {"1-1": {"verdict": "agrees", "mark": ["maren-1956:p1.s3"]}, "3-2": {"verdict": "silent"}}}


def attempts_of_ben(school) -> tuple[Attempt, Attempt]:
    """One handed in, with a right, a wrong and a blank answer, and an open practice attempt."""
    from quizzes.taking import attempts

    ben = person("Ben Ito")
    graded = school.lessons.get().steps.get(position=4)
    taken = attempts.begin(
        quiz=graded.quiz, user=ben, rules=graded.rules(), edition="adapted", return_to=f"{COURSE}1/4/", now=NOW
    )
    answered(taken, 1, RIGHT[1])
    answered(taken, 2, {"verdict": "supported", "mark": ["maren-1956:p4.s2"]})
    answered(taken, 3, {"verdict": "not_in_source", "nothing_close": True})
    attempts.submit(attempt=taken, now=NOW)
    guided = school.lessons.get().steps.get(position=2)
    open_one = attempts.begin(
        quiz=guided.quiz, user=ben, rules=guided.rules(), edition="adapted", return_to=f"{COURSE}1/1/", now=NOW
    )
    return taken, open_one


def waiting_text() -> Revision:
    """One that changes words which a key leans on."""
    return revision(MAREN.replace("What he could not do was say, outside", "He could not say, outside"))


def named_and_dated() -> None:
    """Somebody for the people page, and a day that two works date differently."""
    maren = Work.objects.get(slug="maren-1956")
    GlossaryEntry.objects.create(work=maren, term="Orlo", kind="person", text="A marshal.", paragraphs=[1, 3])
    for work, day in ((maren, date(1956, 2, 24)), (WorkFactory(slug="orlo-1931", year="1931"), date(1956, 2, 25))):
        told = f"{day.day} February 1956"
        Event.objects.create(
            work=work, name="speech", title="The speech", first=day, last=day, words=told, cites=[f"{work.slug}:p1.s1"]
        )


def marked_again(school, taken: Attempt) -> Iterator[str]:
    """A disputed key, a regrade to be asked for, and one to be looked at."""
    from courses.grades import regrades
    from quizzes.regrades import appeals

    item, place = taken.items.select_related("attempt").get(position=2), Anchor("maren-1956", 4, 2)
    made = appeals.dispute(item=item, places=[place], words="Neither confirmed nor denied.", now=LATER)
    question("q2", {**LATE, "proof": [{"adapted": ["¶4.1"]}, {"adapted": ["¶4.2"]}]})
    yield from (f"{COURSE}decide/", f"{COURSE}appeals/{made.public_id}/", f"{COURSE}1/4/regrade/")
    ready = looked_at(taken.quiz, scope=regrades.scope(school), among=[taken.user_id])
    yield from (f"{COURSE}regrades/{ready.public_id}/", f"{COURSE}class/")


def asked_of_five(school) -> Iterator[str]:
    """What a class of five did: figures, the text they marked, a grid, and marks that wait for somebody's hand."""
    lesson, graded = school.lessons.get(), school.lessons.get().steps.get(position=4)
    five = [person(name) for name in ("Ivo", "Jan", "Kim", "Lea", "Mio")]
    enrol(school, *five)
    held = asking(lesson, 8, grid_quiz(), release="hand")
    for student in five:
        handed_in(student, graded.quiz, {1: {**RIGHT[1], "mark": [*RIGHT[1]["mark"], "maren-1956:p1.s1"]}})
        handed_in(student, held.quiz, {1: GRIDDED}, release="hand")
    yield from (f"{COURSE}1/4/statistics/", f"{COURSE}1/4/statistics/of/q1/", f"{COURSE}1/8/release/")
    yield from (f"{COURSE}1/4/heatmap/q1/", f"{COURSE}1/4/heatmap/q1/?view=text")
    yield f"{COURSE}1/4/heatmap/q1/accept/?at=maren-1956:p1.s1"
    yield from (f"{COURSE}1/8/heatmap/grid/", f"{COURSE}1/8/heatmap/grid/?cell=1-1&view=text")


def timed_and_held(school) -> Iterator[str]:
    """A grid against the clock, and one whose marks are not shown yet."""
    ben = person("Ben Ito")
    held = handed_in(ben, grid_quiz(), {1: GRIDDED}, release="hand")
    asking(school.lessons.get(), 8, held.quiz, release="hand", password="red", minutes=20, pass_mark=60)
    open_one = attempt(ben, written_quiz(), minutes=100_000, base_minutes=100_000)
    grid = grid_attempt(ben, Mode.PRACTICE)
    yield from (f"{COURSE}1/8/", f"/attempts/{held.public_id}/results/", f"/attempts/{held.public_id}/log/")
    yield from (f"/attempts/{open_one.public_id}/{end}/" for end in ("1", "review"))
    yield from (f"/attempts/{grid.public_id}/{end}/" for end in ("1", "1/cell/1/1"))


def pages(who: str, school) -> Iterator[str]:
    if who == "":
        yield from ("/account/login/", "/account/password/reset/", "/library/", "/library/maren-1956/")
        yield from ("/library/maren-1956/adapted/0/", "/library/maren-1956/cite/?passage=%C2%B61", NOWHERE)
        yield from ("/library/check/", "/library/search/", "/library/search/?q=speech", "/library/search/?q=elephant")
        named_and_dated()
        yield from ("/library/people/", "/library/timeline/", "/library/maren-1956/adapted/")
    elif who == "ben@example.org":
        taken, running = attempts_of_ben(school)
        yield from ("/", COURSE, f"{COURSE}1/", *(f"{COURSE}1/{step}/" for step in (1, 2, 4)))
        yield from (f"{COURSE}1/1/?edition=original", f"{COURSE}1/1/?edition=pairs", "/library/maren-1956/pairs/0/")
        yield from (f"/attempts/{running.public_id}/{step}/" for step in ("1", "1", "2", "review"))
        yield f"/attempts/{running.public_id}/1/?view=read"
        yield from (f"/attempts/{taken.public_id}/results/", "/account/password/change/", "/account/email/")
        yield from ("/library/maren-1956/adapted/mark/?passage=%C2%B61-2", "/library/notes/")
        yield from (f"/attempts/{taken.public_id}/log/", f"/attempts/{taken.public_id}/2/receipt/")
        yield f"{COURSE}certainty/"
        yield f"/attempts/{taken.public_id}/2/dispute/"
        yield from timed_and_held(school)
    elif who == "ada@example.org":
        taken, _ = attempts_of_ben(school)
        asked = Question.objects.get(slug="q1")
        yield from ("/", f"{COURSE}class/", f"{COURSE}answers/{taken.public_id}/", "/admin/")
        yield from ("/admin/quizzes/question/", f"/admin/quizzes/question/{asked.pk}/change/")
        yield from ("/admin/quizzes/question/add/", "/admin/quizzes/question/add/?kind=source_check")
        yield from ("/admin/quizzes/question/add/?kind=choice", "/admin/quizzes/quiz/", "/admin/courses/course/")
        text = f"/admin/corpus/revision/{waiting_text().pk}"
        yield from ("/admin/corpus/revision/", "/admin/corpus/revision/add/", f"{text}/change/", f"{text}/publish/")
        yield f"{text}/sentences/p1/"
        asking(school.lessons.get(), 9, written_quiz())
        wrote(person("Ben Ito"), written_quiz())
        yield f"{COURSE}marking/"
        yield from (f"{COURSE}marking/1/9/secret/{end}" for end in ("", "second/", "blanks/", "agreement/"))
        yield from (f"{COURSE}answers/{taken.public_id}/{end}" for end in ("log/", "2/receipt/"))
        yield from ("/admin/courses/extratime/add/", "/admin/courses/override/add/")
        yield from ("/admin/courses/enrolment/", "/admin/courses/enrolment/add/", "/admin/courses/lesson/")
        yield f"/admin/courses/course/{school.pk}/change/"
        yield f"/admin/courses/enrolment/{school.enrolments.order_by('pk')[0].pk}/change/"
        yield f"/admin/quizzes/quiz/{taken.quiz_id}/change/"
        yield f"/admin/courses/lesson/{school.lessons.get().pk}/change/"
        yield from asked_of_five(school)
        yield from marked_again(school, taken)
    else:
        yield from ("/", f"{COURSE}class/")


@pytest.mark.parametrize("who", ["", "ben@example.org", "ada@example.org", "dana@example.org"])
def test_axe_finds_nothing(opened, live_server, school, who):
    page = opened(who)
    found = []
    for path in pages(who, school):
        answer = page.goto(live_server.url + path)
        assert answer.ok or path == NOWHERE, f"{path}: {answer.status}"
        for scheme in ("light", "dark"):
            for size in (WIDE, PHONE):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.set_viewport_size(size)
                found += [f"{path} {scheme} {size['width']}: {said}" for said in violations(page)]

    assert found == []


def violations(page: Page) -> Iterator[str]:
    for violation in AXE.run(page, options=OPTIONS).response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['html'][:160]} | {node['failureSummary'][:200]}"


@pytest.mark.parametrize("size", [WIDE, PHONE, SMALL], ids=lambda size: f"{size['width']}x{size['height']}")
def test_nothing_focused_is_wholly_hidden(opened, live_server, school, size):
    page = opened("ben@example.org", size=size)
    _, running = attempts_of_ben(school)
    page.goto(f"{live_server.url}/attempts/{running.public_id}/1/")
    hidden = []
    for _ in range(90):
        page.keyboard.press("Tab")
        hidden += [name] if (name := page.evaluate(COVERED)) else []

    assert hidden == []


COVERED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "";
  const box = (here.closest("label") ?? here).getBoundingClientRect();
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
  const seen = points.some(([x, y]) => {
    const at = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return at && (at === here || here.contains(at) || at.contains(here) || here.closest("label")?.contains(at));
  });
  return seen ? "" : here.outerHTML.slice(0, 120);
}"""


def test_at_320_pixels_nothing_scrolls_sideways(opened, live_server, school):
    page = opened("ben@example.org", size={"width": 320, "height": 640})
    wide = []
    for path in pages("ben@example.org", school):
        page.goto(live_server.url + path)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)

    assert wide == []


# Where no Helvetica and no Arial is installed, systems fall back on this wide face.
SPACING = """:root { --sans: "DejaVu Sans" }
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"""
CLIPPED = """() => [...document.querySelectorAll("main *")].filter(e => {
  const style = getComputedStyle(e);
  return e.children.length === 0 && e.textContent.trim() && style.overflow === "hidden"
    && !e.closest(".hear") && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.outerHTML.slice(0, 100))"""


def test_text_spacing_clips_nothing(opened, live_server, school):
    page = opened("ben@example.org", size=PHONE, bypass_csp=True)
    for path in pages("ben@example.org", school):
        page.goto(live_server.url + path)
        page.add_style_tag(content=SPACING)
        assert page.evaluate(CLIPPED) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


OVERLAPS = """() => [...document.querySelectorAll(".voice")].filter(voice => {
  const above = voice.getBoundingClientRect(), text = voice.nextElementSibling.getBoundingClientRect();
  return above.bottom > text.top + 1;
}).length"""


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_who_speaks_stands_above_the_words(opened, live_server, school, size):
    page = opened("ben@example.org", size=size)
    page.goto(f"{live_server.url}/library/maren-1956/adapted/1/")

    assert page.locator(".voice").count() == 1
    assert page.evaluate(OVERLAPS) == 0


def test_every_sentence_is_a_target_of_24_pixels(opened, live_server, school):
    page = opened("ben@example.org", size=PHONE)
    _, running = attempts_of_ben(school)
    page.goto(f"{live_server.url}/attempts/{running.public_id}/1/")
    heights = page.evaluate(
        "[...document.querySelectorAll('label.s')].flatMap(s => [...s.getClientRects()].map(r => r.height))"
    )

    assert min(heights) >= 24


def test_forced_colours_tell_checked_from_unchecked(opened, live_server, school):
    page = opened("ben@example.org", forced_colors="active")
    _, running = attempts_of_ben(school)
    page.goto(f"{live_server.url}/attempts/{running.public_id}/1/")
    box = page.locator("label.s").first
    before = box.screenshot()
    box.click()
    page.mouse.move(0, 0)

    assert box.screenshot() != before


def test_print_has_no_controls(opened, live_server, school):
    page = opened("ben@example.org")
    taken, running = attempts_of_ben(school)
    page.emulate_media(media="print")
    for path in (f"/attempts/{running.public_id}/1/", f"/attempts/{taken.public_id}/results/", f"{COURSE}1/1/"):
        page.goto(live_server.url + path)
        for control in ("button", ".s input", ".top nav", ".settings"):
            for found in page.locator(control).all():
                expect(found).to_be_hidden()


def test_a_drag_that_selects_text_marks_nothing(opened, live_server, school):
    page = opened("ben@example.org")
    _, running = attempts_of_ben(school)
    page.goto(f"{live_server.url}/attempts/{running.public_id}/1/")
    box = page.locator("label.s").nth(1).bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()

    assert page.locator("input[name=mark]:checked").count() == 0
    assert page.evaluate("getSelection().toString()")


def test_hiding_the_boxes_keeps_the_marks(opened, live_server, school):
    page = opened("ben@example.org")
    _, running = attempts_of_ben(school)
    page.goto(f"{live_server.url}/attempts/{running.public_id}/1/")
    page.locator("label.s").first.click()
    expect(page.locator("#status")).to_contain_text("Saved at")
    page.get_by_role("link", name="Hide boxes to read").click()
    expect(page.locator(".reading input[type=checkbox]")).to_have_count(0)
    page.get_by_role("link", name="Show boxes to mark").click()

    expect(page.locator("label.s input").first).to_be_checked()
