"""Is a save lost when the server is killed in the middle of many? ``kill -9``, again and again, with students at work.

It stands for a crash of the server's processes. A power cut would ask the disk as well, which no program can try.
"""

from dataclasses import dataclass

from bench.crowd import Crowd, at_once, out_of_turn
from bench.findings import Finding, Report
from bench.saving import lost
from bench.server import Server, free_port, gunicorn, start, stop
from bench.stage import Stage, stage


@dataclass(frozen=True, slots=True)
class Size:
    """At least so many saves and kills; `pause` seconds of work before each kill."""

    students: int
    saves: int
    kills: int
    pause: float


FULL, SHORT = Size(16, 500, 10, 2.0), Size(8, 500, 3, 0.5)


def measured(size: Size = FULL) -> Report:
    with stage(size.students) as made:
        port, killed = free_port(), list[Server]()
        crowd = Crowd(made, port, at_once)
        crowd.during(lambda: _kills(made, port, crowd, size, killed))
        return _report(crowd, size, len(killed))


def _kills(made: Stage, port: int, crowd: Crowd, size: Size, killed: list[Server]) -> None:
    """Starts and kills the server until enough was saved under enough kills; the last server ends in peace."""
    while len(killed) < size.kills or crowd.acknowledged < size.saves:
        serving = _started(made, port)
        # Each server has its share of the saves, so that a slow machine takes longer and not more kills.
        crowd.busy(size.pause, at_least=size.saves * (len(killed) + 1) // size.kills)
        serving.kill()
        killed.append(serving)
    last = _started(made, port)
    crowd.busy(size.pause)
    crowd.over.set()
    stop(last)


def _started(made: Stage, port: int) -> Server:
    return start(made.folder, gunicorn(2, 4, port), port)


def _report(crowd: Crowd, size: Size, kills: int) -> Report:
    acknowledged, statuses = crowd.acknowledged, crowd.statuses
    return Report(
        (
            Finding("T6", f"{acknowledged} acknowledged saves, {kills} kills: lost", 0, len(lost(crowd.writers))),
            Finding(
                "T6", "too few saves or kills for a verdict", 0, max(0, size.saves - acknowledged, size.kills - kills)
            ),
            Finding("T7", "answers stored twice or out of turn", 0, out_of_turn(crowd.writers)),
            Finding("T1", "faults that SQLite finds in the file", 0, len(_faults())),
        ),
        {
            "acknowledged": acknowledged,
            "kills": kills,
            "sent again after no answer": statuses.pop(0, 0),
            "answered with trouble": statuses,
        },
    )


def _faults() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        found = [row[0] for row in cursor.execute("PRAGMA integrity_check").fetchall()]
    connection.close()
    return [fault for fault in found if fault != "ok"]
