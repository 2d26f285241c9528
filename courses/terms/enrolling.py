"""Who comes into a course, who stands in which section, who has left? Done in one transaction, for one or hundreds."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from courses.models import Course, Enrolment, Step
from courses.terms import handing
from quizzes.models import Attempt


@transaction.atomic
def enrol(*, course: Course, people: Iterable[User], section: str, now: datetime) -> QuerySet[Enrolment]:
    """Returns the enrolments of these people; who came in by another hand meanwhile stays as that hand made it."""
    new = [Enrolment(course=course, user=user, section=section, began_at=now) for user in people]
    Enrolment.objects.bulk_create(new, ignore_conflicts=True)
    theirs = Enrolment.objects.filter(course=course, user__in=[one.user_id for one in new])
    _follow(theirs, now)
    return theirs


@transaction.atomic
def put_into(enrolments: Iterable[Enrolment], *, section: str, now: datetime) -> list[Enrolment]:
    """Into a section, or with no name into none; its rules hold at once. Returns those that stood elsewhere."""
    moved = [one for one in enrolments if one.section != section]
    Enrolment.objects.filter(pk__in=[one.pk for one in moved]).update(section=section)
    _follow(moved, now)
    return moved


def leave(enrolments: Iterable[Enrolment], *, at: datetime) -> list[Enrolment]:
    """Leaving is a date, so that grades stay; who has left already keeps theirs. Returns those that left now."""
    leaving = [one for one in enrolments if one.ended_at is None]
    Enrolment.objects.active().filter(pk__in=[one.pk for one in leaving]).update(ended_at=at)
    return leaving


def come_back(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Returns those that had left."""
    gone = [one for one in enrolments if one.ended_at is not None]
    Enrolment.objects.filter(pk__in=[one.pk for one in gone]).update(ended_at=None)
    return gone


def _follow(enrolments: Iterable[Enrolment], now: datetime) -> None:
    """Attempts that run get the rules of the section in which their student stands now."""
    classes: dict[int, set[int]] = {}
    for one in enrolments:
        classes.setdefault(one.course_id, set()).add(one.user_id)
    for course, users in classes.items():
        taken = Attempt.objects.filter(user__in=users).values("quiz")
        steps = Step.objects.filter(lesson__course=course, quiz__in=taken).select_related("quiz")
        handing.follow(steps, now=now, users=users)
