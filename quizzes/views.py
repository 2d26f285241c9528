"""The pages of an attempt: question, review, results. Each starts from the student's own attempts (T27, T29)."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import Request
from quizzes import attempts, pages
from quizzes.models import Attempt
from quizzes.questions.base import Flaw, Invalid, State
from quizzes.results import page as results_page
from quizzes.rules import Refused


def _own(request: Request, public_id: UUID) -> Attempt:
    mine = Attempt.objects.of(request.user).select_related("quiz")
    return get_object_or_404(mine, public_id=public_id)


@require_safe
def attempt(request: Request, public_id: UUID) -> HttpResponse:
    """Where the student left off: the first blank question, the review, or the results."""
    found = _own(request, public_id)
    if not found.is_open:
        return redirect("quizzes:results", public_id)
    blank = next((place.item.position for place in pages.places(found) if place.is_blank), None)
    if blank is None or found.under.has_closed(timezone.localtime()):
        return redirect("quizzes:review", public_id)
    return redirect("quizzes:question", public_id, blank)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, public_id: UUID, position: int) -> HttpResponse:
    page = pages.question_page(request.user, public_id, position)
    if page is None:
        raise Http404("There is no such question.")
    if request.method == "POST":
        return _answered(request, page)
    if not page.attempt.is_open:
        return redirect("quizzes:results", public_id)
    if page.attempt.under.has_closed(timezone.localtime()):
        return redirect("quizzes:review", public_id)
    if page.was_checked and page.attempt.under.is_practice:
        pages.with_marks(page)
    return _shown(request, page)


def _answered(request: Request, page: pages.QuestionPage) -> HttpResponse:
    """Keeps what was sent, then does what the button says."""
    now = timezone.localtime()
    try:
        sent = pages.sent_with(page, request.POST)
        blank = page.sent.state == State.BLANK
        if "check" in request.POST and page.attempt.under.is_practice:
            _is_answered(page)
            attempts.check(item=page.item, sent=sent, blank=blank, now=now)
            return _checked(request, page)
        answer = attempts.save(item=page.item, sent=sent, blank=blank, now=now)
    except Invalid as invalid:
        page.flaws = invalid.flaws
        return _shown(request, page, status=422, part="errors")
    except attempts.Stale as stale:
        page.conflict = stale.current
        return _shown(request, page, status=409, part="conflict")
    except Refused as refused:
        page.flaws = [Flaw("", str(refused))]
        return _shown(request, page, status=422, part="errors" if page.attempt.is_open else "closed")
    page.keeps(answer)
    if request.htmx and not {"next", "flag", "unmark"} & set(request.POST):
        return _shown(request, page, part="saved")
    return _onward(request, page)


def _is_answered(page: pages.QuestionPage) -> None:
    """A check shows the proof, so there must be something to check. Raises Invalid."""
    if page.sent.state != State.ANSWERED:
        raise Invalid(Flaw("question", "Choose an answer before you check; then the proof is shown."))


def _checked(request: Request, page: pages.QuestionPage) -> HttpResponse:
    here = reverse("quizzes:question", args=[page.attempt.public_id, page.item.position])
    if not request.htmx:
        return HttpResponseRedirect(f"{here}#feedback")
    page.base = None
    return _shown(request, pages.with_marks(page), part="feedback")


def _onward(request: Request, page: pages.QuestionPage) -> HttpResponse:
    """After a plain save: stay, flag, or go to the next question or the review."""
    post, public_id = request.POST, page.attempt.public_id
    if "flag" in post:
        page.item.flagged = not page.item.flagged
        page.item.save(update_fields=["flagged"])
    if "next" in post:
        if page.next:
            return redirect("quizzes:question", public_id, page.next)
        return redirect("quizzes:review", public_id)
    goal = post.get("goto", "")
    if goal.isdecimal() and 1 <= int(goal[:4]) <= len(page.items):
        return redirect("quizzes:question", public_id, int(goal[:4]))
    return redirect("quizzes:question", public_id, page.item.position)


def _shown(request: Request, page: pages.QuestionPage, *, status: int = 200, part: str = "") -> HttpResponse:
    fragment = f"#{part}" if request.htmx and part else ""
    context = {"page": page, "attempt": page.attempt, "boxes": page.marks_text and request.GET.get("view") != "read"}
    return render(request, f"quizzes/question.html{fragment}", context, status=status)


@require_safe
def review(request: Request, public_id: UUID) -> HttpResponse:
    """What is answered, blank and flagged, before it is handed in (WCAG 3.3.4)."""
    found = _own(request, public_id)
    if not found.is_open:
        return redirect("quizzes:results", public_id)
    places = pages.places(found)
    blanks = [place for place in places if place.is_blank]
    context = {
        "attempt": found,
        "places": places,
        "blanks": blanks,
        "back_to": (blanks or places)[0].item.position,
        "closed": found.under.has_closed(timezone.localtime()),
    }
    return render(request, "quizzes/review.html", context)


@require_POST
def submit(request: Request, public_id: UUID) -> HttpResponse:
    attempts.submit(attempt=_own(request, public_id), now=timezone.localtime())
    return redirect("quizzes:results", public_id)


@require_safe
def results(request: Request, public_id: UUID) -> HttpResponse:
    found = _own(request, public_id)
    if found.is_open:
        return redirect("quizzes:attempt", public_id)
    if not found.under.shows_marks(timezone.localtime()):
        return render(request, "quizzes/waiting.html", {"attempt": found})
    context = {
        "attempt": found,
        "page": results_page(found),
        "back": found.return_to,
        "back_label": "Back to the lesson",
    }
    return render(request, "quizzes/results.html", context)
