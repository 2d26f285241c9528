"""A student disputes a key; somebody who teaches answers. What is accepted becomes the next version of the question,
and a regrade shows whose marks it changes before they do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from corpus.text.citation import Anchor
from quizzes.bank import widening
from quizzes.bank.spots import spot_of
from quizzes.models import Appeal, Item, Mark, QuestionVersion, Reply
from quizzes.regrades import regrading
from quizzes.rules import Refused

MOST_PLACES = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody who teaches decides. `scope` and `among` say whose marks are to be made again (`regrading.ask`)."""

    said: str
    by: User
    scope: str = ""
    among: Iterable[int] | None = None


def dispute(*, item: Item, places: Iterable[Anchor], words: str, now: datetime, cell: str = "") -> Appeal:
    """Keeps a student's objection to the mark that stands, or to one cell of a grid. Raises Refused."""
    mark = _disputable(item, now)
    if mark is None:
        raise Refused(_NOT_YET)
    named = sorted(set(places))
    if len(named) > MOST_PLACES:
        raise Refused(f"You marked {len(named)} sentences; name at most {MOST_PLACES}.")
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                item=item, mark=mark, cell=cell, places=[place.value for place in named], words=words, raised_at=now
            )
    except IntegrityError:
        raise Refused(_ALREADY) from None


def why_not(*, item: Item, now: datetime, cell: str = "") -> str:
    """Why there is nothing to dispute, before anybody writes; empty where there is."""
    if _disputable(item, now) is None:
        return _NOT_YET
    return _ALREADY if item.appeals.open().filter(cell=cell).exists() else ""


def _disputable(item: Item, now: datetime) -> Mark | None:
    """The mark that stands, where its student may object to it."""
    attempt = item.attempt
    if attempt.is_open or attempt.under.is_practice or not attempt.under.shows_marks(now):
        return None
    return item.marks.order_by("-number").first()


_NOT_YET = "A key can be disputed when its quiz is handed in for a grade and the marks are shown."
_ALREADY = "You have disputed this key already, and it is not answered yet."


def refuse(*, appeal: Appeal, answer: Answer, now: datetime) -> Appeal:
    """The key stands. Raises Refused."""
    return _answered(appeal, Reply.REFUSED, answer, now)


def accept(*, appeal: Appeal, reply: Reply, places: Iterable[Anchor], answer: Answer, now: datetime) -> Appeal:
    """Makes the sentences another proof, or neutral, and asks for a regrade. Raises Refused and Flawed."""
    item = appeal.item
    spot = spot_of(item, appeal.mark.edition, appeal.cell)
    with transaction.atomic():
        fresh = widening.widened(
            item.version.question,
            reply=reply,
            places=places,
            read=spot.text.revision if spot else None,
            edition=spot.text.edition if spot else appeal.mark.edition,
            by=answer.by,
            now=now,
            at=spot.at if spot else None,
        )
        return _regraded(appeal, reply, fresh, answer, now)


def mended(*, appeal: Appeal, answer: Answer, now: datetime) -> Appeal:
    """The question has a newer version already, which is what the student is told. Raises Refused."""
    newest = appeal.item.version.question.latest()
    if newest.number <= appeal.mark.version.number:
        raise Refused("The question has no newer version than the one that was marked by. Mend its key first.")
    with transaction.atomic():
        return _regraded(appeal, Reply.KEY, newest, answer, now)


def may_change_key(appeal: Appeal, user: User) -> bool:
    """Others may only let the key stand."""
    return widening.may_change_key(appeal.item.version.question, user)


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
