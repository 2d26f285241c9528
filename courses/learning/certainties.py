"""How well does a student judge herself in a course? Read from her first tries in practice; nobody else's business."""

from typing import Any

from django.db.models import Exists, OuterRef

from courses.models import Course, Step
from quizzes import certainty
from quizzes.certainty import Given, Report
from quizzes.models import Mark
from quizzes.rules import Mode


def report(course: Course, user: Any) -> Report:
    """Of the first try at each question in whichever attempt, because after it the evidence is known. One query."""
    asking = Step.objects.filter(lesson__course=course, quiz__mode=Mode.PRACTICE.value).values("quiz")
    theirs = Mark.objects.filter(item__attempt__user=user)
    before = theirs.filter(item__version__question=OuterRef("item__version__question"), pk__lt=OuterRef("pk"))
    marks = theirs.filter(~Exists(before), answer__certainty__isnull=False, item__attempt__quiz__in=asking)
    return certainty.report(Given(mark.answer.certainty, mark.outcome.fraction) for mark in _with_answers(marks))


def _with_answers(marks: Any) -> Any:
    return marks.select_related("answer").only("parts", "answer__certainty")
