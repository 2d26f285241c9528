"""The library's pages: every work, one work, one section of an edition. Open to all; originals to those who log in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from corpus import reading, typesetting
from corpus.models import Edition, Revision, Section, Work
from corpus.sectionpage import PAIRS, SectionPage, section_page
from corpus.text.citation import Citation
from corpus.text.passage import Passage


@require_safe
@login_not_required
def library(request: HttpRequest) -> HttpResponse:
    works = Work.objects.prefetch_related("editions")
    return render(request, "corpus/library.html", {"works": works})


@dataclass(frozen=True, slots=True)
class Contents:
    """An edition on its work's page."""

    edition: Edition
    revision: Revision | None
    sections: list[Section]


@require_safe
@login_not_required
def work(request: HttpRequest, work: str) -> HttpResponse:
    found = get_object_or_404(Work, slug=work)
    revisions = Revision.objects.present().filter(edition__work=found).select_related("edition")
    present = list(revisions.prefetch_related("sections"))
    contents = [Contents(r.edition, r, list(r.sections.all())) for r in present if may_read(request, r.edition.kind)]
    lacks = _lacks(request, {r.edition.kind for r in present})
    return render(request, "corpus/work.html", {"work": found, "contents": contents, "lacks": lacks})


def may_read(request: HttpRequest, kind: str) -> bool:
    """An original belongs to its rights holders, so it is shown only to people of the school."""
    return kind != "original" or request.user.is_authenticated


def _lacks(request: HttpRequest, present: Collection[str]) -> str:
    """Why there is no original to read here, or nothing."""
    if not request.user.is_authenticated:
        return "Log in to read the original edition, where the school has installed it."
    if "original" not in present:
        return "The original is not installed: put its file into TEXTS_DIR and run manage.py load_library."
    return ""


@require_safe
@login_not_required
def section(request: HttpRequest, work: str, edition: str, number: int) -> HttpResponse:
    page = section_page(work, edition, number, user=request.user)
    if page is None or not (edition == PAIRS or may_read(request, edition)):
        raise Http404("There is no such section.")
    return render(request, "corpus/section.html", _context(page))


@require_safe
@login_not_required
def whole(request: HttpRequest, work: str, edition: str) -> HttpResponse:
    """An edition on one page, to print and to find in; without explanations, so that it stays light."""
    revision = reading.present(work, edition) if may_read(request, edition) else None
    if revision is None:
        raise Http404("There is no such edition.")
    text, voices = reading.whole(revision), revision.edition.work.voices
    sections = [
        (section, typesetting.reading(_within(text, section), voices, notes=reading.notes_of(revision)))
        for section in revision.sections.all()
    ]
    return render(
        request, "corpus/whole.html", {"revision": revision, "work": revision.edition.work, "sections": sections}
    )


def _within(text: Passage, section: Section) -> Passage:
    return text.within(Citation(text.work, None, section.first, section.last))


def _context(page: SectionPage) -> dict[str, Any]:
    return {"page": page, "work": page.work}


@require_safe
@login_not_required
def paragraph(request: HttpRequest, work: str, edition: str, paragraph: int) -> HttpResponse:
    """Takes a citation to the section it stands in; the browser goes on to the sentence."""
    kind = "adapted" if edition == PAIRS else edition
    revision = reading.present(work, kind)
    found = revision and revision.sections.filter(first__lte=paragraph, last__gte=paragraph).first()
    if not found or not may_read(request, kind):
        raise Http404("There is no such paragraph.")
    return redirect("corpus:section", work, edition, found.number)


@require_safe
@login_not_required
def note(request: HttpRequest, work: str, edition: str, note: int) -> HttpResponse:
    """Takes a citation of a note to the section that its marker stands in."""
    kind = "adapted" if edition == PAIRS else edition
    revision = reading.present(work, kind)
    found = revision and revision.paragraphs.filter(note=True, number=note, anchored_in__isnull=False).first()
    if not found or not may_read(request, kind):
        raise Http404("There is no such note.")
    return paragraph(request, work, kind, found.anchored_in or 0)
