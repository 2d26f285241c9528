"""A mark: what an answer earned, by which key and rule. The grade of an item is its latest mark."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quizzes.models.attempt import Answer, Item
from quizzes.questions.base import Outcome


class Mark(models.Model):
    """`fraction` at 6 decimals is for statistics; `points` was rounded once from the exact fraction (SCORING.md §1)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="marks")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="marks")
    number = models.PositiveIntegerField()
    fraction = models.DecimalField(max_digits=7, decimal_places=6)
    points = models.DecimalField(max_digits=7, decimal_places=2)
    possible = models.DecimalField(max_digits=7, decimal_places=2)
    parts = models.JSONField()
    reason = models.CharField(max_length=40)
    scorer = models.PositiveSmallIntegerField()
    policy = models.CharField(max_length=20)
    edition = models.CharField(max_length=31)
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
