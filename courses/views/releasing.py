"""Marks that wait for somebody's hand: what would be shown to whom, then the release itself (T34)."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from courses.grades import marking
from courses.models import Enrolment, Step
from courses.terms import handing
from quizzes.models import Attempt


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, slug: str, lesson: int, step: int) -> HttpResponse:
    mine = Step.objects.graded_at(request.user, slug, lesson, step).select_related("released_by")
    found = get_object_or_404(mine)
    if request.method == "POST":
        if handing.release(step=found, by=cast(User, request.user), now=timezone.now()):
            messages.success(request, f"The marks of “{found}” are shown to students now.")
        else:
            messages.error(request, f"Nothing was released: “{found}” does not wait for it.")
        return redirect("courses:class", slug)
    students = Enrolment.objects.active().filter(course=found.lesson.course).values("user")
    taken = Attempt.objects.filter(quiz=found.quiz_id, user__in=students)
    context = {
        "course": found.lesson.course,
        "lesson": found.lesson,
        "step": found,
        "handed_in": taken.submitted().values("user").distinct().count(),
        "running": taken.open().count(),
        "unmarked": marking.unmarked(found),
    }
    return render(request, "courses/release.html", context)
