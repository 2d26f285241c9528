"""Home, course, lesson and step. Each page starts from what the person has a part in (T27, T29)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import BigIntegerField, CharField, IntegerField, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from corpus.prepared import Slot, prepared
from courses.access import may_begin, may_open
from courses.grades import gradebook
from courses.learning import progress, todo
from courses.models import Course, Step, StepRead
from courses.reading import passages
from courses.reading.readingpage import address, following, reading_page
from courses.terms import handing, passwords
from quizzes.marks import changed
from quizzes.models import Attempt
from quizzes.rules import Refused, Rules
from quizzes.taking import attempts, timing

MOST_LESSONS = 32_767  # what the column holds; a larger number in an address is no lesson


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is next, and the lessons; for staff, their courses in figures."""
    now = timezone.localtime()
    courses = list(Course.objects.open_to(request.user))
    studied = [course for course in courses if course.part.student]
    steps = _steps_of(request.user).filter(lesson__course__in=studied) if studied else []
    found = _of_student(request, steps, now)
    first = next((p for p in found if p.next), found[0] if found else None)
    staffed = _staffed([course for course in courses if course.part.staff])
    context = {
        "courses": courses,
        "studied": found,
        "empty": [course for course in studied if course.pk not in {p.course.pk for p in found}],
        "first": first,
        "next": todo.next_for(first) if first else None,
        "news": changed.news(request.user, now),
        "staffed": staffed,
        "lead": min(staffed, key=_how_soon, default=None),
    }
    return render(request, "courses/home.html", context)


def _of_student(
    request: HttpRequest, steps: Iterable[Step], now: datetime, rules: Mapping[int, Rules] | None = None
) -> list[progress.CourseProgress]:
    """What the student did. An attempt whose time is up is handed in when its student looks next (TRUST.md T16)."""
    listed = list(steps)
    found = progress.of_student(request.user, listed, now, rules)
    if progress.overdue(found):
        timing.settle(Attempt.objects.of(request.user), now=now)
        found = progress.of_student(request.user, listed, now, rules)
    return found


def _staffed(courses: list[Course]) -> list[tuple[Course, gradebook.Figures]]:
    figures = gradebook.figures(courses) if courses else {}
    return [(course, figures[course.pk]) for course in courses]


def _how_soon(staffed: tuple[Course, gradebook.Figures]) -> tuple[bool, bool, bool]:
    """A course that waits for somebody leads, then one where something was handed in, then one with students."""
    course, figures = staffed
    return not (figures.decide and course.part.instructor), not figures.handed_in, not figures.students


def _steps_of(user: Any) -> QuerySet[Step]:
    """Steps with everything that progress asks about, in order."""
    steps = (
        Step.objects.open_to(user)
        .with_read(user)
        .with_asks()
        .with_exceptions(user)
        .select_related("lesson__course", "quiz")
    )
    return steps.order_by("lesson__course__title", "lesson__course", "lesson__position", "position")


@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Course.objects.open_to(request.user), slug=slug)
    steps = _steps_of(request.user).filter(lesson__course=found)
    mine = next(iter(_of_student(request, steps, timezone.localtime())), None)
    return render(
        request, "courses/course.html", {"course": found, "progress": mine, "looks_on": not found.part.student}
    )


@require_safe
def lesson(request: HttpRequest, slug: str, lesson: int) -> HttpResponse:
    steps = _lesson(request, slug, lesson)
    mine = _of_student(request, steps, timezone.localtime())[0].lessons[0]
    works = passages.names({step.passage.work for step in steps if step.passage})
    context = {
        "course": mine.lesson.course,
        "lesson": mine.lesson,
        "part": steps[0].part,
        "progress": mine,
        "steps": [(found, progress.held(found.step, works)) for found in mine.steps],
    }
    return render(request, "courses/lesson.html", context)


def _lesson(request: HttpRequest, slug: str, lesson: int) -> list[Step]:
    """The steps of a lesson; a lesson without any is not there yet."""
    steps = _in_lesson(user=request.user.pk, slug=slug, lesson=lesson) if lesson <= MOST_LESSONS else []
    if not steps:
        raise Http404("There is no such lesson.")
    return steps


@prepared(user=BigIntegerField(), slug=CharField(), lesson=IntegerField())
def _in_lesson(user: Slot, slug: Slot, lesson: Slot) -> QuerySet[Step]:
    steps = _steps_of(user).filter(lesson__course__slug=slug, lesson__position=lesson)
    said = (
        "lesson__course__about",
        "lesson__course__about_html",
        "lesson__course__term",
        "quiz__intro",
        "quiz__feedback",
    )
    return steps.defer(*said)


def _step(request: HttpRequest, slug: str, lesson: int, step: int) -> tuple[Step, list[Step]]:
    steps = _lesson(request, slug, lesson)
    found = next((s for s in steps if s.position == step), None)
    if found is None:
        raise Http404("There is no such step.")
    return found, steps


@require_safe
def step(request: HttpRequest, slug: str, lesson: int, step: int) -> HttpResponse:
    found, steps = _step(request, slug, lesson, step)
    now, view = timezone.localtime(), request.GET.get("edition", "")
    context = {"course": found.lesson.course, "lesson": found.lesson, "step": found}
    rules = handing.of_student(request.user, [found])
    why_not = may_open(rules[found.pk], found.part, now)
    if why_not:
        return render(request, "courses/waiting.html", {**context, "why_not": why_not}, status=403)
    if found.quiz_id is None:
        page = reading_page(found, steps, view, request.user)
        return render(request, "courses/reading.html", {**context, "page": page})
    return render(request, "courses/quiz.html", {**context, **_quiz(request, found, steps, now, rules)})


def _rules(request: HttpRequest, step: Step) -> Rules:
    return handing.of_student(request.user, [step])[step.pk]


def _quiz(
    request: HttpRequest,
    step: Step,
    steps: Sequence[Step],
    now: datetime,
    rules: Mapping[int, Rules] | None = None,
) -> dict[str, Any]:
    mine = _of_student(request, [step], now, rules)[0].lessons[0].steps[0]
    after, view = following(step, steps), request.GET.get("edition", "")
    last = max((t.submitted_at for t in mine.tries if t.submitted_at), default=None)
    may = may_begin(mine.rules, step.part, tried=len(mine.tries), last=last, now=now) if not mine.running else ""
    return {
        "progress": mine,
        "why_not": may,
        "next": after,
        "next_url": address(after, view) if after else "",
    }


@require_POST
def read(request: HttpRequest, slug: str, lesson: int, step: int) -> HttpResponse:
    """“Mark section read and continue.”"""
    found, steps = _step(request, slug, lesson, step)
    if not found.part.student or found.quiz_id or may_open(_rules(request, found), found.part, timezone.localtime()):
        raise Http404("There is nothing to mark as read here.")
    with transaction.atomic():
        StepRead.objects.get_or_create(
            step=found, user=cast(User, request.user), defaults={"read_at": timezone.localtime()}
        )
    after = following(found, steps)
    return redirect(address(after, request.POST.get("edition", "")) if after else found.lesson)


@require_POST
def start(request: HttpRequest, slug: str, lesson: int, step: int) -> HttpResponse:
    """Begins an attempt, or goes on with the open one."""
    found, steps = _step(request, slug, lesson, step)
    now = timezone.localtime()
    if not found.part.student or found.quiz is None:
        raise Http404("There is no quiz to take here.")
    user, view = cast(User, request.user), request.POST.get("edition", "")
    back = _back(found, steps, view)
    why_not = may_open(_rules(request, found), found.part, now)
    running = None if why_not else attempts.going_on(quiz=found.quiz, user=user, now=now)
    if running is not None:
        return redirect(running)
    wrong = "" if why_not or not found.password else passwords.wrong(request, found)
    if wrong:
        context = {"course": found.lesson.course, "lesson": found.lesson, "step": found, "wrong": wrong}
        return render(request, "courses/quiz.html", {**context, **_quiz(request, found, steps, now)}, status=422)
    if not why_not:
        edition = "original" if view == "original" else "adapted"
        try:
            return redirect(handing.begin(step=found, user=user, edition=edition, return_to=back, now=now))
        except Refused as refused:
            why_not = str(refused)
    messages.error(request, why_not)
    return HttpResponseRedirect(back)


def _back(step: Step, steps: Sequence[Step], view: str) -> str:
    """Where the student returns to: the section that guided questions follow, or the quiz's own page."""
    sections = [s for s in steps if s.reading and s.position < step.position]
    if step.is_guided and sections:
        return f"{address(sections[-1], view)}#check"
    return step.get_absolute_url()
