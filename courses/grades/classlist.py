"""Who is in a class, on which page of it does somebody stand, and how far is the class as a whole?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from courses.grades.records import Enrolled, folded
from courses.models import Course, Enrolment, Step
from quizzes.models import Attempt
from quizzes.models.attempt import AttemptQuerySet


def fits(student: Enrolled, wanted: str) -> bool:
    """Whether every word that is wanted stands in the student's name or address, however it is accented."""
    has = folded(f"{student.student.name} {student.sort_name} {student.student.email}")
    return all(word in has for word in folded(wanted).split())


@dataclass(frozen=True, slots=True)
class Span:
    """A page of the class, named after who is on it: “Abendroth–Cohen”."""

    page: int
    name: str


def spans(students: Sequence[Enrolled], size: int) -> list[Span]:
    pages = [students[start : start + size] for start in range(0, len(students), size)]
    return [Span(number, _span(page)) for number, page in enumerate(pages, start=1)]


def _span(page: Sequence[Enrolled]) -> str:
    first, last = (one.sort_name.partition(",")[0] or one.student.email for one in (page[0], page[-1]))
    return first if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of a class have begun a graded quiz, and how many have handed one in."""

    students: int
    begun: int
    handed_in: int

    @property
    def words(self) -> str:
        if not self.begun:
            return "The one student has not begun a quiz yet." if self.students == 1 else "Nobody has begun a quiz yet."
        if self.students == 1:
            return (
                f"The one student has {'handed in a quiz' if self.handed_in else 'begun a quiz, and handed in none'}."
            )
        if self.handed_in == self.students:
            return f"All {self.students} students have handed in a quiz."
        return f"{self._busy}; {self._idle}."

    @property
    def _busy(self) -> str:
        if not self.handed_in:
            return "Nobody has handed in a quiz yet"
        return f"{self.handed_in} of {self.students} {_has(self.handed_in)} handed in a quiz"

    @property
    def _idle(self) -> str:
        idle = self.students - self.begun
        return f"{idle} {_has(idle)} not begun any" if idle else "everybody has begun one"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def how_far() -> dict[str, Any]:
    """What a course is annotated with, for `standing`: how many of its students have `begun` and `handed_in` a quiz."""
    quizzes = Step.objects.graded().filter(lesson__course=OuterRef(OuterRef("course"))).values("quiz")
    taken = Attempt.objects.filter(quiz__in=quizzes, user=OuterRef("user"))
    return {"begun": _counted(taken), "handed_in": _counted(taken.submitted())}


def _counted(taken: AttemptQuerySet) -> Coalesce:
    enrolled = Enrolment.objects.active().filter(Exists(taken), course=OuterRef("pk")).order_by().values("course")
    return Coalesce(Subquery(enrolled.annotate(n=Count("pk")).values("n")), 0)


def standing(course: Any, students: int) -> Standing:
    """Of a course, which is asked about if it comes without `how_far`. `students` is how many are enrolled now."""
    if not hasattr(course, "begun"):
        course = Course.objects.annotate(**how_far()).get(pk=course.pk)
    return Standing(students, course.begun, course.handed_in)
