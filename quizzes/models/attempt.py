"""An attempt at a quiz: what was drawn, and every answer that was ever saved, in order."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from corpus.models import Revision
from quizzes.models.question import QuestionVersion
from quizzes.models.quiz import Quiz
from quizzes.rules import GRACE, WAITING, Rules, has_passed


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user)

    def open(self) -> Self:
        return self.filter(submitted_at=None)

    def submitted(self) -> Self:
        return self.filter(submitted_at__isnull=False)

    def overdue(self, now: datetime) -> Self:
        """Their time is up, and nobody has handed them in."""
        return self.open().filter(ends_at__lt=now - GRACE - WAITING)


class Attempt(models.Model):
    """One student's go at a quiz. The items are pinned when it begins (T14); `rules` follow what is set
    for this student since (`quizzes.taking.timing`)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=31, help_text="The kind of edition that is read beside the questions.")
    rules = models.JSONField(default=dict)
    return_to = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField()
    seed = models.BigIntegerField(default=0, help_text="What was drawn, and in which order, follows from it.")
    ends_at = models.DateTimeField(null=True, blank=True, help_text="When its time is up: by the limit or the closing.")
    reached = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="In a fixed order: the question that is asked now; empty: the first."
    )
    stretched_at = models.DateTimeField(null=True, blank=True)
    stretched_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="What the student added when time ran out."
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    noted = models.BigIntegerField(
        null=True, blank=True, help_text="The last entry of the ledger that the student has noted."
    )
    counted = models.BooleanField(default=False, help_text="Its marks are in the sums that statistics keep.")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["began_at"]
        indexes = [models.Index(fields=["quiz", "submitted_at"], name="handed_in_when")]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "user"],
                condition=Q(submitted_at=None),
                name="one_open_attempt_per_student_and_quiz",
            ),
            models.UniqueConstraint(fields=["quiz", "user", "number"], name="attempts_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz}, attempt {self.number} of {self.user_id}"

    @property
    def under(self) -> Rules:
        """The rules it is held to."""
        return Rules.load(self.rules)

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    def has_ended(self, now: datetime) -> bool:
        """Its time and the grace after it are over: nothing more is accepted."""
        return has_passed(self.ends_at, now)

    @property
    def asks_in_order(self) -> bool:
        return self.under.fixed_order

    @property
    def asked_now(self) -> int:
        """In a fixed order: the position of the present question; after the last one, the next number."""
        return self.reached or 1

    @property
    def may_stretch(self) -> bool:
        """Whether the student may add minutes now: once, where the rules allow it and the closing leaves room."""
        rules = self.under
        if self.ends_at is None or self.stretched_at is not None or not rules.stretch_minutes:
            return False
        return rules.ends(self.began_at, stretched=rules.stretch_minutes) != self.ends_at

    def get_absolute_url(self) -> str:
        return reverse("quizzes:attempt", args=[self.public_id])


class Item(models.Model):
    """One question of an attempt: the version asked and the revision shown."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="items")
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="+")
    texts = models.ManyToManyField(Revision, related_name="+", help_text="Where a question stands on several readings.")
    flagged = models.BooleanField(default=False)
    shown_at = models.DateTimeField(null=True, blank=True, help_text="The student asked for the answer (practice).")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="one_item_per_position")]

    def __str__(self) -> str:
        return f"{self.attempt}, question {self.position}"


class Answer(models.Model):
    """One saved state of an answer. The latest `revision` counts; a database trigger refuses more after submission."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="answers")
    revision = models.PositiveIntegerField()
    key = models.UUIDField("idempotency key")
    response = models.JSONField()
    blank = models.BooleanField()
    certainty = models.PositiveSmallIntegerField(null=True, blank=True)
    tab = models.CharField(max_length=36, blank=True, help_text="Which tab of which browser sent it.")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["item", "revision"], name="one_answer_per_revision"),
            models.UniqueConstraint(fields=["item", "key"], name="sent_twice_stored_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item}, saved {self.revision}"


class HintTaken(models.Model):
    """A student took a hint at a practice question; what it costs is fixed when it is taken (SCORING.md §4)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="hints")
    number = models.PositiveSmallIntegerField()
    cost = models.DecimalField(max_digits=4, decimal_places=2)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="a_hint_is_taken_once")]

    def __str__(self) -> str:
        return f"{self.item}, hint {self.number}"
