"""What is on record of a student's attempt, for those who teach the course: its log, and a receipt for each mark."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courses.models import Course, Enrolment, Step
from quizzes.models import Attempt
from quizzes.pages import log, receipts
from quizzes.pages.receipts import ReceiptPage
from quizzes.views.records import as_file


def _handed_in(request: HttpRequest, slug: str, public_id: UUID) -> Attempt:
    """An attempt at a quiz of the caller's course, by somebody enrolled in it (T27–T29)."""
    course = get_object_or_404(Course.objects.taught_by(request.user), slug=slug)
    return get_object_or_404(
        Attempt.objects.submitted().select_related("quiz", "user"),
        public_id=public_id,
        quiz__in=Step.objects.filter(lesson__course=course, quiz__isnull=False).values("quiz"),
        user__in=Enrolment.objects.filter(course=course).values("user"),
    )


@require_safe
def attempt_log(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    found = _handed_in(request, slug, public_id)
    context = {"attempt": found, "log": log.of(found, shows_marks=True), "student": found.user, "back": "../"}
    return render(request, "quizzes/log.html", context)


@require_safe
def receipt(request: HttpRequest, slug: str, public_id: UUID, position: int) -> HttpResponse:
    found = _handed_in(request, slug, public_id)
    context = {"page": _receipt(found, position), "student": found.user, "back": "../../"}
    return render(request, "quizzes/receipt.html", context)


@require_safe
def receipt_file(request: HttpRequest, slug: str, public_id: UUID, position: int) -> HttpResponse:
    return as_file(_receipt(_handed_in(request, slug, public_id), position))


def _receipt(attempt: Attempt, position: int) -> ReceiptPage:
    page = receipts.page(attempt, position)
    if page is None:
        raise Http404("There is no mark here.")
    return page
