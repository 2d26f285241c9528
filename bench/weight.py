"""How heavy are the pages, cold? Bytes, requests and nodes as Chromium counts them. P8."""

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from bench.browser import chromium, visit
from bench.client import Client, mark
from bench.findings import Finding, Report, together
from bench.server import Server, server
from bench.stage import Stage, Student, stage
from config.staticfiles import JOINED

KB = 1_000
STATIC = Path(__file__).parent.parent / "static"
OWN = ("css/app.css", "js/app.js")


@dataclass
class View:
    """What one page fetched: the bytes of each address as they came over the wire, headers included."""

    nodes: int = 0
    html: str = ""
    fetched: dict[str, float] = field(default_factory=dict)

    @property
    def font(self) -> float:
        return sum(size for path, size in self.fetched.items() if path.endswith(".woff2"))

    @property
    def without_font(self) -> float:
        return sum(self.fetched.values()) - self.font


def measured() -> Report:
    with stage(1) as made, server(made.folder, workers=2, threads=4) as serving, chromium() as browser:
        pages = {"reading page": made.reading, "quiz page": _answered(made, serving)}
        views = {name: _viewed(browser, serving, made.students[0], path) for name, path in pages.items()}
        return together(
            [
                *(_report(name, view) for name, view in views.items()),
                Report((Finding("UX", "own CSS and JavaScript, KB compressed", 20, _own() / KB),)),
            ]
        )


def _own() -> int:
    """Our part of what a page with scripts asks for; htmx, joined to it, is counted with the page."""
    parts = [[part for part in JOINED[path] if not part.startswith("django_htmx/")] for path in OWN]
    return sum(len(gzip.compress(b"".join((STATIC / name).read_bytes() for name in names))) for names in parts)


def _answered(made: Stage, serving: Server) -> str:
    """The quiz page with an answer and three marks, because that is more than the empty one."""
    client = Client(serving.port, made.students[0])
    client.save(3, 0, [mark(place) for place in (8, 40, 77)])
    return f"/attempts/{made.students[0].attempt}/3/"


def _viewed(browser: Browser, serving: Server, student: Student, path: str) -> View:
    seen = View()
    with visit(browser, serving, student) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        paths: dict[str, str] = {}
        session.on("Network.responseReceived", lambda e: paths.update({e["requestId"]: e["response"]["url"]}))
        session.on("Network.loadingFinished", lambda e: _weigh(seen, paths, e))
        answer = page.goto(path, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        seen.nodes = page.evaluate("document.querySelectorAll('*').length")
        seen.html = answer.text()
    return seen


def _weigh(seen: View, paths: dict[str, str], event: dict[str, object]) -> None:
    path = urlsplit(paths.get(str(event["requestId"]), "")).path
    seen.fetched[path] = float(str(event["encodedDataLength"]))


def _report(name: str, view: View) -> Report:
    html = gzip.compress(view.html.encode(), 6)
    page = next(size for path, size in view.fetched.items() if not path.startswith("/static/"))
    findings = [
        Finding("P8", f"{name}, cold, without the font: KB as sent", 45, view.without_font / KB),
        Finding("P8", f"{name}: requests", 5, len(view.fetched)),
        Finding("P8", f"{name}: nodes", 1_500, view.nodes),
    ]
    if name == "quiz page":
        findings.append(Finding("UX", "quiz page, 120 sentences: KB of HTML, gzip", 15, len(html) / KB))
    return Report(
        tuple(findings),
        {
            f"{name}: KB of HTML as sent": page / KB,
            f"{name}: KB of HTML, gzip": len(html) / KB,
            f"{name}: KB if the HTML came gzipped": (view.without_font - page + len(html)) / KB,
            f"{name}: KB of the font": view.font / KB,
            f"{name}: files": {path: round(size) for path, size in view.fetched.items()},
        },
    )
