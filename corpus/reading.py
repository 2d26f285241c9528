"""What does a text say? Questions asked of the library, answered in values and kept by digest.

A revision never changes, so what is kept under its digest is never stale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.kept import kept
from corpus.models import Paragraph, Revision
from corpus.text import passage
from corpus.text.citation import Anchor, Citation
from corpus.text.library import Library, Volume


def present(work: str, kind: str) -> Revision | None:
    """The published revision that readers see now."""
    return Revision.objects.present().of(work, kind).select_related("edition__work").first()


def passage_of(revision: Revision, citation: Citation) -> passage.Passage:
    """The paragraphs of a revision that a citation covers. `revision.edition.work` must be loaded."""
    return kept(f"passage:{_name(revision, citation)}", lambda: _passage(revision, citation))


def sentences_of(revision: Revision, citation: Citation) -> frozenset[Anchor]:
    """Where the sentences of these paragraphs stand."""
    return kept(
        f"sentences:{_name(revision, citation)}",
        lambda: frozenset(sentence.anchor for sentence in passage_of(revision, citation).sentences()),
    )


def _name(revision: Revision, citation: Citation) -> str:
    return f"{revision.digest}:{citation.paragraph}-{citation.to_paragraph}:{citation.note}"


def _passage(revision: Revision, citation: Citation) -> passage.Passage:
    work, rows = revision.edition.work.slug, revision.paragraphs.filter(note=citation.note)
    inside = rows.filter(number__gte=citation.paragraph, number__lte=citation.to_paragraph)
    return passage.Passage(
        work,
        revision.edition.kind,
        revision.digest,
        tuple(row.value(work) for row in inside.order_by("number")),
    )


def notes_of(revision: Revision) -> dict[int, list[passage.Paragraph]]:
    """The notes by the paragraph that each is marked in; 0 where the text does not say."""
    return kept(f"notes:{revision.digest}", lambda: _notes(revision))


def _notes(revision: Revision) -> dict[int, list[passage.Paragraph]]:
    found: dict[int, list[passage.Paragraph]] = {}
    for row in revision.paragraphs.filter(note=True).order_by("number"):
        found.setdefault(row.anchored_in or 0, []).append(row.value(revision.edition.work.slug))
    return found


class Heading(NamedTuple):
    """A section by its title and the paragraphs at its ends."""

    title: str
    first: int
    last: int


def headings_of(revision: Revision) -> tuple[Heading, ...]:
    """The sections of a published revision, in order."""
    return kept(f"headings:{revision.digest}", lambda: _headings(revision))


def _headings(revision: Revision) -> tuple[Heading, ...]:
    return tuple(Heading(*row) for row in revision.sections.order_by("number").values_list("title", "first", "last"))


def whole(revision: Revision) -> passage.Passage:
    """Every paragraph and note of a revision; not kept until it is published, since its sentences can be set."""
    if revision.published_at is None:
        return _whole(revision)
    return kept(f"whole:{revision.digest}", lambda: _whole(revision))


def _whole(revision: Revision) -> passage.Passage:
    work = revision.edition.work.slug
    rows = Paragraph.objects.filter(revision=revision).order_by("note", "number")
    return passage.Passage(work, revision.edition.kind, revision.digest, tuple(row.value(work) for row in rows))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The texts that keys are asked against: one revision an edition. Answers `quizzes.questions.base.Library`."""

    texts: dict[tuple[str, str], passage.Passage]

    def words(self, edition: str, anchor: Anchor) -> str | None:
        text = self.texts.get((anchor.work, edition))
        return text.words(anchor) if text else None

    def editions(self, work: str) -> Sequence[str]:
        return tuple(kind for slug, kind in self.texts if slug == work)


def shelf(works: Iterable[str], *, with_revision: Revision | None = None) -> Shelf:
    """The present texts of some works; `with_revision` stands in for its edition's present one."""
    revisions = list(
        Revision.objects.present().filter(edition__work__slug__in=set(works)).select_related("edition__work")
    )
    if with_revision is not None:
        revisions = [r for r in revisions if r.edition_id != with_revision.edition_id] + [with_revision]
    return Shelf({(r.edition.work.slug, r.edition.kind): whole(r) for r in revisions})


def volume(revision: Revision) -> Volume:
    """A published revision folded; libraries are put together from these."""
    text = whole(revision)
    return kept(f"volume:{revision.digest}", lambda: Volume.of(text.work, text.edition, text.paragraphs))


class _Quotable(NamedTuple):
    digests: tuple[str, ...]
    library: Library


_latest = _Quotable((), Library(()))


def quotable() -> Library:
    """Every present text made ready for asking whether it says something; the originals first.

    Only the latest library is kept, because it is large. When a text is published, the others are not folded again.
    """
    global _latest
    revisions = list(
        Revision.objects.present().select_related("edition__work").order_by("-edition__kind", "edition__work")
    )
    found, digests = _latest, tuple(revision.digest for revision in revisions)
    if digests != found.digests:
        folded = dict(zip(found.digests, found.library.volumes, strict=True))
        volumes = tuple(folded.get(revision.digest) or volume(revision) for revision in revisions)
        found = _latest = _Quotable(digests, Library(volumes))
    return found.library
