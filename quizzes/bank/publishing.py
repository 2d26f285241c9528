"""May a revised text be published? Every key that leans on its work is asked again, and each break is answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from corpus import reading
from corpus.models import Revision
from corpus.reading import Shelf, shelf
from corpus.text.citation import ASSUMED_EDITION, Anchor, Citation
from corpus.text.digest import short_hash
from corpus.text.relocate import Fate, Relocated, Relocation
from quizzes.bank import keys
from quizzes.models import QuestionVersion
from quizzes.questions import KINDS, readings
from quizzes.questions.base import Flaw
from quizzes.questions.moving import Moves, citations_in, moved
from quizzes.questions.remarks import Remarks


class Aside(Enum):
    """The question is not asked until somebody mends its key."""

    ASIDE = "aside"


type Answer = Moves | Aside


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


@dataclass(frozen=True, slots=True)
class Break:
    """A question that stands in the way: not answered yet, or flawed with the answer that was given."""

    version: QuestionVersion
    flaws: tuple[Flaw, ...]


class Unanswered(Exception):
    """Publishing is refused: these keys would break, or their citations would change in silence."""

    def __init__(self, breaks: list[Break]) -> None:
        names = ", ".join(str(broken.version.question) for broken in breaks)
        keys_would = "1 key would" if len(breaks) == 1 else f"{len(breaks)} keys would"
        super().__init__(f"{keys_would} no longer stand: {names}. Answer for each, or keep the present text.")
        self.breaks = breaks


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: keys that stand as they are, that followed their words, that were set aside."""

    stand: tuple[QuestionVersion, ...]
    followed: tuple[QuestionVersion, ...]
    aside: tuple[QuestionVersion, ...]

    @property
    def sentence(self) -> str:
        return f"{'; '.join(self._told())}."

    def _told(self) -> Iterator[str]:
        stand, followed, aside = len(self.stand), len(self.followed), len(self.aside)
        yield "1 key was asked again and stands" if stand == 1 else f"{stand} keys were asked again and stand"
        if followed:
            yield "1 followed its words" if followed == 1 else f"{followed} followed their words"
        if aside:
            names = ", ".join(str(version.question) for version in self.aside)
            yield f"{aside} {'was' if aside == 1 else 'were'} set aside: {names}"


@transaction.atomic
def publish(
    *, revision: Revision, now: datetime, by: User | None = None, answers: Mapping[int, Answer] | None = None
) -> Published:
    """Makes a revision the present one. Raises Unanswered.

    `answers` are by the pk of the question version that each is about.
    """
    _check_order(revision)
    found = review(revision)
    outcomes = [_answered(touched, (answers or {}).get(touched.version.pk), found) for touched in found.affected]
    breaks = [outcome for outcome in outcomes if isinstance(outcome, Break)]
    if breaks:
        raise Unanswered(breaks)
    if not Revision.objects.filter(pk=revision.pk, published_at=None).update(published_at=now):
        raise ValueError(f"{revision} is published already.")
    revision.published_at = now
    following = [outcome for outcome in outcomes if isinstance(outcome, _Following)]
    aside = [outcome for outcome in outcomes if isinstance(outcome, Affected)]
    return _kept(found, following, aside, by, now)


def _answered(touched: Affected, answer: Answer | None, found: Review) -> "Break | _Following | Affected":
    """What is to be done about a question: the version that follows its words, or itself where it is set aside."""
    if isinstance(answer, Aside):
        return touched
    if answer is None or not answer.keys() >= {place.found.at for place in touched.open}:
        return Break(touched.version, touched.flaws)
    return _following(touched, answer, found)


def _check_order(revision: Revision) -> None:
    last = Revision.objects.filter(edition=revision.edition).published().aggregate(last=Max("number"))["last"]
    if last is not None and last > revision.number:
        raise ValueError(f"{revision} is older than revision {last}, which is published.")


@dataclass(frozen=True, slots=True)
class _Following:
    """A question as it will be asked of the new text."""

    last: QuestionVersion
    content: Any
    key: Any
    remarks: Remarks


def _following(touched: Affected, answer: Moves, found: Review) -> _Following | Break:
    version, edition = touched.version, found.revision.edition.kind
    kind, work = KINDS[version.kind], version.lead.work if version.lead else None
    # Some kinds name in their body too where the words stand that they show.
    body = moved(version.body, edition, answer, work)
    body = readings.replaced(body, touched.reads) if touched.moving else body
    content = kind.load(body)
    key = kind.load_key(moved(version.key.body, edition, answer, work)).sealed(found.texts)
    remarks = version.key.remarks.following(edition, answer, work)
    flaws = (
        *content.flaws(key, found.texts),
        *remarks.flaws(touched.reads, found.texts),
        *_left_over(remarks, answer, edition, work),
    )
    return Break(version, flaws) if flaws else _Following(version, content, key, remarks)


def _left_over(remarks: Remarks, answer: Moves, edition: str, work: str | None) -> Iterator[Flaw]:
    """A sentence that was taken out of the key is not cited as a reason, in feedback or in a hint any more."""
    out = {at for at, to in answer.items() if not to}
    for field, called, said in remarks:
        for citation in citations_in(said, work):
            if (citation.edition or ASSUMED_EDITION) == edition and out & set(citation.anchors):
                says = f"{called} still cites {citation.label}; set the question aside and write it anew."
                yield Flaw(field, says)


def _kept(
    found: Review, following: Sequence[_Following], aside: Sequence[Affected], by: User | None, now: datetime
) -> Published:
    fresh = [
        keys.follow(new.last, content=new.content, key=new.key, remarks=new.remarks, texts=found.texts, by=by, now=now)
        for new in following
    ]
    for version in (*found.untouched, *fresh):
        keys.verify(version, now=now, texts=found.texts)
    for touched in aside:
        keys.record(touched.version, touched.flaws or (UNSEEN,), now=now)
    return Published(found.untouched, tuple(fresh), tuple(touched.version for touched in aside))


UNSEEN = Flaw("reason", "A sentence that your words to students cite has changed; read it and save the question.")
