"""A reader's own marks: marking a passage, all of them in a list, taken out as a file and brought in again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corpus import highlights, reading, typesetting
from corpus.models import Highlight, Revision
from corpus.text.annotation import LIMIT, Unreadable
from corpus.text.citation import Anchor, BadCitation, Citation, parse
from corpus.text.passage import Passage

FILES = {
    "md": ("text/markdown", highlights.as_markdown),
    "json": ("application/ld+json", highlights.as_json),
}


@dataclass(frozen=True, slots=True)
class Marking:
    """A passage of an edition that somebody marks for themselves."""

    revision: Revision
    citation: Citation
    passage: Passage
    back: str

    @classmethod
    def asked(cls, request: HttpRequest, work: str, edition: str) -> "Marking":
        revision = reading.present(work, edition)
        if revision is None:
            raise Http404("There is no such text.")
        try:
            citation = parse(request.GET.get("passage", ""), work=work)
        except BadCitation as problem:
            raise Http404(str(problem)) from problem
        passage = reading.passage_of(revision, citation)
        if citation.work != work or not passage.paragraphs:
            raise Http404("There is no such passage.")
        home = reverse("corpus:paragraph", args=[work, edition, citation.paragraph])
        back = request.GET.get("back", "")
        # T48: only addresses of this site.
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return cls(revision, citation, passage, back if is_ours else home)


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, work: str, edition: str) -> HttpResponse:
    """The passage with a box a sentence, and a remark."""
    asked = Marking.asked(request, work, edition)
    chosen, remark, flaw = request.POST.getlist("mark"), request.POST.get("remark", ""), ""
    if request.method == "POST":
        try:
            kept = highlights.keep(
                user=request.user,
                revision=asked.revision,
                anchors=map(Anchor.of, chosen),
                remark=remark.strip(),
                now=timezone.now(),
            )
            messages.info(request, f"Kept: {', '.join(h.citation.label for h in kept)}. Only you see it.")
            return HttpResponseRedirect(asked.back)
        except (highlights.Refused, BadCitation) as refused:
            flaw = str(refused)
    voices = asked.revision.edition.work.voices
    html = typesetting.marking(asked.passage, voices, frozenset(chosen))
    context = {"asked": asked, "html": html, "skips": typesetting.skips(asked.passage), "remark": remark, "flaw": flaw}
    return render(request, "corpus/mark.html", context, status=400 if flaw else 200)


@dataclass(frozen=True, slots=True)
class Shown:
    """A highlight in the list. `is_left` says that its words stand in an earlier text only."""

    highlight: Highlight
    words: str
    is_left: bool

    @property
    def url(self) -> str:
        citation = self.highlight.citation
        first = citation.anchors[0]
        return f"/library/{citation.work}/{citation.edition}/{first.whole.html_id}/#{first.html_id}"


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every mark and remark of the reader, work by work."""
    found = list(highlights.of(request.user))
    present = set(Revision.objects.present().filter(pk__in={h.revision_id for h in found}).values_list("pk", flat=True))
    shown = [Shown(h, highlights.words(h), h.revision_id not in present) for h in found]
    context: dict[str, Any] = {"shown": shown, "limit": LIMIT, "longest": highlights.LONGEST}
    return render(request, "corpus/notes.html", context)


@require_POST
def change(request: HttpRequest, name: UUID) -> HttpResponse:
    """A new remark, or the mark taken out."""
    found = get_object_or_404(highlights.of(request.user), name=name)
    if "remove" in request.POST:
        found.delete()
        messages.info(request, f"{found.citation} is not marked any more.")
        return redirect("corpus:notes")
    remark = request.POST.get("remark", "").strip()
    if len(remark) > highlights.LONGEST:
        messages.error(request, f"The remark has {len(remark):,} characters; the limit is {highlights.LONGEST:,}.")
    else:
        found.remark = remark
        found.save(update_fields=["remark"])
        messages.info(request, f"The remark on {found.citation} is kept.")
    return redirect(f"{reverse('corpus:notes')}#n-{name}")


@require_safe
def taken_out(request: HttpRequest, suffix: str) -> HttpResponse:
    """The reader's marks as a file."""
    if suffix not in FILES:
        raise Http404("There is no such file.")
    media, write = FILES[suffix]
    response = HttpResponse(write(highlights.of(request.user)), content_type=f"{media}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="notes.{suffix}"'
    return response


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """A file of Web Annotations, ours or another program's."""
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, "Choose a file first.")
    elif file.size is not None and file.size > LIMIT:
        messages.error(request, f"The file has {file.size:,} bytes; the limit is {LIMIT:,}.")
    else:
        _brought(request, file.read())
    return redirect("corpus:notes")


def _brought(request: HttpRequest, data: bytes) -> None:
    try:
        done = highlights.bring(user=request.user, data=data, with_original=True, now=timezone.now())
    except (Unreadable, highlights.Refused) as problem:
        messages.error(request, str(problem))
        return
    messages.info(request, "1 place was marked." if done.kept == 1 else f"{done.kept} places were marked.")
    if done.lost:
        more = f" and {len(done.lost) - 5} more" if len(done.lost) > 5 else ""
        messages.warning(request, f"Not found for sure, so not marked: {'; '.join(done.lost[:5])}{more}.")
