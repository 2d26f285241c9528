"""Does a page stand still and answer at once on a slow phone? Chromium's own record of its main thread. P9.

The reading page is measured against the same words as bare HTML, each in a fresh profile, in turn. Budgets are asked of
processor time, four times over for a phone, because seconds on the wall belong to whatever else the machine does; what
the wall clock said with Chromium slowed four times stands beside it as a fact.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.browser import chromium, visit
from bench.findings import Finding, Report, together
from bench.ratio import ratio, steady
from bench.server import Server, server
from bench.stage import Stage, Student, stage

SLOWED, LONG, TURNS, WALLS, MARKS = 4, 50, 2, 3, 9
RECORD = ["-*", "toplevel", "loading", "blink.user_timing", "devtools.timeline"]
TASK = "ThreadControllerImpl::RunTask"
WATCH = """
window.seen = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen = entry.startTime; }))
  .observe({ type: "largest-contentful-paint", buffered: true });
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Processor milliseconds of the main thread until the largest paint; what tasks took beyond 50 ms on a processor
    four times slower; the sum of layout shifts."""

    paint: float
    blocked: float
    shift: float


def measured() -> Report:
    with stage(1) as made, server(made.folder, workers=2, threads=4) as serving, chromium() as browser:
        return together((_paints(made, serving, browser), _marks(made, serving, browser)))


def _paints(made: Stage, serving: Server, browser: Browser) -> Report:
    student = made.students[0]
    paths = {"bare": "/bench/text/", "reading": made.reading, "quiz": f"/attempts/{student.attempt}/3/"}
    seen: dict[str, list[Seen]] = {name: [] for name in paths}

    def one_round() -> dict[str, float]:
        found = {name: [_seen(browser, serving, student, path) for _ in range(TURNS)] for name, path in paths.items()}
        for name in paths:
            seen[name] += found[name]
        return {name: median(one.paint for one in found[name]) for name in paths}

    rounds = steady(one_round, [("reading", "bare"), ("quiz", "bare")])
    paint = {name: ratio(rounds, name, "bare") for name in paths}
    pages = ("reading", "quiz")
    return Report(
        tuple(chain.from_iterable(_findings(name, paint[name], seen[name]) for name in pages)),
        {
            f"{name}: CPU ms until the largest paint, times 4": SLOWED * median(s.paint for s in seen[name])
            for name in paths
        }
        | {
            f"{name}: wall ms until it, 4 × slowed": _wall(browser, serving, student, path)
            for name, path in paths.items()
        },
    )


def _findings(name: str, paint: Any, seen: list[Seen]) -> Iterator[Finding]:
    yield Finding("P9", f"{name} page: largest paint ÷ bare HTML, CPU", 1.3, paint.median, paint.spread)
    yield Finding("P9", f"{name} page: blocking at 4 ×, ms", 50, median(one.blocked for one in seen))
    yield Finding("P9", f"{name} page: layout shift", 0, median(one.shift for one in seen))


def _seen(browser: Browser, serving: Server, student: Student, path: str) -> Seen:
    """One first view. A record that began too late to hold the whole of it is made again."""
    for _ in range(5):
        with visit(browser, serving, student) as context:
            page = context.new_page()
            browser.start_tracing(page=page, categories=RECORD)
            page.goto(path, wait_until="load")
            page.wait_for_timeout(400)
            found = _read(json.loads(browser.stop_tracing())["traceEvents"], path)
        if found:
            return found
    raise RuntimeError(f"Chromium recorded no paint of {path}")


def _read(events: list[dict[str, Any]], path: str) -> Seen | None:
    starts = [e for e in events if e["name"] == "navigationStart" and _leads_to(e, path)]
    if not starts:
        return None
    start = starts[-1]
    here = [e for e in events if e["pid"] == start["pid"] and e["ts"] >= start["ts"]]
    paints = [e["ts"] for e in here if e["name"] == "largestContentfulPaint::Candidate"]
    tasks = [e for e in here if e["tid"] == start["tid"] and e["name"] == TASK]
    if not (paints and tasks):
        return None
    return Seen(
        sum(map(_milliseconds, (task for task in tasks if task["ts"] <= max(paints)))),
        sum(max(0, SLOWED * _milliseconds(task) - LONG) for task in tasks),
        sum(e["args"]["data"]["score"] for e in here if e["name"] == "LayoutShift"),
    )


def _leads_to(event: dict[str, Any], path: str) -> bool:
    return str(event["args"].get("data", {}).get("documentLoaderURL", "")).endswith(path)


def _milliseconds(task: dict[str, Any]) -> float:
    return float(task.get("tdur", 0)) / 1000


def _wall(browser: Browser, serving: Server, student: Student, path: str) -> float:
    times = []
    for _ in range(WALLS):
        with visit(browser, serving, student) as context:
            page = context.new_page()
            page.add_init_script(WATCH)
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            page.goto(path, wait_until="load")
            page.wait_for_timeout(1_000)
            times.append(page.evaluate("seen"))
    return median(times)


def _marks(made: Stage, serving: Server, browser: Browser) -> Report:
    """What the main thread does in the third of a second after a press on a sentence: all that it takes to show it."""
    student = made.students[0]
    with visit(browser, serving, student) as context:
        page = context.new_page()
        page.goto(f"/attempts/{student.attempt}/5/", wait_until="networkidle")
        page.locator("label.s input").nth(2).click()
        page.wait_for_timeout(2_000)  # until that is saved
        taken = [SLOWED * _pressed(browser, page, place) for place in range(MARKS)]
    return Report(
        (Finding("P9", "mark to paint at 4 ×, ms", 100, median(taken)),),
        {"mark to paint at 4 ×, ms, most": max(taken)},
    )


def _pressed(browser: Browser, page: Page, place: int) -> float:
    box = page.locator("label.s input").nth(4 + place % 2)
    box.hover()
    page.wait_for_timeout(1_500)
    browser.start_tracing(page=page, categories=RECORD)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_timeout(300)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    press = next(e for e in events if e["name"] == "EventDispatch" and e["args"]["data"]["type"] == "mousedown")
    tasks = [e for e in events if e["name"] == TASK and (e["pid"], e["tid"]) == (press["pid"], press["tid"])]
    return sum(_milliseconds(task) for task in tasks if task["ts"] + task["dur"] >= press["ts"])
