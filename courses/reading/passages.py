"""Which text does a reading step show? A step cites whole paragraphs of a work; the student chooses the edition."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet

from corpus.highlights import marked_by
from corpus.models import Paragraph, Revision, Work
from corpus.prepared import Slot, prepared
from corpus.text.citation import BadCitation, Citation, parse


def flaw(written: str) -> str:
    """What is wrong with a reading as somebody typed it; empty if nothing is."""
    try:
        citation = parse(written)
    except BadCitation as problem:
        return str(problem)
    if citation.sentence is not None or citation.note:
        return f"“{written}” is less than a paragraph; a step reads whole ones, for example {citation.work} ¶7-11."
    if citation.edition:
        return f"Leave out “/{citation.edition}”: students choose the edition. Write {citation.work} {citation.label}."
    return _missing(citation)


def _missing(citation: Citation) -> str:
    text = texts(citation.work)
    if not text:
        known = ", ".join(Work.objects.values_list("slug", flat=True)) or "none"
        return f"The library has no text of “{citation.work}”; it has {known}."
    numbers = Paragraph.objects.filter(revision=next(iter(text.values())), note=False).values_list("number", flat=True)
    wanted = set(range(citation.paragraph, citation.to_paragraph + 1))
    lost = sorted(wanted - set(numbers))
    if lost:
        return f"{citation.work} has no ¶{lost[0]}; it has {len(numbers)} paragraphs."
    return ""


def texts(work: str, reader: Any = None) -> dict[str, Revision]:
    """The present text of each edition of a work, in the order of the editions; each with what the reader marked."""
    return {revision.edition.kind: revision for revision in _present(work=work, reader=reader.pk if reader else 0)}


@prepared(work=CharField(), reader=BigIntegerField())
def _present(work: Slot, reader: Slot) -> QuerySet[Revision]:
    found = Revision.objects.present().filter(edition__work__slug=work).select_related("edition__work")
    found = found.annotate(marked=marked_by(reader))
    return found.defer(*_NOT_SHOWN).order_by("edition__position", "edition__kind")


# What came in with the file, and the bibliographer's facts: no page of a lesson shows them.
_NOT_SHOWN = ("report", "annotations", "edition__work__facts", "edition__work__rights", "edition__work__genre")


def names(works: Iterable[str]) -> dict[str, str]:
    """Works as a register names them: “Cliff 1956”."""
    return {work.slug: f"{work.surname} {work.year}" for work in Work.objects.filter(slug__in=set(works))}
