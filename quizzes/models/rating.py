"""What a person gave a written answer: a level of its rubric. The first marker makes the mark, a second is compared."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quizzes.models.attempt import Answer, Item


class Rating(models.Model):
    """Only appended; a marker's latest counts. `second` ratings were given without seeing the first."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="ratings")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="ratings")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="Counts the ratings of this item.")
    level = models.PositiveSmallIntegerField()
    highest = models.PositiveSmallIntegerField(help_text="The highest level of the rubric.")
    second = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why a rating was changed or two were settled.")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="ratings_are_numbered"),
            models.CheckConstraint(condition=Q(level__lte=F("highest")), name="a_level_stands_in_its_rubric"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: level {self.level} of {self.highest}"
