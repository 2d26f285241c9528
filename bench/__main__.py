"""Runs the benchmarks: ``python -m bench`` all of them, ``python -m bench pages`` one. One JSON line each."""

import subprocess
import sys
from importlib import import_module

NAMES = ("pages", "saving", "weight", "paint", "kill", "rush", "start", "memory", "quotations")


def main(asked: list[str]) -> int:
    unknown = set(asked) - set(NAMES)
    if unknown:
        print(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    if len(asked) == 1:
        report = import_module(f"bench.{asked[0]}").measured()
        print(report.line(asked[0]), flush=True)
        return 0 if report.holds else 1
    # Each has a process of its own, because Django is set up once in a process.
    return max(subprocess.run([sys.executable, "-m", "bench", name]).returncode for name in asked or NAMES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
