"""Which texts does a question on several readings stand on? One column of a grid each, as they were pinned (T14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    QuerySet,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Concat
from django.utils.safestring import SafeString

from corpus import reading, typesetting
from corpus.models import Revision, Work
from corpus.text.citation import Anchor, Citation
from corpus.text.passage import Passage
from quizzes.models import Item, QuestionVersion


@dataclass(frozen=True, slots=True)
class Source:
    """One reading with its text. `name` tells it from the others: “Deutscher 1959”, or with its paragraphs."""

    number: int
    citation: Citation
    revision: Revision
    name: str

    @property
    def work(self) -> Work:
        return self.revision.edition.work

    @property
    def edition(self) -> str:
        return self.revision.edition.kind

    @property
    def passage(self) -> Passage:
        return reading.passage_of(self.revision, self.citation)

    @property
    def sentences(self) -> frozenset[Anchor]:
        return reading.sentences_of(self.revision, self.citation)

    @property
    def plain_text(self) -> SafeString:
        return typesetting.reading(self.passage, self.work.voices)


def pin(items: Sequence[Item], texts: Iterable[Sequence[Revision]]) -> None:
    """Keeps which revisions each item stands on, where they are several. A text read twice is pinned once."""
    link = Item.texts.through
    link.objects.bulk_create(
        link(item_id=item.pk, revision_id=pk)
        for item, revisions in zip(items, texts, strict=True)
        if has_several(item.version)
        for pk in dict.fromkeys(revision.pk for revision in revisions)
    )


def has_several(version: QuestionVersion) -> bool:
    return len(version.passages) > 1


def waiting() -> Exists:
    """Of question versions: whether one names an original, with its reading or one of several, that is not here."""
    here = Revision.objects.present().filter(edition__work=OuterRef("pk"), edition__kind="original")
    reading = ExpressionWrapper(OuterRef("reading"), output_field=CharField())
    named = Work.objects.annotate(reading=reading, original=Concat("slug", Value("/original ")))
    return Exists(named.filter(~Exists(here), reading__contains=F("original")))


def load(items: Iterable[Item]) -> None:
    """The texts of all these items in one query; none where no question stands on several."""
    prefetch_related_objects([item for item in items if has_several(item.version)], Prefetch("texts", _texts()))


def of(item: Item, read: str) -> tuple[Source, ...]:
    """The readings of an item, in the order of its question; `read` is the edition that its attempt reads."""
    if not has_several(item.version):
        return ()
    load([item])
    texts = {(text.edition.work.slug, text.edition.kind): text for text in item.texts.all()}
    found = [(citation, texts[citation.work, citation.edition or read]) for citation in item.version.passages]
    named = zip(found, _names(found), strict=True)
    return tuple(Source(number, *one, name) for number, (one, name) in enumerate(named, start=1))


def _texts() -> QuerySet[Revision]:
    return Revision.objects.select_related("edition__work").defer("report", "annotations")


def _names(found: Sequence[tuple[Citation, Revision]]) -> list[str]:
    short = [short_name(text) for _, text in found]
    return [
        name if short.count(name) == 1 else f"{name} {citation.printed}"
        for name, (citation, _) in zip(short, found, strict=True)
    ]


def short_name(text: Revision) -> str:
    return f"{text.edition.work.surname} {text.edition.work.year}"
