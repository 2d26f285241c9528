"""A server that answers as it is told, and a question page for the scripts to work on."""

from collections import deque
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl

from playwright.sync_api import Route

from config.staticfiles import JOINED, JoinedFinder

HERE = Path(__file__).parent
STATIC = HERE.parents[2] / "static"
PAGE = "http://localhost/attempts/maren/3/"
LOGIN = "<title>Log in</title><form><input name='csrfmiddlewaretoken' value='stranger'></form>"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'"
TYPES = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2"}


class Desk:
    """Stands in for the server: keeps what it is sent, and answers like the real one or as told."""

    def __init__(self) -> None:
        self.revision, self.state = 1, []
        self.received: list[dict[str, list[str]]] = []
        self.told: deque = deque()
        self.token = "first"
        self.is_logged_in = True

    def serve(self, route: Route) -> None:
        path = route.request.url.removeprefix("http://localhost")
        if path.startswith("/static/"):
            self._static(route, path.removeprefix("/static/"))
        elif route.request.method == "GET":
            self._html(route, self.page() if self.is_logged_in else LOGIN)
        else:
            self._post(route, route.request.post_data or "")

    def page(self) -> str:
        text = (HERE / "attempt.html").read_text()
        text = text.replace('value="first"', f'value="{self.token}"').replace(
            'data-revision="1"', f'data-revision="{self.revision}"'
        )
        for name, value in self.state:
            text = text.replace(f'name="{name}" value="{value}"', f'name="{name}" value="{value}" checked')
        return text

    def saved(self) -> str:
        marks = [value for name, value in self.state if name == "mark"]
        entries = [f'<li>{mark}<button name="unmark" value="{mark}">Unmark</button></li>' for mark in marks]
        return (
            f'<section id="saved" data-revision="{self.revision}" data-saved-at="14:32"><h3>Marked'
            f" <span data-count>{len(marks)}</span> of 5</h3><ul>{''.join(entries)}</ul></section>"
        )

    def accept(self, data: str) -> str:
        self.revision += 1
        self.state = [pair for pair in parse_qsl(data) if pair[0] in {"mark", "verdict", "nothing_close"}]
        return self.saved()

    def _post(self, route: Route, data: str) -> None:
        self.received.append(parse_qs(data, keep_blank_values=True))
        answer = self.told.popleft() if self.told else self.accept
        if answer == "no connection":
            route.abort()
        elif answer == "lost on the way back":
            self.accept(data)
            route.abort()
        elif isinstance(answer, tuple):
            self._html(route, answer[1], status=answer[0])
        elif f"csrfmiddlewaretoken={self.token}" not in data:
            self._html(route, "Forbidden", status=403)
        else:
            self._html(route, answer(data))

    def _static(self, route: Route, path: str) -> None:
        file = Path(JoinedFinder().find(path)) if path in JOINED else STATIC / path
        body = file.read_bytes()
        route.fulfill(body=body, content_type=TYPES[path.rsplit(".")[-1]])

    def _html(self, route: Route, body: str, status: int = 200) -> None:
        route.fulfill(status=status, body=body, content_type="text/html", headers={"Content-Security-Policy": POLICY})
