"""Which marks were made by an older key than the present one, with nobody having looked at what it changes?

Nothing is kept for it: a question's key is newer than its marks when answers were asked by an older version, and no
regrade that covers them was applied or taken back since the newest version was made and they were handed in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from quizzes.models import Attempt, Cause, Item, Mark, Question, QuestionVersion, QuizItem, Regrade
from quizzes.rules import Mode


@dataclass(frozen=True, slots=True)
class Stale:
    """A question whose newest key is not the one that marked; `version` is its number."""

    quiz: int
    question: str
    version: int


def stale(quizzes: Collection[int], *, scope: str = "", whose: Exists | None = None) -> list[Stale]:
    """One query. `whose` says which answers are asked about, by their attempt; without it, everybody's."""
    found = newer_keys(quizzes, scope=Value(scope), whose=whose).order_by("quiz", "position")
    return [Stale(*row) for row in found.values_list("quiz", "question__slug", "newest")]


def newer_keys(quizzes: Any, *, scope: Any, whose: Exists | None = None, **facts: Any) -> "QuerySet[Any]":
    """Questions of quizzes, where older marks stand. May be part of a larger query: `scope` and `facts` are then
    expressions of it, which `whose`, asked inside for each attempt, can name."""
    versions = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    regrades = Regrade.objects.finished().filter(
        Q(scope="") | Q(scope=OuterRef("scope")),
        Q(question=None) | Q(question=OuterRef("question")),
        quiz=OuterRef("quiz"),
    )
    found = QuizItem.objects.filter(quiz__in=quizzes).annotate(
        newest=Subquery(versions.values("number")[:1]),
        newest_at=Subquery(versions.values("made_at")[:1]),
        scope=scope,
        regraded_at=Subquery(regrades.order_by("-asked_at").values("asked_at")[:1]),
        # Only what was handed in after this moment is asked about, by an index, so that a large class costs no more.
        since=Case(
            When(newest__lte=1, then=Value(_NEVER)),
            When(regraded_at__gte=F("newest_at"), then=F("regraded_at")),
            default=Value(_ALWAYS),
            output_field=DateTimeField(),
        ),
        **facts,
    )
    asked = Item.objects.filter(
        attempt=OuterRef("pk"),
        version__question=OuterRef(OuterRef("question")),
        version__number__lt=OuterRef(OuterRef("newest")),
    )
    older = Attempt.objects.filter(
        Exists(asked), quiz=OuterRef("quiz"), submitted_at__gt=OuterRef("since"), rules__mode=Mode.GRADED.value
    )
    return found.filter(Exists(older if whose is None else older.filter(whose)), newest__gt=1)


def taken_back(quizzes: Collection[int], *, whose: Exists) -> list[Stale]:
    """Questions of which marks by the newest key were taken back and stand by an older one. One query.

    They are not stale: somebody has decided. But new attempts are marked by the newest key, which is to be known.
    """
    versions = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    later = Mark.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    back = Mark.objects.filter(
        ~Exists(later),
        cause=Cause.UNDO,
        item__attempt=OuterRef("pk"),
        version__question=OuterRef(OuterRef("question")),
        version__number__lt=OuterRef(OuterRef("newest")),
    )
    found = QuizItem.objects.filter(quiz__in=quizzes).annotate(newest=Subquery(versions.values("number")[:1]))
    taken = Attempt.objects.filter(Exists(back), whose, quiz=OuterRef("quiz"), submitted_at__isnull=False)
    rows = found.filter(Exists(taken), newest__gt=1).order_by("quiz", "position")
    return [Stale(*row) for row in rows.values_list("quiz", "question__slug", "newest")]


_ALWAYS, _NEVER = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def marked_by_older(question: Question) -> int:
    """How many answers handed in for a grade have a mark that the computer made by an older key."""
    later = Mark.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    newer = QuestionVersion.objects.filter(question=question, number__gt=OuterRef("version__number"))
    return (
        Mark.objects.filter(
            ~Exists(later),
            Exists(newer),
            version__question=question,
            item__attempt__submitted_at__isnull=False,
            item__attempt__rules__mode=Mode.GRADED.value,
        )
        .exclude(cause__in=[Cause.HAND, Cause.OVERRIDE])
        .count()
    )
