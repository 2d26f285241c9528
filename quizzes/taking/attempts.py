"""A student takes a quiz: begins, saves, checks, submits. Each verb is one short transaction (T2–T7, T14–T21)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery

from accounts.models import User
from corpus.models import Revision
from quizzes.bank import keys, pools, sources
from quizzes.drawing import Seen
from quizzes.marks import grading
from quizzes.models import Answer, Attempt, Item, KeyCheck, Mark, QuestionVersion, Quiz
from quizzes.overview import tallies
from quizzes.rules import Refused, Rules, is_over
from quizzes.taking import hints


class Stale(Exception):
    """Another tab saved first; `current` is what stands now (T19)."""

    def __init__(self, current: Answer) -> None:
        super().__init__("This answer was changed elsewhere.")
        self.current = current


class Frozen(Refused):
    """The attempt is submitted; nothing more can be saved (T15)."""


@dataclass(frozen=True, slots=True)
class Save:
    """One state of an answer on its way in. `base` is the revision the page showed; `key` makes resending harmless."""

    response: Any
    base: int
    key: UUID
    certainty: int | None = None
    tab: str = ""


def begin(
    *, quiz: Quiz, user: User, rules: Rules, edition: str, return_to: str, now: datetime, seed: int = 0
) -> Attempt:
    """The open attempt of this student, or a new one. Raises Refused."""
    running = going_on(quiz=quiz, user=user, now=now)
    if running is not None:
        return running
    before = Attempt.objects.of(user).filter(quiz=quiz).aggregate(number=Max("number"), last=Max("submitted_at"))
    tried = before["number"] or 0
    rules.begin(now, tried=tried, last=before["last"])
    try:
        return _drawn(quiz, user, rules, edition=edition, return_to=return_to, now=now, number=tried + 1, seed=seed)
    except IntegrityError:  # another tab began at the same moment (T18)
        running = going_on(quiz=quiz, user=user, now=now)
        if running is None:
            raise Refused("Another tab began this quiz and handed it in at this moment. Load the page again.") from None
        return running


def going_on(*, quiz: Quiz, user: User, now: datetime) -> Attempt | None:
    """The open attempt of this student; one whose time is up is handed in on the way."""
    for running in Attempt.objects.of(user).open().filter(quiz=quiz).select_related("quiz"):
        settle(attempt=running, now=now)
        if running.is_open:
            return running
    return None


@transaction.atomic
def _drawn(
    quiz: Quiz, user: User, rules: Rules, *, edition: str, return_to: str, now: datetime, number: int, seed: int
) -> Attempt:
    drawn = draw(quiz, edition, now, seed=seed, seen=pools.seen_by(user, quiz))
    if not drawn:
        raise Refused("This quiz has no question that can be asked now; your instructor can see why in the admin.")
    attempt = Attempt.objects.create(
        quiz=quiz,
        user=user,
        number=number,
        edition=edition,
        rules=rules.dump(),
        return_to=return_to,
        began_at=now,
        seed=seed,
        ends_at=rules.ends(now),
    )
    items = Item.objects.bulk_create(
        Item(attempt=attempt, position=place, version=version, revision=texts[0] if version.passage else None)
        for place, (version, texts) in enumerate(drawn, start=1)
    )
    sources.pin(items, [texts for _, texts in drawn])
    return attempt


def draw(
    quiz: Quiz, edition: str, now: datetime, *, seed: int = 0, seen: Seen | None = None
) -> list[tuple[QuestionVersion, tuple[Revision, ...]]]:
    """The latest version of each question with the text of each of its readings, and of pools what the seed gives.

    A key that does not stand is left out. Raises Refused where a pool mixes points.
    """
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    versions = QuestionVersion.objects.filter(
        question__items__quiz=quiz, pk=Subquery(newest.values("pk")[:1])
    ).order_by("question__items__position")
    wanted = {edition, *(passage.edition or edition for version in versions for passage in version.passages)}
    texts = {
        (r.edition.work.slug, r.edition.kind): r
        for r in Revision.objects.present().filter(edition__kind__in=wanted).select_related("edition__work")
    }
    checks = KeyCheck.objects.filter(version__in=versions).values_list("version_id", "revision_id", "flaws")
    told = {(version, revision): flaws for version, revision, flaws in checks}
    found: list[tuple[QuestionVersion, tuple[Revision, ...]]] = []
    for version in versions:
        here = [texts.get((passage.work, passage.edition or edition)) for passage in version.passages]
        standing = tuple(text for text in here if text and not _flaws(version, text, told, now))
        if len(standing) == len(here):
            found.append((version, standing))
    given = dict(found)
    return [(version, given[version]) for version in pools.picked(quiz, list(given), seed=seed, seen=seen or {})]


def _flaws(
    version: QuestionVersion, text: Revision, told: dict[tuple[int, int], list[Any]], now: datetime
) -> list[Any]:
    """What was found when the key was asked of this text; a text that came later is asked about now."""
    known = told.get((version.pk, text.pk))
    return keys.verify(version, now=now) if known is None else known


def save(*, item: Item, sent: Save, blank: bool, now: datetime) -> Answer:
    """Keeps one state of an answer. Raises Refused (too late), Frozen or Stale; what is acknowledged is committed."""
    attempt = item.attempt
    attempt.under.accept(now, ends_at=attempt.ends_at)
    if not attempt.is_open:
        raise Frozen("This attempt is handed in and can no longer be changed.")
    if item.shown_at is not None:
        raise Refused(hints.CLOSED)
    if attempt.asks_in_order and item.position != attempt.asked_now:
        raise Refused("The questions of this quiz are taken one after the other, and this one is not the present one.")
    try:
        with transaction.atomic():
            return Answer.objects.create(
                item=item,
                revision=sent.base + 1,
                key=sent.key,
                response=sent.response,
                blank=blank,
                certainty=sent.certainty,
                tab=sent.tab,
                given_at=now,
            )
    except IntegrityError:
        return _already(item, sent)


def _already(item: Item, sent: Save) -> Answer:
    """Why the database refused: sent twice, changed elsewhere, or frozen."""
    stored = item.answers.order_by("-revision")
    same = stored.filter(key=sent.key).first()
    if same is not None:
        return same
    if not Attempt.objects.open().filter(pk=item.attempt_id).exists():
        raise Frozen("This attempt is handed in and can no longer be changed.")
    raise Stale(stored[0])


@transaction.atomic
def check(*, item: Item, sent: Save, blank: bool, now: datetime) -> Mark:
    """Practice: keeps the answer and marks it at once. The same answer again is not another try. Raises Refused."""
    answer = save(item=item, sent=sent, blank=blank, now=now)
    marks = list(item.marks.select_related("answer").order_by("-number"))
    same = [mark for mark in marks[:1] if mark.answer and mark.answer.response == answer.response]
    known = [mark for mark in marks if mark.answer_id == answer.pk] or same
    if known:
        return known[0]
    number = marks[0].number + 1 if marks else 1
    mark = grading.made(item, answer, item.attempt.under, edition=item.attempt.edition, number=number, now=now)
    try:
        with transaction.atomic():
            mark.save()
    except IntegrityError:  # the answer was shown at the same moment, which closed the question
        raise Refused(_MARKED_MEANWHILE) from None
    return mark


_MARKED_MEANWHILE = "Another tab had the answer shown at this moment, so this was not checked. Load the page again."


def submit(*, attempt: Attempt, now: datetime) -> Attempt:
    """Freezes the attempt and marks it; in practice, what was not checked yet. Submitting twice submits once."""
    if settle(attempt=attempt, now=now).is_open:
        late = attempt.ends_at if attempt.has_ended(now) else None
        _freeze(attempt, at=late or now, now=now)
    return attempt


def settle(*, attempt: Attempt, now: datetime) -> Attempt:
    """Submits what was saved if its time is over (T16): at its end, whoever looks first and whenever that is.

    Not while a save that arrived in time may still wait for the database, and not if the end has moved meanwhile, for
    somebody may just have been given extra time.
    """
    if attempt.is_open and attempt.ends_at and is_over(attempt.ends_at, now):
        _freeze(attempt, at=attempt.ends_at, now=now, ends_at=attempt.ends_at)
    return attempt


# Only here, because SQLite lets one write at a time: who merely looks must not wait for whoever writes.
@transaction.atomic
def _freeze(attempt: Attempt, *, at: datetime, now: datetime, **still: Any) -> None:
    if not Attempt.objects.open().filter(pk=attempt.pk, **still).update(submitted_at=at):
        attempt.refresh_from_db(fields=["submitted_at", "ends_at", "rules"])
        return
    # Rules that were changed at this moment have reached the row, and from here on nothing changes how it is marked.
    attempt.refresh_from_db(fields=["submitted_at", "rules"])
    marked = grading.mark_unchecked if attempt.under.is_practice else grading.mark_all
    Mark.objects.bulk_create(marked(attempt, now))
    tallies.follow(attempt)
