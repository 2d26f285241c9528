"""An instructor sets one mark, with a reason. It survives every regrade; only another one replaces it."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import IntegrityError, transaction

from accounts.models import User
from quizzes.marks import ledger
from quizzes.marks.remarking import SUSPENDED
from quizzes.models import Cause, Item, Mark
from quizzes.overview import tallies
from quizzes.questions.base import Outcome, stored
from quizzes.rules import Refused

LONGEST_REASON = 300
SET = "override"  # the reason code where there is no outcome of the computer's to keep


def override(*, item: Item, seen: int, points: Decimal, reason: str, by: User, now: datetime) -> Mark:
    """A new mark for an answer that was handed in; `seen` is the number of the mark looked at. Raises Refused."""
    before = item.marks.select_related("version").order_by("-number").first()
    if before is None or item.attempt.is_open:
        raise Refused("This answer is not marked yet, so there is no mark to change.")
    if before.number != seen:
        raise Refused(f"It was changed since you opened the page: it has {before.points} points now. Look at it again.")
    possible = before.possible or before.version.points
    if not 0 <= points <= possible:
        raise Refused(f"This question is worth {possible.normalize():f}; give 0 to {possible.normalize():f} points.")
    if not reason.strip():
        raise Refused("Say why. The student and the ledger are told.")
    try:
        with transaction.atomic():
            mark = _set(before, points, possible, reason.strip(), by, now)
            ledger.enter([ledger.Entry(before, mark, reason.strip())], by=by, now=now)
            tallies.renew(item.attempt)
            return mark
    except IntegrityError:
        raise Refused("Another mark was made at this moment. Look at it first, then decide.") from None


def _set(before: Mark, points: Decimal, possible: Decimal, reason: str, by: User, now: datetime) -> Mark:
    fraction, outcome = Fraction(points) / Fraction(possible), before.outcome
    code = SET if outcome.reason == SUSPENDED else outcome.reason
    return Mark.objects.create(
        item_id=before.item_id,
        answer_id=before.answer_id,
        version_id=before.version_id,
        number=before.number + 1,
        fraction=stored(fraction),
        points=points,
        possible=possible,
        parts=Outcome(fraction, outcome.parts, code).dump(),
        reason=code,
        scorer=before.scorer,
        policy=before.policy,
        edition=before.edition,
        cause=Cause.OVERRIDE,
        comment=reason,
        made_at=now,
        made_by=by,
    )
