"""A course on Maren: two sections, with questions after the first, and a quiz. Ada teaches, Dana is registrar."""

from typing import Any

from accounts.models import User
from courses.models import Appointment, Course, Enrolment, Lesson, Step, StepRead
from quizzes.models import Quiz
from quizzes.rules import Mode
from tests.factories.corpus import NOW
from tests.factories.quizzes import BankFactory, quiz


def course(slug: str = "red-card", **facts: Any) -> Course:
    """A course without lessons."""
    shown = {"title": "Secret and public", "term": "Autumn 2026", "bank": BankFactory(), **facts}
    return Course.objects.get_or_create(slug=slug, defaults=shown)[0]


def lesson(course: Course, position: int = 1, **facts: Any) -> Lesson:
    shown = {
        "title": "How a secret speech travelled",
        "aims": ["Tell who speaks"],
        "question": "Who heard it?",
        **facts,
    }
    return Lesson.objects.get_or_create(course=course, position=position, defaults=shown)[0]


def reading(lesson: Lesson, position: int, cites: str = "maren-1956 ¶1-3", **facts: Any) -> Step:
    return Step.objects.create(lesson=lesson, position=position, title=f"Section {cites[11:]}", reading=cites, **facts)


def asking(lesson: Lesson, position: int, of: Quiz, **facts: Any) -> Step:
    shown = {"title": of.title, "tries": 1, **facts}
    return Step.objects.create(lesson=lesson, position=position, quiz=of, **shown)


def taught(slug: str = "red-card", **quiz_facts: Any) -> Course:
    """The whole small course: read ¶1-3, two questions, read ¶4-5, a quiz of four."""
    made = course(slug)
    first = lesson(made)
    guided, graded = quiz(Mode.PRACTICE, 2), quiz(Mode.GRADED, 4)
    reading(first, 1)
    asking(first, 2, guided, title="Check your reading", tries=None)
    reading(first, 3, "maren-1956 ¶4-5")
    asking(first, 4, graded, **quiz_facts)
    return made


def enrol(course: Course, *people: User, **facts: Any) -> list[Enrolment]:
    return [Enrolment.objects.create(course=course, user=user, began_at=NOW, **facts) for user in people]


def appoint(course: Course, user: User, role: str = "instructor") -> Appointment:
    return Appointment.objects.create(course=course, user=user, role=role)


def has_read(user: User, *steps: Step) -> None:
    StepRead.objects.bulk_create(StepRead(step=step, user=user, read_at=NOW) for step in steps)


def step(course: Course, position: int) -> Step:
    """A step of the first lesson, as its own pages load it without a reader."""
    return Step.objects.select_related("lesson__course", "quiz").get(lesson__course=course, position=position)
