"""What does a restart of PostgreSQL cost a class that is writing? Restarted politely, and as after a crash.

The database server is one of its own (bench.postgres); students wait after a failure as the page's script does.
"""

import time
from dataclasses import dataclass, field

from bench.crowd import Crowd, as_the_page, out_of_turn
from bench.findings import Finding, Report
from bench.postgres import Postgres, postgres
from bench.saving import lost
from bench.server import server
from bench.stage import stage


@dataclass(frozen=True, slots=True)
class Size:
    """`pause` seconds of work before each restart; `modes` as pg_ctl names them; `away` seconds without it."""

    students: int
    saves: int
    modes: tuple[str, ...]
    pause: float
    away: float


FULL = Size(16, 500, ("fast", "immediate") * 3, 3.0, 2.0)
SHORT = Size(8, 300, ("fast", "immediate"), 1.0, 0.5)


@dataclass
class Restarts:
    """How long PostgreSQL itself was away, restart by restart."""

    seconds: list[float] = field(default_factory=list)


def measured(size: Size = FULL) -> Report:
    with (
        postgres() as database,
        stage(size.students, database=database.url) as made,
        server(made.folder, workers=2, threads=4) as serving,
    ):
        crowd, done = Crowd(made, serving.port, as_the_page), Restarts()
        crowd.during(lambda: _restarts(database, crowd, size, done))
        return _report(crowd, size, done)


def _restarts(database: Postgres, crowd: Crowd, size: Size, done: Restarts) -> None:
    for mode in size.modes:
        crowd.busy(size.pause)
        began = time.monotonic()
        database.stop(mode)
        time.sleep(size.away)
        database.start()
        done.seconds.append(time.monotonic() - began)
    while crowd.acknowledged < size.saves:
        crowd.busy(size.pause)
    crowd.busy(size.pause)


def _report(crowd: Crowd, size: Size, done: Restarts) -> Report:
    acknowledged, statuses, restarts = crowd.acknowledged, crowd.statuses, len(done.seconds)
    bare = sum(count for status, count in statuses.items() if status not in {0, 503})
    told = f"{acknowledged} acknowledged saves, {restarts} restarts of PostgreSQL: lost"
    return Report(
        (
            Finding("T6", told, 0, len(lost(crowd.writers))),
            Finding("T6", "too few saves for a verdict", 0, max(0, size.saves - acknowledged)),
            Finding("T7", "answers stored twice or out of turn", 0, out_of_turn(crowd.writers)),
            Finding("T9", "failures without a word: neither 503 nor 200", 0, bare + statuses.get(0, 0)),
        ),
        {
            "acknowledged": acknowledged,
            "restarts": list(size.modes),
            "answered 503": statuses.get(503, 0),
            "answered otherwise": {status: count for status, count in statuses.items() if status != 503},
            "PostgreSQL away, s, at most": max(done.seconds),
            "no save acknowledged for s, at most": crowd.longest_silence,
            "slowest save s": max(seconds for writer in crowd.writers for seconds in writer.seconds),
        },
    )
