"""A quiz: questions in an order, for practice or for a grade."""

from django.db import models
from django.db.models import Q

from corpus.models import WithProse
from corpus.prose import markdown_is_bounded
from quizzes.models.question import Bank, Question
from quizzes.rules import Mode


class Quiz(WithProse):
    prose = "intro"

    bank = models.ForeignKey(Bank, models.PROTECT, related_name="quizzes")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    intro = models.TextField(blank=True, validators=[markdown_is_bounded], help_text="Markdown, shown at the start.")
    intro_html = models.TextField(blank=True, editable=False)
    mode = models.CharField(max_length=10, choices=[(m.value, m.value) for m in Mode], default=Mode.PRACTICE.value)
    feedback = models.JSONField(
        default=list, blank=True, help_text="What is said of the whole: from a share in per cent upwards."
    )
    questions = models.ManyToManyField(Question, through="QuizItem", related_name="quizzes")

    class Meta:
        ordering = ["bank", "slug"]
        verbose_name_plural = "quizzes"
        constraints = [models.UniqueConstraint(fields=["bank", "slug"], name="one_quiz_per_name_in_a_bank")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_practice(self) -> bool:
        return self.mode == Mode.PRACTICE


class Pool(models.Model):
    """Some of a quiz's questions, of which each student is asked a few: “2 of 5 on Cliff, close reading”."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="pools")
    label = models.CharField(max_length=120)
    take = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["quiz", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "label"], name="one_pool_per_label_in_a_quiz"),
            models.CheckConstraint(condition=Q(take__gte=1), name="a_pool_gives_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.label


class QuizItem(models.Model):
    """A question of a quiz: asked of everybody, or one of a pool."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Question, models.PROTECT, related_name="items")
    pool = models.ForeignKey(Pool, models.CASCADE, null=True, blank=True, related_name="items")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="one_question_per_position"),
            models.UniqueConstraint(fields=["quiz", "question"], name="a_question_once_per_quiz"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz}, {self.position}: {self.question}"
