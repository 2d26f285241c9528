"""Which sums do statistics keep while answers come in? Each attempt is added once, after it was handed in.

What is added is worked out from marks, so that a full recount gives the same to the last digit. All who change the sums
of a quiz first move its edition on; in both databases that makes the next one wait, and no number is lost.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import datetime
from functools import partial
from itertools import batched

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from quizzes.analysis.papers import Paper, Tallied, Tallies
from quizzes.analysis.ranking import ranking
from quizzes.analysis.sums import Totals
from quizzes.models import Attempt, Quiz, Recount, Tally
from quizzes.overview.papers import Sat, sat

logger = logging.getLogger(__name__)

_AT_ONCE = 200


class Overtaken(Exception):
    """Somebody else changed the sums in between; nothing was changed, so that it can be tried again."""


def follow(attempt: Attempt) -> None:
    """Adds it when its submission is committed. That may fail without failing the submission (T10)."""
    transaction.on_commit(partial(_followed, attempt))


def _followed(attempt: Attempt) -> None:
    try:
        count(attempt)
    except Exception:
        logger.exception("Attempt %s is not in the sums of its quiz yet; a recount takes it in.", attempt.pk)


def renew(attempt: Attempt) -> None:
    """Counts its quiz anew when another mark is committed. That may fail without failing the mark (T10)."""
    transaction.on_commit(partial(_renewed, attempt))


def _renewed(attempt: Attempt) -> None:
    try:
        recount(attempt.quiz)
    except Exception:
        logger.exception("The sums of quiz %s do not hold the latest marks; a recount takes them in.", attempt.quiz_id)


def count(attempt: Attempt) -> bool:
    """Adds a student's first attempt, once; False where there is nothing to add or it was added before."""
    return attempt.number == 1 and bool(_add(attempt.quiz, [attempt.pk]))


def catch_up(quiz: Quiz) -> int:
    """Adds what was handed in and is not in the sums; returns how many attempts there were."""
    missing = Attempt.objects.submitted().filter(quiz=quiz, number=1, counted=False).order_by("pk")
    return sum(_add(quiz, some) for some in batched(list(missing.values_list("pk", flat=True)), _AT_ONCE))


@transaction.atomic
def _add(quiz: Quiz, attempts: Sequence[int]) -> int:
    kept = _locked(quiz)
    some = list(sat(quiz, attempt__in=attempts, attempt__counted=False))
    if some and _claim([one.attempt for one in some]) != len(some):
        raise Overtaken
    if some:
        new = Tallies.of(one.paper for one in some)
        rows = Tally.objects.filter(quiz=quiz, version__in=new.versions)
        _keep(kept, _loaded(kept, rows) + new)
    return len(some)


def _locked(quiz: Quiz) -> Tally:
    """The row of whole attempts, with its edition moved on; until the transaction ends, every other writer waits."""
    mine = Tally.objects.filter(quiz=quiz, version=None)
    if not mine.update(edition=F("edition") + 1):
        try:
            with transaction.atomic():
                Tally.objects.create(quiz=quiz, body=_dumped(Totals()))
        except IntegrityError:  # another process was first; it has committed by now
            mine.update(edition=F("edition") + 1)
    return mine.get()


def _claim(attempts: Sequence[int]) -> int:
    return Attempt.objects.filter(pk__in=attempts, counted=False).update(counted=True)


def _keep(kept: Tally, tallies: Tallies) -> None:
    current = Tally.objects.filter(pk=kept.pk, edition=kept.edition)
    if not current.update(body=_dumped(tallies.totals)):
        raise Overtaken
    rows = [
        Tally(quiz_id=kept.quiz_id, version_id=version, body=found.dump(), edition=kept.edition)
        for version, found in tallies.versions.items()
    ]
    Tally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["quiz", "version"], update_fields=["body", "edition"]
    )


def kept(quiz: Quiz) -> Tallies:
    """The sums as they are kept."""
    rows = list(Tally.objects.filter(quiz=quiz))
    whole = next((row for row in rows if row.version_id is None), Tally(body=_dumped(Totals())))
    return _loaded(whole, (row for row in rows if row.version_id))


def _loaded(whole: Tally, rows: Iterable[Tally]) -> Tallies:
    return loaded(whole.body, {row.version_id: row.body for row in rows if row.version_id})


def loaded(whole: dict | None, versions: dict[int, dict]) -> Tallies:
    """From what the rows hold."""
    totals = Totals(**whole) if whole else Totals()
    return Tallies(totals, {version: Tallied.load(body) for version, body in versions.items()})


def _dumped(totals: Totals) -> dict[str, int]:
    return dict(zip(Totals.__match_args__, astuple(totals), strict=True))


def recount(quiz: Quiz, now: datetime | None = None) -> Recount:
    """Works out all sums anew from the marks, and what sums cannot give. Marks are read before anybody has to wait."""
    found = {one.attempt: one for one in sat(quiz, attempt__number=1)}
    return _replaced(quiz, found, now or timezone.now())


@transaction.atomic
def _replaced(quiz: Quiz, found: dict[int, Sat], now: datetime) -> Recount:
    kept = _locked(quiz)
    handed_in = Attempt.objects.submitted().filter(quiz=quiz, number=1)
    counted = dict(handed_in.values_list("pk", "counted"))
    for some in batched(sorted(counted.keys() - found.keys()), _AT_ONCE):  # while the marks were read
        found |= {one.attempt: one for one in sat(quiz, attempt__in=some)}
    papers: list[Paper] = [found[attempt].paper for attempt in sorted(found)]
    tallies = Tallies.of(papers)
    Tally.objects.filter(quiz=quiz, version__isnull=False).exclude(version__in=tallies.versions).delete()
    _keep(kept, tallies)
    for some in batched((attempt for attempt, done in counted.items() if attempt in found and not done), _AT_ONCE):
        _claim(some)
    Recount.objects.filter(quiz=quiz).delete()
    return Recount.objects.create(quiz=quiz, attempts=len(papers), body=ranking(papers).dump(), made_at=now)
