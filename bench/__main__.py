"""Runs the benchmarks: ``python -m bench`` all of them, ``python -m bench pages`` one. One JSON line each.

``python -m bench --short kill rush restart`` takes the small sizes that the tests run.
"""

import subprocess
import sys
from importlib import import_module

from bench.postgres import NoPrograms

NAMES = (
    *("pages", "saving", "weight", "paint", "kill", "rush", "restart", "start", "memory", "quotations", "regrade"),
    "statistics",
)
SHORT = ("kill", "rush", "restart")


def main(asked: list[str]) -> int:
    short = ["--short"] if "--short" in asked else []
    names = [name for name in asked if name != "--short"]
    known = SHORT if short else NAMES
    unknown = set(names) - set(known)
    if unknown:
        print(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    if len(names) == 1:
        return _one(names[0], short=bool(short))
    # Each has a process of its own, because Django is set up once in a process.
    return max(subprocess.run([sys.executable, "-m", "bench", *short, name]).returncode for name in names or known)


def _one(name: str, *, short: bool) -> int:
    module = import_module(f"bench.{name}")
    try:
        report = module.measured(module.SHORT) if short else module.measured()
    except NoPrograms as absent:
        print(f"{name} was NOT run. {absent}", file=sys.stderr)
        return 3
    print(report.line(name), flush=True)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
