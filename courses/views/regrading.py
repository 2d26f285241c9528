"""Marks made anew: asked for at a quiz, looked at, applied and taken back by those who teach the course (T22, T29)."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from accounts.requests import Request
from courses.grades import regrades
from courses.grades.regrades import RegradeForm
from courses.models import Course, Step
from quizzes import tasks
from quizzes.models import Regrade
from quizzes.regrades import previewing, regrading
from quizzes.rules import Refused


@require_safe
def to_decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Keys newer than marks, regrades under way, disputed keys; and what was decided by taking a regrade back."""
    course = get_object_or_404(Course.objects.taught_by(request.user), slug=slug)
    context = {"course": course, "waiting": regrades.waiting(course), "back": regrades.taken_back(course)}
    return render(request, "courses/todecide.html", context)


@require_safe
def regrade(request: HttpRequest, slug: str, lesson: int, step: int) -> HttpResponse:
    found = get_object_or_404(regrades.graded_step(request.user, slug, lesson, step))
    chosen = found.quiz.questions.filter(slug=request.GET.get("question", "")).first() if found.quiz else None
    return _form(request, found, RegradeForm(step=found, initial={"question": chosen}))


def _form(request: HttpRequest, step: Step, form: RegradeForm, status: int = 200) -> HttpResponse:
    course = step.lesson.course
    earlier = regrades.of_course(course).filter(quiz=step.quiz)
    running = next((one for one in earlier.under_way()), None)
    context = {"course": course, "step": step, "form": form, "earlier": earlier[:50], "running": running}
    return render(request, "courses/regrade.html", context, status=status)


@require_POST
def regrade_ask(request: HttpRequest, slug: str, lesson: int, step: int) -> HttpResponse:
    found = get_object_or_404(regrades.graded_step(request.user, slug, lesson, step))
    form = RegradeForm(request.POST, step=found)
    if not form.is_valid():
        return _form(request, found, form, status=422)
    try:
        made = regrades.asked(step=found, facts=form.cleaned_data, by=_me(request), now=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form(request, found, form, status=422)
    tasks.hand_over(made)
    return redirect("courses:regraded", slug, made.public_id)


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _known(request: HttpRequest, slug: str, public_id: UUID) -> tuple[Course, Regrade]:
    course = get_object_or_404(Course.objects.taught_by(request.user), slug=slug)
    return course, get_object_or_404(regrades.known(course, public_id))


@require_safe
def regraded(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """How far it is; then what it would do, or did."""
    course, found = _known(request, slug, public_id)
    number = request.GET.get("page", "1")
    context: dict[str, Any] = {"course": course, "regrade": found}
    if not found.works:
        page = previewing.preview(found, int(number[:6]) if number.isdecimal() else 0)
        if page is None:
            raise Http404("There is no such page.")
        context |= {"page": page, "appeals": list(found.appeals.select_related("item__attempt__user"))}
        if page.standing:
            context["step"] = regrades.step_of(course, found)
            context["editable"] = previewing.editable(page.standing, request.user)
    return render(request, "courses/regraded.html", context)


@require_POST
def regrade_go(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """Does what the button says, then a second's work of it; the page asks again until somebody must decide."""
    course, found = _known(request, slug, public_id)
    try:
        began = _decided(request, found)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("courses:regraded", slug, public_id)
    if not (began and tasks.hand_over(found)):
        regrading.advance(regrade=found, now=timezone.now())
    if request.htmx and found.works:
        return render(request, "courses/regraded.html#progress", {"course": course, "regrade": found})
    here = reverse("courses:regraded", args=[slug, public_id])
    return HttpResponseClientRedirect(here) if request.htmx else redirect(here)


def _decided(request: HttpRequest, found: Regrade) -> bool:
    """Whether a new stage of work began. Raises Refused."""
    post, by, now = request.POST, _me(request), timezone.now()
    if "apply" in post:
        regrading.apply(regrade=found, by=by, now=now)
    elif "undo" in post:
        regrading.undo(regrade=found, by=by, now=now)
    elif "drop" in post:
        regrading.drop(regrade=found)
    return bool({"apply", "undo"} & set(post))
