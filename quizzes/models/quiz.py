"""A quiz: questions in an order, for practice or for a grade."""

from django.db import models

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


class QuizItem(models.Model):
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Question, models.PROTECT, related_name="items")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="one_question_per_position"),
            models.UniqueConstraint(fields=["quiz", "question"], name="a_question_once_per_quiz"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz}, {self.position}: {self.question}"
