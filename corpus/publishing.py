"""A file becomes an edition's next revision: kept in one transaction, never changed afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from corpus import search
from corpus.formats.draft import Draft, DraftNote, DraftParagraph, DraftSection, Kind, NoteMarker
from corpus.models import Edition, Paragraph, Revision, Section
from corpus.text import align
from corpus.text.digest import digest, short_hash


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a file. `changes` is a sentence for people; `is_new` is False when the text was there already."""

    revision: Revision
    is_new: bool
    changes: str


@transaction.atomic
def keep(*, edition: Edition, draft: Draft, now: datetime, by: Any = None, known: bool = True) -> Kept:
    """Stores a draft as the next revision, or returns the one that already says the same.

    While nothing of an edition is published, a `known` file is published at once. Any other waits until
    somebody publishes it (courses.reading.texts.publish), because keys may lean on the words that changed.
    """
    name = text_digest(edition, draft)
    kept = edition.revisions.filter(digest=name).first() or _resegmented(edition, draft)
    if kept is not None:
        return Kept(kept, False, f"Nothing changed: it is {kept}.")
    last = edition.revisions.order_by("-number").first()
    present = edition.revisions.published().order_by("-number").first()
    changes = _changes(present, draft) if present else None
    revision = edition.revisions.create(
        number=last.number + 1 if last else 1,
        digest=name,
        source_hash=draft.source_hash,
        rules=draft.rules,
        report=_report(draft, changes),
        annotations=[[a.paragraph, a.word, a.says, a.note] for a in draft.annotations],
        made_at=now,
        made_by=by,
        published_at=now if known and present is None else None,
    )
    _store(revision, draft)
    search.index(revision)
    what = changes.sentence if changes else "it is the first."
    said = f"{revision} is new and published." if revision.published_at else f"{revision} waits to be published: {what}"
    return Kept(revision, True, said)


def _resegmented(edition: Edition, draft: Draft) -> Revision | None:
    """The same file, read by the same rules, whose sentences somebody then set by hand."""
    same = edition.revisions.filter(source_hash=draft.source_hash, rules=draft.rules, report__has_key="sentences")
    return same.order_by("-number").first() if draft.source_hash else None


def draft_of(revision: Revision) -> Draft:
    """What is kept, as its format once understood it; what stood around the text is left out."""
    rows = list(revision.paragraphs.order_by("note", "number"))
    prose = [_paragraph(row) for row in rows if not row.note]
    sections = tuple(
        DraftSection(part.number, part.title, tuple(p for p in prose if part.first <= p.number <= part.last))
        for part in revision.sections.all()
    )
    notes = tuple(_note(row) for row in rows if row.note)
    return Draft(sections, notes, source_hash=revision.source_hash, rules=revision.rules)


def _paragraph(row: Paragraph) -> DraftParagraph:
    value = row.value("")
    anchors = tuple(NoteMarker(*marker) for marker in row.markers)
    return DraftParagraph(
        row.number, Kind(row.kind), row.voice, row.text, value.sentence_starts, value.spans, anchors, "\n" in row.text
    )


def _note(row: Paragraph) -> DraftNote:
    value = row.value("")
    return DraftNote(row.number, row.voice, row.text, value.sentence_starts, value.spans, row.anchored_in or 0)


def text_digest(edition: Edition, draft: Draft) -> str:
    """One name for everything a reader or a citation can see of a text."""
    return digest(_visible(edition, draft))


def _visible(edition: Edition, draft: Draft) -> Iterator[str]:
    yield str(edition)
    for section in draft.sections:
        yield f"§{section.number} {section.title}"
        for paragraph in section.paragraphs:
            yield from (f"¶{paragraph.number} {paragraph.kind} {paragraph.voice}", paragraph.text)
            yield repr((paragraph.sentence_starts, [(s.start, s.end, s.voice) for s in paragraph.spans]))
    for note in draft.notes:
        yield from (f"n{note.number} {note.voice} {note.paragraph}", note.text, repr(note.sentence_starts))


def _changes(last: Revision, draft: Draft) -> align.Report:
    old = list(last.paragraphs.filter(note=False).values_list("number", "hash"))
    return align.compare(old, [(p.number, short_hash(p.text)) for p in draft.paragraphs()])


def _report(draft: Draft, changes: align.Report | None) -> dict[str, Any]:
    return {
        "warnings": list(draft.warnings),
        "changes": changes.sentence if changes else "",
        "around": {name: list(lines) for name, lines in asdict(draft.metadata).items()},
    }


def _store(revision: Revision, draft: Draft) -> None:
    sections = [
        Section(
            revision=revision,
            number=section.number,
            title=section.title,
            first=section.paragraphs[0].number,
            last=section.paragraphs[-1].number,
        )
        for section in draft.sections
        if section.paragraphs
    ]
    Section.objects.bulk_create(sections)
    Paragraph.objects.bulk_create(_rows(revision, list(draft.paragraphs()), draft.notes))


def _rows(revision: Revision, paragraphs: Sequence[DraftParagraph], notes: Sequence[DraftNote]) -> Iterator[Paragraph]:
    for paragraph in paragraphs:
        yield Paragraph(
            kind=paragraph.kind.value,
            markers=[[marker.note, marker.offset] for marker in paragraph.anchors],
            **_shared(revision, paragraph),
        )
    for note in notes:
        yield Paragraph(kind="note", note=True, anchored_in=note.paragraph or None, **_shared(revision, note))


def _shared(revision: Revision, part: DraftParagraph | DraftNote) -> dict[str, Any]:
    return {
        "revision": revision,
        "number": part.number,
        "voice": part.voice,
        "text": part.text,
        "sentence_starts": list(part.sentence_starts),
        "spans": [[span.start, span.end, span.voice] for span in part.spans],
        "hash": short_hash(part.text),
    }
