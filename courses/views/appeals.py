"""Disputed keys and single marks: answered and set by those who teach the course (T22, T29, T35)."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from corpus.text.citation import Anchor
from courses.grades import regrades
from courses.models import Course
from quizzes.bank import keys
from quizzes.models import Appeal, Reply
from quizzes.pages.appealpages import AppealPage
from quizzes.pages.said import SaidField
from quizzes.regrades import appeals
from quizzes.rules import Refused

_TOO_MANY = 100_000  # more than any column of points holds, and rounding stays exact


class ReplyForm(forms.Form):
    said = SaidField(label="What the student is told", help_text="One or two sentences.")


def _appeal(request: HttpRequest, slug: str, public_id: UUID) -> tuple[Course, Appeal]:
    course = get_object_or_404(Course.objects.taught_by(request.user), slug=slug)
    wanted = regrades.appeals_of(course).select_related(
        "mark__version", "mark__answer", "item__version__key", "item__revision__edition__work", "regrade", "answered_by"
    )
    return course, get_object_or_404(wanted, public_id=public_id)


@require_safe
def appeal(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    course, found = _appeal(request, slug, public_id)
    return _shown(request, course, found, ReplyForm())


def _shown(
    request: HttpRequest, course: Course, found: Appeal, form: ReplyForm, *, chosen: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        "course": course,
        "appeal": found,
        "page": AppealPage(found, request.user),
        "form": form,
        "chosen": found.places if chosen is None else chosen,
    }
    return render(request, "courses/appeal.html", context, status=status)


@require_POST
def appeal_answer(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    course, found = _appeal(request, slug, public_id)
    form, chosen = ReplyForm(request.POST), request.POST.getlist("place")
    if form.is_valid():
        try:
            answered = _answered(request, course, found, form.cleaned_data["said"], chosen)
        except Refused as refused:
            form.add_error(None, str(refused))
        except keys.Flawed as flawed:
            for flaw in flawed.flaws:
                form.add_error(None, flaw.message)
        else:
            return _onward(request, course, answered)
    return _shown(request, course, found, form, chosen=chosen, status=422)


def _answered(request: HttpRequest, course: Course, found: Appeal, said: str, chosen: list[str]) -> Appeal:
    """Does what the button says. Raises Refused and Flawed."""
    now, among = timezone.now(), regrades.students(course).values_list("user", flat=True)
    answer = appeals.Answer(said, cast(User, request.user), regrades.scope(course), list(among))
    reply = request.POST.get("reply", "")
    if reply in {Reply.PROOF, Reply.NEUTRAL}:
        # Only what the student named; the form chooses among these.
        places = [Anchor.of(value) for value in found.places if value in chosen]
        return appeals.accept(appeal=found, reply=Reply(reply), places=places, answer=answer, now=now)
    if reply == Reply.KEY:
        return appeals.mended(appeal=found, answer=answer, now=now)
    return appeals.refuse(appeal=found, answer=answer, now=now)


def _onward(request: HttpRequest, course: Course, answered: Appeal) -> HttpResponse:
    if answered.regrade is not None:
        messages.success(request, "The key has a new version. Look at whose marks change, then apply it.")
        return redirect("courses:regraded", course.slug, answered.regrade.public_id)
    messages.success(request, "The student is told that the key stands.")
    return redirect("courses:to_decide", course.slug)
