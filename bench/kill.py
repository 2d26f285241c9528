"""Is a save lost when the server is killed in the middle of many? ``kill -9``, again and again, with students at work.

It stands for a crash of the server's processes. A power cut would ask the disk as well, which no program can try.
"""

import threading
import time
from collections.abc import Callable
from uuid import UUID, uuid4

from bench.client import Client
from bench.findings import Finding, Report
from bench.saving import Writer, lost, together_at_once
from bench.server import Server, free_port, gunicorn, start, stop
from bench.stage import QUESTIONS, Stage, stage

STUDENTS, SAVES, KILLS, PAUSE = 16, 500, 10, 2.0


def measured() -> Report:
    with stage(STUDENTS) as made:
        port = free_port()
        writers = [Writer(Client(port, student), QUESTIONS) for student in made.students]
        over = threading.Event()
        kills = 0

        def disturb() -> None:
            nonlocal kills
            kills = _killed(made, port, over, lambda: sum(len(writer.acknowledged) for writer in writers))

        together_at_once([disturb, *(lambda writer=writer: _stubborn(writer, over) for writer in writers)])  # type: ignore[misc]
        return _report(writers, kills)


def _killed(made: Stage, port: int, over: threading.Event, count: Callable[[], int]) -> int:
    """Starts and kills the server until enough was saved under enough kills; the last server ends in peace."""
    kills = 0
    try:
        while kills < KILLS or count() < SAVES:
            serving = _started(made, port)
            _busy(count)
            serving.kill()
            kills += 1
        last = _started(made, port)
        _busy(count)
    finally:
        over.set()
    stop(last)
    return kills


def _started(made: Stage, port: int) -> Server:
    return start(made.folder, gunicorn(2, 4, port), port)


def _busy(count: Callable[[], int]) -> None:
    """Until students have saved since the start, and then some, so that the kill falls among saves."""
    before, until = count(), time.monotonic() + 60
    while count() < before + STUDENTS and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(PAUSE)


def _stubborn(writer: Writer, over: threading.Event) -> None:
    """As the page's script: what was not acknowledged is sent again under its key, until it is."""
    key: UUID = uuid4()
    while not over.is_set():
        if writer.save(key):
            key = uuid4()
        else:
            time.sleep(0.1)


def _report(writers: list[Writer], kills: int) -> Report:
    acknowledged = sum(len(writer.acknowledged) for writer in writers)
    refused = [status for writer in writers for status in writer.errors if status]
    return Report(
        (
            Finding("T6", f"{acknowledged} acknowledged saves, {kills} kills: lost", 0, len(lost(writers))),
            Finding("T6", "too few saves or kills for a verdict", 0, max(0, SAVES - acknowledged, KILLS - kills)),
            Finding("T7", "answers stored twice or out of turn", 0, _extra(writers)),
            Finding("T1", "faults that SQLite finds in the file", 0, len(_faults())),
        ),
        {
            "acknowledged": acknowledged,
            "kills": kills,
            "sent again after no answer": sum(writer.errors.count(0) for writer in writers),
            "answered with trouble": {status: refused.count(status) for status in set(refused)},
        },
    )


def _extra(writers: list[Writer]) -> int:
    """Rows beyond one a revision. A save on its way at the end may be stored without having been acknowledged."""
    from django.db import connection

    from quizzes.models import Answer

    extra = 0
    for writer in writers:
        stored = list(Answer.objects.filter(item=writer.item).order_by("revision").values_list("revision", flat=True))
        known = len(writer.acknowledged)
        extra += stored[:known] != list(range(1, known + 1)) or len(stored) > known + 1
    connection.close()
    return extra


def _faults() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        found = [row[0] for row in cursor.execute("PRAGMA integrity_check").fetchall()]
    connection.close()
    return [fault for fault in found if fault != "ok"]
