"""Which columns has a table, and what stands in them? One row builder for every kind of file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from .rows import Answer, Grade

type Cell = str | int | Decimal | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """`says` is for the person who maps the column to another system."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """Column names are a promise to other systems: new ones go to the end, none is renamed."""

    name: str
    about: str
    columns: tuple[Column, ...]
    row: Callable[[Any], tuple[Cell, ...]]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


_WHO = (
    Column("course", "The course's short name, as in its address."),
    Column("student_number", "The school's own number; empty if the school has given none."),
    Column("student_email", "The address the student logs in with; one person has one."),
    Column("student_name", "As the student writes it."),
    Column("enrolment", "active, or left. Who has left keeps the grades."),
    Column("lesson", "The lesson's number in the course."),
    Column("quiz", "The quiz's short name; with the course it names the column of a gradebook."),
    Column("quiz_title", "The quiz's title."),
    Column("attempt", "The number of the attempt that counts. Empty: not begun, or the mean of all counts."),
    Column("attempts", "How many attempts there are."),
    Column(
        "attempt_state",
        "not begun, in progress, submitted, or to be marked: submitted, and a person has not given every mark.",
    ),
    Column("submitted_at", "When the attempt was submitted, UTC, ISO 8601."),
)


def _grade(grade: Grade) -> tuple[Cell, ...]:
    return (*_who(grade), grade.points, grade.possible, grade.percent, _yes(grade.late), _yes(grade.passed))


def _yes(said: bool | None) -> str:
    return "" if said is None else "yes" if said else "no"


def _who(record: Grade | Answer) -> tuple[Cell, ...]:
    student, sitting = record.student, record.sitting
    return (
        record.course,
        student.number,
        student.email,
        student.name,
        "active" if student.enrolled else "left",
        sitting.lesson,
        sitting.quiz,
        sitting.title,
        sitting.attempt,
        sitting.attempts,
        sitting.state.value,
        sitting.submitted_at,
    )


GRADES = Table(
    "grades",
    "One row for each student and graded quiz, whether begun or not.",
    (
        *_WHO,
        Column(
            "points",
            "The sum of the marks; empty until submitted and wholly marked. 0.00 means that nothing was earned.",
        ),
        Column("possible", "The most that this attempt, or the quiz if it is not begun, can earn."),
        Column("percent", "points of possible in per cent, rounded half up to 0.1; empty as long as points are."),
        Column("late", "yes if it was submitted after the due date, else no; empty until submitted."),
        Column(
            "passed",
            "yes or no, from the unrounded share; empty as long as points are, or where there is no pass mark.",
        ),
    ),
    _grade,
)


def _answer(answer: Answer) -> tuple[Cell, ...]:
    asked = answer.asked
    return (
        *_who(answer),
        answer.position,
        asked.question,
        asked.version,
        asked.kind,
        asked.claim,
        str(answer.state),
        answer.verdict,
        " + ".join(answer.marks),
        answer.response,
        answer.given_at,
        answer.fraction,
        answer.points,
        asked.possible if answer.possible is None else answer.possible,
        answer.reason,
        answer.key_version,
        answer.scorer,
        answer.policy,
        answer.marked_at,
        answer.edition,
        answer.digest,
    )


ANSWERS = Table(
    "answers",
    "One row for each student, graded quiz and question, whether begun or not.",
    (
        *_WHO,
        Column("position", "The question's place in the attempt, or in the quiz if it is not begun."),
        Column("question", "The question's short name."),
        Column("version", "The version of the question that was asked."),
        Column("kind", "The kind of question, such as source_check."),
        Column("claim", "What was asked; of a quiz that draws and is not begun: 2 of 5 and the name of the pool."),
        Column("answer_state", "answered, blank or not begun. Blank earns 0.00 and is not wrong."),
        Column("verdict", "supported, contradicted or not_in_source; empty if none was given."),
        Column("marks", "The sentences marked, as citations joined by +: cliff-1956/adapted ¶14.2."),
        Column("response", "The whole answer as it is stored, as JSON."),
        Column("answered_at", "When the answer that counts was saved, UTC, ISO 8601."),
        Column("fraction", "The share of the points that was earned, 0 to 1, six decimals."),
        Column("points", "The mark; empty until marked."),
        Column("possible", "What the question is worth; once it is marked, what its mark could earn."),
        Column("reason", "Why, as a code: complete, partial, verdict_only, evidence_only, wrong, blank, rated …"),
        Column("key_version", "The version of the question whose key marked it."),
        Column("scorer", "The version of the rule that marked it."),
        Column("policy", "graded, or strict: all or nothing."),
        Column("marked_at", "When it was marked, UTC, ISO 8601."),
        Column("edition", "The edition that was read beside the question."),
        Column("text_digest", "SHA-256 of the revision of the text that was shown."),
    ),
    _answer,
)
