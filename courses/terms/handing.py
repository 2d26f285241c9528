"""Which rules do students have at a step now, and how do running attempts learn of it? (`courses.terms.allowing`)"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from secrets import randbits
from typing import Any

from django.db import transaction

from accounts.models import User
from courses.models import Course, Enrolment, ExtraTime, Override, Step
from courses.models.course import OVERRIDDEN
from courses.terms.allowing import Extra, Terms, allowed
from quizzes.models import Attempt
from quizzes.rules import Rules
from quizzes.taking import attempts, timing

_TERMS = OVERRIDDEN


def of_student(user: Any, steps: Iterable[Step]) -> dict[int, Rules]:
    """The rules of each step for one student, by its id. No query where the steps came `with_exceptions`."""
    known = list(steps)
    if known and not hasattr(known[0], "overridden"):
        known = list(Step.objects.with_exceptions(user).select_related("quiz").filter(pk__in=[s.pk for s in known]))
    return {step.pk: _rules(step, list(_overridden(step)), _extra(step.extra_time)) for step in known}


def _overridden(step: Step) -> Iterator[Terms]:
    """For the section, then for the student, who is stronger."""
    for said in (step.overridden_for_section, step.overridden):
        if said:
            moments = {name: _moment(said[name]) for name in _TERMS if name.endswith("_at")}
            yield Terms(minutes=said["minutes"], tries=said["tries"], **moments)


def _moment(said: str | None) -> datetime | None:
    """SQLite keeps moments in UTC without saying so."""
    at = datetime.fromisoformat(said) if said else None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def of_students(step: Step, users: Collection[int]) -> dict[int, Rules]:
    """The rules of one step for some students, by their ids. Three queries."""
    overrides = {row.user_id or row.section: _terms(row) for row in Override.objects.standing().filter(step=step)}
    extra = dict(ExtraTime.objects.present().filter(user__in=users).values_list("user", "factor"))
    enrolments = Enrolment.objects.filter(course__lessons__steps=step, user__in=users)
    sections = dict(enrolments.values_list("user", "section"))

    def rules(user: int) -> Rules:
        found = [overrides[whom] for whom in (sections.get(user), user) if whom in overrides]
        return _rules(step, found, Extra(extra[user]) if user in extra else None)

    return {user: rules(user) for user in users}


def _terms(row: Step | Override) -> Terms:
    return Terms(**{name: getattr(row, name) for name in _TERMS})


def _extra(factor: Decimal | None) -> Extra | None:
    return None if factor is None else Extra(factor or None)


def _rules(step: Step, overrides: Collection[Terms], extra: Extra | None) -> Rules:
    rules = step.rules()
    if not overrides and extra is None:
        return rules
    has = allowed(_terms(step), overrides, extra if step.quiz_id else None)
    if not step.is_graded:
        return replace(rules, opens_at=has.terms.opens_at, closes_at=has.terms.closes_at)
    return replace(rules, base_minutes=has.base_minutes, **{name: getattr(has.terms, name) for name in _TERMS})


def begin(*, step: Step, user: User, edition: str, return_to: str, now: datetime) -> Attempt:
    """The open attempt of a student at a step's quiz, or a new one. Raises Refused."""
    assert step.quiz is not None
    rules = of_student(user, [step])[step.pk]
    attempt = attempts.begin(
        quiz=step.quiz,
        user=user,
        rules=rules,
        edition=edition,
        return_to=return_to,
        now=now,
        seed=randbits(63),
    )
    # Rules that changed while the questions were drawn did not find this attempt; so it asks for them itself.
    since = Step.objects.with_exceptions(user).select_related("quiz").get(pk=step.pk)
    timing.hand_out({user.pk: of_student(user, [since])[step.pk]}, quiz=step.quiz.pk, now=now)
    return attempt


@transaction.atomic
def follow(steps: Iterable[Step], *, now: datetime, users: Collection[int] | None = None) -> int:
    """After a change: attempts at the quizzes of these steps get the rules as they are now. Returns how many changed.

    It belongs into the transaction of the change. `users` are those whom it concerns; without them, the whole course.
    """
    changed = 0
    for step in steps:
        if step.quiz_id is None:
            continue
        theirs = Attempt.objects.filter(
            quiz=step.quiz_id, user__in=Enrolment.objects.filter(course__lessons__steps=step).values("user")
        )
        some = set(theirs.values_list("user", flat=True))
        rules = of_students(step, some if users is None else some & set(users))
        changed += timing.hand_out(rules, quiz=step.quiz_id, now=now) if rules else 0
    return changed


def follow_student(user: User, *, now: datetime, course: Course | None = None) -> int:
    """After a change to a student's extra time or section: her attempts in her courses, or in one."""
    here = Enrolment.objects.filter(user=user, **({"course": course} if course else {}))
    taken = Step.objects.filter(
        lesson__course__in=here.values("course"), quiz__in=Attempt.objects.of(user).values("quiz")
    )
    return follow(taken.select_related("quiz"), now=now, users=[user.pk])


@transaction.atomic
def give_extra_time(*, user: User, factor: Decimal | None, reason: str, by: User, now: datetime) -> ExtraTime:
    """Appends; the latest counts. It reaches attempts that run."""
    given = ExtraTime.objects.create(user=user, factor=factor, reason=reason, set_by=by, set_at=now)
    follow_student(user, now=now)
    return given


@transaction.atomic
def withdraw(*, override: Override, now: datetime) -> bool:
    """Once; the row stays and says what was."""
    won = Override.objects.standing().filter(pk=override.pk).update(withdrawn_at=now)
    if won:
        follow_override(override, now=now)
    return bool(won)


def follow_override(override: Override, *, now: datetime) -> int:
    users = [override.user_id] if override.user_id else None
    return follow([override.step], now=now, users=users)


@transaction.atomic
def release(*, step: Step, by: User, now: datetime) -> bool:
    """Shows the marks of a quiz that waits for somebody's hand; once (T34). Attempts handed in later show them too."""
    waiting = Step.objects.filter(pk=step.pk, release="hand", released_at=None)
    if not waiting.update(released_at=now, released_by=by):
        return False
    step.refresh_from_db(fields=["released_at", "released_by"])
    follow([step], now=now)
    return True
