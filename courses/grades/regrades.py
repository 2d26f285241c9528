"""Which quizzes of a course may be marked again, for which students, and which ought to be?

A quiz may be used by several courses. A regrade that is asked for here is of the students of this course alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import User
from courses.models import Course, Enrolment, Step
from quizzes.models import Appeal, Question, Regrade
from quizzes.models.appeal import AppealQuerySet
from quizzes.models.regrade import RegradeQuerySet
from quizzes.pages.said import SaidField
from quizzes.regrades import regrading, stale
from quizzes.regrades.stale import Stale

POLICIES = [("", "As each attempt began"), ("graded", "In parts"), ("strict", "All or nothing")]


def scope(course: Course) -> str:
    return f"course {course.pk}"


def students(course: Course) -> "QuerySet[Any]":
    """Everybody who is or was enrolled, as ids."""
    return Enrolment.objects.filter(course=course).values("user")


def graded_step(user: Any, slug: str, lesson: int, step: int) -> "QuerySet[Step]":
    """A graded quiz of a course that the caller teaches."""
    return Step.objects.graded_at(user, slug, lesson, step).select_related("quiz__bank")


def of_course(course: Course) -> RegradeQuerySet:
    """What was asked for in this course."""
    return Regrade.objects.filter(scope=scope(course)).select_related("quiz", "question", "asked_by")


def known(course: Course, public_id: UUID) -> RegradeQuerySet:
    found = of_course(course).filter(public_id=public_id)
    return found.select_related("quiz", "question", "asked_by", "applied_by", "undone_by")


class RegradeForm(forms.Form):
    """What is to be marked again, and how."""

    question = forms.ModelChoiceField(Question.objects.none(), required=False, empty_label="All questions")
    policy = forms.ChoiceField(label="Scoring", choices=POLICIES, required=False)
    only_if_better = forms.BooleanField(
        required=False, label="Only if better", help_text="Marks that would be lower stay and are listed."
    )
    reason = SaidField(label="Reason", help_text="One or two sentences. Students whose mark changes are told.")

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Question.objects.filter(versions__items__attempt__quiz=step.quiz).distinct()
        self.fields["question"].queryset = asked  # type: ignore[attr-defined]


def asked(*, step: Step, facts: dict[str, Any], by: User, now: datetime) -> Regrade:
    """Raises Refused."""
    assert step.quiz is not None
    course = step.lesson.course
    among = students(course).values_list("user", flat=True)
    return regrading.ask(quiz=step.quiz, scope=scope(course), among=among, by=by, now=now, **facts)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an instructor has to decide in a course: keys newer than marks, regrades under way, disputed keys."""

    stale: tuple[tuple[Step, Stale], ...]
    regrades: tuple[Regrade, ...]
    appeals: tuple[Appeal, ...]

    def __bool__(self) -> bool:
        return bool(self.stale or self.regrades or self.appeals)


def waiting(course: Course) -> Waiting:
    """Four queries, whatever the size of the class."""
    by_quiz = _graded(course)
    mine = Exists(Enrolment.objects.filter(course=course, user=OuterRef("user")))
    older = stale.stale(by_quiz, scope=scope(course), whose=mine)
    return Waiting(
        tuple((by_quiz[found.quiz], found) for found in older),
        tuple(of_course(course).under_way()),
        tuple(appeals_of(course).open().order_by("raised_at")),
    )


def taken_back(course: Course) -> list[tuple[Step, Stale]]:
    """Keys of which somebody has seen what they change and taken it back: nothing is to be decided, and new attempts
    are marked by them. Two queries."""
    by_quiz = _graded(course)
    mine = Exists(Enrolment.objects.filter(course=course, user=OuterRef("user")))
    return [(by_quiz[found.quiz], found) for found in stale.taken_back(by_quiz, whose=mine)]


def _graded(course: Course) -> dict[int, Step]:
    """The steps that make a grade, by quiz."""
    steps = Step.objects.graded().filter(lesson__course=course).select_related("lesson__course", "quiz")
    return {step.quiz_id or 0: step for step in steps}


def step_of(course: Course, regrade: Regrade) -> Step | None:
    """Where its quiz stands in the course; None where it was taken out since."""
    steps = Step.objects.graded().filter(lesson__course=course, quiz=regrade.quiz_id)
    return steps.select_related("lesson").first()


def to_decide() -> dict[str, Any]:
    """The same as numbers, to be asked for with a course: `newer_keys`, `regrades` and `disputes`."""
    quizzes = Step.objects.graded().filter(lesson__course=OuterRef(OuterRef("pk"))).values("quiz")
    enrolled = Enrolment.objects.filter(course=OuterRef(OuterRef("course")), user=OuterRef("user"))
    newer = stale.newer_keys(quizzes, scope=_scope(OuterRef("pk")), whose=Exists(enrolled), course=OuterRef("pk"))
    running = Regrade.objects.under_way().filter(scope=_scope(OuterRef("pk")))
    here = Enrolment.objects.filter(course=OuterRef(OuterRef("pk")), user=OuterRef("item__attempt__user"))
    disputes = Appeal.objects.open().filter(Exists(here), item__attempt__quiz__in=quizzes)
    return {"newer_keys": _number(newer), "regrades": _number(running), "disputes": _number(disputes)}


def in_words(course: Any) -> str:
    """What `to_decide` found, such as “2 disputed keys, 1 key newer than its marks”; empty where nothing is."""
    told = (
        (course.disputes, "disputed key", "disputed keys"),
        (course.newer_keys, "key newer than its marks", "keys newer than their marks"),
        (course.regrades, "regrade under way", "regrades under way"),
    )
    return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in told if number)


def _scope(pk: Any) -> Concat:
    return Concat(Value("course "), Cast(pk, CharField()), output_field=CharField())


def _number(rows: "QuerySet[Any]") -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def appeals_of(course: Course) -> AppealQuerySet:
    """Disputes of keys by students of this course in its quizzes."""
    quizzes = Step.objects.graded().filter(lesson__course=course).values("quiz")
    here = Appeal.objects.filter(item__attempt__quiz__in=quizzes, item__attempt__user__in=students(course))
    return here.select_related("item__attempt__user", "item__attempt__quiz", "item__version__question")
