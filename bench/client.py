"""How does a student's browser speak to the server? One connection a student, kept open where the server allows it."""

import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bench.server import HOST
from bench.stage import Student
from bench.text import PARAGRAPHS, SENTENCES, WORK

EACH = SENTENCES // PARAGRAPHS


class Reply(NamedTuple):
    """`status` 0 means that nobody answered; `retry_after` is how long the server asked to wait, in seconds."""

    status: int
    body: bytes
    seconds: float
    retry_after: int = 0


@dataclass
class Client:
    port: int
    student: Student
    timeout: float = 60
    resent: int = 0
    script: bool = True
    connection: HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> Reply:
        return self._ask("GET", path, None)

    def post(self, path: str, form: dict[str, object]) -> Reply:
        return self._ask("POST", path, urlencode(form, doseq=True))

    def save(self, position: int, base: int, marks: list[str], key: UUID | None = None) -> Reply:
        """An autosave, as the page's script sends it."""
        form = {"revision": base, "key": key or uuid4(), "verdict": "supported", "missing": "", "mark": marks}
        return self.post(f"/attempts/{self.student.attempt}/{position}/", form)

    def _ask(self, method: str, path: str, body: str | None) -> Reply:
        began = time.perf_counter()
        reused = self.connection is not None
        try:
            return self._answered(method, path, body, began)
        except (OSError, HTTPException):
            self.close()
        # As browsers do: a connection that the server let go while it was idle is no answer, so it is asked once more.
        if reused:
            self.resent += 1
            return self._ask(method, path, body)
        return Reply(0, b"", time.perf_counter() - began)

    def _answered(self, method: str, path: str, body: str | None, began: float) -> Reply:
        connection = self.connection = self.connection or HTTPConnection(HOST, self.port, timeout=self.timeout)
        connection.request(method, path, body, self._headers(body))
        answer = connection.getresponse()
        asked = answer.headers.get("Retry-After", "0")
        return Reply(answer.status, answer.read(), time.perf_counter() - began, int(asked))

    def _headers(self, body: str | None) -> dict[str, str]:
        headers = {"Host": "localhost", "Cookie": self.student.cookies, "Accept-Encoding": "gzip"}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self.student.token,
            }
            if self.script:
                headers["HX-Request"] = "true"
        return headers

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None


def mark(place: int) -> str:
    """The value of a sentence of the text, counted from 0."""
    return f"{WORK}:p{place // EACH % PARAGRAPHS + 1}.s{place % EACH + 1}"
