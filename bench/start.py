"""How long from the start of a process to its first page? Against a bare Django project, in processor time. P14."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.findings import Finding, Report
from bench.ratio import interleaved, ratio, steady
from bench.stage import Stage, stage

TURNS = 2


def measured() -> Report:
    with stage(1) as made:
        slices = {name: _process(made, name) for name in ("bare", "ours")}
        _users(made)
        for once in slices.values():
            once()
        rounds = steady(lambda: interleaved(slices, TURNS), [("ours", "bare")])
        found = ratio(rounds, "ours", "bare")
        return Report(
            (Finding("P14", "process start to first page ÷ bare Django", 2, found.median, found.spread),),
            {f"{name} CPU ms": 1000 * median(costs[name] for costs in rounds) / TURNS for name in slices},
        )


def _process(made: Stage, name: str) -> Callable[[], float]:
    """The processor time of one process from its start to its end."""
    environment = os.environ | {"BARE_DATABASE": str(made.folder / "bare.sqlite3")}
    if name == "bare":
        environment.pop("DJANGO_SETTINGS_MODULE")

    def once() -> float:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.first", name], cwd=Path(__file__).parent.parent, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{name} ended with {process.returncode}")
        return usage.ru_utime + usage.ru_stime

    return once


def _users(made: Stage) -> None:
    """The one table that the bare project reads, with as many rows as our library has works."""
    import sqlite3

    with sqlite3.connect(made.folder / "bare.sqlite3") as file:
        file.execute("create table auth_user (id integer primary key, username text)")
        file.execute("insert into auth_user (username) values ('ada')")
    file.close()
