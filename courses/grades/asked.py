"""What is one student of a class asked by a quiz as it stands now, and what can that earn?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from corpus.models import Revision
from courses.exports import Asked
from quizzes.bank import pools, sources
from quizzes.marks.sums import total
from quizzes.models import KeyCheck, QuestionVersion, QuizItem
from quizzes.questions import KINDS


def asked_now(edition: str = "adapted") -> QuerySet[QuestionVersion]:
    """The newest version of each question whose key stands in the present text: what an attempt would draw from."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    texts = Revision.objects.present().filter(edition__kind=edition)
    stands = KeyCheck.objects.filter(version=OuterRef("pk"), revision__in=texts, flaws=[])
    latest = QuestionVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]))
    return latest.filter(Q(reading="") | Exists(stands) & ~sources.waiting())


def worth() -> Subquery:
    """For steps: what one student can earn in the step's quiz, in hundredths."""
    stands = Q(Exists(asked_now().filter(question=OuterRef("question"))))
    rows = pools.of_one(QuizItem.objects.filter(quiz=OuterRef(OuterRef("quiz"))), stands)
    asked = asked_now().filter(question__items__quiz=OuterRef("quiz"), question__items__in=rows.values("pk"))
    sums = asked.order_by().values("question__items__quiz").annotate(n=total("points"))
    return Subquery(sums.values("n"))


@dataclass(slots=True)
class Questions:
    """What was or would be asked; versions that are no longer asked are fetched when they are met."""

    quizzes: Sequence[int]
    of_quiz: dict[int, list[Asked]] = field(default_factory=dict)
    _versions: dict[int, Asked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = list(_in_order(self.quizzes))
        members = Counter(row.pool for row in rows)
        given: set[int] = set()
        for row in rows:
            asked = self._versions[row.pk] = _asked(row)
            listed = self.of_quiz.setdefault(row.quiz, [])
            if row.pool is None:
                listed.append(asked)
            elif row.pool not in given:
                given.add(row.pool)
                listed += _undrawn(row, members[row.pool])

    def version(self, pk: int) -> Asked:
        if pk not in self._versions:
            self._versions[pk] = _asked(QuestionVersion.objects.select_related("question").get(pk=pk))
        return self._versions[pk]


_ROW = {"quiz": "quiz", "pool": "pool", "label": "pool__label", "take": "pool__take"}


def _in_order(quizzes: Sequence[int]) -> QuerySet[Any]:
    """The questions of these quizzes, each with its quiz and its pool."""
    now = asked_now().filter(question__items__quiz__in=quizzes).order_by("question__items__position")
    return now.annotate(**{name: F(f"question__items__{path}") for name, path in _ROW.items()}).select_related(
        "question"
    )


def _undrawn(row: Any, members: int) -> list[Asked]:
    """Nobody knows yet which questions of a pool a student will be asked; they are worth the same."""
    gives = min(row.take, members)
    return [Asked("", None, "", f"{gives} of {members}: {row.label}", Decimal(row.points))] * gives


def _asked(version: QuestionVersion) -> Asked:
    title = KINDS[version.kind].load(version.body).title
    return Asked(version.question.slug, version.number, version.kind, str(title), Decimal(version.points))
