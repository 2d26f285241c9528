"""A course is lessons, a lesson is steps, and a step is a passage to read or a quiz to take."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from corpus.text.citation import Citation, parse
from quizzes.models import Bank, Quiz
from quizzes.rules import Mode, Rules


class CourseQuerySet(models.QuerySet["Course"]):
    def studied_by(self, user: Any) -> Self:
        return self.filter(enrolments__user=user, enrolments__ended_at=None)

    def taught_by(self, user: Any) -> Self:
        return self.filter(appointments__user=user, appointments__role="instructor")

    def staffed_by(self, user: Any) -> Self:
        """Instructors and registrars: those who may take grades out."""
        return self.filter(appointments__user=user).distinct()

    def open_to(self, user: Any) -> Self:
        """Everybody with a part in the course."""
        mine = Q(enrolments__user=user, enrolments__ended_at=None) | Q(appointments__user=user)
        return self.filter(mine).distinct()


class Course(models.Model):
    slug = models.SlugField(max_length=63, unique=True)
    title = models.CharField(max_length=200)
    term = models.CharField(max_length=80, blank=True)
    about = models.TextField(blank=True, help_text="Plain text for the course page.")
    bank = models.ForeignKey(Bank, models.PROTECT, related_name="+")

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("courses:course", args=[self.slug])


class Lesson(models.Model):
    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    aims = models.JSONField(default=list, blank=True, help_text="Two or three skills, each on this text.")
    question = models.TextField(blank=True, help_text="What to look for while reading.")
    minutes = models.PositiveSmallIntegerField(default=45)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["course", "position"], name="one_lesson_per_position")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("courses:lesson", args=[self.course.slug, self.position])


class Step(models.Model):
    """Either `reading` (a citation of whole paragraphs) or `quiz`. A practice quiz holds the guided questions
    on the reading before it; a graded one is the lesson's quiz."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    reading = models.CharField(max_length=120, blank=True)
    quiz = models.ForeignKey(Quiz, models.PROTECT, null=True, blank=True, related_name="+")
    tries = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Graded quizzes; empty means any number.")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    release = models.CharField(
        max_length=12,
        choices=[("submission", "when submitted"), ("close", "when the quiz closes")],
        default="submission",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "position"], name="one_step_per_position"),
            models.CheckConstraint(
                condition=(Q(quiz=None) & ~Q(reading="")) | (Q(quiz__isnull=False) & Q(reading="")),
                name="a_step_is_read_or_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def passage(self) -> Citation | None:
        return parse(self.reading) if self.reading else None

    @property
    def is_guided(self) -> bool:
        return self.quiz is not None and self.quiz.is_practice

    @property
    def is_graded(self) -> bool:
        return self.quiz is not None and not self.quiz.is_practice

    def rules(self) -> Rules:
        """The rules for an attempt at this step's quiz."""
        if self.quiz is None or self.quiz.is_practice:
            return Rules(mode=Mode.PRACTICE)
        return Rules(
            mode=Mode.GRADED,
            tries=self.tries,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            release=self.release,
        )

    def get_absolute_url(self) -> str:
        return reverse("courses:step", args=[self.lesson.course.slug, self.lesson.position, self.position])
