"""Who belongs to a course, as what, and which steps they have read."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from courses.models.course import Course, Step


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def active(self, user: Any = None) -> Self:
        found = self.filter(ended_at=None)
        return found.filter(user=user) if user is not None else found


class Enrolment(models.Model):
    """A student in a course. Leaving is a date, so that grades stay."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    section = models.CharField(max_length=40, blank=True, help_text="The group or class hour, such as 11b.")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "user"], name="enrolled_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.course}"


class Appointment(models.Model):
    """Somebody who teaches a course or takes its grades out."""

    ROLES = [("instructor", "instructor"), ("registrar", "registrar")]

    course = models.ForeignKey(Course, models.CASCADE, related_name="appointments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=ROLES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "user", "role"], name="appointed_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.role} of {self.course}"


class StepRead(models.Model):
    """A student said “read, go on” at a reading step."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "user"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.step} read by {self.user_id}"
