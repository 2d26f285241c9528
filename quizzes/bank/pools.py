"""Which questions stand in a quiz's pools, what is a student given of them, and is that the same for all?"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quizzes import drawing
from quizzes.drawing import Seen, Slot
from quizzes.models import Attempt, Item, Pool, Question, QuestionVersion, Quiz, QuizItem
from quizzes.rules import Refused

_ALL = Q()


def picked(quiz: Quiz, standing: Sequence[QuestionVersion], *, seed: int, seen: Seen) -> list[QuestionVersion]:
    """Of the questions that can be asked, in the order of the quiz, those that one student is asked.

    Raises Refused where a pool would give one student more points than another.
    """
    slots = list(_slots(quiz, standing))
    if uneven := drawing.uneven(slots):
        raise Refused(f"{uneven} Nobody can be given a fair draw until your instructor mends this quiz.")
    by_question = {version.question_id: version for version in standing}
    return [by_question[question] for question in drawing.draw(slots, seed, seen)]


def _slots(quiz: Quiz, standing: Iterable[QuestionVersion]) -> Iterator[Slot]:
    pools = {
        row.question_id: drawing.Pool(row.pool.pk, row.pool.label, row.pool.take)
        for row in QuizItem.objects.filter(quiz=quiz).exclude(pool=None).select_related("pool")
        if row.pool is not None
    }
    for version in standing:
        yield Slot(version.question_id, version.points, pools.get(version.question_id))


def seen_by(user: Any, quiz: Quiz, *, before: Attempt | None = None) -> dict[int, int]:
    """By question, the last attempt at this quiz in which the student was asked it; empty where it has no pool."""
    if not Pool.objects.filter(quiz=quiz).exists():
        return {}
    asked = Item.objects.filter(attempt__quiz=quiz, attempt__user=user)
    if before is not None:
        asked = asked.filter(attempt__number__lt=before.number)
    rows = asked.order_by().values("version__question").annotate(last=Max("attempt__number"))
    return dict(rows.values_list("version__question", "last"))


def of_one(items: QuerySet[QuizItem], only: Q = _ALL) -> QuerySet[QuizItem]:
    """As many rows of a quiz as one student is asked: the fixed ones, and the first of each pool up to what it gives.

    Which of a pool does not matter for counting and for points, because they are worth the same. `only` is a condition
    on rows, such as that their questions can be asked now.
    """
    earlier = QuizItem.objects.filter(only, pool=OuterRef("pool"), position__lt=OuterRef("position"))
    before = earlier.order_by().values("pool").annotate(n=Count("pk")).values("n")
    return (
        items.filter(only)
        .alias(before=Coalesce(Subquery(before), 0))
        .filter(Q(pool=None) | Q(before__lt=F("pool__take")))
    )


# What authors are told


def flaws(quiz: Quiz) -> Iterator[str]:
    """What is odd about the pools of a quiz as it is kept; nothing of it lets two students be asked unlike."""
    counts = Pool.objects.filter(quiz=quiz).annotate(n=Count("items")).values_list("label", "take", "n")
    for label, take, members in counts:
        if not members:
            yield f"The pool “{label}” is empty: choose it in the rows of the questions that belong to it."
        elif members <= take:
            yield f"The pool “{label}” gives {take} of {members}: everybody is asked all of them."


def worth(questions: Collection[int]) -> dict[int, Decimal]:
    """What the newest version of each question is worth."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    rows = QuestionVersion.objects.filter(question__in=questions, pk=Subquery(newest.values("pk")[:1]))
    return dict(rows.values_list("question", "points"))


def why_not(question: Question, points: Decimal) -> str:
    """Why a question may not be worth this: the others of its pools are worth something else. Empty where it may."""
    rows = QuizItem.objects.filter(question=question).exclude(pool=None).select_related("pool", "quiz")
    for row in rows:
        others = QuizItem.objects.filter(pool=row.pool).exclude(question=question).values_list("question", flat=True)
        values = set(worth(list(others)).values()) - {points}
        if values:
            return (
                f"In the quiz “{row.quiz}” this question stands in the pool “{row.pool}”, whose other questions are"
                f" worth {drawing.listed(values)}. Take it out of the pool first, or leave its points."
            )
    return ""
