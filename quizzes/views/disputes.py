"""A student disputes a key, on a page of its own; and notes what was answered (T27, T29, T47, T53, T60)."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import Request
from corpus import typesetting
from corpus.text.citation import Anchor
from quizzes.bank import sources, wording
from quizzes.bank.sources import Source
from quizzes.bank.spots import Spot, spot_of
from quizzes.marks import changed
from quizzes.models import Attempt, Item
from quizzes.pages.asking import MOST_QUESTIONS
from quizzes.pages.said import SaidField
from quizzes.questions import accepting, codec
from quizzes.questions.base import Invalid
from quizzes.questions.cells import At
from quizzes.questions.corroboration import Corroboration
from quizzes.regrades import appeals
from quizzes.rules import Refused


class DisputeForm(forms.Form):
    words = SaidField(
        label="What is wrong with the key?", help_text="One or two sentences, 10 to 300 characters.", rows=3
    )


@dataclass(frozen=True)
class DisputePage:
    """The question, or one `cell` of a grid, with its text where sentences can be named; `marked` are ticked."""

    item: Item
    marked: frozenset[str]
    cell: str = ""

    @cached_property
    def content(self) -> Any:
        return wording.as_asked(self.item)

    @cached_property
    def spot(self) -> Spot | None:
        """Nothing where the key of such a question names no sentences that prove."""
        found = spot_of(self.item, self.item.attempt.edition, self.cell)
        takes = accepting.takes_places(self.item.version.key.content, found.at if found else None)
        return found if takes else None

    @property
    def at(self) -> At | None:
        return At.of(self.cell) if self.cell else None

    @property
    def place(self) -> str:
        """Where it stands in the results."""
        return f"q{self.item.position}-{self.cell}" if self.cell else f"q{self.item.position}"

    @property
    def claim(self) -> str:
        """Of the cell that is disputed."""
        return str(self.content.claims[self.at.claim - 1]) if self.at else ""

    @cached_property
    def source(self) -> Source | None:
        """The reading of the cell that is disputed."""
        return sources.of(self.item, self.item.attempt.edition)[self.at.source - 1] if self.at else None

    @property
    def text(self) -> SafeString:
        assert self.spot is not None
        return typesetting.marking(self.spot.text.passage, self.spot.text.work.voices, self.marked)

    @property
    def kind_template(self) -> str:
        return f"quizzes/kinds/{self.item.version.kind}.html"


def _item(request: Request, public_id: UUID, position: int) -> Item:
    """A question of the student's own attempt, handed in, with its marks shown."""
    mine = Item.objects.filter(attempt__in=Attempt.objects.of(request.user).submitted())
    wanted = mine.select_related("attempt__quiz", "version__key", "version__question", "revision__edition__work")
    found = get_object_or_404(wanted, attempt__public_id=public_id, position=min(position, MOST_QUESTIONS))
    if found.attempt.under.is_practice or not found.attempt.under.shows_marks(timezone.localtime()):
        raise Http404("There is no mark to dispute yet.")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: Request, public_id: UUID, position: int) -> HttpResponse:
    item = _item(request, public_id, position)
    cell = _cell(item, (request.POST if request.method == "POST" else request.GET).get("cell", ""))
    page = DisputePage(item, frozenset(), cell)
    if request.method != "POST":
        if why_not := appeals.why_not(item=item, cell=cell, now=timezone.localtime()):
            messages.error(request, why_not)
            return redirect(f"{reverse('quizzes:results', args=[public_id])}#{page.place}")
        return _shown(request, replace(page, marked=_marked(page)), DisputeForm())
    form, sent = DisputeForm(request.POST), request.POST.getlist("mark")
    try:
        places = _places(page, sent)
        if form.is_valid():
            words, now = form.cleaned_data["words"], timezone.localtime()
            appeals.dispute(item=item, cell=cell, places=places, words=words, now=now)
            messages.success(request, "Your dispute is with those who teach the course. The answer will stand here.")
            return redirect(f"{reverse('quizzes:results', args=[public_id])}#{page.place}")
    except Refused as refused:
        form.add_error(None, str(refused))
    return _shown(request, replace(page, marked=frozenset(sent)), form, status=422)


def _cell(item: Item, named: str) -> str:
    """The cell of a grid that is meant, if one is."""
    if not named:
        return ""
    content = item.version.content
    try:
        at = At.of(named)
    except Invalid:
        raise Http404("There is no such cell.") from None
    if not isinstance(content, Corroboration) or at not in content.places:
        raise Http404("There is no such cell.")
    return str(at)


def _marked(page: DisputePage) -> frozenset[str]:
    """What the answer has marked in the text that is shown."""
    mark = page.item.marks.select_related("answer").order_by("-number").first()
    if page.spot is None or mark is None or mark.answer is None:
        return frozenset()
    return frozenset(place.value for place in page.spot.marked(page.content.response(mark.answer.response)))


def _places(page: DisputePage, sent: list[str]) -> list[Anchor]:
    """Sentences of the reading that was shown (T20). Raises Refused."""
    if not sent or page.spot is None:
        return []
    try:
        places = codec.anchors(sent, "mark")
    except Invalid as invalid:
        raise Refused(invalid.message) from None
    if places - page.spot.text.sentences:
        raise Refused("A marked sentence does not stand in the reading of this question. Mark it again.")
    return sorted(places)


def _shown(request: Request, page: DisputePage, form: DisputeForm, *, status: int = 200) -> HttpResponse:
    context = {"page": page, "item": page.item, "attempt": page.item.attempt, "form": form}
    return render(request, "quizzes/dispute.html", context, status=status)


@require_POST
def noted(request: Request, public_id: UUID) -> HttpResponse:
    """The student has seen what became of the marks; back to where the notice stood."""
    found = get_object_or_404(Attempt.objects.of(request.user).submitted(), public_id=public_id)
    changed.note(attempt=found, now=timezone.now())
    back = request.POST.get("back", "")
    # A bare word would be taken for the name of a route.
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, None):
        return redirect(back)
    return redirect("quizzes:results", public_id)
