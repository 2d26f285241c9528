"""Sums and counts that statistics keep while answers come in; a full recount gives the same to the last digit (P7)."""

from django.db import models

from quizzes.models.question import QuestionVersion
from quizzes.models.quiz import Quiz


class Tally(models.Model):
    """The sums of one question version in a quiz; without a version, of whole attempts.

    `body` holds whole numbers only: `quizzes.analysis` says which. `edition` goes up with every change, so that two
    processes that add at once do not lose each other's numbers.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="tallies")
    version = models.ForeignKey(QuestionVersion, models.CASCADE, null=True, blank=True, related_name="+")
    body = models.JSONField(default=dict)
    edition = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "version"], name="one_tally_per_version"),
            models.UniqueConstraint(
                fields=["quiz"], condition=models.Q(version=None), name="one_tally_of_whole_attempts"
            ),
        ]

    def __str__(self) -> str:
        return f"Tally of {self.version or self.quiz}"


class Recount(models.Model):
    """What sums cannot give, such as medians and upper and lower groups, as it was at a time."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="recounts")
    attempts = models.PositiveIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["quiz", "-made_at"]

    def __str__(self) -> str:
        return f"Recount of {self.quiz}, {self.attempts} attempts"
