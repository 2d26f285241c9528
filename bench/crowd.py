"""Who saves while the ground shakes? Students who send again what was not acknowledged, until they are told to stop."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from uuid import uuid4

from bench.client import Client
from bench.saving import Writer, together_at_once
from bench.stage import QUESTIONS, Stage


class Crowd:
    """`patience` is how long a student waits after a save that failed, by the Retry-After that came with it."""

    def __init__(self, made: Stage, port: int, patience: Callable[[int, int], float]) -> None:
        self.writers = [Writer(Client(port, student), QUESTIONS) for student in made.students]
        self.patience = patience
        self.over = threading.Event()
        self.saved_at: list[float] = []

    def during(self, disturb: Callable[[], None]) -> None:
        """Everybody saves until `disturb` has ended. What it raises is raised here, when all have stopped."""
        trouble: list[Exception] = []

        def told() -> None:
            try:
                disturb()
            except Exception as failed:
                trouble.append(failed)
            finally:
                self.over.set()

        together_at_once([told, *(lambda writer=writer: self._saves(writer) for writer in self.writers)])  # type: ignore[misc]
        for failed in trouble:
            raise failed

    def _saves(self, writer: Writer) -> None:
        """As the page's script: what was not acknowledged is sent again under its key, until it is."""
        key, failed = uuid4(), 0
        while not self.over.is_set():
            if writer.save(key):
                self.saved_at.append(time.monotonic())
                key, failed = uuid4(), 0
            else:
                self.over.wait(self.patience(failed, writer.retry_after))
                failed += 1

    @property
    def acknowledged(self) -> int:
        return len(self.saved_at)

    def busy(self, pause: float, *, at_least: int = 0) -> None:
        """Until students have saved since now, and then some, so that what comes next falls among saves."""
        wanted, until = max(self.acknowledged + len(self.writers), at_least), time.monotonic() + 60
        while self.acknowledged < wanted and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(pause)

    @property
    def longest_silence(self) -> float:
        """Seconds between two acknowledged saves, whoever made them."""
        return max((later - earlier for earlier, later in pairwise(sorted(self.saved_at))), default=0.0)

    @property
    def statuses(self) -> dict[int, int]:
        """How often a save failed, by status; 0 is no answer."""
        return dict(Counter(status for writer in self.writers for status in writer.errors))


def out_of_turn(writers: list[Writer]) -> int:
    """Answers stored twice or in another order. A save that was on its way at the end may stand without a word."""
    from django.db import connection

    from quizzes.models import Answer

    wrong = 0
    for writer in writers:
        stored = list(Answer.objects.filter(item=writer.item).order_by("revision").values_list("revision", flat=True))
        known = len(writer.acknowledged)
        wrong += stored[:known] != list(range(1, known + 1)) or len(stored) > known + 1
    connection.close()
    return wrong


def at_once(failed: int, retry_after: int) -> float:
    """The most that a server can be asked: again and again, ten times a second."""
    return 0.1


def as_the_page(failed: int, retry_after: int) -> float:
    """The back-off of static/js/autosave.js: 1, 2, 4 … 30 seconds, and never before the server asked for it."""
    return float(max(min(2**failed, 30), retry_after))
