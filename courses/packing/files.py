"""What do the files of a course say? A folder as values, or every mistake in it with file, place and field.

``course.toml``       slug, title, term, about, bank
``lessons/01.toml``   title, aims, minutes, question, and the steps in order as [[step]]
``questions/*.toml``  the questions as [[question]] (docs/course-files.md)
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from courses.packing import policyfiles, poolfiles
from courses.packing.poolfiles import PoolFile, ids
from quizzes.bank import bands
from quizzes.bank.bands import Band
from quizzes.bank.keys import Draft
from quizzes.questions import KINDS
from quizzes.questions.base import Flaw, Invalid
from quizzes.questions.codec import flag, nothing_unknown, subtable, tables, text, texts, whole
from quizzes.questions.remarks import Remarks

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_COURSE = ("slug", "title", "term", "about", "bank")
_LESSON = ("title", "aims", "minutes", "question", "step")
_STEP = {
    "reading": ("title", "reading"),
    "guided": ("title", "guided", "slug", "certainty", "pool", "feedback", *policyfiles.GUIDED),
    "quiz": ("title", "quiz"),
}
_QUIZ = ("slug", "title", "intro", "questions", "pool", "feedback", *policyfiles.GRADED)
# The rest belongs to the kind.
_SHARED = ("id", "kind", "reason", "points", "skills", "difficulty", "feedback", "hints")


class BadCourse(Exception):
    """The files make no course; each problem names its file and says how to mend it."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """`place` is where it stands, for messages."""

    place: str
    slug: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class QuizFile:
    """`questions` are asked of everybody; the pools stand after them. `policies` are columns of the step."""

    slug: str
    title: str
    questions: tuple[str, ...]
    practice: bool
    pools: tuple[PoolFile, ...] = ()
    feedback: tuple[Band, ...] = ()
    certainty: bool = False
    intro: str = ""
    policies: Mapping[str, Any] = field(default_factory=dict)

    @property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """Every question with the label of its pool; nothing where everybody is asked."""
        fixed = tuple((slug, "") for slug in self.questions)
        return fixed + tuple((slug, pool.label) for pool in self.pools for slug in pool.questions)


@dataclass(frozen=True, slots=True)
class StepFile:
    """Either a `reading` or a `quiz`."""

    place: str
    title: str
    reading: str = ""
    quiz: QuizFile | None = None


@dataclass(frozen=True, slots=True)
class LessonFile:
    number: int
    title: str
    aims: tuple[str, ...]
    question: str
    minutes: int
    steps: tuple[StepFile, ...]


@dataclass(frozen=True, slots=True)
class CourseFile:
    slug: str
    title: str
    term: str
    about: str
    bank: str
    lessons: tuple[LessonFile, ...]
    questions: tuple[QuestionFile, ...]


def read(folder: Path) -> CourseFile:
    """The course in a folder. Raises BadCourse with every mistake, not only the first."""
    problems = Problems()
    head = _head(folder / "course.toml", problems)
    lessons = tuple(_lessons(folder / "lessons", problems))
    questions = tuple(_questions(folder / "questions", problems))
    problems += _crossed(lessons, questions, complete=not problems)
    if problems:
        raise BadCourse(problems)
    return CourseFile(**head, lessons=lessons, questions=questions)


class Problems(list[str]):
    """Collects what is wrong and goes on."""

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        try:
            yield
        except Invalid as invalid:
            self.extend(f"{place}, field “{flaw.field}”: {flaw.message}" for flaw in invalid.flaws)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
            self.append(f"{place}: this is no TOML file: {trouble}.")


def _head(path: Path, problems: Problems) -> dict[str, str]:
    with problems.at(path.name):
        return _course(_toml(path))
    return {}


def _lessons(folder: Path, problems: Problems) -> Iterator[LessonFile]:
    for number, path in enumerate(sorted(folder.glob("*.toml")), start=1):
        with problems.at(_name(path)):
            yield _lesson(_name(path), number, _toml(path))


def _questions(folder: Path, problems: Problems) -> Iterator[QuestionFile]:
    for path in sorted(folder.glob("*.toml")):
        found: tuple[Mapping[str, Any], ...] = ()
        with problems.at(_name(path)):
            found = _tables(_toml(path))
        for table in found:
            place = f"{_name(path)}, question {table.get('id', 'without id')}"
            with problems.at(place):
                yield _question(place, table)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _toml(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise Invalid(Flaw(path.name, f"There is no file {path.name}; a course begins with one."))
    return tomllib.loads(path.read_text("utf-8"))


def _course(table: Mapping[str, Any]) -> dict[str, str]:
    nothing_unknown(table, _COURSE)
    return {
        "slug": _slug(table, "slug"),
        "title": _filled(table, "title"),
        "term": text(table, "term", ""),
        "about": text(table, "about", "").strip(),
        "bank": _slug(table, "bank"),
    }


def _lesson(place: str, number: int, table: Mapping[str, Any]) -> LessonFile:
    nothing_unknown(table, _LESSON)
    steps = tuple(_step(place, n, step) for n, step in enumerate(tables(table, "step"), start=1))
    if not steps:
        raise Invalid(Flaw("step", "A lesson has at least one [[step]]."))
    return LessonFile(
        number,
        _filled(table, "title"),
        texts(table, "aims"),
        text(table, "question", ""),
        whole(table, "minutes", 45, 1, 600),
        steps,
    )


def _step(place: str, number: int, table: Mapping[str, Any]) -> StepFile:
    kinds = [kind for kind in _STEP if kind in table]
    try:
        if len(kinds) != 1:
            raise Invalid(Flaw("step", f"a step has one of reading, guided or quiz, not {len(kinds)}."))
        nothing_unknown(table, _STEP[kinds[0]])
        return _STEPS[kinds[0]](f"{place}, step {number}", table)
    except Invalid as invalid:
        raise Invalid(*(Flaw(f.field, f"step {number}: {f.message}") for f in invalid.flaws)) from invalid


def _reading(place: str, table: Mapping[str, Any]) -> StepFile:
    return StepFile(place, _filled(table, "title"), reading=_filled(table, "reading"))


def _guided(place: str, table: Mapping[str, Any]) -> StepFile:
    pools = poolfiles.pools(table, "guided")
    questions = ids(table, "guided", empty=bool(pools))
    title = text(table, "title", "Check your reading")
    # Named after its first question, so that it stays the same quiz when steps move.
    slug = _slug(table, "slug") if "slug" in table else f"guided-{(questions or pools[0].questions)[0]}"[:80]
    said, sure = bands.from_tables(tables(table, "feedback")), flag(table, "certainty")
    quiz = QuizFile(slug, title, questions, practice=True, pools=pools, feedback=said, certainty=sure)
    quiz = replace(quiz, policies=policyfiles.guided(table))
    return StepFile(place, title, quiz=quiz)


def _graded(place: str, table: Mapping[str, Any]) -> StepFile:
    quiz = subtable(table, "quiz")
    nothing_unknown(quiz, _QUIZ)
    title = _filled(quiz, "title")
    return StepFile(
        place,
        text(table, "title", title),
        quiz=QuizFile(
            _slug(quiz, "slug"),
            title,
            ids(quiz, "questions", empty="pool" in quiz),
            practice=False,
            pools=poolfiles.pools(quiz, "questions"),
            feedback=bands.from_tables(tables(quiz, "feedback")),
            intro=text(quiz, "intro", "").strip(),
            policies=policyfiles.graded(quiz),
        ),
    )


_STEPS = {"reading": _reading, "guided": _guided, "quiz": _graded}


def _tables(table: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    nothing_unknown(table, ("question",))
    return tables(table, "question")


def _question(place: str, table: Mapping[str, Any]) -> QuestionFile:
    kind = text(table, "kind")
    if kind not in KINDS:
        raise Invalid(Flaw("kind", f"There is no kind “{kind}”; there are {', '.join(sorted(KINDS))}."))
    said = Remarks.from_table(table)
    draft = Draft(
        kind=kind,
        table={name: value for name, value in table.items() if name not in _SHARED},
        reason=_filled(table, "reason"),
        feedback=said.feedback,
        hints=said.hints,
        points=_points(table),
        skills=texts(table, "skills"),
        difficulty=whole(table, "difficulty", 2, 1, 3),
    )
    KINDS[kind].from_table(draft.table)  # so that all mistakes of the files are told at once
    return QuestionFile(place, _slug(table, "id"), draft)


def _points(table: Mapping[str, Any]) -> Decimal:
    value = table.get("points", 2)
    try:
        points = Decimal(str(value))
        if not isinstance(value, bool) and 0 < points < 10_000 and points == round(points, 2):
            return points
    except InvalidOperation:
        pass
    raise Invalid(Flaw("points", f"“points” is {str(value)[:80]!r}; give a number such as 2 or 1.5."))


def _crossed(lessons: Sequence[LessonFile], questions: Sequence[QuestionFile], *, complete: bool) -> Iterator[str]:
    """What holds between files: every name is used once, every named question exists."""
    yield from _twice((question.place, question.slug) for question in questions)
    asking = [(step, step.quiz) for lesson in lessons for step in lesson.steps if step.quiz]
    yield from _twice((f"{step.place}, quiz {quiz.slug}", quiz.slug) for step, quiz in asking)
    if complete:  # a question with a mistake is not a missing one
        known = {question.slug for question in questions}
        for step, quiz in asking:
            for slug, _ in quiz.slots:
                if slug not in known:
                    yield f"{step.place}: there is no question “{slug}” in questions/; write one or mend the name."
        points = {question.slug: question.draft.points for question in questions}
        for step, quiz in asking:
            yield from (f"{step.place}: {flaw}" for pool in quiz.pools for flaw in poolfiles.uneven(pool, points))


def _twice(names: Iterator[tuple[str, str]]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for place, name in names:
        if name in seen:
            yield f"{place}: the name “{name}” is taken by {seen[name]}; choose another."
        seen.setdefault(name, place)


def _filled(table: Mapping[str, Any], name: str) -> str:
    value = text(table, name).strip()
    if not value:
        raise Invalid(Flaw(name, f"“{name}” is empty; write something."))
    return value


def _slug(table: Mapping[str, Any], name: str) -> str:
    value = text(table, name)
    if not _SLUG.fullmatch(value):
        raise Invalid(
            Flaw(name, f"“{value[:80]}” is no short name; use small letters, digits and hyphens, 63 at most.")
        )
    return value
