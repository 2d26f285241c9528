"""Other rules for some: extra time for a student, other dates or tries for a student or a section. Only appended."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from courses.models.course import Step


class Unwithdrawn(models.QuerySet[Any]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class ExtraTimeQuerySet(models.QuerySet["ExtraTime"]):
    def present(self) -> Self:
        """The latest of each student, which counts."""
        later = ExtraTime.objects.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))


class ExtraTime(models.Model):
    """One factor per student; it applies to every time limit. The latest row counts, the others tell what was."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    factor = models.DecimalField(
        max_digits=3, decimal_places=2, null=True, blank=True, help_text="1 to 3; empty: no time limit at all."
    )
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = ExtraTimeQuerySet.as_manager()

    class Meta:
        ordering = ["user", "pk"]
        verbose_name_plural = "extra time"
        constraints = [
            models.CheckConstraint(
                condition=Q(factor=None) | Q(factor__gte=1, factor__lte=3), name="extra_time_is_from_1_to_3"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {'no limit' if self.factor is None else f'× {self.factor}'}"


class Override(models.Model):
    """Other rules for a student or a section at one step. What is empty stays as the step says."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="overrides")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    section = models.CharField(max_length=40, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("time limit", null=True, blank=True)
    tries = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Unwithdrawn.as_manager()

    class Meta:
        ordering = ["step", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(user=None) & ~Q(section="")) | (Q(user__isnull=False) & Q(section="")),
                name="an_override_is_for_a_student_or_a_section",
            ),
            models.UniqueConstraint(
                fields=["step", "user"],
                condition=Q(withdrawn_at=None, user__isnull=False),
                name="one_override_per_student_and_step",
            ),
            models.UniqueConstraint(
                fields=["step", "section"],
                condition=Q(withdrawn_at=None) & ~Q(section=""),
                name="one_override_per_section_and_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} for {self.user or self.section}"
