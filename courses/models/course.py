"""A course is lessons, a lesson is steps, and a step is a passage to read or a quiz to take."""

from decimal import Decimal
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from corpus.models import WithProse
from corpus.prose import markdown_is_bounded
from corpus.text.citation import Citation, parse
from courses.access import Part
from quizzes.bank import pools
from quizzes.models import Attempt, Bank, Quiz, QuizItem
from quizzes.questions import BY_HAND
from quizzes.rules import Mode, Rules


def parts(user: Any, course: str) -> dict[str, Exists]:
    """Annotations that say what somebody is in the course at this reference. Their rows are on this floor."""
    enrolled = apps.get_model("courses", "Enrolment").objects.filter(course=OuterRef(course), user=user, ended_at=None)
    appointed = apps.get_model("courses", "Appointment").objects.filter(course=OuterRef(course), user=user)
    return {
        "is_student": Exists(enrolled),
        "is_instructor": Exists(appointed.filter(role="instructor")),
        "is_registrar": Exists(appointed.filter(role="registrar")),
    }


_ANY_PART = Q(is_student=True) | Q(is_instructor=True) | Q(is_registrar=True)


class CourseQuerySet(models.QuerySet["Course"]):
    """Each course comes with `part`: what the person is in it."""

    def with_part(self, user: Any) -> Self:
        return self.annotate(**parts(user, "pk"))

    def open_to(self, user: Any) -> Self:
        """Everybody with a part in the course."""
        return self.with_part(user).filter(_ANY_PART)

    def studied_by(self, user: Any) -> Self:
        return self.with_part(user).filter(is_student=True)

    def taught_by(self, user: Any) -> Self:
        return self.with_part(user).filter(is_instructor=True)

    def staffed_by(self, user: Any) -> Self:
        """Instructors and registrars: those who may take grades out."""
        return self.with_part(user).filter(Q(is_instructor=True) | Q(is_registrar=True))


COUNTS = [("first", "first"), ("best", "best"), ("last", "last"), ("mean", "mean of all")]
POLICIES = [("graded", "in parts"), ("strict", "all or nothing")]
RELEASES = [
    ("submission", "when submitted"),
    ("close", "when the quiz closes"),
    ("date", "at a date"),
    ("hand", "when you release them"),
]


# What an override may say.
OVERRIDDEN = ("opens_at", "due_at", "closes_at", "minutes", "tries")
# What `Rules` takes over from a graded step under the same name.
_GRADED = (
    *("tries", "counts", "due_at", "minutes", "stretch_minutes", "delay_minutes"),
    *("fixed_order", "pass_mark", "release"),
)


class StepQuerySet(models.QuerySet["Step"]):
    def open_to(self, user: Any) -> Self:
        """Steps of courses in which the person has a part, which comes with them."""
        return self.annotate(**parts(user, "lesson__course")).filter(_ANY_PART)

    def taught_by(self, user: Any) -> Self:
        """Steps of courses that the person teaches."""
        return self.annotate(**parts(user, "lesson__course")).filter(is_instructor=True)

    def graded_at(self, user: Any, slug: str, lesson: int, step: int) -> Self:
        """The graded quiz at this place of a course that the person teaches, with quiz and course."""
        mine = self.taught_by(user).graded().select_related("quiz", "lesson__course")
        return mine.filter(lesson__course__slug=slug, lesson__position=lesson, position=step)

    def with_read(self, user: Any) -> Self:
        """`is_read`: the person has said “read, go on” here."""
        reads = apps.get_model("courses", "StepRead").objects.filter(step=OuterRef("pk"), user=user)
        return self.annotate(is_read=Exists(reads))

    def with_exceptions(self, user: Any) -> Self:
        """What holds for this person beside the step's own rules (`courses.terms.handing`): what is overridden for her
        `section` and for herself, and the factor of `extra_time`, where 0 is no limit and None is none given."""
        overrides, enrolments, extra = (
            apps.get_model("courses", name).objects for name in ("Override", "Enrolment", "ExtraTime")
        )
        section = enrolments.filter(user=user, course=OuterRef("lesson__course")).values("section")
        latest = extra.filter(user=user).order_by("-pk").annotate(given=Coalesce("factor", Decimal(0))).values("given")
        here = (
            overrides.standing()
            .filter(step=OuterRef("pk"))
            .order_by()
            .annotate(said=JSONObject(**{name: name for name in OVERRIDDEN}))
            .values("said")
        )
        return self.annotate(section=Subquery(section[:1]), extra_time=Subquery(latest[:1])).annotate(
            # Not `exclude(section="")`: a value that a partial index depends on makes SQLite plan the query each time.
            overridden_for_section=Subquery(here.filter(user=None, section=OuterRef("section"))[:1]),
            overridden=Subquery(here.filter(user=user)[:1]),
        )

    def with_asks(self) -> Self:
        """`asks`: how many questions of its quiz one student is asked; None for a reading. `by_hand`: a person marks
        some of them."""
        questions = QuizItem.objects.filter(quiz=OuterRef("quiz"))
        asked = pools.of_one(questions).order_by().values("quiz").annotate(n=Count("pk")).values("n")
        by_hand = Exists(questions.filter(question__versions__kind__in=sorted(BY_HAND)))
        return self.annotate(asks=Subquery(asked), by_hand=by_hand)

    def used(self) -> Self:
        """Steps that somebody has read, or whose quiz somebody has begun. They cannot vanish."""
        read = apps.get_model("courses", "StepRead").objects.filter(step=OuterRef("pk"))
        return self.filter(Q(Exists(read)) | Q(Exists(Attempt.objects.filter(quiz=OuterRef("quiz")))))

    def graded(self) -> Self:
        return self.filter(quiz__mode=Mode.GRADED.value)


class Course(WithProse):
    prose = "about"

    slug = models.SlugField(max_length=63, unique=True)
    title = models.CharField(max_length=200)
    term = models.CharField(max_length=80, blank=True)
    about = models.TextField(blank=True, validators=[markdown_is_bounded], help_text="Markdown, for the course page.")
    about_html = models.TextField(blank=True, editable=False)
    bank = models.ForeignKey(Bank, models.PROTECT, related_name="+")

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def part(self) -> Part:
        """What the person is in it for whom it was loaded (`open_to` and its like)."""
        return _part(self)

    def get_absolute_url(self) -> str:
        return reverse("courses:course", args=[self.slug])


def _part(row: Any) -> Part:
    return Part(student=row.is_student, instructor=row.is_instructor, registrar=row.is_registrar)


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
    counts = models.CharField("attempt that counts", max_length=8, choices=COUNTS, default="first")
    due_at = models.DateTimeField(null=True, blank=True, help_text="Later is late, and told so, until it closes.")
    minutes = models.PositiveSmallIntegerField("time limit", null=True, blank=True, help_text="In minutes.")
    delay_minutes = models.PositiveIntegerField("wait between tries", default=0, help_text="In minutes.")
    fixed_order = models.BooleanField(default=False, help_text="Questions are taken one after the other, no way back.")
    shuffled = models.BooleanField("shuffle options", default=False)
    asks_certainty = models.BooleanField("ask how sure", default=False, help_text="Practice only; never a grade.")
    policy = models.CharField("scoring", max_length=10, choices=POLICIES, default="graded")
    pass_mark = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, help_text="In per cent of the points."
    )
    password = models.CharField(max_length=60, blank=True, help_text="Asked for when an attempt begins.")
    stretch_minutes = models.PositiveSmallIntegerField(
        "may ask for more time", default=0, help_text="Minutes that a student may add once when time runs out."
    )
    release = models.CharField("marks are shown", max_length=12, choices=RELEASES, default="submission")
    release_at = models.DateTimeField(null=True, blank=True, help_text="When they are shown at a date.")
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = StepQuerySet.as_manager()

    # What querysets add: `with_read`, `with_asks`, courses.records.graded_steps.
    is_read: bool
    section: str | None
    overridden_for_section: dict[str, Any] | None
    overridden: dict[str, Any] | None
    extra_time: Decimal | None
    asks: int | None
    by_hand: bool
    worth: int | None

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
    def part(self) -> Part:
        """What the person is in its course for whom it was loaded (`open_to`)."""
        return _part(self)

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
        """The step's own rules; what holds for one student, `courses.terms.handing` says."""
        shared = {name: getattr(self, name) for name in ("opens_at", "closes_at", "shuffled", "policy")}
        if self.quiz is None or self.quiz.is_practice:
            return Rules(mode=Mode.PRACTICE, certainty=self.asks_certainty, **shared)
        return Rules(
            mode=Mode.GRADED,
            base_minutes=self.minutes,
            release_at=self.released_at if self.release == "hand" else self.release_at,
            **shared,
            **{name: getattr(self, name) for name in _GRADED},
        )

    def get_absolute_url(self) -> str:
        return reverse("courses:step", args=[self.lesson.course.slug, self.lesson.position, self.position])
