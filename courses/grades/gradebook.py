"""What has each student for each graded quiz? A page of the class, from the same values as the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.aggregates import StringAgg
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from courses.exports import Grade, State
from courses.grades import classlist, records, regrades
from courses.grades.classlist import Span, Standing
from courses.grades.counting import Counted
from courses.grades.records import Enrolled, Sat, Sittings
from courses.models import Course, Enrolment, Step
from courses.sums import amount, short
from quizzes.models import Attempt
from quizzes.models.attempt import AttemptQuerySet
from quizzes.rules import has_passed
from quizzes.taking import timing

PAGE = 50
_HANDED_IN = (State.SUBMITTED, State.TO_BE_MARKED)


@dataclass(frozen=True, slots=True)
class Cell:
    """A grade on screen. `r` and `p` are quarters of proof found and of marks that belong to it, for the corner."""

    grade: Grade
    public_id: UUID | None = None
    r: int | None = None
    p: int | None = None
    overdue: bool = False
    worth: Decimal | None = None

    @property
    def words(self) -> str:
        """Blank is not 0: what has no points says why."""
        if self.grade.points is not None:
            return f"{self.grade.points:.2f}{self.of}{', late' if self.grade.late else ''}"
        return "ended, not marked" if self.overdue else self.grade.sitting.state.value

    @property
    def of(self) -> str:
        """What the attempt could earn, where the quiz is worth something else since."""
        return f" of {short(self.grade.possible)}" if self.grade.possible != self.worth else ""

    @property
    def submitted(self) -> bool:
        return self.grade.sitting.state in _HANDED_IN


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    student: Enrolled
    cells: Sequence[Cell]

    @property
    def total(self) -> str:
        points = [cell.grade.points for cell in self.cells if cell.grade.points is not None]
        if points:
            so_far = " so far" if any(cell.grade.sitting.unmarked for cell in self.cells) else ""
            return f"{sum(points, Decimal('0.00')):.2f}{self._of}{so_far}"
        states = {cell.grade.sitting.state for cell in self.cells}
        if State.TO_BE_MARKED in states:
            return State.TO_BE_MARKED.value
        return State.NOT_BEGUN.value if states <= {State.NOT_BEGUN} else "–"

    @property
    def _of(self) -> str:
        """What these quizzes could earn this student, where that is not what the column says."""
        if not any(cell.of for cell in self.cells if cell.grade.points is not None):
            return ""
        return f" of {short(sum((cell.grade.possible or Decimal(0) for cell in self.cells), Decimal(0)))}"


@dataclass(frozen=True, slots=True)
class Gradebook:
    """One page. `standing` is of the whole class, `spans` are the pages of those of it who are `wanted`: `found`."""

    course: Course
    steps: Sequence[Step]
    rows: Sequence[Row]
    standing: Standing
    spans: Sequence[Span]
    found: int
    page: int
    wanted: str = ""

    @property
    def count(self) -> int:
        """The whole class."""
        return self.standing.students

    @property
    def pages(self) -> int:
        return max(1, len(self.spans))

    @property
    def where(self) -> str:
        """Which students stand here: “Students 251 to 300 of 301.”"""
        first = (self.page - 1) * PAGE + 1
        last = first + len(self.rows) - 1
        which = f"Student {first}" if first == last else f"Students {first} to {last}"
        return f"{which} of {self.found}{' found' if self.wanted else ''}."

    @property
    def worth(self) -> str:
        """What all quizzes together are worth as they are asked now."""
        return short(sum((amount(step.worth) or Decimal(0) for step in self.steps), Decimal(0)))

    @property
    def columns(self) -> list[tuple[Step, str]]:
        return [(step, short(amount(step.worth) or Decimal(0))) for step in self.steps]

    @property
    def unreleased(self) -> list[Step]:
        """Quizzes whose marks wait for somebody's hand."""
        return [step for step in self.steps if step.release == "hand" and step.released_at is None]

    @property
    def lead(self) -> str:
        """How far the class is."""
        if not self.count or not self.steps:
            return "Grades will stand here when students hand in a graded quiz."
        return self.standing.words

    @property
    def overdue(self) -> int:
        return sum(cell.overdue for row in self.rows for cell in row.cells)


def gradebook(course: Course, *, page: int, now: datetime, wanted: str = "") -> Gradebook | None:
    """A page of the class in three queries, four where `course` comes without `classlist.how_far`; None where there is
    no such page. `wanted` are words of names or addresses; without any, it is everybody."""
    if page < 1:
        return None
    steps = records.graded_steps(course)
    everybody = records.students(course, ended_at=None)
    listed = [student for student in everybody if classlist.fits(student, wanted)] if wanted else everybody
    some = listed[(page - 1) * PAGE : page * PAGE]
    if not some and page > 1:
        return None
    sittings = (
        records.sittings_of(steps, some, public=F("public_id"), end=F("ends_at"), **_evidence())
        if steps and some
        else {}
    )
    shown = [Row(s.sort_name or s.student.email, s, _cells(course, steps, s, sittings, now)) for s in some]
    standing = classlist.standing(course, len(everybody))
    return Gradebook(course, steps, shown, standing, classlist.spans(listed, PAGE), len(listed), page, wanted)


def _cells(
    course: Course,
    steps: Sequence[Step],
    student: Enrolled,
    sittings: Sittings,
    now: datetime,
) -> list[Cell]:
    return [_cell(course, step, student, sittings.get((student.user, step.quiz_id or 0)), now) for step in steps]


def _cell(course: Course, step: Step, student: Enrolled, taken: Counted[Sat] | None, now: datetime) -> Cell:
    """Where the mean counts, no one attempt's evidence stands in the corner; the link leads to the last."""
    grade = records.grade(course, step, student, taken)
    if taken is None:
        return Cell(grade)
    row = taken.last.row
    overdue = row["submitted_at"] is None and has_passed(row["end"], now)
    found, focus = (None, None) if taken.is_mean else (_quarters(row["found"]), _quarters(row["focus"]))
    return Cell(grade, row["public"], found, focus, overdue, amount(step.worth))


def _evidence() -> dict[str, StringAgg]:
    """R and P of every mark with evidence, as the exact fractions that marks keep; nothing for other kinds."""
    parts = KeyTransform("parts", "items__marks__parts")
    return {
        name: StringAgg(Cast(KeyTextTransform(part, parts), TextField()), Value(" "))
        for name, part in (("found", "completeness"), ("focus", "focus"))
    }


def _quarters(fractions: str | None) -> int | None:
    """The mean in quarters, half up; None where nothing was held against a proof."""
    if not fractions:
        return None
    values = [Fraction(part) for part in fractions.split()]
    return floor(4 * sum(values, Fraction(0)) / len(values) + Fraction(1, 2))


def overdue(course: Course, now: datetime) -> list[Attempt]:
    """Attempts whose time is up and that nobody has handed in."""
    return list(_of_class(course).overdue(now))


def settle(course: Course, now: datetime, most: int | None = None) -> int:
    """Marks what was saved in them (TRUST.md T16), those that ended first; returns how many there were."""
    return timing.settle(_of_class(course), now=now, most=most)


def _of_class(course: Course) -> AttemptQuerySet:
    quizzes = Step.objects.graded().filter(lesson__course=course).values("quiz")
    students = Enrolment.objects.filter(course=course).values("user")
    return Attempt.objects.filter(quiz__in=quizzes, user__in=students)


@dataclass(frozen=True, slots=True)
class Figures:
    """A course in numbers: its students, those of them who handed in a graded quiz, and what they handed in.

    `decide` says what waits for somebody who teaches it.
    """

    students: int
    people: int
    handed_in: int
    decide: str = ""

    @property
    def words(self) -> str:
        if not self.students:
            return "Nobody is enrolled yet. Enrol students in the admin, under the course."
        if not self.handed_in:
            return "Nobody has handed in a quiz yet."
        quizzes = "1 quiz" if self.handed_in == 1 else f"{self.handed_in} quizzes"
        return f"{self.people} of {self.students} students have handed in {quizzes} for a grade."


def figures(courses: Sequence[Course]) -> dict[int, Figures]:
    """By course. One query."""
    course = OuterRef(OuterRef("pk"))
    done = Attempt.objects.submitted().filter(
        number=1,
        quiz__in=Step.objects.graded().filter(lesson__course=course).values("quiz"),
        user__in=Enrolment.objects.active().filter(course=course).values("user"),
    )
    rows = Course.objects.filter(pk__in=[c.pk for c in courses]).annotate(
        students=Count("enrolments", filter=Q(enrolments__ended_at=None)),
        handed_in=_counted(done, "pk"),
        people=_counted(done, "user"),
        **regrades.to_decide(),
    )
    return {row.pk: Figures(row.students, row.people or 0, row.handed_in or 0, regrades.in_words(row)) for row in rows}


def _counted(rows: Any, of: str) -> Subquery:
    everything = rows.order_by().annotate(one=Value(1)).values("one")
    return Subquery(everything.annotate(n=Count(F(of), distinct=True)).values("n"))
