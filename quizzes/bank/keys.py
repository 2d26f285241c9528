"""Does a key stand in the text? A question is kept only if it does, and asked again of every new text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from corpus.models import Revision
from corpus.reading import Shelf, shelf
from corpus.text.digest import short_hash
from quizzes.models import Bank, Key, KeyCheck, KeyCitation, Question, QuestionVersion
from quizzes.questions import KINDS, readings
from quizzes.questions.base import Flaw
from quizzes.questions.remarks import Remarks


class Flawed(Exception):
    """The key does not stand; `flaws` say where and why."""

    def __init__(self, flaws: list[Flaw]) -> None:
        super().__init__(" ".join(flaw.message for flaw in flaws))
        self.flaws = flaws


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as its author wrote it: the kind's own table and what all kinds share."""

    kind: str
    table: dict[str, Any]
    reason: str
    points: Decimal
    skills: tuple[str, ...] = ()
    difficulty: int = 2
    feedback: Mapping[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()

    @property
    def remarks(self) -> Remarks:
        """What its author says to students."""
        return Remarks(self.reason, self.feedback, self.hints)


def written(draft: Draft, texts: Shelf | None = None) -> tuple[Any, Any, Shelf, list[Flaw]]:
    """Content, sealed key, the texts they were asked against, and every flaw. Raises the kinds' Invalid."""
    kind = KINDS[draft.kind]
    content, key = kind.from_table(draft.table)
    stands_on = readings.readings_of(content)
    texts = texts or shelf(readings.works(stands_on))
    flaws = list(content.flaws(key, texts))
    flaws += draft.remarks.flaws(stands_on, texts)
    return content, (key if flaws else key.sealed(texts)), texts, flaws


@transaction.atomic
def write(
    *, bank: Bank, slug: str, draft: Draft, by: User | None, now: datetime, texts: Shelf | None = None
) -> QuestionVersion:
    """Keeps a question's next version; returns the latest if nothing changed. Raises Flawed and the kinds' Invalid."""
    content, key, texts, flaws = written(draft, texts)
    if flaws:
        raise Flawed(flaws)
    question, _ = Question.objects.get_or_create(bank=bank, slug=slug)
    last = question.versions.select_related("key").order_by("-number").first()
    fresh = _version(question, content, draft, number=last.number + 1 if last else 1, by=by, now=now)
    if last and _same(last, fresh, key.dump(), draft.remarks):
        return last
    _keep(fresh, key, draft.remarks, texts)
    verify(fresh, now=now)
    return fresh


def follow(
    last: QuestionVersion, *, content: Any, key: Any, remarks: Remarks, texts: Shelf, by: User | None, now: datetime
) -> QuestionVersion:
    """Keeps the next version of a question that follows its text; points, skills and difficulty stay."""
    draft = Draft(last.kind, {}, remarks.reason, last.points, tuple(last.skills), last.difficulty)
    fresh = _version(last.question, content, draft, number=last.number + 1, by=by, now=now)
    _keep(fresh, key, remarks, texts)
    return fresh


def _keep(fresh: QuestionVersion, key: Any, remarks: Remarks, texts: Shelf) -> None:
    fresh.save()
    said = {"reason": remarks.reason, "feedback": dict(remarks.feedback), "hints": list(remarks.hints)}
    Key.objects.create(version=fresh, body=key.dump(), **said)
    KeyCitation.objects.bulk_create(_citations(fresh, key, texts))


def _version(
    question: Question, content: Any, draft: Draft, *, number: int, by: User | None, now: datetime
) -> QuestionVersion:
    return QuestionVersion(
        question=question,
        number=number,
        kind=draft.kind,
        body=content.dump(),
        points=draft.points,
        skills=list(draft.skills),
        difficulty=draft.difficulty,
        reading=readings.written(readings.readings_of(content)),
        made_at=now,
        made_by=by,
    )


def _same(last: QuestionVersion, fresh: QuestionVersion, key: Any, remarks: Remarks) -> bool:
    facts = ("kind", "body", "points", "skills", "difficulty", "reading")
    return (
        all(getattr(last, fact) == getattr(fresh, fact) for fact in facts)
        and last.key.body == key
        and last.key.remarks == remarks
    )


def _citations(version: QuestionVersion, key: Any, texts: Shelf) -> Iterable[KeyCitation]:
    for cited in key.cited():
        yield KeyCitation(
            version=version,
            role=cited.role,
            place=cited.number,
            work=cited.anchor.work,
            edition=cited.edition,
            paragraph=cited.anchor.paragraph,
            sentence=cited.anchor.sentence,
            hash=short_hash(texts.words(cited.edition, cited.anchor) or ""),
        )


def verify(version: QuestionVersion, *, now: datetime, texts: Shelf | None = None) -> list[Flaw]:
    """Asks a key again of the present texts of its works and keeps the result, once a revision."""
    if not version.reading:
        return []
    works = readings.works(version.passages)
    flaws = list(version.content.flaws(version.key.content, texts or shelf(works)))
    record(version, flaws, now=now)
    return flaws


def record(version: QuestionVersion, flaws: Iterable[Flaw], *, now: datetime) -> None:
    """Keeps what came of asking a key of the present texts of its works."""
    told = [{"field": flaw.field, "message": flaw.message} for flaw in flaws]
    works = readings.works(version.passages)
    for revision in Revision.objects.present().filter(edition__work__slug__in=works):
        KeyCheck.objects.update_or_create(
            version=version, revision=revision, defaults={"flaws": told, "checked_at": now}
        )


def latest_versions() -> Any:
    """The newest version of every question, with its key."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    return QuestionVersion.objects.filter(pk=Subquery(newest.values("pk")[:1])).select_related("key", "question__bank")
