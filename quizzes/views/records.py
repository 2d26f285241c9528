"""What is on record of an attempt: the log of what was saved, and a receipt for each mark. For the student's own."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from quizzes.models import Attempt
from quizzes.pages import log, receipts
from quizzes.pages.receipts import ReceiptPage


def _own(request: Request, public_id: UUID) -> Attempt:
    mine = Attempt.objects.of(request.user).select_related("quiz")
    return get_object_or_404(mine, public_id=public_id)


@require_safe
def attempt_log(request: Request, public_id: UUID) -> HttpResponse:
    found = _own(request, public_id)
    shown = log.of(found, shows_marks=_shows_marks(found))
    context = {"attempt": found, "log": shown, "receipts": "../", "back": "../"}
    return render(request, "quizzes/log.html", context)


@require_safe
def receipt(request: Request, public_id: UUID, position: int) -> HttpResponse:
    context = {"page": _released(request, public_id, position), "back": "../../results/"}
    return render(request, "quizzes/receipt.html", context)


@require_safe
def receipt_file(request: Request, public_id: UUID, position: int) -> HttpResponse:
    return as_file(_released(request, public_id, position))


def as_file(page: ReceiptPage) -> HttpResponse:
    """The receipt to take away. The name of the file is ours (T57)."""
    response = JsonResponse(page.body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{page.file_name}"'
    return response


def _released(request: Request, public_id: UUID, position: int) -> ReceiptPage:
    """Not before the marks are shown: a receipt holds the key (T32, T34)."""
    found = _own(request, public_id)
    page = receipts.page(found, position) if _shows_marks(found) else None
    if page is None:
        raise Http404("There is no mark here, or it is not shown yet.")
    return page


def _shows_marks(attempt: Attempt) -> bool:
    """In practice a check shows its mark at once; for a grade, when it is handed in and released."""
    if attempt.under.is_practice:
        return True
    return not attempt.is_open and attempt.under.shows_marks(timezone.localtime())
