"""What does a save cost, and do thirty-two people who save at once wait for each other? P3."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import count, cycle
from statistics import median
from uuid import UUID, uuid4

from bench.client import Client, mark
from bench.findings import Finding, Report, together
from bench.pages import sliced
from bench.ratio import interleaved, percentile, ratio, steady
from bench.server import Server, server
from bench.stage import QUESTIONS, Stage, stage

WRITERS, SAVES = 32, 40
EACH, TURNS = 15, 4


def measured() -> Report:
    with stage(WRITERS) as made:
        with server(made.folder) as alone:
            cost = _cost(made, alone)
        with server(made.folder, workers=2, threads=4) as crowded:
            return together((cost, _crowd(made, crowded)))


def _cost(made: Stage, serving: Server) -> Report:
    """A save against the bare answer, both by the same students in turn."""
    clients = [Client(serving.port, student) for student in made.students]
    slices = {
        "answer": sliced(serving, _bare(clients), EACH),
        "autosave": sliced(serving, _saves(clients), EACH),
    }
    for once in slices.values():
        once()
    rounds = steady(lambda: interleaved(slices, TURNS), [("autosave", "answer")])
    found = ratio(rounds, "autosave", "answer")
    return Report(
        (Finding("P3", "autosave ÷ bare answer", 1.5, found.median, found.spread),),
        {f"{name} ms": 1000 * median(costs[name] for costs in rounds) / (EACH * TURNS) for name in slices},
    )


def _bare(clients: list[Client]) -> Callable[[], int]:
    turn, places = cycle(clients), count()

    def once() -> int:
        client, place = next(turn), next(places)
        form = {"attempt": client.student.attempt, "mark": [mark(place), mark(place + 5)]}
        return client.post("/bench/answer/", form).status

    return once


def _saves(clients: list[Client]) -> Callable[[], int]:
    """Every student saves one question after another, and the same question again when all have had their turn."""
    rounds = count()
    turn = ((client, position, base) for base in rounds for position in range(1, QUESTIONS + 1) for client in clients)

    def once() -> int:
        client, position, base = next(turn)
        return client.save(position, base, [mark(base), mark(base + 5)]).status

    return once


class Writer:
    """Saves one question again and again, and remembers what was acknowledged, under which mark."""

    def __init__(self, client: Client, position: int, base: int = 0) -> None:
        self.client, self.position, self.base = client, position, base
        self.acknowledged: dict[int, list[str]] = {}
        self.seconds: list[float] = []
        self.errors: list[int] = []
        self.retry_after = 0

    @property
    def item(self) -> int:
        return self.client.student.items[self.position - 1]

    def save(self, key: UUID) -> bool:
        """One save; what was acknowledged is the revision that the next one builds on."""
        marks = [mark(self.base), mark(self.base + 5), mark(3 * self.base + 50)]
        reply = self.client.save(self.position, self.base, marks, key)
        self.retry_after = reply.retry_after
        if reply.status != 200:
            self.errors.append(reply.status)
            return False
        self.base += 1
        self.acknowledged[self.base] = sorted(set(marks))
        self.seconds.append(reply.seconds)
        return True

    def many(self, saves: int) -> None:
        for _ in range(saves):
            self.save(uuid4())


def together_at_once(tasks: list[Callable[[], None]]) -> float:
    """Runs each in a thread of its own; how many seconds all took."""
    threads = [threading.Thread(target=task) for task in tasks]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def lost(writers: list[Writer]) -> list[str]:
    """What was acknowledged and is not in the database word for word. Asked of the file, past the server."""
    from django.db import connection

    from quizzes.models import Answer

    found = {
        (item, revision): sorted(response["mark"])
        for item, revision, response in Answer.objects.filter(item__in=[writer.item for writer in writers]).values_list(
            "item", "revision", "response"
        )
    }
    connection.close()
    return [
        f"item {writer.item} revision {revision}"
        for writer in writers
        for revision, marks in writer.acknowledged.items()
        if found.get((writer.item, revision)) != marks
    ]


def _crowd(made: Stage, serving: Server) -> Report:
    writers = [Writer(Client(serving.port, student), QUESTIONS) for student in made.students]
    for writer in writers:
        writer.base = _stored(writer.item)
        writer.save(uuid4())
        writer.seconds.clear()
    took = together_at_once([lambda writer=writer: writer.many(SAVES) for writer in writers])  # type: ignore[misc]
    seconds = [one for writer in writers for one in writer.seconds]
    p50, p95 = percentile(seconds, 0.5), percentile(seconds, 0.95)
    return Report(
        (
            Finding("P3", "32 writers: p95 ÷ p50 of a save", 4, p95 / p50),
            Finding("P3", "32 writers: saves refused or failed", 0, sum(len(writer.errors) for writer in writers)),
            Finding("P3", "32 writers: acknowledged saves lost", 0, len(lost(writers))),
        ),
        {
            "saves acknowledged": sum(len(writer.acknowledged) for writer in writers),
            "saves a second": len(seconds) / took,
            "refused with": dict(Counter(status for writer in writers for status in writer.errors)),
            "sent again on a new connection": sum(writer.client.resent for writer in writers),
            "p50 ms": 1000 * p50,
            "p95 ms": 1000 * p95,
            "slowest ms": 1000 * max(seconds),
        },
    )


def _stored(item: int) -> int:
    from django.db import connection

    from quizzes.models import Answer

    stored = Answer.objects.filter(item=item).count()
    connection.close()
    return stored
