"""What did a class answer to one question of a quiz? Its submitted first attempts, each with what counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from quizzes.marks.sums import present_marks, total
from quizzes.models import Answer, Item, Mark, Quiz


@dataclass(frozen=True, slots=True)
class Answered:
    """The latest answer and mark of an item; marks in hundredths. `revision` 0: the question has no one text.
    `marked` is the version whose key made the mark, 0 where there is none."""

    item: int
    kind: str
    version: int
    revision: int
    response: Mapping[str, Any]
    parts: Mapping[str, Any]
    mark: int
    total: int
    marked: int

    @property
    def asked(self) -> tuple[int, int]:
        """Answers are compared only where question and text were the same."""
        return self.version, self.revision


def answers(quiz: Quiz, question: str, users: Any) -> list[Answered]:
    """One query."""
    return list(_answered(_rows(quiz, question, users)))


def _rows(quiz: Quiz, question: str, users: Any) -> QuerySet[Item, Any]:
    later_answer = Answer.objects.filter(item=OuterRef("pk"), revision__gt=OuterRef("saved"))
    later_mark = Mark.objects.filter(item=OuterRef("pk"), number__gt=OuterRef("marked"))
    whole = present_marks().filter(item__attempt=OuterRef("attempt")).order_by().values("item__attempt")
    handed_in = Item.objects.filter(
        version__question__slug=question,
        attempt__quiz=quiz,
        attempt__number=1,
        attempt__submitted_at__isnull=False,
        attempt__user__in=users,
    )
    return (
        handed_in.alias(saved=F("answers__revision"), marked=F("marks__number"))
        .filter(Q(saved=None) | ~Exists(later_answer))
        .filter(Q(marked=None) | ~Exists(later_mark))
        .order_by("-version", "attempt")
        .annotate(total=Subquery(whole.annotate(n=total("points")).values("n")))
        .values_list(
            *("pk", "version__kind", "version", "revision", "answers__response"),
            *("marks__parts", "marks__points", "total", "marks__version"),
        )
    )


def _answered(rows: QuerySet[Item, Any]) -> Iterator[Answered]:
    for item, kind, version, revision, response, outcome, points, whole, marked in rows:
        given = response if isinstance(response, dict) else {}
        parts = (outcome or {}).get("parts", {})
        earned = int((points or 0) * 100)
        yield Answered(item, kind, version, revision or 0, given, parts, earned, whole or 0, marked or 0)
