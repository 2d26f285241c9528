"""A key takes sentences more, as another proof or as neutral: that is the next version of its question."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from corpus import reading
from corpus.models import Revision
from corpus.reading import shelf
from corpus.text.citation import Anchor
from corpus.text.relocate import Fate, Relocation
from quizzes.bank import keys
from quizzes.models import Bank, Question, QuestionVersion, Reply
from quizzes.questions import accepting, readings
from quizzes.questions.accepting import NotPossible
from quizzes.questions.cells import At
from quizzes.questions.evidence import Places
from quizzes.rules import Refused

_WIDEN = {Reply.PROOF: accepting.with_proof, Reply.NEUTRAL: accepting.with_neutral}


def may_change_key(question: Question, user: Any) -> bool:
    """Keys are changed by those who edit the bank."""
    return Bank.objects.editable_by(user).filter(pk=question.bank_id).exists()


def widened(
    question: Question,
    *,
    reply: Reply,
    places: Iterable[Anchor],
    read: Revision | None,
    edition: str,
    by: User,
    now: datetime,
    at: At | None = None,
) -> QuestionVersion:
    """`places` are sentences of the revision that was read, `at` the cell of a grid. Raises Refused and Flawed."""
    found = frozenset(places)
    if not may_change_key(question, by):
        raise Refused("You do not edit the bank of this question. Ask one of its editors to change the key.")
    if not found:
        raise Refused("Choose at least one sentence to accept.")
    last = question.latest()
    content, texts = last.content, shelf(readings.works(last.passages))
    try:
        key = _WIDEN[reply](last.key.content, edition, _now(read, found), at)
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


def _now(read: Revision | None, places: Collection[Anchor]) -> Places:
    """Where the sentences that were read stand in the present text. Raises Refused."""
    present = reading.present(read.edition.work.slug, read.edition.kind) if read else None
    if read is None or present is None or present.pk == read.pk:
        return frozenset(places)
    relocation = Relocation(reading.whole(read), reading.whole(present))
    found = [relocation.of(place) for place in places]
    if any(one.fate not in {Fate.KEPT, Fate.MOVED} for one in found):
        raise Refused("The text was revised, and a sentence says something else now. Mend the key in Authoring.")
    return frozenset(anchor for one in found for anchor in one.to)
