"""A mark: what an answer earned, by which key and rule. The grade of an item is its latest mark."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quizzes.models.attempt import Answer, Item
from quizzes.models.question import QuestionVersion
from quizzes.models.regrade import Regrade
from quizzes.questions.base import Outcome


class Cause(models.TextChoices):
    """Where a mark comes from."""

    MACHINE = "machine", "marked by the computer"
    HAND = "hand", "marked by a person"
    REGRADE = "regrade", "marked again"
    UNDO = "undo", "a regrade was taken back"
    OVERRIDE = "override", "set by an instructor"


class Mark(models.Model):
    """`fraction` at 6 decimals is for statistics; `points` was rounded once from the exact fraction (SCORING.md §1)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="marks")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="marks")
    version = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="+", help_text="The version whose key and points made it."
    )
    number = models.PositiveIntegerField()
    fraction = models.DecimalField(max_digits=7, decimal_places=6)
    points = models.DecimalField(max_digits=7, decimal_places=2)
    possible = models.DecimalField(max_digits=7, decimal_places=2)
    parts = models.JSONField()
    reason = models.CharField(max_length=40)
    scorer = models.PositiveSmallIntegerField()
    policy = models.CharField(max_length=20)
    edition = models.CharField(max_length=31)
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.MACHINE)
    comment = models.TextField(blank=True)
    regrade = models.ForeignKey(Regrade, models.PROTECT, null=True, blank=True, related_name="marks")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="marks_are_numbered"),
            models.CheckConstraint(condition=Q(fraction__gte=0, fraction__lte=1), name="a_fraction_is_from_0_to_1"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=F("possible")), name="points_within_possible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} of {self.possible}"

    @property
    def outcome(self) -> Any:
        return Outcome.load(self.parts)
