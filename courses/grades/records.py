"""Who has earned what in a course? Grades and answers as values, a few students at a time, for screen and file.

Which attempt counts, each step says (`courses.grades.counting`). Students who have not begun are there too. The order
is always the same: students as a register sorts them, then lessons, steps and questions by their numbers.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import batched
from typing import Any, cast

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from corpus.text.citation import Anchor, BadCitation
from courses.exports import Answer, Asked, Grade, Sitting, Student
from courses.grades.asked import Questions, worth
from courses.grades.counting import Counted, counted
from courses.models import Course, Enrolment, Step
from courses.sums import amount
from quizzes import models as quizzes
from quizzes.marks.sums import total
from quizzes.models import Attempt, Item, Mark
from quizzes.rules import Rules, has_passed

_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A student of the course, as the register has them."""

    user: int
    sort_name: str
    student: Student


_OF_A_STUDENT = ("user_id", "user__sort_name", "user__number", "user__email", "user__name", "ended_at")


def students(course: Course, **only: Any) -> list[Enrolled]:
    """In the order of the register. Databases order “Şahin” after “Wójcik”, so this is done here: a class is short."""
    rows = Enrolment.objects.filter(course=course, **only).values_list(*_OF_A_STUDENT)
    return sorted(map(_enrolled, rows), key=lambda one: (folded(one.sort_name), one.sort_name, one.user))


def _enrolled(row: tuple[Any, ...]) -> Enrolled:
    user, sort_name, number, email, name, ended_at = row
    return Enrolled(user, sort_name, Student(number, email, name, enrolled=ended_at is None))


def folded(name: str) -> str:
    """A name without its marks, as a register sorts it: Şahin stands where Sahin would."""
    letters = unicodedata.normalize("NFKD", name.translate(_OWN_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


# Letters that Unicode does not take apart.
_OWN_LETTERS = str.maketrans(
    {"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Æ": "Ae", "æ": "ae", "ı": "i"}
)


def graded_steps(course: Course) -> list[Step]:
    """The quizzes that make a grade, in order, each with `worth`: what one student can earn, in hundredths, as it
    is asked now."""
    steps = Step.objects.graded().filter(lesson__course=course).annotate(worth=worth())  # type: ignore[no-redef]
    return list(steps.select_related("lesson", "quiz").order_by("lesson__position", "position"))


def grades(course: Course) -> Iterator[Grade]:
    """Every student × every graded quiz. Memory does not grow with the class."""
    steps = graded_steps(course)
    for some in _batches(course, len(steps)):
        sittings = sittings_of(steps, some)
        for student in some:
            for step in steps:
                yield grade(course, step, student, sittings.get((student.user, step.quiz_id or 0)))


def _batches(course: Course, rows_each: int) -> Iterator[tuple[Enrolled, ...]]:
    size = max(1, _ROWS_AT_ONCE // max(1, rows_each))
    return batched(students(course), size)


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt with its sums, from a row of the database."""

    row: Mapping[str, Any]

    @property
    def submitted_at(self) -> datetime | None:
        return cast(datetime | None, self.row["submitted_at"])

    @property
    def points(self) -> Decimal | None:
        return amount(self.row["earned"])

    @property
    def possible(self) -> Decimal | None:
        return amount(self.row["worth"])

    @property
    def unmarked(self) -> int:
        return int(self.row["unmarked"]) if self.submitted_at else 0

    @property
    def is_late(self) -> bool:
        due = self.row["due"]
        return bool(due and self.submitted_at and has_passed(datetime.fromisoformat(due), self.submitted_at))


type Sittings = Mapping[tuple[int, int], Counted[Sat]]


def sittings_of(steps: Iterable[Step], some: Iterable[Enrolled], **extra: Any) -> Sittings:
    """What counts, by student and quiz, with sums in hundredths. One query; `extra` are more aggregates."""
    counts = {step.quiz_id: step.counts for step in steps}
    found: dict[tuple[int, int], list[Sat]] = {}
    for row in _attempts(counts, some, extra):
        found.setdefault((row["user_id"], row["quiz_id"]), []).append(Sat(row))
    sittings = {at: counted(sats, counts[at[1]]) for at, sats in found.items()}
    return {at: sitting for at, sitting in sittings.items() if sitting}


def _attempts(
    counts: Mapping[int | None, str], some: Iterable[Enrolled], extra: Mapping[str, Any]
) -> Iterable[Mapping[str, Any]]:
    """Of a quiz where the first counts, no other attempt is looked at."""
    later = Mark.objects.filter(item=OuterRef("item"), number__gt=OuterRef("mark_number"))
    last = Attempt.objects.filter(quiz=OuterRef("quiz"), user=OuterRef("user")).order_by("-number")
    rows = (
        Attempt.objects.filter(_counting(counts), quiz__in=counts, user__in=[s.user for s in some])
        .alias(item=F("items"), mark_number=F("items__marks__number"))
        .filter(Q(mark_number=None) | ~Exists(later))
        .order_by("number")
        .values("pk", "user_id", "quiz_id", "number", "submitted_at")
        .annotate(
            attempts=Subquery(last.values("number")[:1]),
            due=Max(KeyTextTransform("due_at", "rules")),
            unmarked=Count("item", filter=Q(mark_number=None)),
            earned=total("items__marks__points"),
            worth=total(Coalesce("items__marks__possible", "items__version__points")),
            **extra,
        )
    )
    return cast(Iterable[Mapping[str, Any]], rows)


def _counting(counts: Mapping[int | None, str]) -> Q:
    """The attempts that may count."""
    several = [quiz for quiz, which in counts.items() if which != "first"]
    return Q(number=1) | Q(quiz__in=several) if several else Q(number=1)


def grade(course: Course, step: Step, student: Enrolled, taken: Counted[Sat] | None) -> Grade:
    if taken is None:
        return Grade(course.slug, student.student, _sitting(step), possible=amount(step.worth))
    last, done = taken.last, taken.last.submitted_at is not None
    number = taken.only and taken.only.row["number"]
    sitting = _sitting(step, number, last.row["attempts"], last.submitted_at, taken.unmarked)
    return Grade(
        course.slug,
        student.student,
        sitting,
        taken.points,
        taken.possible,
        late=any(sat.is_late for sat in taken.attempts) if done else None,
        passed=_passed(step, taken) if done else None,
    )


def _passed(step: Step, taken: Counted[Sat]) -> bool | None:
    if taken.earned is None or taken.worth is None:
        return None
    return Rules(pass_mark=step.pass_mark).passes(taken.earned, taken.worth)


def _sitting(step: Step, *attempt: Any) -> Sitting:
    assert step.quiz is not None
    return Sitting(step.lesson.position, step.quiz.slug, step.quiz.title, *attempt)


def answers(course: Course) -> Iterator[Answer]:
    """Every student × every graded quiz × every question, those never begun too."""
    steps = graded_steps(course)
    asked = Questions([step.quiz_id for step in steps if step.quiz_id])
    for some in _batches(course, len(steps) * 10):
        begun = _begun(steps, some, _picked(steps, some))
        for student in some:
            for step in steps:
                yield from _answers(course, step, student, begun.get((student.user, step.quiz_id or 0)), asked)


def _answers(
    course: Course, step: Step, student: Enrolled, rows: Sequence[Mapping[str, Any]] | None, asked: Questions
) -> Iterator[Answer]:
    if rows is None:
        for position, question in enumerate(asked.of_quiz.get(step.quiz_id or 0, ()), start=1):
            yield Answer(course.slug, student.student, _sitting(step), position, question)
        return
    unmarked = Counter(row["attempt__number"] for row in rows if row["marks__made_at"] is None)
    for row in rows:
        number, at = row["attempt__number"], row["attempt__submitted_at"]
        sitting = _sitting(step, number, row["attempts"], at, unmarked[number])
        yield _answer(course, student, sitting, asked.version(row["version_id"]), row)


def _answer(course: Course, student: Enrolled, sitting: Sitting, asked: Asked, row: Mapping[str, Any]) -> Answer:
    response, edition = row["answers__response"], row["marks__edition"] or row["attempt__edition"]
    given = response if isinstance(response, dict) else {}
    return Answer(
        course.slug,
        student.student,
        sitting,
        row["position"],
        asked,
        state="answered" if row["answers__blank"] is False else "blank",
        verdict=given.get("verdict") or "",
        marks=tuple(_citations(_marked(given), edition)),
        response=_json(response) if response is not None else "",
        given_at=row["answers__given_at"],
        fraction=row["marks__fraction"],
        points=row["marks__points"],
        possible=row["marks__possible"],
        reason=row["marks__reason"] or "",
        key_version=row["marks__version__number"],
        scorer=row["marks__scorer"],
        policy=row["marks__policy"] or "",
        marked_at=row["marks__made_at"],
        edition=edition,
        digest=row["revision__digest"] or "",
    )


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _marked(given: Mapping[str, Any]) -> Iterator[Any]:
    """What is marked in a text, or in each of the texts of a grid."""
    yield from given.get("mark", ())
    for cell in given.get("cells", {}).values():
        yield from cell.get("mark", ())


def _citations(values: Iterable[Any], edition: str) -> Iterator[str]:
    """Words that some kinds mark are no places in the text; `response` has them."""
    found = (_citation(value, edition) for value in values if isinstance(value, str))
    return filter(None, found)


@lru_cache(maxsize=10_000)
def _citation(value: str, edition: str) -> str:
    """``cliff-1956/adapted ¶14.2``. A class marks the same sentences again and again."""
    try:
        anchor = Anchor.of(value)
    except BadCitation:
        return ""
    return f"{anchor.work}/{edition} {anchor.label}"


_OF_AN_ITEM = (
    "attempt__user_id",
    "attempt__quiz_id",
    "attempt__number",
    "attempt__submitted_at",
    "attempt__edition",
    "position",
    "version_id",
    "revision__digest",
    "answers__response",
    "answers__blank",
    "answers__given_at",
    *("marks__fraction", "marks__points", "marks__possible", "marks__version__number", "marks__edition"),
    *("marks__reason", "marks__scorer", "marks__policy", "marks__made_at"),
)


def _picked(steps: Sequence[Step], some: Sequence[Enrolled]) -> list[int]:
    """The attempts that count where that is not simply the first. One query, or none."""
    others = [step for step in steps if step.counts != "first"]
    sittings = sittings_of(others, some) if others else {}
    return [sat.row["pk"] for taken in sittings.values() for sat in taken.attempts]


def _begun(
    steps: Sequence[Step], some: Sequence[Enrolled], picked: Collection[int]
) -> dict[tuple[int, int], list[Mapping[str, Any]]]:
    """The items of the attempts that count, each with the answer and the mark that count. One query."""
    first = Q(attempt__number=1, attempt__quiz__in=[s.quiz_id for s in steps if s.counts == "first"])
    later_answer = quizzes.Answer.objects.filter(item=OuterRef("pk"), revision__gt=OuterRef("saved"))
    later_mark = Mark.objects.filter(item=OuterRef("pk"), number__gt=OuterRef("marked"))
    last = Attempt.objects.filter(quiz=OuterRef("attempt__quiz"), user=OuterRef("attempt__user")).order_by("-number")
    rows = (
        Item.objects.filter(first | Q(attempt__in=picked), attempt__user__in=[s.user for s in some])
        .alias(saved=F("answers__revision"), marked=F("marks__number"))
        .filter(Q(saved=None) | ~Exists(later_answer))
        .filter(Q(marked=None) | ~Exists(later_mark))
        .order_by("attempt__number", "position")
        .values(*_OF_AN_ITEM, attempts=Subquery(last.values("number")[:1]))
    )
    found: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["attempt__user_id"], row["attempt__quiz_id"]), []).append(row)
    return found


# What goes into each table of `courses.exports`.
TABLES: Mapping[str, Callable[[Course], Iterator[Any]]] = {"grades": grades, "answers": answers}
