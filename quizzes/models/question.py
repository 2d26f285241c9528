"""Questions (identity), their versions (immutable content) and their keys, which student pages never load."""

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from corpus.models import Revision
from corpus.text.citation import Anchor, Citation
from quizzes.questions import KINDS, readings
from quizzes.questions.remarks import Remarks


class BankQuerySet(models.QuerySet["Bank"]):
    def editable_by(self, user: Any) -> Self:
        """Banks that this person edits; administrators edit all."""
        return self if user.is_superuser else self.filter(editors=user)


class Bank(models.Model):
    """A shelf of questions and quizzes that its editors share."""

    slug = models.SlugField(max_length=63, unique=True)
    title = models.CharField(max_length=200)
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    objects = BankQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question's identity; what it asks is in its latest version."""

    bank = models.ForeignKey(Bank, models.PROTECT, related_name="questions")
    slug = models.SlugField("name", max_length=80, help_text="Short and unique in its bank, for lists and exports.")

    class Meta:
        ordering = ["bank", "slug"]
        constraints = [models.UniqueConstraint(fields=["bank", "slug"], name="one_question_per_name_in_a_bank")]

    def __str__(self) -> str:
        return self.slug

    def latest(self) -> "QuestionVersion":
        return self.versions.order_by("-number")[0]


class QuestionVersion(models.Model):
    """What a question asked at a time. Never changed, only followed by the next."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=31)
    body = models.JSONField(help_text="What students see; the kind's own format.")
    points = models.DecimalField(
        max_digits=6, decimal_places=2, default=Decimal(2), validators=[MinValueValidator(Decimal("0.01"))]
    )
    skills = models.JSONField(default=list, blank=True)
    difficulty = models.PositiveSmallIntegerField(default=2)
    reading = models.CharField(
        max_length=600, blank=True, help_text="The passage beside the question, as a citation; several with “; ”."
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="one_version_per_number"),
            models.CheckConstraint(condition=Q(points__gt=0), name="a_question_is_worth_something"),
        ]

    def __str__(self) -> str:
        return f"{self.question.slug} v{self.number}"

    @property
    def content(self) -> Any:
        """The body as its kind's own value."""
        return KINDS[self.kind].load(self.body)

    @property
    def passages(self) -> tuple[Citation, ...]:
        """Every passage that it stands on."""
        return readings.parsed(self.reading)

    @property
    def passage(self) -> Citation | None:
        """The one beside the question; None where there is none or several."""
        found = self.passages
        return found[0] if len(found) == 1 else None

    @property
    def lead(self) -> Citation | None:
        """Where citations lead that name no work; None where they could be of any of several."""
        found = self.passages
        return found[0] if readings.named_work(found) else None


class Key(models.Model):
    """What proves the answer, and why. Its own model so that no student page loads it (T32)."""

    version = models.OneToOneField(QuestionVersion, models.CASCADE, related_name="key")
    body = models.JSONField(help_text="The kind's own format.")
    reason = models.TextField(help_text="Why, for students after marking. Citations such as [¶12.1] become links.")
    feedback = models.JSONField(default=dict, blank=True, help_text="What is said when right, partly right or wrong.")
    hints = models.JSONField(default=list, blank=True, help_text="In steps; without any they name the place.")

    def __str__(self) -> str:
        return f"Key of {self.version}"

    @property
    def content(self) -> Any:
        return KINDS[self.version.kind].load_key(self.body)

    @property
    def remarks(self) -> Remarks:
        """What its author says to students."""
        return Remarks(self.reason, self.feedback, tuple(self.hints))


class KeyCitation(models.Model):
    """A sentence that a key leans on, so that “which questions cite this paragraph?” is a query."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="citations")
    role = models.CharField(max_length=12, choices=[(r, r) for r in ("proof", "neutral", "near")])
    place = models.PositiveSmallIntegerField(default=0, help_text="Which set of its role, from 0.")
    work = models.CharField(max_length=63)
    edition = models.CharField(max_length=31)
    paragraph = models.PositiveIntegerField()
    sentence = models.PositiveIntegerField(help_text="0 is the whole paragraph.")
    hash = models.CharField(max_length=12, help_text="Of the cited words.")

    class Meta:
        indexes = [models.Index(fields=["work", "edition", "paragraph"], name="citations_of_a_paragraph")]

    def __str__(self) -> str:
        return f"{self.role} {self.anchor}"

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.work, self.paragraph, self.sentence)


class KeyCheck(models.Model):
    """A key was asked again of one revision. No row for the present revision means unverified."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="checks")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    flaws = models.JSONField(default=list, help_text="Empty when the key stands.")
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "revision"], name="one_check_per_key_and_text")]

    def __str__(self) -> str:
        return f"{self.version} against {self.revision}: {len(self.flaws)} flaws"
