"""What does a course file say of the policies of a quiz? As a step's columns, or every mistake at its field."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from courses.models.course import COUNTS, POLICIES, RELEASES
from courses.terms import policies
from quizzes.questions.base import Flaw, Invalid
from quizzes.questions.codec import flag, text, whole

GUIDED = ("shuffled", "scoring")
GRADED = (
    *("tries", "counts", "delay_minutes", "opens_at", "due_at", "closes_at", "minutes", "stretch_minutes"),
    *("fixed_order", *GUIDED, "pass_mark", "password", "release", "release_at"),
)


def guided(table: Mapping[str, Any]) -> dict[str, Any]:
    return {"shuffled": flag(table, "shuffled"), "policy": _one_of(table, "scoring", POLICIES, "graded")}


def graded(table: Mapping[str, Any]) -> dict[str, Any]:
    """Every column, so that what is taken out of a file is taken out of the step."""
    said = guided(table) | {
        "tries": whole(table, "tries", 1, 0, 100) or None,
        "counts": _one_of(table, "counts", COUNTS, "first"),
        "delay_minutes": whole(table, "delay_minutes", 0, 0, policies.LONGEST_WAIT),
        "minutes": whole(table, "minutes", 0, 0, policies.LONGEST_LIMIT) or None,
        "stretch_minutes": whole(table, "stretch_minutes", 0, 0, policies.LONGEST_LIMIT),
        "fixed_order": flag(table, "fixed_order"),
        "pass_mark": _per_cent(table, "pass_mark"),
        "password": _password(table),
        "release": _one_of(table, "release", RELEASES, "submission"),
        **{name: moment(table, name) for name in ("opens_at", "due_at", "closes_at", "release_at")},
    }
    flaws = tuple(policies.flaws(said, practice=False))
    if flaws:
        raise Invalid(*flaws)
    return said


def moment(table: Mapping[str, Any], name: str) -> datetime | None:
    value = table.get(name)
    if value is not None and (not isinstance(value, datetime) or value.tzinfo is None):
        raise Invalid(Flaw(name, f"“{name}” is a moment with its zone: 2026-11-30T09:00:00+00:00."))
    return value


def _one_of(table: Mapping[str, Any], name: str, choices: list[tuple[str, str]], default: str) -> str:
    value, known = text(table, name, default), [choice for choice, _ in choices]
    if value not in known:
        raise Invalid(Flaw(name, f"“{name}” is “{value[:80]}”; write {', '.join(known[:-1])} or {known[-1]}."))
    return value


def _password(table: Mapping[str, Any]) -> str:
    value = text(table, "password", "").strip()
    if len(value) > 60:
        raise Invalid(Flaw("password", f"“password” has {len(value)} characters; the limit is 60."))
    return value


def _per_cent(table: Mapping[str, Any], name: str) -> Decimal | None:
    value = table.get(name)
    if value is None:
        return None
    try:
        mark = Decimal(str(value))
        if not isinstance(value, bool) and 0 < mark <= 100 and mark == round(mark, 2):
            return mark
    except InvalidOperation:
        pass
    raise Invalid(Flaw(name, f"“{name}” is {str(value)[:80]!r}; give per cent of the points, such as 60 or 62.5."))
