"""The page of one cell of a grid, where its evidence is marked. It keeps the same answer as the question's own page."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from quizzes.pages import cellpage, sending
from quizzes.pages.cellpage import CellPage
from quizzes.pages.clock import Clock
from quizzes.questions.base import State
from quizzes.questions.cells import At
from quizzes.taking import attempts, timing


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: Request, public_id: UUID, position: int, claim: int, source: int) -> HttpResponse:
    found = cellpage.cell_page(request.user, public_id, position, At(claim, source))
    if found is None:
        raise Http404("There is no such cell.")
    if request.method == "POST":
        return _answered(request, found)
    attempt = attempts.settle(attempt=found.page.attempt, now=timezone.localtime())
    if not attempt.is_open:
        return redirect("quizzes:results", public_id)
    if attempt.asks_in_order and position != attempt.asked_now:
        return redirect("quizzes:attempt", public_id)
    if found.page.is_closed:
        return redirect("quizzes:question", public_id, position)
    return _shown(request, found)


def _answered(request: Request, cell: CellPage) -> HttpResponse:
    """Keeps the answer with this cell in it, then goes back to the grid."""
    page, now = cell.page, timezone.localtime()
    try:
        if "stretch" in request.POST:  # first, for an answer that has to be mended takes its time
            timing.stretch(attempt=page.attempt, now=now)
        sent = cellpage.sent_with(cell, request.POST)
        blank = page.sent.state == State.BLANK
        answer = attempts.save(item=page.item, sent=sent, blank=blank, now=now)
    except sending.NOT_KEPT as problem:
        status, part = sending.not_kept(page, problem, now)
        return _shown(request, cell, status=status, part=part)
    page.keeps(answer)
    if request.htmx:
        return _shown(request, cell, part="saved")
    return HttpResponseRedirect(_onward(request, cell))


def _onward(request: Request, cell: CellPage) -> str:
    place = [cell.page.attempt.public_id, cell.page.item.position]
    if {"unmark", "stretch"} & set(request.POST):
        return reverse("quizzes:cell", args=[*place, *cell.at])
    return f"{reverse('quizzes:question', args=place)}#cell-{cell.at}"


def _shown(request: Request, cell: CellPage, *, status: int = 200, part: str = "") -> HttpResponse:
    fragment = f"#{part}" if part and request.htmx else ""
    boxes = request.GET.get("view") != "read"
    attempt = cell.page.attempt
    clock = Clock(attempt, timezone.localtime())
    context = {"cell": cell, "page": cell.page, "attempt": attempt, "boxes": boxes, "clock": clock}
    return render(request, f"quizzes/cell.html{fragment}", context, status=status)
