"""The statistics of a step's quiz, for those who teach the course: all its questions, or one of them."""

from django.contrib import messages
from django.db.models import BigIntegerField, CharField, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from corpus.prepared import Slot, prepared
from courses.models import Course, Step
from courses.overview.statisticspage import Page
from quizzes.models import Quiz
from quizzes.overview import statistics as of
from quizzes.overview import tallies

MOST = 32_767  # what the columns hold; a larger number in an address is no step


@require_safe
def statistics(request: HttpRequest, slug: str, lesson: int, step: int) -> HttpResponse:
    found, quiz = _taught(request, slug, lesson, step)
    return render(request, "courses/statistics.html", {"page": Page(found, of.of_quiz(quiz)), "step": found})


@require_safe
def question(request: HttpRequest, slug: str, lesson: int, step: int, name: str) -> HttpResponse:
    found, quiz = _taught(request, slug, lesson, step)
    page = Page(found, of.of_quiz(quiz))
    entry = page.entry(name)
    if entry is None:
        raise Http404("Nobody was asked such a question here.")
    return render(request, "courses/question_statistics.html", {"page": page, "step": found, "entry": entry})


@require_POST
def recount(request: HttpRequest, slug: str, lesson: int, step: int) -> HttpResponse:
    """Counts everything anew; for quizzes with more attempts than a page can wait for."""
    _, quiz = _taught(request, slug, lesson, step)
    counted = tallies.recount(quiz, timezone.now())
    messages.success(
        request, f"{counted.attempts} {'attempt was' if counted.attempts == 1 else 'attempts were'} counted."
    )
    return redirect("courses:statistics", slug, lesson, step)


def _taught(request: HttpRequest, slug: str, lesson: int, step: int) -> tuple[Step, Quiz]:
    is_number = max(lesson, step) <= MOST
    found = _asked(user=request.user.pk, slug=slug, lesson=lesson, step=step) if is_number else []
    if not found or found[0].quiz is None:
        raise Http404("You teach no course with such a quiz.")
    return found[0], found[0].quiz


@prepared(user=BigIntegerField(), slug=CharField(), lesson=BigIntegerField(), step=BigIntegerField())
def _asked(user: Slot, slug: Slot, lesson: Slot, step: Slot) -> QuerySet[Step]:
    course = Course.objects.taught_by(user).filter(slug=slug).values("pk")
    asked = Step.objects.filter(quiz__isnull=False, lesson__course__in=course)
    return asked.filter(lesson__position=lesson, position=step).select_related("lesson__course", "quiz")
