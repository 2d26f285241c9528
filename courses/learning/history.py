"""What has a student done so far? Read from attempts and marks as they are; nothing is kept for it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from corpus.text.citation import Anchor, BadCitation
from courses.learning.lines import Place
from courses.sums import amount
from quizzes.marks.sums import present_marks, total
from quizzes.models import Answer, Attempt, Item, Mark
from quizzes.rules import Rules


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt in numbers. `right` and `points` are for the student only if `shown`, which otherwise is at `shown_at`
    or nobody knows when. `unmarked` answers wait for a person; `unscored` ones can earn nothing."""

    public_id: UUID
    number: int
    submitted_at: datetime | None
    shown: bool
    asked: int
    answered: int
    checked: int
    right: int
    points: Decimal | None
    possible: Decimal | None
    shown_at: datetime | None = None
    is_late: bool = False
    overdue: bool = False
    unmarked: int = 0
    unscored: int = 0

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None


def tries(user: Any, quizzes: Collection[int], now: datetime) -> dict[int, list[Try]]:
    """The attempts at each quiz, by its id, in the order they were begun. One query."""
    items = Item.objects.filter(attempt=OuterRef("pk"))
    marks = present_marks().filter(item__attempt=OuterRef("pk"))
    found = Attempt.objects.of(user).filter(quiz__in=quizzes).order_by("number")
    rows = found.annotate(
        asked=_number(items, "attempt"),
        answered=_number(items.filter(_has_answer()), "attempt"),
        checked=_number(marks, "item__attempt"),
        right=_number(marks.filter(fraction=1), "item__attempt"),
        earned=_sum(marks, "points"),
        worth=_sum(marks, "possible"),
        unscored=_number(marks.filter(possible=0), "item__attempt"),
    )
    by_quiz: dict[int, list[Try]] = defaultdict(list)
    for row in rows:
        by_quiz[row.quiz_id].append(_try(row, now))
    return by_quiz


def _try(row: Any, now: datetime) -> Try:
    rules = row.under
    return Try(
        public_id=row.public_id,
        number=row.number,
        submitted_at=row.submitted_at,
        shown=_shown(rules, row.submitted_at, now),
        asked=row.asked or 0,
        answered=row.answered or 0,
        checked=row.checked or 0,
        right=row.right or 0,
        points=amount(row.earned),
        possible=amount(row.worth),
        shown_at=rules.shown_at,
        is_late=rules.is_late(row.submitted_at),
        overdue=row.is_open and row.has_ended(now),
        unmarked=0 if rules.is_practice or row.is_open else (row.asked or 0) - (row.checked or 0),
        unscored=row.unscored or 0,
    )


def _shown(rules: Rules, submitted_at: datetime | None, now: datetime) -> bool:
    return rules.is_practice or (submitted_at is not None and rules.shows_marks(now))


def _has_answer() -> Exists:
    """The answer that counts is the latest, and it may be blank again."""
    saved = Answer.objects.filter(item=OuterRef("pk"))
    later = Answer.objects.filter(item=OuterRef("item"), revision__gt=OuterRef("revision"))
    return Exists(saved.filter(~Exists(later), blank=False))


def _number(rows: QuerySet[Any], of: str) -> Subquery:
    return Subquery(rows.order_by().values(of).annotate(n=Count("pk")).values("n"))


def _sum(marks: QuerySet[Mark], column: str) -> Subquery:
    return Subquery(marks.order_by().values("item__attempt").annotate(n=total(column)).values("n"))


def proofs(user: Any, quizzes: Collection[int], now: datetime) -> dict[int, set[Place]]:
    """Where the student gave a whole proof and nothing beside it, by quiz. One query, and no key is read."""
    marks = present_marks().filter(fraction=1, item__attempt__user=user, item__attempt__quiz__in=quizzes)
    rows = marks.exclude(answer=None).values_list(
        "item__attempt__quiz", "item__attempt__rules", "item__attempt__submitted_at", "answer__response"
    )
    found: dict[int, set[Place]] = defaultdict(set)
    for quiz, rules, submitted_at, response in rows:
        if _shown(Rules.load(rules), submitted_at, now):
            found[quiz].update(_places(response))
    return found


def _places(response: Any) -> Iterator[Place]:
    for value in response.get("mark", []) if isinstance(response, dict) else []:
        try:
            anchor = Anchor.of(value)
        except (BadCitation, TypeError):
            continue  # a kind of question that marks words and not sentences
        yield Place(anchor.work, anchor.paragraph)
