"""Which attempts do statistics look at, and what did each earn? Final marks of attempts that were handed in.

In practice the first check of a question counts, because after it the proof is on the page. An attempt that waits for a
person's mark is left out until it has one, and so is a question that can earn nothing (SCORING.md §1, suspended).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from math import floor
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from corpus.text.citation import Anchor, BadCitation
from quizzes.analysis.papers import Answered, Paper
from quizzes.models import Item, Mark, Quiz
from quizzes.questions import BY_HAND, KINDS
from quizzes.questions.choice import Choice

VERDICT, EVIDENCE = "verdict", "evidence"
CHOICES = {Choice.kind}  # whose answers are options


class Which(StrEnum):
    """Whose attempt counts where somebody tried several times."""

    FIRST = "first"
    BEST = "best"
    LAST = "last"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt as statistics see it."""

    attempt: int
    user: int
    number: int
    paper: Paper


def papers(quiz: Quiz, which: Which = Which.FIRST) -> list[Paper]:
    """One a student, or all that were handed in."""
    only = {"attempt__number": 1} if which is Which.FIRST else {}
    return [one.paper for one in _chosen(sat(quiz, **only), which)]


def _chosen(found: Iterable[Sat], which: Which) -> Iterable[Sat]:
    if which in (Which.FIRST, Which.ALL):
        return found
    kept: dict[int, Sat] = {}
    for one in found:
        before = kept.get(one.user)
        if before is None or _goes_before(one, before, which):
            kept[one.user] = one
    return kept.values()


def _goes_before(one: Sat, other: Sat, which: Which) -> bool:
    """The later, or the better; of equally good ones the earlier."""
    if which is Which.LAST:
        return one.number > other.number
    return (one.paper.total, -one.number) > (other.paper.total, -other.number)


_OF_AN_ITEM = (
    "attempt_id",
    "attempt__user_id",
    "attempt__number",
    "version_id",
    "version__question_id",
    "version__kind",
    "version__points",
    "marks__version_id",
    "marks__points",
    "marks__possible",
    "marks__parts",
    "marks__edition",
    "marks__answer__response",
)


def sat(quiz: Quiz, **only: Any) -> Iterator[Sat]:
    """The attempts that were handed in and are wholly marked, one after another. One query."""
    rows = _rows(quiz).filter(**only).order_by("attempt_id", "position").values_list(*_OF_AN_ITEM, named=True)
    known: dict[Answered, Answered] = {}  # many answer alike, and a large class is to fit into memory
    for (attempt, user, number), of_attempt in groupby(rows.iterator(), key=lambda row: row[:3]):
        items = list(of_attempt)
        if quiz.is_practice or all(item.marks__version_id for item in items):
            answered = (_answered(item) for item in items)
            yield Sat(
                attempt, user, number, Paper(tuple(known.setdefault(one, one) for one in answered if one.possible))
            )


def _rows(quiz: Quiz) -> QuerySet[Item]:
    later = Mark.objects.filter(item=OuterRef("pk"), number__gt=OuterRef("marked"))
    counts = Q(marked=1) if quiz.is_practice else ~Exists(later)
    handed_in = Item.objects.filter(attempt__quiz=quiz, attempt__submitted_at__isnull=False)
    return handed_in.alias(marked=F("marks__number")).filter(Q(marked=None) | counts)


def _answered(item: Any) -> Answered:
    """By the version whose key made the mark: after a regrade, the corrected one."""
    kind, parts = item.version__kind, (item.marks__parts or {}).get("parts", {})
    if item.marks__version_id is None:  # left blank in practice, where nobody marks what only a person could
        possible = 0 if kind in BY_HAND else _hundredths(item.version__points)
        return Answered(item.version__question_id, item.version_id, 0, possible, _parts(kind))
    return Answered(
        item.version__question_id,
        item.marks__version_id,
        _hundredths(item.marks__points),
        _hundredths(item.marks__possible),
        _parts(kind, bool(parts.get("right")), str(parts.get("evidence", 0))),
        tuple(_picked(kind, item.marks__answer__response or {}, item.marks__edition)),
        parts.get("completeness") == "1/1",
    )


def _hundredths(points: Decimal) -> int:
    return int(points.scaleb(2))


@lru_cache(maxsize=1_000)
def _parts(kind: str, right: bool = False, evidence: str = "0") -> tuple[tuple[str, int], ...]:
    """Verdict and evidence, where a kind asks for both; each in hundredths of itself."""
    if not getattr(KINDS[kind], "verdicts", ()):
        return ()
    return ((VERDICT, 100 * right), (EVIDENCE, floor(100 * Fraction(evidence) + Fraction(1, 2))))


def _picked(kind: str, response: Mapping[str, Any], edition: str) -> Iterator[str]:
    if kind in CHOICES:
        yield from sorted(set(response.get("choice", ())))
    elif KINDS[kind].marks_text:
        found = {sentence(value, edition) for value in response.get("mark", ())}
        yield from sorted(found - {""})


@lru_cache(maxsize=10_000)
def sentence(value: str, edition: str) -> str:
    """What is marked, as a citation: ``cliff-1956/adapted ¶14.2``; empty for what is no place in a text."""
    try:
        anchor = Anchor.of(value)
    except BadCitation:
        return ""
    return cited(anchor, edition)


def cited(anchor: Anchor, edition: str) -> str:
    return f"{anchor.work}/{edition} {anchor.label}"
