"""A student's own report of certainty."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courses.learning import certainties
from courses.models import Course


@require_safe
def certainty(request: HttpRequest, slug: str) -> HttpResponse:
    course = get_object_or_404(Course.objects.studied_by(request.user), slug=slug)
    context = {"course": course, "report": certainties.report(course, request.user)}
    return render(request, "courses/certainty.html", context)
