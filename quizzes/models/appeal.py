"""A student disputes a key: with marked sentences and a sentence of reason. Somebody answers, and both are told."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models

from quizzes.models.attempt import Item
from quizzes.models.mark import Mark
from quizzes.models.question import QuestionVersion
from quizzes.models.regrade import Regrade


class Reply(models.TextChoices):
    OPEN = "open", "not answered yet"
    PROOF = "proof", "accepted as another proof"
    NEUTRAL = "neutral", "accepted as neutral"
    KEY = "key", "the key was mended"
    REFUSED = "refused", "the key stands"


class AppealQuerySet(models.QuerySet["Appeal"]):
    def of(self, user: Any) -> Self:
        return self.filter(item__attempt__user=user)

    def open(self) -> Self:
        return self.filter(reply=Reply.OPEN)


class Appeal(models.Model):
    """`mark` is the one disputed, of a grid perhaps one `cell` (``2-1``); `places` are sentence anchors of the edition
    that was read."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="appeals")
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="+")
    cell = models.CharField(max_length=7, blank=True, default="", db_default="")
    places = models.JSONField(default=list)
    words = models.TextField()
    raised_at = models.DateTimeField()
    reply = models.CharField(max_length=10, choices=Reply, default=Reply.OPEN)
    said = models.TextField(blank=True, help_text="What the student is told.")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When the student saw the answer.")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    regrade = models.ForeignKey(Regrade, models.PROTECT, null=True, blank=True, related_name="appeals")

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "cell"], condition=models.Q(reply="open"), name="one_open_appeal_per_answer_and_cell"
            )
        ]

    def __str__(self) -> str:
        return f"Appeal of {self.item}"
