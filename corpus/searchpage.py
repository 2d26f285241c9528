"""What does the search page show? What was asked, what narrows it, and each place found, with its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from corpus import search, typesetting
from corpus.models import Edition, Work
from corpus.search import Asked, Found, Hit
from corpus.text.passage import Sentence
from corpus.text.searching import BadQuery, Query, parsed

NARROWED_BY = ("work", "edition", "voice")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that was found."""

    label: str
    url: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph that was found, with who speaks in it if that is not the author."""

    hit: Hit
    speaker: str

    @property
    def lines(self) -> Iterator[Line]:
        for sentence in self.hit.sentences:
            yield self._line(sentence)

    def _line(self, sentence: Sentence) -> Line:
        edition, at = self.hit.revision.edition, sentence.anchor
        url = f"/library/{edition.work.slug}/{edition.kind}/{at.whole.html_id}/#{at.html_id}"
        return Line(at.label, url, typesetting.found(self.hit.paragraph.text, sentence, self.hit.places))


@dataclass(frozen=True, slots=True)
class Group:
    """What was found in one edition of a work."""

    work: Work
    edition: Edition
    places: list[Place]


@dataclass(frozen=True, slots=True)
class SearchPage:
    typed: str
    narrowed: dict[str, str]
    asked: Asked
    found: Found
    flaw: str

    @property
    def groups(self) -> Iterator[Group]:
        for edition, hits in groupby(self.found.hits, key=lambda hit: hit.revision.edition):
            voices = edition.work.voices
            shown = [Place(hit, voices.get(hit.paragraph.voice, hit.paragraph.voice)) for hit in hits]
            yield Group(edition.work, edition, shown)

    def _page(self, number: int) -> str:
        given = {"q": self.typed, **self.narrowed, "page": str(number)}
        return f"?{urlencode({name: value for name, value in given.items() if value})}"

    @property
    def previous(self) -> str:
        return self._page(self.found.page - 1) if self.found.page > 1 else ""

    @property
    def next(self) -> str:
        return self._page(self.found.page + 1) if self.found.page < self.found.pages else ""


@require_safe
@login_not_required
def search_page(request: HttpRequest) -> HttpResponse:
    page = _searched(request)
    may_read = request.user.is_authenticated
    context: dict[str, Any] = {
        "page": page,
        "works": Work.objects.all(),
        "editions": Edition.objects.order_by("position").values_list("kind", "title").distinct(),
        "voices": search.voices(may_read),
    }
    return render(request, "corpus/search.html", context, status=400 if page.flaw else 200)


def _searched(request: HttpRequest) -> SearchPage:
    typed = request.GET.get("q", "").strip()
    narrowed = {name: request.GET.get(name, "")[:63] for name in NARROWED_BY}
    number = request.GET.get("page", "1")
    try:
        asked = Asked(parsed(typed, search.names()), **narrowed)
    except BadQuery as problem:
        return SearchPage(typed, narrowed, Asked(Query()), Found(0, (), 1), str(problem))
    page = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 6 else 1
    found = search.found(asked, with_original=request.user.is_authenticated, page=max(1, page))
    return SearchPage(typed, narrowed, asked, found, "")
