"""What came of a measurement? Each goal with its budget, what was measured, and by how much it holds or misses."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

type Number = int | float


@dataclass(frozen=True, slots=True)
class Finding:
    """One goal of docs/speed.md. `budget` is the most that is allowed."""

    goal: str
    what: str
    budget: Number
    measured: Number
    spread: float | None = None

    @property
    def holds(self) -> bool:
        return self.measured <= self.budget

    def dump(self) -> dict[str, object]:
        told = {"goal": self.goal, "what": self.what, "budget": self.budget, "measured": _short(self.measured)}
        return told | ({"spread": _short(self.spread)} if self.spread else {}) | {"holds": self.holds}


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark says. `facts` are figures without a budget."""

    findings: tuple[Finding, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)

    def line(self, name: str) -> str:
        told = {
            "bench": name,
            "at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
            "load": round(os.getloadavg()[0], 1),
            "findings": [finding.dump() for finding in self.findings],
            "facts": {what: _short(value) for what, value in self.facts.items()},
        }
        return json.dumps(told, ensure_ascii=False)

    @property
    def holds(self) -> bool:
        return all(finding.holds for finding in self.findings)


def together(reports: Iterable[Report]) -> Report:
    listed = list(reports)
    facts = {what: value for report in listed for what, value in report.facts.items()}
    return Report(tuple(finding for report in listed for finding in report.findings), facts)


def _short(value: object) -> object:
    """Three significant figures are what such a measurement knows."""
    return float(f"{value:.3g}") if isinstance(value, float) else value
