"""How is this cited elsewhere? A page with every style to copy, and files for reference managers."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from corpus import reading
from corpus.models import Edition, Work
from corpus.text.bibliography import STYLES, Source, Style
from corpus.text.citation import BadCitation, Citation, parse


@dataclass(frozen=True, slots=True)
class Asked:
    """A work and, as far as they were given, a passage and an edition of it."""

    work: Work
    passage: Citation | None
    edition: str
    typed: str
    flaw: str

    @classmethod
    def of(cls, request: HttpRequest, slug: str) -> "Asked":
        work = get_object_or_404(Work, slug=slug)
        typed, edition = request.GET.get("passage", "").strip(), request.GET.get("edition", "")
        try:
            passage = parse(typed, work=work.slug) if typed else None
            if passage and passage.work != work.slug:
                raise BadCitation(f"“{typed[:80]}” is not a passage of {work.slug}; write for example ¶14.2-3.")
            asked = cls(work, passage, (passage and passage.edition) or edition, typed, "")
            _check(work, passage, asked.edition)
            return asked
        except BadCitation as problem:
            return cls(work, None, "", typed, str(problem))

    @property
    def source(self) -> Source:
        return Source(dict(self.work.facts) or _known(self.work), self.passage, self.edition)

    @property
    def query(self) -> str:
        given = {"passage": self.typed if self.passage else "", "edition": self.edition}
        return urlencode({name: value for name, value in given.items() if value})


def _known(work: Work) -> dict[str, Any]:
    """What an instructor said of a work, as CSL-JSON."""
    family, _, given = work.author_sort.partition(", ")
    person = {"family": family, "given": given} if given else {"literal": work.author}
    year = next(iter(re.findall(r"\d{4}", work.year)), "")
    issued = {"issued": {"date-parts": [[int(year)]]}} if year else {}
    return {"id": work.slug, "type": "document", "title": work.title, "author": [person], **issued}


def _check(work: Work, passage: Citation | None, edition: str) -> None:
    """The edition and the passage must be there. Raises BadCitation."""
    kinds = [edition] if edition else list(work.editions.values_list("kind", flat=True))
    texts = [text for kind in kinds if (text := reading.present(work.slug, kind))]
    if edition and not work.editions.filter(kind=edition).exists():
        raise BadCitation(f"{work.slug} has no edition “{edition[:31]}”.")
    if passage and texts and not any(reading.whole(text).words(passage.anchors[-1]) for text in texts):
        raise BadCitation(f"{work.slug} has no {passage.label}{f' in its {edition} edition' if edition else ''}.")


@require_safe
@login_not_required
def cite(request: HttpRequest, work: str) -> HttpResponse:
    asked = Asked.of(request, work)
    editions = Edition.objects.filter(work=asked.work)
    shown = [(style, style.write(asked.source), _file(asked, style)) for style in STYLES]
    context: dict[str, Any] = {"asked": asked, "work": asked.work, "editions": editions, "styles": shown}
    return render(request, "corpus/cite.html", context, status=400 if asked.flaw else 200)


def _file(asked: Asked, style: Style) -> str:
    if not style.suffix:
        return ""
    address = reverse("corpus:cite_file", args=[asked.work.slug, style.suffix])
    return f"{address}?{asked.query}" if asked.query else address


@require_safe
@login_not_required
def cite_file(request: HttpRequest, work: str, suffix: str) -> HttpResponse:
    style = next((style for style in STYLES if style.suffix == suffix), None)
    if style is None:
        raise Http404("There is no such way to cite.")
    asked = Asked.of(request, work)
    if asked.flaw:
        return HttpResponse(asked.flaw, content_type="text/plain; charset=utf-8", status=400)
    response = HttpResponse(style.write(asked.source), content_type=f"{style.media}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{asked.work.slug}.{suffix}"'
    return response
