"""How much memory does the default run take, and does it grow with use? ``make demo``, one process. P13."""

import sys
from itertools import cycle

from bench.client import Client
from bench.findings import Finding, Report
from bench.server import HOST, Server, free_port, start, stop
from bench.stage import QUESTIONS, Stage, stage

FIRST, LAST = 1_000, 4_000


def measured() -> Report:
    with stage(8, debug=True) as made:
        serving = _demo(made)
        try:
            early = _after(serving, made, FIRST)
            late = _after(serving, made, LAST - FIRST)
            peak = serving.memory("VmHWM")
        finally:
            stop(serving)
    return Report(
        (
            Finding("P13", "default run: peak MB", 110, peak),
            Finding("P13", f"memory after {LAST} requests ÷ after {FIRST}", 1.05, late / early),
        ),
        {f"MB after {FIRST}": early, f"MB after {LAST}": late},
    )


def _demo(made: Stage) -> Server:
    """The command that a newcomer runs, on a database that already holds the measured class."""
    port = free_port()
    return start(made.folder, [sys.executable, "manage.py", "demo", f"{HOST}:{port}"], port, patience=300)


def _after(serving: Server, made: Stage, requests: int) -> float:
    """Megabytes after so many more requests: readings, quiz pages and home pages by all students in turn."""
    students = cycle([Client(serving.port, student) for student in made.students])
    for place in range(requests):
        client = next(students)
        paths = (made.reading, f"/attempts/{client.student.attempt}/{place % QUESTIONS + 1}/", "/")
        reply = client.get(paths[place % len(paths)])
        if reply.status != 200:
            raise RuntimeError(f"The server answered {reply.status}:\n{serving.log.read_text()[-2000:]}")
    return serving.memory()
