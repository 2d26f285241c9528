"""What has a reader marked? Kept for them alone, taken along when the text is revised, taken out and brought in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from typing import Any

from django.db import transaction
from django.db.models import CharField, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Cast, Concat

from corpus import reading
from corpus.models import Highlight, Revision
from corpus.text import annotation
from corpus.text.annotation import Annotation, Quoted, Whole
from corpus.text.citation import Anchor, parse
from corpus.text.relocate import Relocation

LONGEST = annotation.LONGEST  # signs of a remark
MOST = 2_000  # highlights of one reader in one edition


_IN_THE_TEXT = ("note", "paragraph", "sentence", "to_sentence")


class Refused(ValueError):
    """The marks are not kept; the message says why."""


def of(user: Any) -> QuerySet[Highlight]:
    rows = Highlight.objects.filter(user=user).select_related("revision__edition__work")
    edition = "revision__edition"
    return rows.order_by(f"{edition}__work__year", f"{edition}__work__slug", f"{edition}__position", *_IN_THE_TEXT)


@transaction.atomic
def keep(*, user: Any, revision: Revision, anchors: Iterable[Anchor], remark: str, now: datetime) -> list[Highlight]:
    """Keeps each run of sentences with the remark; a run that is marked already gets the new remark.

    Raises Refused where nothing or something that is not in the text is marked, or a limit is passed.
    """
    marked = sorted(set(anchors), key=lambda at: (at.note, at.paragraph, at.sentence))
    text = reading.whole(revision)
    strays = [at for at in marked if not at.sentence or text.words(at) is None]
    if strays or not marked:
        raise Refused(f"{strays[0].label} is no sentence of this text." if strays else "Mark a sentence first.")
    if len(remark) > LONGEST:
        raise Refused(f"The remark has {len(remark):,} characters; the limit is {LONGEST:,}.")
    if Highlight.objects.filter(user=user, revision=revision).count() + len(marked) > MOST:
        raise Refused(f"You have marked {MOST:,} places in this edition; take some out before you mark more.")
    return [_kept(user, revision, run, remark, now) for run in _runs(marked)]


def _runs(marked: Sequence[Anchor]) -> Iterator[list[Anchor]]:
    """Sentences that follow each other in a paragraph are one highlight."""
    for _, run in groupby(enumerate(marked), key=lambda pair: (pair[1].whole, pair[1].sentence - pair[0])):
        yield [anchor for _, anchor in run]


def _kept(user: Any, revision: Revision, run: Sequence[Anchor], remark: str, now: datetime) -> Highlight:
    first, last = run[0], run[-1]
    kept, _ = Highlight.objects.update_or_create(
        user=user,
        revision=revision,
        note=first.note,
        paragraph=first.paragraph,
        sentence=first.sentence,
        to_sentence=last.sentence,
        defaults={"remark": remark},
        create_defaults={"remark": remark, "made_at": now},
    )
    return kept


def marked_by(user: Any) -> Subquery:
    """For a query of revisions: what this reader marked in each, as ``7.2-3 9.1-1``; `places` reads it."""
    numbers = (Cast(name, CharField()) for name in ("paragraph", "sentence", "to_sentence"))
    place = Concat(*chain.from_iterable(zip(numbers, map(Value, (".", "-", "")), strict=True)))
    mine = Highlight.objects.filter(user=user, revision=OuterRef("pk"), note=False).order_by()
    return Subquery(mine.values("revision").annotate(places=StringAgg(place, Value(" "))).values("places"))


def places(work: str, written: str | None) -> frozenset[Anchor]:
    """The sentences that `marked_by` names."""
    return frozenset(anchor for place in (written or "").split() for anchor in parse(f"¶{place}", work=work).anchors)


def words(highlight: Highlight) -> str:
    """The marked words, in the revision they were marked in."""
    text = reading.whole(highlight.revision)
    return " ".join(filter(None, (text.words(anchor) for anchor in highlight.citation.anchors)))


def follow(*, before: Revision, after: Revision) -> int:
    """Takes highlights along to a new revision where their very words stand; returns how many could not go.

    Those stay with the old revision, whose words are kept, so that their reader can be told and shown.
    """
    relocation = Relocation(reading.whole(before), reading.whole(after))
    left = 0
    for highlight in Highlight.objects.filter(revision=before).select_related("revision__edition__work"):
        to = [anchor for at in highlight.citation.anchors for anchor in relocation.of(at).to]
        runs = list(_runs(to))
        if len(runs) == 1 and all(relocation.of(at).to for at in highlight.citation.anchors):
            _moved(highlight, after, runs[0])
        else:
            left += 1
    return left


def _moved(highlight: Highlight, after: Revision, run: Sequence[Anchor]) -> None:
    highlight.revision = after
    highlight.paragraph, highlight.note = run[0].paragraph, run[0].note
    highlight.sentence, highlight.to_sentence = run[0].sentence, run[-1].sentence
    highlight.save(update_fields=["revision", "paragraph", "note", "sentence", "to_sentence"])


def as_json(highlights: Iterable[Highlight]) -> str:
    """W3C Web Annotation JSON-LD."""
    found = list(highlights)
    texts = {h.revision_id: Whole.of(reading.whole(h.revision)) for h in found}
    return annotation.dumped((_annotation(highlight), texts[highlight.revision_id]) for highlight in found)


def _annotation(highlight: Highlight) -> Annotation:
    edition = highlight.revision.edition
    return Annotation(
        edition.work.slug,
        edition.kind,
        highlight.citation.anchors,
        highlight.remark,
        highlight.made_at,
        str(highlight.name),
    )


def as_markdown(highlights: Iterable[Highlight]) -> str:
    """One heading an edition, each mark as a quotation with its citation."""
    parts = []
    for edition, found in groupby(highlights, key=lambda highlight: highlight.revision.edition):
        notes = [(words(highlight), str(highlight.citation), highlight.remark) for highlight in found]
        parts.append(annotation.markdown(f"{edition.work} – {edition.title.lower()} edition", notes))
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file of annotations: how many were kept, and the words of those whose place is not sure."""

    kept: int
    lost: tuple[str, ...]


@transaction.atomic
def bring(*, user: Any, data: bytes, with_original: bool, now: datetime) -> Brought:
    """Raises annotation.Unreadable. Each annotation is looked for by its words in the present text of its edition."""
    kept, lost = 0, list[str]()
    texts: dict[tuple[str, str], tuple[Revision, Whole] | None] = {}
    for quoted in annotation.loaded(data):
        name = (quoted.work, quoted.edition)
        if name not in texts:
            texts[name] = _present(*name, with_original=with_original)
        found = texts[name]
        anchors = annotation.located(quoted, found[1]) if found else ()
        if found and anchors:
            kept += len(keep(user=user, revision=found[0], anchors=anchors, remark=quoted.remark, now=now))
        else:
            lost.append(_told(quoted))
    return Brought(kept, tuple(lost))


def _present(work: str, edition: str, *, with_original: bool) -> tuple[Revision, Whole] | None:
    revision = reading.present(work, edition) if with_original or edition != "original" else None
    return (revision, Whole.of(reading.whole(revision))) if revision else None


def _told(quoted: Quoted) -> str:
    where = f" ({quoted.work}/{quoted.edition})" if quoted.work else ""
    return f"“{quoted.exact[:80]}”{where}"
