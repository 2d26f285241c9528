"""What changes the rules and the end of an attempt while it runs? One transaction a verb."""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from quizzes.models import Attempt
from quizzes.models.attempt import AttemptQuerySet
from quizzes.rules import Refused, Rules
from quizzes.taking import attempts

LOG = logging.getLogger("sourcebook.attempts")
BATCH = 500


@transaction.atomic
def hand_out(rules: Mapping[int, Rules], *, quiz: int, now: datetime) -> int:
    """Gives every attempt of these people at a quiz the rules as they are now; returns how many changed.

    An attempt whose time was up before is handed in first, because what is over does not begin again.
    """
    theirs = Attempt.objects.filter(quiz=quiz, user__in=rules)
    settle(theirs, now=now)
    # An update that changes nothing makes a submission, or a student who adds minutes, wait for the end of this one.
    theirs.open().update(ends_at=F("ends_at"))
    standing = (attempt for attempt in theirs if not (attempt.is_open and attempt.has_ended(now)))
    changed = [attempt for attempt in standing if _is_changed(attempt, rules[attempt.user_id])]
    Attempt.objects.bulk_update(changed, ["rules", "ends_at"], BATCH)
    return len(changed)


def _is_changed(attempt: Attempt, rules: Rules) -> bool:
    before, end = attempt.under, attempt.ends_at
    if attempt.is_open:
        rules = rules.as_begun_under(before)
        attempt.ends_at = rules.ends(attempt.began_at, stretched=attempt.stretched_minutes or 0)
    else:
        rules = rules.as_handed_in_under(before)
    attempt.rules = rules.dump()
    return rules != before or attempt.ends_at != end


@transaction.atomic
def stretch(*, attempt: Attempt, now: datetime) -> Attempt:
    """The student adds minutes when time runs out, once. Raises Refused."""
    attempt.under.accept(now, ends_at=attempt.ends_at)
    if not attempt.may_stretch:
        raise Refused("No more time can be added to this attempt.")
    minutes = attempt.under.stretch_minutes
    longer = attempt.under.ends(attempt.began_at, stretched=minutes)
    same = Attempt.objects.open().filter(pk=attempt.pk, stretched_at=None, ends_at=attempt.ends_at)
    if same.update(stretched_at=now, stretched_minutes=minutes, ends_at=longer):
        LOG.info("attempt %s: the student added %s minutes, it ends at %s", attempt.public_id, minutes, longer)
    attempt.refresh_from_db(fields=["stretched_at", "stretched_minutes", "ends_at", "rules", "submitted_at"])
    return attempt


def settle(some: AttemptQuerySet, *, now: datetime, most: int | None = None) -> int:
    """Hands in those of some attempts whose time is up, each in a transaction of its own (TRUST.md T16)."""
    found = list(some.overdue(now).order_by("ends_at")[:most])
    for attempt in found:
        attempts.settle(attempt=attempt, now=now)
    return sum(not attempt.is_open for attempt in found)


def go_on(*, attempt: Attempt, position: int) -> None:
    """In a fixed order: leaves a question for good. Only from the present one, so pressing twice skips nothing."""
    here = Q(reached=position) | Q(reached=None) if position == 1 else Q(reached=position)
    if Attempt.objects.open().filter(here, pk=attempt.pk).update(reached=position + 1):
        attempt.reached = position + 1
