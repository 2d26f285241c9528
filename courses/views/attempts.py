"""A student's attempt for those who teach the course: her answers, single marks set there, and what is on record."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from courses.models import Course, Enrolment, Step
from quizzes.models import Attempt, Item
from quizzes.pages import log, receipts
from quizzes.pages.asking import MOST_QUESTIONS
from quizzes.pages.receipts import ReceiptPage
from quizzes.pages.results import page as results_page
from quizzes.pages.said import LEAST, MOST, SaidField
from quizzes.regrades import overriding
from quizzes.rules import Mode, Refused
from quizzes.views.records import as_file

_TOO_MANY = 100_000  # more than any column of points holds, and rounding stays exact


def _handed_in(request: HttpRequest, slug: str, public_id: UUID) -> Attempt:
    """An attempt at a quiz of the caller's course, by somebody enrolled in it (T27–T29)."""
    course = get_object_or_404(Course.objects.taught_by(request.user), slug=slug)
    return get_object_or_404(
        Attempt.objects.submitted().select_related("quiz", "user"),
        public_id=public_id,
        quiz__in=Step.objects.filter(lesson__course=course, quiz__isnull=False).values("quiz"),
        user__in=Enrolment.objects.filter(course=course).values("user"),
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """A mark that was not set, as it was typed, and why not."""

    position: int
    points: str
    reason: str
    wrong: str


@require_safe
def answers(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """With the evidence, as the student sees them."""
    return _answers(request, slug, _handed_in(request, slug, public_id))


def _answers(request: HttpRequest, slug: str, attempt: Attempt, typed: Typed | None = None) -> HttpResponse:
    context = {
        "attempt": attempt,
        "page": results_page(attempt),
        "student": attempt.user,
        "here": reverse("courses:answers", args=[slug, attempt.public_id]),
        "typed": typed,
        "back": reverse("courses:class", args=[slug]),
        "back_label": "Back to the class",
    }
    return render(request, "quizzes/results.html", context, status=422 if typed else 200)


@require_POST
def override(request: HttpRequest, slug: str, public_id: UUID, position: int) -> HttpResponse:
    """Sets one mark; back to the answers, and with what was typed where it makes no sense."""
    attempt = _handed_in(request, slug, public_id)
    graded = Item.objects.filter(attempt=attempt, attempt__quiz__mode=Mode.GRADED.value)
    item = get_object_or_404(graded.select_related("attempt", "version"), position=min(position, MOST_QUESTIONS))
    points, reason = (request.POST.get(name, "")[:1000] for name in ("points", "reason"))
    try:
        mark = overriding.override(
            item=item,
            seen=_seen(request),
            points=_points(points),
            reason=_reason(reason),
            by=cast(User, request.user),
            now=timezone.now(),
        )
    except Refused as refused:
        return _answers(request, slug, attempt, Typed(item.position, points, reason, str(refused)))
    messages.success(
        request, f"Question {item.position} has {mark.points} of {mark.possible.normalize():f} points now."
    )
    return redirect(f"{reverse('courses:answers', args=[slug, public_id])}#q{item.position}")


def _seen(request: HttpRequest) -> int:
    """The number of the mark that the form was drawn for."""
    number = request.POST.get("seen", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0


def _points(typed: str) -> Decimal:
    """Raises Refused."""
    try:
        points = Decimal(typed.strip()[:12].replace(",", "."))
    except InvalidOperation:
        raise Refused("Type the points as a number, such as 1.25.") from None
    if not points.is_finite() or not -_TOO_MANY < points < _TOO_MANY or points != round(points, 2):
        raise Refused("Points are below 100 000 and have two decimals at most, such as 1.25.")
    return round(points, 2)


def _reason(typed: str) -> str:
    """Raises Refused."""
    try:
        return str(SaidField(label="Reason").clean(typed))
    except ValidationError:
        raise Refused(f"Say why in {LEAST} to {MOST} characters. The student and the ledger are told.") from None


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
