"""Do the quotations of an essay stand in the library? The page where anyone pastes one; nothing of it is kept."""

from dataclasses import dataclass
from typing import Self

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from corpus import reading
from corpus.essaypage import EssayPage, essay_page
from corpus.kept import kept
from corpus.models import Revision
from corpus.text.digest import digest
from corpus.text.essay import LONGEST, MOST, TooMuch, cleaned, read
from corpus.text.faithful import checked
from corpus.text.ground import Ground
from corpus.text.library import Library
from corpus.text.voices import Voices


@dataclass(frozen=True, slots=True)
class Shelf:
    """The texts that an essay is checked against, and who speaks in them."""

    ground: Ground
    voices: Voices

    @classmethod
    def readable(cls, *, with_original: bool) -> Self:
        """Every present text that somebody may read, the originals first."""
        present = Revision.objects.present().select_related("edition__work").order_by("-edition__kind", "edition__work")
        revisions = list(present if with_original else present.exclude(edition__kind="original"))
        works = {revision.edition.work.slug: revision.edition.work for revision in revisions}
        voices = Voices(
            {slug: work.surname for slug, work in works.items()},
            {slug: work.voices for slug, work in works.items()},
            {slug: work.title for slug, work in works.items()},
            {slug: work.year for slug, work in works.items()},
        )
        return cls(_ground(revisions), voices)


def _ground(revisions: list[Revision]) -> Ground:
    """Folded once a process for the same texts."""
    name = digest(f"{revision.edition} {revision.digest}" for revision in revisions)
    return kept(f"ground:{name}", lambda: Ground(Library(tuple(map(reading.volume, revisions)))))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """The originals are quotable for those who log in; others are told that they were not asked."""
    typed = cleaned(request.POST.get("essay", ""))
    with_original = request.user.is_authenticated
    context = {"typed": typed, "most": f"{LONGEST:,}", "quotations": MOST, "with_original": with_original}
    if request.method != "POST":
        return render(request, "corpus/check.html", context)
    if not typed.strip():
        flaw = "There is nothing to check yet: paste your essay, or some paragraphs of it."
        return render(request, "corpus/check.html", {**context, "flaw": flaw}, status=400)
    try:
        return render(request, "corpus/check.html", {**context, "page": checked_page(typed, with_original)})
    except TooMuch as problem:
        return render(request, "corpus/check.html", {**context, "flaw": str(problem)}, status=400)


def checked_page(text: str, with_original: bool) -> EssayPage:
    essay, shelf = read(text), Shelf.readable(with_original=with_original)
    found = [checked(quoted, shelf.ground, shelf.voices) for quoted in essay.quotations]
    return essay_page(essay, found, shelf.ground, shelf.voices, with_original=with_original)
