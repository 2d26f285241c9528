"""A person marks a written answer: gives a level, reads it a second time blind, settles a difference.

The first marker's rating makes the mark; with it goes an entry of the ledger in the same transaction (T35). A second
rating stands beside it and changes nothing. Nothing is overwritten: who was overtaken is told (T3).
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max

from accounts.models import User
from quizzes.bank import wording
from quizzes.marks import ledger
from quizzes.models import Answer, Cause, Item, LedgerEntry, Mark, Quiz, Rating
from quizzes.overview import tallies
from quizzes.questions import BY_HAND
from quizzes.questions.base import Invalid, points, stored
from quizzes.rules import Refused

logger = logging.getLogger(__name__)

LONGEST_COMMENT, LONGEST_REASON = 4_000, 300
FIRST = "Marked by hand."
BLANK = "Left blank: 0, on request for all blank answers."
_TRIES = 3


class Overtaken(Refused):
    """Somebody else marked it meanwhile; `mark` is what stands now. Nothing was stored."""

    def __init__(self, mark: Mark | None) -> None:
        super().__init__(
            "Somebody else marked this answer meanwhile, so yours was not stored. Look first, then decide."
        )
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Given:
    """What a marker says of an answer. `reason` is for whoever asks why a mark was changed."""

    level: int
    comment: str = ""
    reason: str = ""

    def check(self, *, changes: bool) -> None:
        """Raises Refused, with what to do."""
        for name, said, most in (
            ("comment", self.comment, LONGEST_COMMENT),
            ("reason", self.reason, LONGEST_REASON),
        ):
            if len(said) > most:
                raise Refused(f"The {name} has {len(said):,} characters; the limit is {most:,}. Shorten it.")
        if changes and not self.reason.strip():
            raise Refused("A mark stands already. Say why it is changed; the student and the ledger are told.")


def rate(*, item: Item, given: Given, seen: int, by: User, now: datetime) -> Mark:
    """The mark, or another one in its place. `seen`: the number of the mark that the marker saw, 0 where there was
    none. `item` with attempt, version and key. Raises Refused."""
    _may_be_marked(item)
    given.check(changes=bool(seen))
    return _tried(partial(_rated, item, given, seen, by=by, now=now))


def rate_again(*, item: Item, given: Given, by: User, now: datetime) -> Rating:
    """A second rating, by somebody who gave no first one; the mark stays. Raises Refused."""
    _may_be_marked(item)
    given.check(changes=False)
    if not item.marks.exists():
        raise Refused("This answer is not marked yet, so there is nothing to compare a second rating with.")
    if item.ratings.filter(marker=by, second=False).exists():
        raise Refused("You marked this answer yourself. A second rating comes from somebody else.")
    return _tried(partial(_rating, item, given, by=by, now=now, second=True))


def settle(*, item: Item, given: Given, seen: int, by: User, now: datetime) -> Mark:
    """The final level where two markers differ: a new mark with a reason. No rating: both were given blind."""
    _may_be_marked(item)
    given.check(changes=True)
    if not item.ratings.filter(second=True).exists():
        raise Refused("This answer was read once; there is nothing to settle.")
    return _tried(partial(_settled, item, given, seen, by=by, now=now))


@transaction.atomic
def zero_blanks(*, quiz: Quiz, items: Sequence[Item], by: User, now: datetime) -> int:
    """Level 0 for answers that were left blank and have no mark; only ever on request. Raises Refused.

    Who marked one of them meanwhile is not overtaken: then nothing is stored.
    """
    for item in items:
        _may_be_marked(item)
    nought, latest = Given(0), _latest_answers(items)
    try:
        with transaction.atomic():
            Rating.objects.bulk_create(
                _new_rating(item, nought, latest.get(item.pk), number=1, by=by, now=now) for item in items
            )
            marks = Mark.objects.bulk_create(
                _new_mark(item, nought, latest.get(item.pk), None, by=by, now=now) for item in items
            )
            ledger.enter([ledger.Entry(None, mark, BLANK) for mark in marks], by=by, now=now)
    except IntegrityError:
        raise Refused("One of these answers was marked meanwhile, so nothing was stored. Look again.") from None
    transaction.on_commit(partial(_counted, quiz, tallies.catch_up))
    return len(items)


def zeroed_together(item: Any) -> Exists:
    """Whether this item, as another query names it, got 0 with all that were left blank: nobody read it."""
    return Exists(LedgerEntry.objects.filter(item=item, before=None, reason=BLANK))


def _may_be_marked(item: Item) -> None:
    if item.version.kind not in BY_HAND:
        raise Refused("The computer marks this question; its mark can be changed on the student's page.")
    if item.attempt.is_open or item.attempt.under.is_practice:
        raise Refused("Only what was handed in for a grade is marked.")


def _tried[Made](make: Callable[[], Made]) -> Made:
    """Two ratings may want the same number at one moment; who comes second looks again. Raises Refused."""
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                return make()
        except IntegrityError:
            continue
        except Invalid as invalid:
            raise Refused(invalid.message) from None
    raise Refused("Several markers saved at this moment, and yours was not stored. Save it again.")


def _rated(item: Item, given: Given, seen: int, *, by: User, now: datetime) -> Mark:
    before = _standing(item, seen)
    _rating(item, given, by=by, now=now)
    return _entered(item, given, before, by=by, now=now)


def _settled(item: Item, given: Given, seen: int, *, by: User, now: datetime) -> Mark:
    return _entered(item, given, _standing(item, seen), by=by, now=now, settled=True)


def _standing(item: Item, seen: int) -> Mark | None:
    """The mark that the marker saw; raises Overtaken where another one stands."""
    before = item.marks.select_related("made_by").order_by("-number").first()
    if (before.number if before else 0) != seen:
        raise Overtaken(before)
    return before


def _entered(item: Item, given: Given, before: Mark | None, *, by: User, now: datetime, settled: bool = False) -> Mark:
    mark = _new_mark(item, given, _latest_answers([item]).get(item.pk), before, by=by, now=now, settled=settled)
    mark.save()
    ledger.enter([ledger.Entry(before, mark, given.reason.strip() or FIRST)], by=by, now=now)
    if before is None:
        tallies.follow(item.attempt)
    else:
        transaction.on_commit(partial(_counted, item.attempt.quiz, tallies.recount))
    return mark


def _counted(quiz: Quiz, count: Callable[[Quiz], object]) -> None:
    """Statistics follow; that may fail without failing the mark (T10)."""
    try:
        count(quiz)
    except Exception:
        logger.exception("The sums of quiz %s do not hold the latest marks yet; a recount takes them in.", quiz.pk)


def _rating(item: Item, given: Given, *, by: User, now: datetime, second: bool = False) -> Rating:
    number = (item.ratings.aggregate(n=Max("number"))["n"] or 0) + 1
    answer = _latest_answers([item]).get(item.pk)
    rating = _new_rating(item, given, answer, number=number, by=by, now=now, second=second)
    rating.save()
    return rating


def _new_rating(
    item: Item, given: Given, answer: Answer | None, *, number: int, by: User, now: datetime, second: bool = False
) -> Rating:
    rubric = item.version.key.content.rubric
    rubric.outcome(given.level, blank=False, policy=item.attempt.under.policy)  # raises Invalid for no such level
    return Rating(
        item=item,
        answer=answer,
        marker=by,
        number=number,
        level=given.level,
        highest=rubric.highest,
        second=second,
        comment=given.comment.strip(),
        reason=given.reason.strip(),
        given_at=now,
    )


def _new_mark(
    item: Item,
    given: Given,
    answer: Answer | None,
    before: Mark | None,
    *,
    by: User,
    now: datetime,
    settled: bool = False,
) -> Mark:
    content, policy = item.version.content, item.attempt.under.policy
    response = content.response(answer.response if answer else {})
    outcome = content.rated(item.version.key.content, response, given.level, policy=policy, settled=settled)
    return Mark(
        item=item,
        answer=answer,
        version=item.version,
        number=before.number + 1 if before else 1,
        fraction=stored(outcome.fraction),
        points=points(outcome.fraction, item.version.points),
        possible=item.version.points,
        parts=outcome.dump(),
        reason=outcome.reason,
        scorer=content.scorer,
        policy=policy,
        edition=wording.edition_of(item, item.attempt.edition),
        cause=Cause.HAND,
        comment=given.comment.strip(),
        made_at=now,
        made_by=by,
    )


def _latest_answers(items: Iterable[Item]) -> dict[int, Answer]:
    """What was saved last, by item."""
    return {answer.item_id: answer for answer in Answer.objects.filter(item__in=items).order_by("revision")}
