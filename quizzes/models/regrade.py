"""Marks made anew after a key, points, policy or text changed: asked for, looked at, applied, undone (T22)."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models

from quizzes.models.attempt import Item
from quizzes.models.question import QuestionVersion
from quizzes.models.quiz import Quiz


class Stage(models.TextChoices):
    """How far a regrade is. Working stages are resumed where they stopped."""

    LOOKING = "looking", "being worked out"
    READY = "ready", "to be looked at"
    APPLYING = "applying", "being applied"
    APPLIED = "applied", "applied"
    UNDOING = "undoing", "being taken back"
    UNDONE = "undone", "taken back"
    DROPPED = "dropped", "thrown away"


UNDER_WAY = ["looking", "ready", "applying", "undoing"]


class RegradeQuerySet(models.QuerySet["Regrade"]):
    def under_way(self) -> Self:
        return self.filter(stage__in=UNDER_WAY)

    def finished(self) -> Self:
        """Somebody saw what they would do and decided."""
        return self.filter(stage__in=[Stage.APPLIED, Stage.UNDONE])


class Regrade(models.Model):
    """A regrade of one quiz. `cursor` is the last item that the present stage has dealt with, `total` the answers with
    a mark that it is about.

    A quiz may be used by several classes: `scope` names the one that is meant, and `among` holds its students.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="regrades")
    question = models.ForeignKey("quizzes.Question", models.PROTECT, null=True, blank=True, related_name="+")
    scope = models.CharField(max_length=80, blank=True, help_text="Whose students; empty: everybody's.")
    among = models.JSONField(null=True, blank=True, help_text="Their ids; nothing: everybody.")
    reason = models.TextField()
    only_if_better = models.BooleanField(default=False)
    policy = models.CharField(max_length=20, blank=True, help_text="Empty: as each attempt began.")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.LOOKING)
    cursor = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RegradeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "scope"],
                condition=models.Q(stage__in=UNDER_WAY),
                name="one_regrade_of_a_quiz_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"Regrade of {self.quiz}, {self.asked_at:%Y-%m-%d}"

    @property
    def works(self) -> bool:
        """Whether there is something to do before anybody is asked again."""
        return self.stage in {Stage.LOOKING, Stage.APPLYING, Stage.UNDOING}

    @property
    def to_do(self) -> int:
        """How much the present stage has to deal with."""
        return self.total if self.stage == Stage.LOOKING else self.changes.filter(left_out="").count()


class Change(models.Model):
    """What a regrade does to one answer: the mark that stood, and the outcome that is to stand."""

    regrade = models.ForeignKey(Regrade, models.CASCADE, related_name="changes")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    before = models.ForeignKey("quizzes.Mark", models.PROTECT, related_name="+")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    parts = models.JSONField(help_text="The new outcome.")
    points = models.DecimalField(max_digits=7, decimal_places=2)
    possible = models.DecimalField(max_digits=7, decimal_places=2)
    why = models.CharField(max_length=200)
    left_out = models.CharField(max_length=200, blank=True, help_text="Why it is not applied; empty when it is.")

    class Meta:
        ordering = ["regrade", "item"]
        constraints = [models.UniqueConstraint(fields=["regrade", "item"], name="one_change_per_answer")]

    def __str__(self) -> str:
        return f"{self.regrade}: {self.item}"
