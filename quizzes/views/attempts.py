"""The pages of an attempt: question, review, results. Each starts from the student's own attempts (T27, T29)."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import Request
from quizzes.marks import changed
from quizzes.models import Answer, Attempt
from quizzes.pages import asking, sending
from quizzes.pages.clock import Clock
from quizzes.pages.results import page as results_page
from quizzes.questions.base import Flaw, Invalid, State
from quizzes.questions.cells import At
from quizzes.rules import Refused
from quizzes.taking import attempts, hints, timing


def _own(request: Request, public_id: UUID) -> Attempt:
    mine = Attempt.objects.of(request.user).select_related("quiz")
    return get_object_or_404(mine, public_id=public_id)


@require_safe
def attempt(request: Request, public_id: UUID) -> HttpResponse:
    """Where the student left off: the first blank question, the review, or the results."""
    now = timezone.localtime()
    found = attempts.settle(attempt=_own(request, public_id), now=now)
    if not found.is_open:
        return redirect("quizzes:results", public_id)
    places = asking.places(found)
    if found.asks_in_order:
        present = found.asked_now if found.asked_now <= len(places) else None
    else:
        present = next((place.item.position for place in places if place.is_blank), None)
    if present is None or Clock(found, now).is_up:
        return redirect("quizzes:review", public_id)
    return redirect("quizzes:question", public_id, present)


UNANSWERED = "Answer as far as the question asks before you check; then the proof is shown."


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, public_id: UUID, position: int) -> HttpResponse:
    page = asking.question_page(request.user, public_id, position)
    if page is None:
        raise Http404("There is no such question.")
    if request.method == "POST":
        return _answered(request, page)
    if not attempts.settle(attempt=page.attempt, now=timezone.localtime()).is_open:
        return redirect("quizzes:results", public_id)
    if page.attempt.asks_in_order and position != page.attempt.asked_now:
        return redirect("quizzes:attempt", public_id)
    if page.was_checked and page.attempt.under.is_practice:
        asking.with_marks(page)
    return _shown(request, page)


def _answered(request: Request, page: asking.QuestionPage) -> HttpResponse:
    """Keeps what was sent, then does what the button says."""
    now = timezone.localtime()
    if page.is_closed and "next" in request.POST:
        return _onward(request, page)
    try:
        if "stretch" in request.POST:  # first, for an answer that has to be mended takes its time
            timing.stretch(attempt=page.attempt, now=now)
        sent = sending.sent_with(page, request.POST)
        blank = page.sent.state == State.BLANK
        if "check" in request.POST and page.attempt.under.is_practice:
            _is_answered(page)
            attempts.check(item=page.item, sent=sent, blank=blank, now=now)
            return _checked(request, page)
        answer = attempts.save(item=page.item, sent=sent, blank=blank, now=now)
        if {"hint", "show"} & set(request.POST):
            return _helped(request, page, answer, now)
    except sending.NOT_KEPT as problem:
        status, part = sending.not_kept(page, problem, now)
        return _shown(request, page, status=status, part=part)
    page.keeps(answer)
    if request.htmx and not {"next", "flag", "unmark"} & set(request.POST):
        return _shown(request, page, part="saved")
    return _onward(request, page)


def _is_answered(page: asking.QuestionPage) -> None:
    """A check shows the proof, so there must be something to check. Raises Invalid."""
    if page.sent.state != State.ANSWERED:
        lacks = getattr(page.sent, "lacks", "") or UNANSWERED
        raise Invalid(Flaw("question", lacks))
    if page.asks_certainty and page.sure is None:
        raise Invalid(Flaw("certainty", "Say how sure you are before you check: Low, Middle or High."))


def _helped(request: Request, page: asking.QuestionPage, answer: Answer, now: datetime) -> HttpResponse:
    """Practice: a hint, or the answer. What was on the page is saved by now, so nothing typed is lost."""
    here = reverse("quizzes:question", args=[page.attempt.public_id, page.item.position])
    page.keeps(answer)
    if "show" in request.POST:
        hints.show(item=page.item, now=now)
        return HttpResponseRedirect(f"{here}#feedback")
    wanted = request.POST["hint"]
    number = int(wanted) if wanted in ("1", "2", "3") else 0
    try:
        taken = hints.take(item=page.item, number=number, now=now)
    except Refused as refused:  # the answer is kept all the same
        page.no_hint = str(refused)
        return _shown(request, page, part="hints")
    page.hints_taken = max(page.hints_taken, taken.number)
    return _shown(request, page, part="hints") if request.htmx else HttpResponseRedirect(f"{here}#hints")


def _checked(request: Request, page: asking.QuestionPage) -> HttpResponse:
    here = reverse("quizzes:question", args=[page.attempt.public_id, page.item.position])
    if not request.htmx:
        return HttpResponseRedirect(f"{here}#feedback")
    page.base = None
    return _shown(request, asking.with_marks(page), part="feedback")


def _onward(request: Request, page: asking.QuestionPage) -> HttpResponse:
    """After a plain save: stay, flag, or go to the next question or the review."""
    post, public_id = request.POST, page.attempt.public_id
    if "flag" in post:
        page.item.flagged = not page.item.flagged
        page.item.save(update_fields=["flagged"])
    if post.get("goto_cell") and page.sources:
        return _to_cell(page, post["goto_cell"])
    if "next" in post:
        if page.attempt.asks_in_order:
            timing.go_on(attempt=page.attempt, position=page.item.position)
        if page.next:
            return redirect("quizzes:question", public_id, page.next)
        return redirect("quizzes:review", public_id)
    goal = post.get("goto", "")
    if goal.isdecimal() and 1 <= int(goal[:4]) <= len(page.items):
        return redirect("quizzes:question", public_id, int(goal[:4]))
    return redirect("quizzes:question", public_id, page.item.position)


def _to_cell(page: asking.QuestionPage, written: str) -> HttpResponse:
    """To where the evidence of a cell is marked; what stood in the grid is saved."""
    try:
        at = At.of(written)
    except Invalid:
        return redirect("quizzes:question", page.attempt.public_id, page.item.position)
    return redirect("quizzes:cell", page.attempt.public_id, page.item.position, *at)


def _shown(request: Request, page: asking.QuestionPage, *, status: int = 200, part: str = "") -> HttpResponse:
    fragment = f"#{part}" if request.htmx and part else ""
    context = {
        "page": page,
        "attempt": page.attempt,
        "clock": Clock(page.attempt, timezone.localtime()),
        "boxes": page.marks_text and not page.is_closed and request.GET.get("view") != "read",
    }
    return render(request, f"quizzes/question.html{fragment}", context, status=status)


@require_safe
def review(request: Request, public_id: UUID) -> HttpResponse:
    """What is answered, blank and flagged, before it is handed in (WCAG 3.3.4)."""
    now = timezone.localtime()
    found = attempts.settle(attempt=_own(request, public_id), now=now)
    if not found.is_open:
        return redirect("quizzes:results", public_id)
    places, clock = asking.places(found), Clock(found, now)
    if found.asks_in_order and found.asked_now <= len(places) and not clock.is_up:
        return redirect("quizzes:question", public_id, found.asked_now)
    blanks, partly = [place for place in places if place.is_blank], [place for place in places if place.open_parts]
    context = {
        "attempt": found,
        "places": places,
        "blanks": blanks,
        "partly": partly,
        "back_to": (blanks or partly or places)[0].item.position,
        "clock": clock,
    }
    return render(request, "quizzes/review.html", context)


@require_POST
def submit(request: Request, public_id: UUID) -> HttpResponse:
    attempts.submit(attempt=_own(request, public_id), now=timezone.localtime())
    return redirect("quizzes:results", public_id)


@require_POST
def stretch(request: Request, public_id: UUID) -> HttpResponse:
    """“Add 5 minutes”, once, where the quiz allows it."""
    try:
        timing.stretch(attempt=_own(request, public_id), now=timezone.localtime())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("quizzes:review", public_id)


@require_safe
def clock(request: Request, public_id: UUID) -> HttpResponse:
    """What the server's clock says; a page asks before it tells anybody that time is up."""
    found = _own(request, public_id)
    context = {"attempt": found, "clock": Clock(found, timezone.localtime())}
    return render(request, "quizzes/clock.html#clock", context)


@require_safe
def results(request: Request, public_id: UUID) -> HttpResponse:
    now = timezone.localtime()
    mine = changed.with_news(Attempt.objects.of(request.user).select_related("quiz"))
    found = attempts.settle(attempt=get_object_or_404(mine, public_id=public_id), now=now)
    if found.is_open:
        return redirect("quizzes:attempt", public_id)
    if not found.under.shows_marks(now):
        return render(request, "quizzes/waiting.html", {"attempt": found})
    context = {
        "attempt": found,
        "page": results_page(found),
        "here": reverse("quizzes:attempt", args=[public_id]),
        "news": changed.news_of(found),
        "back": found.return_to,
        "back_label": "Back to the lesson",
    }
    return render(request, "quizzes/results.html", context)
