"""How are the marks of a class made anew? Asked for, worked out, looked at, applied, taken back (T22).

The work is done in slices. Each is one short transaction that moves the cursor from where it was, so that a regrade
goes on where it stopped, and two processes that work on one do nothing twice.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from quizzes.marks import ledger
from quizzes.marks.remarking import Remade, Remarker, rows, standing_marks
from quizzes.models import Cause, Change, Mark, Question, Quiz, Regrade, Stage
from quizzes.overview import tallies
from quizzes.questions import KINDS
from quizzes.questions.base import Outcome, stored
from quizzes.rules import Refused

logger = logging.getLogger(__name__)

SLICE = 500  # answers in one transaction
LONGEST_REASON = 300
MEANWHILE = "Another mark was made meanwhile; it stays."


def ask(
    *,
    quiz: Quiz,
    reason: str,
    by: User,
    now: datetime,
    question: Question | None = None,
    only_if_better: bool = False,
    policy: str = "",
    scope: str = "",
    among: Iterable[int] | None = None,
) -> Regrade:
    """A regrade of these students' answers, not worked out yet. Raises Refused."""
    users = None if among is None else sorted(among)
    if Regrade.objects.under_way().filter(quiz=quiz, scope=scope).exists():
        raise Refused(_BUSY)
    try:
        with transaction.atomic():
            return Regrade.objects.create(
                quiz=quiz,
                question=question,
                scope=scope,
                among=users,
                reason=reason,
                only_if_better=only_if_better,
                policy=policy,
                total=standing_marks(quiz.pk, question, users).count(),
                asked_by=by,
                asked_at=now,
            )
    except IntegrityError:
        raise Refused(_BUSY) from None


_BUSY = "A regrade of this quiz is under way already. Apply it or throw it away first."


def advance(*, regrade: Regrade, now: datetime, seconds: float = 1.0) -> Regrade:
    """Does slices of the present stage until the time is up or somebody must decide; at least one."""
    until, slices = time.monotonic() + seconds, _slices(regrade)
    while regrade.works:
        slices[Stage(regrade.stage)](regrade, now)
        regrade.refresh_from_db(fields=["stage", "cursor", "done", "total"])
        if time.monotonic() > until:
            break
    return regrade


type _Slice = Callable[[Regrade, datetime], None]


def _slices(regrade: Regrade) -> dict[Stage, _Slice]:
    remarker = Remarker(policy=regrade.policy, only_if_better=regrade.only_if_better, until=regrade.asked_at)

    def look(regrade: Regrade, now: datetime) -> None:
        _look(regrade, remarker)

    return {Stage.LOOKING: look, Stage.APPLYING: _apply, Stage.UNDOING: _take_back}


def _moved_on(regrade: Regrade, items: Sequence[int], after: Stage) -> bool:
    """Moves the cursor over these items, in the transaction of what is done to them; False if somebody else did."""
    last: dict[str, Any] = {"cursor": items[-1]} if len(items) == SLICE else {"cursor": 0, "stage": after}
    if regrade.stage == Stage.LOOKING and "stage" in last:
        last["total"] = F("done") + len(items)  # what was handed in while it looked is counted, too
    here = Regrade.objects.filter(pk=regrade.pk, stage=regrade.stage, cursor=regrade.cursor)
    return bool(here.update(done=F("done") + len(items), **last))


def _look(regrade: Regrade, remarker: Remarker) -> None:
    """Marks the next answers again and keeps what would change. The work is done before anybody has to wait."""
    found = rows(standing_marks(regrade.quiz_id, regrade.question, regrade.among), regrade.cursor, SLICE)
    changes = [_change(regrade, new) for new in remarker.remade(found)]
    with transaction.atomic():
        if _moved_on(regrade, [row.item for row in found], Stage.READY):
            Change.objects.bulk_create(changes)


def _change(regrade: Regrade, new: Remade) -> Change:
    return Change(
        regrade=regrade,
        item_id=new.row.item,
        before_id=new.row.pk,
        version_id=new.version,
        parts=new.parts,
        points=new.points,
        possible=new.possible,
        why=new.why,
        left_out=new.left_out,
    )


def apply(*, regrade: Regrade, by: User, now: datetime) -> Regrade:
    """What was looked at is to be done; `advance` does it. Raises Refused."""
    return _begin(regrade, Stage.READY, Stage.APPLYING, applied_by=by, applied_at=now)


def undo(*, regrade: Regrade, by: User, now: datetime) -> Regrade:
    """What was done is to be taken back; `advance` does it. Raises Refused."""
    return _begin(regrade, Stage.APPLIED, Stage.UNDOING, undone_by=by, undone_at=now)


def drop(*, regrade: Regrade) -> Regrade:
    """Nothing of it is to be done. Raises Refused."""
    return _begin(regrade, Stage.READY, Stage.DROPPED, Stage.LOOKING)


def _begin(regrade: Regrade, before: Stage, after: Stage, or_before: Stage | None = None, **facts: Any) -> Regrade:
    work = {} if after == Stage.DROPPED else {"cursor": 0, "done": 0}
    here = Regrade.objects.filter(pk=regrade.pk, stage__in=[before, or_before or before])
    try:
        with transaction.atomic():
            won = here.update(stage=after, **work, **facts)
    except IntegrityError:
        raise Refused(_BUSY) from None
    regrade.refresh_from_db()
    if not won:
        raise Refused(f"This regrade is {Stage(regrade.stage).label}; load the page again.")
    return regrade


def _next_changes(regrade: Regrade, *unread: str) -> list[Change]:
    found = Change.objects.filter(regrade=regrade, left_out="", item__gt=regrade.cursor).order_by("item_id")
    changes = list(found.select_related("before", "version").defer("version__body", *unread)[:SLICE])
    for change in changes:
        change.regrade = regrade
    return changes


def _apply(regrade: Regrade, now: datetime) -> None:
    changes, by = _next_changes(regrade, "before__parts"), regrade.applied_by

    def done() -> None:
        latest = _latest([change.item_id for change in changes])
        late = [change for change in changes if latest[change.item_id][0] != change.before_id]
        for change in late:
            change.left_out = MEANWHILE
        Change.objects.bulk_update(late, ["left_out"])
        standing = [change for change in changes if not change.left_out]
        marks = Mark.objects.bulk_create(_remarked(change, latest[change.item_id][1] + 1, now) for change in standing)
        reasons = [f"{regrade.reason} {change.why}".strip() for change in standing]
        _enter([change.before for change in standing], marks, reasons, by, now)

    _in_turn(regrade, changes, Stage.APPLIED, done)


def _take_back(regrade: Regrade, now: datetime) -> None:
    """Marks that came later stand."""
    changes, by = _next_changes(regrade), regrade.undone_by

    def done() -> None:
        made = Mark.objects.filter(regrade=regrade, cause=Cause.REGRADE, item__in=[c.item_id for c in changes])
        again = {mark.item_id: mark for mark in made}
        latest = _latest(list(again))
        standing = [c for c in changes if c.item_id in again and latest[c.item_id][0] == again[c.item_id].pk]
        marks = Mark.objects.bulk_create(_restored(c, latest[c.item_id][1] + 1, now) for c in standing)
        reasons = [f"The regrade was taken back: {regrade.reason}"] * len(marks)
        _enter([again[change.item_id] for change in standing], marks, reasons, by, now)

    _in_turn(regrade, changes, Stage.UNDONE, done)


def _in_turn(regrade: Regrade, changes: Sequence[Change], after: Stage, done: Callable[[], None]) -> None:
    """The cursor, the marks and the ledger move together. A mark that another person makes at this very moment makes it
    fail, and the slice is done again."""
    try:
        with transaction.atomic():
            if not _moved_on(regrade, [change.item_id for change in changes], after):
                return
            done()
    except IntegrityError:
        return
    if len(changes) < SLICE:
        _finished(regrade)


def _finished(regrade: Regrade) -> None:
    """The sums follow. They may fail without failing the regrade (T10)."""
    try:
        tallies.recount(regrade.quiz)
    except Exception:
        logger.exception("The sums of quiz %s do not know regrade %s yet; a recount does.", regrade.quiz_id, regrade.pk)


def _enter(
    before: Iterable[Mark], after: Iterable[Mark], reasons: Iterable[str], by: User | None, now: datetime
) -> None:
    entries = [ledger.Entry(*one) for one in zip(before, after, reasons, strict=True)]
    ledger.enter(entries, by=by, now=now)


def _latest(items: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The mark that stands for each answer, and its number."""
    found = Mark.objects.filter(item__in=items).order_by("number").values_list("item_id", "pk", "number")
    return {item: (pk, number) for item, pk, number in found}


def _remarked(change: Change, number: int, now: datetime) -> Mark:
    before, outcome = change.before, Outcome.load(change.parts)
    return Mark(
        item_id=change.item_id,
        answer_id=before.answer_id,
        version_id=change.version_id,
        number=number,
        fraction=stored(outcome.fraction),
        points=change.points,
        possible=change.possible,
        parts=change.parts,
        reason=outcome.reason,
        scorer=KINDS[change.version.kind].scorer,
        policy=change.regrade.policy or before.policy,
        edition=before.edition,
        cause=Cause.REGRADE,
        regrade_id=change.regrade_id,
        made_at=now,
        made_by_id=change.regrade.applied_by_id,
    )


_KEPT = ("answer_id", "version_id", "fraction", "points", "possible", "parts", "reason")
_KEPT_TOO = ("scorer", "policy", "edition", "comment")


def _restored(change: Change, number: int, now: datetime) -> Mark:
    """The mark that stood before, made again."""
    return Mark(
        **{name: getattr(change.before, name) for name in (*_KEPT, *_KEPT_TOO)},
        item_id=change.item_id,
        number=number,
        cause=Cause.UNDO,
        regrade_id=change.regrade_id,
        made_at=now,
        made_by_id=change.regrade.undone_by_id,
    )
