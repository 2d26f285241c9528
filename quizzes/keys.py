"""Does a key stand in the text? A question is kept only if it does, and asked again of every new text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from corpus.models import Revision
from corpus.reading import Shelf, shelf
from corpus.text.citation import Citation
from corpus.text.digest import short_hash
from quizzes.models import Bank, Key, KeyCheck, KeyCitation, Question, QuestionVersion
from quizzes.questions import KINDS, says
from quizzes.questions.base import Flaw

REASON_WORDS = 40


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


def written(draft: Draft, texts: Shelf | None = None) -> tuple[Any, Any, Shelf, list[Flaw]]:
    """Content, sealed key, the texts they were asked against, and every flaw. Raises the kinds' Invalid."""
    kind = KINDS[draft.kind]
    content, key = kind.from_table(draft.table)
    texts = texts or shelf({citation.work for citation in [content.reading] if citation})
    flaws = list(content.flaws(key, texts))
    flaws += reason_flaws(draft.reason, content.reading, texts)
    return content, (key if flaws else key.sealed(texts)), texts, flaws


def reason_flaws(reason: str, reading: Citation | None, texts: Shelf) -> Iterator[Flaw]:
    if not reason.strip():
        yield Flaw("reason", "Say why. Students read this after marking.")
    if (words := says.length(reason)) > REASON_WORDS:
        yield Flaw("reason", f"The reason has {words} words; the limit is {REASON_WORDS}. Citations do not count.")
    yield from says.flaws("reason", "The reason", reason, reading, texts)


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
    if last and _same(last, fresh, key.dump(), draft.reason):
        return last
    _keep(fresh, key, draft.reason, texts)
    verify(fresh, now=now)
    return fresh


def follow(
    last: QuestionVersion, *, content: Any, key: Any, reason: str, texts: Shelf, by: User | None, now: datetime
) -> QuestionVersion:
    """Keeps the next version of a question that follows its text; points, skills and difficulty stay."""
    draft = Draft(last.kind, {}, reason, last.points, tuple(last.skills), last.difficulty)
    fresh = _version(last.question, content, draft, number=last.number + 1, by=by, now=now)
    _keep(fresh, key, reason, texts)
    return fresh


def _keep(fresh: QuestionVersion, key: Any, reason: str, texts: Shelf) -> None:
    fresh.save()
    Key.objects.create(version=fresh, body=key.dump(), reason=reason)
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
        reading=str(content.reading) if content.reading else "",
        made_at=now,
        made_by=by,
    )


def _same(last: QuestionVersion, fresh: QuestionVersion, key: Any, reason: str) -> bool:
    facts = ("kind", "body", "points", "skills", "difficulty", "reading")
    return (
        all(getattr(last, fact) == getattr(fresh, fact) for fact in facts)
        and last.key.body == key
        and last.key.reason == reason
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
    """Asks a key again of the present texts of its work and keeps the result, once a revision."""
    if version.passage is None:
        return []
    flaws = list(version.content.flaws(version.key.content, texts or shelf({version.passage.work})))
    record(version, flaws, now=now)
    return flaws


def record(version: QuestionVersion, flaws: Iterable[Flaw], *, now: datetime) -> None:
    """Keeps what came of asking a key of the present texts of its work."""
    told = [{"field": flaw.field, "message": flaw.message} for flaw in flaws]
    work = version.passage.work if version.passage else ""
    for revision in Revision.objects.present().filter(edition__work__slug=work):
        KeyCheck.objects.update_or_create(
            version=version, revision=revision, defaults={"flaws": told, "checked_at": now}
        )


def latest_versions() -> Any:
    """The newest version of every question, with its key."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    return QuestionVersion.objects.filter(pk=Subquery(newest.values("pk")[:1])).select_related("key", "question__bank")
