"""What would a revised text do to the questions that lean on it? Each place they cite: kept, moved, changed or gone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from corpus import reading
from corpus.models import Revision
from corpus.reading import Shelf, shelf
from corpus.text.citation import ASSUMED_EDITION, Anchor, Citation
from corpus.text.digest import short_hash
from corpus.text.relocate import Fate, Relocated, Relocation
from quizzes.bank import keys
from quizzes.models import QuestionVersion
from quizzes.questions import readings
from quizzes.questions.base import Flaw
from quizzes.questions.moving import Moves, citations_in


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a question leans on. `roles` say how; `stale` that its words had changed before this revision."""

    roles: tuple[str, ...]
    found: Relocated
    stale: bool = False

    @property
    def is_settled(self) -> bool:
        return self.found.fate is Fate.KEPT and not self.stale


@dataclass(frozen=True, slots=True)
class Affected:
    """A question whose key or words the revision touches: it must be answered before the text is published."""

    version: QuestionVersion
    places: tuple[Place, ...]
    flaws: tuple[Flaw, ...]
    readings: tuple[Citation, ...]
    reads: tuple[Citation, ...]

    @property
    def moving(self) -> tuple[tuple[Citation, Citation], ...]:
        """The readings whose paragraphs stand elsewhere, as they were and as they will be."""
        pairs = zip(self.readings, self.reads, strict=True)
        return tuple((was, now) for was, now in pairs if was != now)

    @property
    def open(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.is_settled)

    @property
    def proposed(self) -> Moves:
        """The exact relocations: the same words, once before and once now."""
        return {place.found.at: place.found.to for place in self.places if place.found.fate is Fate.MOVED}

    @property
    def is_proposed_whole(self) -> bool:
        """Accepting what is proposed answers everything."""
        return all(place.found.fate is Fate.MOVED for place in self.open)


@dataclass(frozen=True)
class Review:
    """What a waiting revision would do to the questions on its work."""

    revision: Revision
    before: Revision | None
    texts: Shelf
    leaning: Sequence[QuestionVersion]

    @cached_property
    def relocation(self) -> Relocation | None:
        return Relocation(reading.whole(self.before), reading.whole(self.revision)) if self.before else None

    @cached_property
    def affected(self) -> tuple[Affected, ...]:
        return tuple(found for version in self.leaning if (found := self._affected(version)))

    @cached_property
    def untouched(self) -> tuple[QuestionVersion, ...]:
        touched = {found.version.pk for found in self.affected}
        return tuple(version for version in self.leaning if version.pk not in touched)

    def _affected(self, version: QuestionVersion) -> Affected | None:
        flaws = tuple(version.content.flaws(version.key.content, self.texts))
        places = tuple(self._places(version))
        if not (flaws or any(not place.is_settled for place in places)):
            return None
        was = version.passages
        return Affected(version, places, flaws, was, tuple(map(self.moved_range, was)))

    def _places(self, version: QuestionVersion) -> Iterator[Place]:
        if self.relocation is None:
            return
        work, edition = self.revision.edition.work.slug, self.revision.edition.kind
        roles = _roles(version, work, edition)
        sealed = {c.anchor: c.hash for c in version.citations.all() if (c.work, c.edition) == (work, edition)}
        for at in sorted(roles):
            words = self.relocation.old.words(at)
            if words is not None:
                stale = at in sealed and sealed[at] != short_hash(words)
                yield Place(tuple(dict.fromkeys(roles[at])), self.relocation.of(at), stale)

    @cached_property
    def leads(self) -> bool:
        """Whether readings that name no edition count by this one: the default, or the only one there is."""
        others = Revision.objects.present().filter(edition__work=self.revision.edition.work)
        return (
            self.revision.edition.kind == ASSUMED_EDITION or not others.filter(edition__kind=ASSUMED_EDITION).exists()
        )

    def moved_range(self, citation: Citation) -> Citation:
        """Where the paragraphs of a reading stand now; the range itself where that is not sure."""
        if citation.work != self.revision.edition.work.slug:
            return citation
        if citation.edition not in (None, self.revision.edition.kind) or not (citation.edition or self.leads):
            return citation
        if self.relocation is None or any(self.relocation.old.words(end) is None for end in _ends(citation)):
            return citation
        first, last = (self.relocation.of(end).to for end in _ends(citation))
        if not (first and last) or first[0].paragraph > last[0].paragraph:
            return citation
        return replace(citation, paragraph=first[0].paragraph, to_paragraph=last[0].paragraph)


def _ends(citation: Citation) -> tuple[Anchor, Anchor]:
    return citation.anchors[0], citation.anchors[-1]


def _roles(version: QuestionVersion, work: str, edition: str) -> dict[Anchor, list[str]]:
    """Every place of a text that a question's key or its author's words name, and in which roles."""
    roles: dict[Anchor, list[str]] = {}
    for cited in version.key.content.cited():
        if (cited.anchor.work, cited.edition) == (work, edition):
            roles.setdefault(cited.anchor, []).append(cited.role)
    for citation in _spoken(version):
        if (citation.work, citation.edition or ASSUMED_EDITION) == (work, edition):
            for anchor in citation.anchors:
                roles.setdefault(anchor, []).append("reason")
    return roles


def _spoken(version: QuestionVersion) -> Iterator[Citation]:
    names = version.lead.work if version.lead else None
    for _, _, said in version.key.remarks:
        yield from citations_in(said, names)
    for text, work in _says(version.key.body, names):
        yield from citations_in(text, work)


def _says(body: Any, work: str | None) -> Iterator[tuple[str, str | None]]:
    """What the author says about near misses, options and the like, wherever the kind keeps it.

    With the work that its citations mean where they name none: that of the reading, or of the table around it.
    """
    if isinstance(body, Mapping):
        work = body.get("work", work)
        for name, value in body.items():
            yield from ([(value, work)] if name == "says" and isinstance(value, str) else _says(value, work))
    elif isinstance(body, list):
        for value in body:
            yield from _says(value, work)


def review(revision: Revision) -> Review:
    """`revision.edition.work` must be loaded."""
    work = revision.edition.work.slug
    before = reading.present(work, revision.edition.kind)
    latest = keys.latest_versions().filter(reading__contains=work).prefetch_related("citations")
    leaning = [version for version in latest if work in readings.works(version.passages)]
    works = {work}.union(*(readings.works(version.passages) for version in leaning))
    return Review(revision, before, shelf(works, with_revision=revision), leaning)
