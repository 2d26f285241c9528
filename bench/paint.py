"""Does a page stand still and answer at once on a slow phone? Chromium at a quarter of this processor's speed. P9.

The reading page is measured against the same words as bare HTML, each in a fresh profile, in turn.
"""

from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from bench.browser import chromium, visit
from bench.findings import Finding, Report, together
from bench.ratio import ratio, steady
from bench.server import Server, server
from bench.stage import Stage, Student, stage

SLOWED, TURNS, CLICKS = 4, 2, 7
WATCH = """
window.seen = { paint: 0, shift: 0, blocked: 0, events: [] };
const watch = (type, act, more = {}) =>
  new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({ type, buffered: true, ...more });
watch("largest-contentful-paint", (entry) => { seen.paint = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
watch("longtask", (entry) => { seen.blocked += Math.max(0, entry.duration - 50); });
watch("event", (entry) => seen.events.push([entry.name, entry.duration]), { durationThreshold: 16 });
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds until the largest paint and of blocking beyond 50 ms a task; the sum of layout shifts."""

    paint: float
    shift: float
    blocked: float


def measured() -> Report:
    with stage(1) as made, server(made.folder, workers=2, threads=4) as serving, chromium() as browser:
        return together((_paints(made, serving, browser), _marks(made, serving, browser)))


def _paints(made: Stage, serving: Server, browser: Browser) -> Report:
    student = made.students[0]
    paths = {"bare": "/bench/text/", "reading": made.reading, "quiz": f"/attempts/{student.attempt}/3/"}
    seen: dict[str, list[Seen]] = {name: [] for name in paths}

    def one_round() -> dict[str, float]:
        turn = [(name, _seen(browser, serving, student, path)) for _ in range(TURNS) for name, path in paths.items()]
        for name, found in turn:
            seen[name].append(found)
        return {name: median(found.paint for known, found in turn if known == name) for name in paths}

    one_round()
    [known.clear() for known in seen.values()]
    rounds = steady(one_round, [("reading", "bare")])
    paint, ours = ratio(rounds, "reading", "bare"), [*seen["reading"], *seen["quiz"]]
    return Report(
        (
            Finding("P9", "reading page: largest paint ÷ bare HTML", 1.3, paint.median, paint.spread),
            Finding("P9", "reading and quiz page: blocking, ms (median)", 50, median(one.blocked for one in ours)),
            Finding("P9", "reading and quiz page: layout shift (most)", 0, max(one.shift for one in ours)),
        ),
        {f"{name}: largest paint ms": median(one.paint for one in found) for name, found in seen.items()}
        | {f"{name}: blocking ms, most": max(one.blocked for one in found) for name, found in seen.items()}
        | {"quiz page: largest paint ÷ bare HTML": ratio(rounds, "quiz", "bare").median},
    )


def _seen(browser: Browser, serving: Server, student: Student, path: str) -> Seen:
    with visit(browser, serving, student) as context:
        page = context.new_page()
        _slow(context.new_cdp_session(page), page)
        page.goto(path, wait_until="load")
        page.wait_for_timeout(600)
        found = page.evaluate("seen")
    return Seen(found["paint"], found["shift"], found["blocked"])


def _slow(session: CDPSession, page: Page) -> None:
    page.add_init_script(WATCH)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})


def _marks(made: Stage, serving: Server, browser: Browser) -> Report:
    """From the press on a sentence to the paint that shows it marked, and the same by the space bar."""
    student = made.students[0]
    with visit(browser, serving, student) as context:
        page = context.new_page()
        _slow(context.new_cdp_session(page), page)
        page.goto(f"/attempts/{student.attempt}/5/", wait_until="networkidle")
        clicks = [_pressed(page, place) for place in range(CLICKS)]
    return Report(
        (Finding("P9", "mark to paint, ms (median)", 100, median(clicks)),),
        {"mark to paint ms, most": max(clicks)},
    )


def _pressed(page: Page, place: int) -> float:
    """Marks a sentence and takes the mark away again; the slower of the two."""
    page.evaluate("seen.events.length = 0")
    for _ in range(2):
        page.locator("label.s input").nth(3 + place).click()
        page.wait_for_timeout(300)
    durations: list[list[Any]] = page.evaluate("seen.events")
    # Chromium reports no event that was painted within 16 ms.
    return max((duration for _, duration in durations), default=16.0)
