"""Do three hundred students who hand in within five seconds all get through? On SQLite, with two workers.

Each saves the last answer and hands in, at a moment of her own in the five seconds.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from threading import Barrier
from uuid import uuid4

from bench.client import Client, Reply
from bench.findings import Finding, Report
from bench.ratio import percentile
from bench.saving import Writer, lost, together_at_once
from bench.server import server
from bench.stage import QUESTIONS, stage


@dataclass(frozen=True, slots=True)
class Size:
    students: int
    within: float


FULL, SHORT = Size(300, 5.0), Size(60, 1.0)


def measured(size: Size = FULL) -> Report:
    with stage(size.students) as made, server(made.folder, workers=2, threads=4) as serving:
        writers = [Writer(Client(serving.port, student), QUESTIONS) for student in made.students]
        submitted: list[Reply] = []
        gate, chance = Barrier(size.students), Random(300)
        took = together_at_once([_hands_in(w, chance.uniform(0, size.within), gate, submitted) for w in writers])
        cpu = serving.cpu()
        return _report(size, writers, submitted, took, cpu)


def _hands_in(writer: Writer, after: float, gate: Barrier, submitted: list[Reply]) -> Callable[[], None]:
    def act() -> None:
        gate.wait()
        time.sleep(after)
        writer.save(uuid4())
        submitted.append(writer.client.post(f"/attempts/{writer.client.student.attempt}/submit/", {}))
        writer.client.close()

    return act


def _report(size: Size, writers: list[Writer], submitted: list[Reply], took: float, cpu: float) -> Report:
    statuses = Counter([reply.status for reply in submitted] + [status for w in writers for status in w.errors])
    seconds = [reply.seconds for reply in submitted]
    trouble = sum(count for status, count in statuses.items() if status == 0 or status >= 500)
    refused = sum(count for status, count in statuses.items() if 400 <= status < 500)
    open_still, unmarked = _not_handed_in(writers)
    return Report(
        (
            Finding(
                "T1", f"{size.students} hand in within {size.within:g} s: server errors and no answers", 0, trouble
            ),
            Finding("T1", "refused", 0, refused),
            Finding("T6", "acknowledged last answers lost", 0, len(lost(writers))),
            Finding("T6", "attempts not handed in", 0, open_still),
            Finding("T4", "attempts without all their marks", 0, unmarked),
        ),
        {
            "statuses": dict(statuses),
            "p50 ms": 1000 * percentile(seconds, 0.5),
            "p95 ms": 1000 * percentile(seconds, 0.95),
            "slowest ms": 1000 * max(seconds),
            "all done after s": took,
            "server CPU ms a student": 1000 * cpu / size.students,
        },
    )


def _not_handed_in(writers: list[Writer]) -> tuple[int, int]:
    from django.db import connection
    from django.db.models import Count

    from quizzes.models import Attempt

    mine = Attempt.objects.filter(public_id__in=[writer.client.student.attempt for writer in writers])
    still_open = mine.open().count()
    marked = mine.annotate(marks=Count("items__marks")).filter(marks=QUESTIONS).count()
    connection.close()
    return still_open, len(writers) - marked
