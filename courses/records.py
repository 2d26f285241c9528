"""Who has earned what in a course? Grades and answers as values, a few students at a time, for screen and file.

The attempt that counts is the first (SCORING.md §4). Students who have not begun are there too. The order is
always the same: students as a register sorts them, then lessons, steps and questions by their numbers.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import batched
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from corpus.models import Revision
from corpus.text.citation import Anchor, BadCitation
from courses.exports import Answer, Asked, Grade, Sitting, Student
from courses.models import Course, Enrolment, Step
from courses.sums import amount, total
from quizzes import models as quizzes
from quizzes.models import Attempt, Item, KeyCheck, Mark, QuestionVersion
from quizzes.questions import KINDS

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
    """The quizzes that make a grade, in order, each with `worth`, its points in hundredths as it is asked now."""
    asked = asked_now().filter(question__items__quiz=OuterRef("quiz")).order_by().values("question__items__quiz")
    worth = Subquery(asked.annotate(n=total("points")).values("n"))
    steps = Step.objects.graded().filter(lesson__course=course).annotate(worth=worth)  # type: ignore[no-redef]
    return list(steps.select_related("lesson", "quiz").order_by("lesson__position", "position"))


def asked_now(edition: str = "adapted") -> QuerySet[QuestionVersion]:
    """The newest version of each question whose key stands in the present text: what an attempt would draw."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    texts = Revision.objects.present().filter(edition__kind=edition)
    stands = KeyCheck.objects.filter(version=OuterRef("pk"), revision__in=texts, flaws=[])
    latest = QuestionVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]))
    return latest.filter(Q(reading="") | Exists(stands))


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


def sittings_of(
    steps: Iterable[Step], some: Iterable[Enrolled], **extra: Any
) -> dict[tuple[int, int], Mapping[str, Any]]:
    """The first attempts by student and quiz, with their sums in hundredths. One query; `extra` are more aggregates."""
    later = Mark.objects.filter(item=OuterRef("item"), number__gt=OuterRef("mark_number"))
    last = Attempt.objects.filter(quiz=OuterRef("quiz"), user=OuterRef("user")).order_by("-number")
    rows = (
        Attempt.objects.filter(quiz__in=[s.quiz_id for s in steps], user__in=[s.user for s in some], number=1)
        .alias(item=F("items"), mark_number=F("items__marks__number"))
        .filter(Q(mark_number=None) | ~Exists(later))
        .order_by()
        .values("user_id", "quiz_id", "number", "submitted_at")
        .annotate(
            attempts=Subquery(last.values("number")[:1]),
            earned=total("items__marks__points"),
            worth=total(Coalesce("items__marks__possible", "items__version__points")),
            **extra,
        )
    )
    return {(row["user_id"], row["quiz_id"]): row for row in rows}


def grade(course: Course, step: Step, student: Enrolled, row: Mapping[str, Any] | None) -> Grade:
    if row is None:
        return Grade(course.slug, student.student, _sitting(step), possible=amount(step.worth))
    sitting = _sitting(step, row["number"], row["attempts"], row["submitted_at"])
    return Grade(course.slug, student.student, sitting, amount(row["earned"]), amount(row["worth"]))


def _sitting(step: Step, *attempt: Any) -> Sitting:
    assert step.quiz is not None
    return Sitting(step.lesson.position, step.quiz.slug, step.quiz.title, *attempt)


def answers(course: Course) -> Iterator[Answer]:
    """Every student × every graded quiz × every question, those never begun too."""
    steps = graded_steps(course)
    asked = _Questions([step.quiz_id for step in steps if step.quiz_id])
    for some in _batches(course, len(steps) * 10):
        begun = _begun(steps, some)
        for student in some:
            for step in steps:
                yield from _answers(course, step, student, begun.get((student.user, step.quiz_id or 0)), asked)


def _answers(
    course: Course, step: Step, student: Enrolled, rows: Sequence[Mapping[str, Any]] | None, asked: "_Questions"
) -> Iterator[Answer]:
    if rows is None:
        for position, question in enumerate(asked.of_quiz.get(step.quiz_id or 0, ()), start=1):
            yield Answer(course.slug, student.student, _sitting(step), position, question)
        return
    first = rows[0]
    sitting = _sitting(step, first["attempt__number"], first["attempts"], first["attempt__submitted_at"])
    for row in rows:
        yield _answer(course, student, sitting, asked.version(row["version_id"]), row)


def _answer(course: Course, student: Enrolled, sitting: Sitting, asked: Asked, row: Mapping[str, Any]) -> Answer:
    response, edition = row["answers__response"], row["attempt__edition"]
    given = response if isinstance(response, dict) else {}
    return Answer(
        course.slug,
        student.student,
        sitting,
        row["position"],
        asked,
        state="answered" if row["answers__blank"] is False else "blank",
        verdict=given.get("verdict") or "",
        marks=tuple(_citations(given.get("mark", ()), edition)),
        response=_json(response) if response is not None else "",
        given_at=row["answers__given_at"],
        fraction=row["marks__fraction"],
        points=row["marks__points"],
        reason=row["marks__reason"] or "",
        key_version=asked.version if row["marks__made_at"] else None,
        scorer=row["marks__scorer"],
        policy=row["marks__policy"] or "",
        marked_at=row["marks__made_at"],
        edition=edition,
        digest=row["revision__digest"] or "",
    )


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


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
    "marks__fraction",
    "marks__points",
    "marks__reason",
    "marks__scorer",
    "marks__policy",
    "marks__made_at",
)


def _begun(steps: Sequence[Step], some: Sequence[Enrolled]) -> dict[tuple[int, int], list[Mapping[str, Any]]]:
    """The items of first attempts, each with the answer and the mark that count. One query."""
    later_answer = quizzes.Answer.objects.filter(item=OuterRef("pk"), revision__gt=OuterRef("saved"))
    later_mark = Mark.objects.filter(item=OuterRef("pk"), number__gt=OuterRef("marked"))
    last = Attempt.objects.filter(quiz=OuterRef("attempt__quiz"), user=OuterRef("attempt__user")).order_by("-number")
    rows = (
        Item.objects.filter(
            attempt__quiz__in=[s.quiz_id for s in steps],
            attempt__user__in=[s.user for s in some],
            attempt__number=1,
        )
        .alias(saved=F("answers__revision"), marked=F("marks__number"))
        .filter(Q(saved=None) | ~Exists(later_answer))
        .filter(Q(marked=None) | ~Exists(later_mark))
        .order_by("position")
        .values(*_OF_AN_ITEM, attempts=Subquery(last.values("number")[:1]))
    )
    found: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["attempt__user_id"], row["attempt__quiz_id"]), []).append(row)
    return found


@dataclass(slots=True)
class _Questions:
    """What was or would be asked; versions that are no longer asked are fetched when they are met."""

    quizzes: Sequence[int]
    of_quiz: dict[int, list[Asked]] = field(default_factory=dict)
    _versions: dict[int, Asked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        now = asked_now().filter(question__items__quiz__in=self.quizzes).order_by("question__items__position")
        for version in now.annotate(quiz=F("question__items__quiz")).select_related("question"):
            asked = self._versions[version.pk] = _asked(version)
            self.of_quiz.setdefault(version.quiz, []).append(asked)

    def version(self, pk: int) -> Asked:
        if pk not in self._versions:
            self._versions[pk] = _asked(QuestionVersion.objects.select_related("question").get(pk=pk))
        return self._versions[pk]


def _asked(version: QuestionVersion) -> Asked:
    title = KINDS[version.kind].load(version.body).title
    return Asked(version.question.slug, version.number, version.kind, str(title), Decimal(version.points))


# What goes into each table of `courses.exports`.
TABLES: Mapping[str, Callable[[Course], Iterator[Any]]] = {"grades": grades, "answers": answers}
