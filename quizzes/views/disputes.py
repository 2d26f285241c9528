"""A student disputes a key, on a page of its own; and notes what was answered (T27, T29, T47, T53, T60)."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from corpus import reading, typesetting
from corpus.text.citation import Anchor
from corpus.text.passage import Passage
from quizzes.bank import wording
from quizzes.marks import changed
from quizzes.models import Attempt, Item
from quizzes.pages.said import SaidField
from quizzes.questions import accepting, codec
from quizzes.questions.base import Invalid
from quizzes.regrades import appeals
from quizzes.rules import Refused

MOST_QUESTIONS = 32_767


class DisputeForm(forms.Form):
    words = SaidField(
        label="What is wrong with the key?", help_text="One or two sentences, 10 to 300 characters.", rows=3
    )


@dataclass(frozen=True)
class DisputePage:
    """The question with its text, where sentences can be named; `marked` are ticked."""

    item: Item
    marked: frozenset[str]

    @cached_property
    def content(self) -> Any:
        return wording.as_asked(self.item)

    @cached_property
    def passage(self) -> Passage | None:
        """Nothing where the key of such a question names no sentences that prove."""
        return wording.text_of(self.item) if accepting.takes_places(self.item.version.key.content) else None

    @property
    def voices(self) -> Mapping[str, str]:
        return self.item.revision.edition.work.voices if self.item.revision else {}

    @property
    def text(self) -> SafeString:
        assert self.passage is not None
        return typesetting.marking(self.passage, self.voices, self.marked)

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
    if request.method != "POST":
        mark = item.marks.select_related("answer").order_by("-number").first()
        given = mark.answer.response.get("mark", []) if mark and mark.answer else []
        marked = frozenset(value for value in given if isinstance(value, str))
        return _shown(request, DisputePage(item, marked), DisputeForm())
    form, sent = DisputeForm(request.POST), request.POST.getlist("mark")
    try:
        places = _places(item, sent)
        if form.is_valid():
            appeals.dispute(item=item, places=places, words=form.cleaned_data["words"], now=timezone.localtime())
            messages.success(request, "Your dispute is with those who teach the course. The answer will stand here.")
            return redirect(f"{reverse('quizzes:results', args=[public_id])}#q{item.position}")
    except Refused as refused:
        form.add_error(None, str(refused))
    return _shown(request, DisputePage(item, frozenset(sent)), form, status=422)


def _places(item: Item, sent: list[str]) -> list[Anchor]:
    """Sentences of the reading that was shown (T20). Raises Refused."""
    if not sent or item.revision is None or item.version.passage is None:
        return []
    try:
        places = codec.anchors(sent, "mark")
    except Invalid as invalid:
        raise Refused(invalid.message) from None
    if places - reading.sentences_of(item.revision, item.version.passage):
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
