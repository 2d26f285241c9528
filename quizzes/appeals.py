"""A student disputes a key; somebody who teaches answers. What is accepted becomes the next version of the question,
and a regrade shows whose marks it changes before they do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from corpus import reading
from corpus.reading import shelf
from corpus.text.citation import Anchor
from corpus.text.relocate import Fate, Relocation
from quizzes import keys, regrading
from quizzes.models import Appeal, Bank, Item, QuestionVersion, Reply
from quizzes.questions import accepting, readings
from quizzes.questions.accepting import NotPossible
from quizzes.questions.evidence import Places
from quizzes.rules import Refused

MOST_PLACES = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody who teaches decides. `scope` and `among` say whose marks are to be made again (`regrading.ask`)."""

    said: str
    by: User
    scope: str = ""
    among: Iterable[int] | None = None


def dispute(*, item: Item, places: Iterable[Anchor], words: str, now: datetime) -> Appeal:
    """Keeps a student's objection to the mark that stands. Raises Refused."""
    attempt, mark = item.attempt, item.marks.order_by("-number").first()
    if attempt.is_open or attempt.under.is_practice or not attempt.under.shows_marks(now) or mark is None:
        raise Refused("A key can be disputed when its quiz is handed in for a grade and the marks are shown.")
    named = sorted(set(places))
    if len(named) > MOST_PLACES:
        raise Refused(f"You marked {len(named)} sentences; name at most {MOST_PLACES}.")
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                item=item, mark=mark, places=[place.value for place in named], words=words, raised_at=now
            )
    except IntegrityError:
        raise Refused("You have disputed this key already, and it is not answered yet.") from None


def refuse(*, appeal: Appeal, answer: Answer, now: datetime) -> Appeal:
    """The key stands. Raises Refused."""
    return _answered(appeal, Reply.REFUSED, answer, now)


def accept(*, appeal: Appeal, reply: Reply, places: Iterable[Anchor], answer: Answer, now: datetime) -> Appeal:
    """Makes the sentences another proof, or neutral, and asks for a regrade. Raises Refused and Flawed."""
    widen = {Reply.PROOF: accepting.with_proof, Reply.NEUTRAL: accepting.with_neutral}[reply]
    with transaction.atomic():
        fresh = _widened(appeal, widen, frozenset(places), answer.by, now)
        return _regraded(appeal, reply, fresh, answer, now)


def mended(*, appeal: Appeal, answer: Answer, now: datetime) -> Appeal:
    """The question has a newer version already, which is what the student is told. Raises Refused."""
    newest = appeal.item.version.question.latest()
    if newest.number <= appeal.mark.version.number:
        raise Refused("The question has no newer version than the one that was marked by. Mend its key first.")
    with transaction.atomic():
        return _regraded(appeal, Reply.KEY, newest, answer, now)


def may_change_key(appeal: Appeal, user: User) -> bool:
    """Keys are changed by those who edit the bank; others may only let the key stand."""
    return Bank.objects.editable_by(user).filter(pk=appeal.item.version.question.bank_id).exists()


def _widened(
    appeal: Appeal, widen: Callable[[Any, str, Places], Any], places: Places, by: User, now: datetime
) -> QuestionVersion:
    """The next version of the question. Raises Refused and Flawed."""
    if not may_change_key(appeal, by):
        raise Refused("You do not edit the bank of this question. Ask one of its editors to change the key.")
    if not places:
        raise Refused("Choose at least one sentence to accept.")
    last = appeal.item.version.question.latest()
    content, texts = last.content, shelf(readings.works(last.passages))
    try:
        key = widen(last.key.content, appeal.mark.edition, _now(appeal, places))
    except NotPossible as impossible:
        raise Refused(str(impossible)) from None
    if flaws := list(content.flaws(key, texts)):
        raise keys.Flawed(flaws)
    try:
        with transaction.atomic():
            fresh = keys.follow(
                last, content=content, key=key.sealed(texts), remarks=last.key.remarks, texts=texts, by=by, now=now
            )
    except IntegrityError:
        raise Refused("Somebody saved this question at the same moment. Look at it again.") from None
    keys.verify(fresh, now=now)
    return fresh


def _now(appeal: Appeal, places: Places) -> Places:
    """Where the sentences stand that the student read, in the present text. Raises Refused."""
    revision = appeal.item.revision
    if revision is None:
        return places
    present = reading.present(revision.edition.work.slug, revision.edition.kind)
    if present is None or present.pk == revision.pk:
        return places
    relocation = Relocation(reading.whole(revision), reading.whole(present))
    found = [relocation.of(place) for place in places]
    if any(one.fate not in {Fate.KEPT, Fate.MOVED} for one in found):
        raise Refused("The text was revised, and a sentence says something else now. Mend the key in Authoring.")
    return frozenset(anchor for one in found for anchor in one.to)


def _regraded(appeal: Appeal, reply: Reply, version: QuestionVersion, answer: Answer, now: datetime) -> Appeal:
    item = appeal.item
    regrade = regrading.ask(
        quiz=item.attempt.quiz,
        question=item.version.question,
        reason=answer.said,
        scope=answer.scope,
        among=answer.among,
        by=answer.by,
        now=now,
    )
    return _answered(appeal, reply, answer, now, version=version, regrade=regrade)


def _answered(appeal: Appeal, reply: Reply, answer: Answer, now: datetime, **facts: Any) -> Appeal:
    """Once: whoever answers second is told."""
    told = {"reply": reply, "said": answer.said, "answered_by": answer.by, "answered_at": now, **facts}
    if not Appeal.objects.open().filter(pk=appeal.pk).update(**told):
        raise Refused("Somebody has answered this dispute already.")
    appeal.refresh_from_db()
    return appeal
