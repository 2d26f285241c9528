"""Puts a course that was read from files into the database. The same files again change nothing.

What students did is never lost: a step that somebody read, or whose quiz somebody began, cannot vanish.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from corpus.models import Work
from corpus.reading import Shelf, shelf
from courses.models import Course, Lesson, Step
from courses.packing import files
from courses.packing.files import BadCourse, CourseFile, LessonFile, Problems, QuizFile, StepFile
from courses.reading import passages
from courses.terms import handing
from quizzes.bank import composing, keys
from quizzes.models import Bank, Pool, Question, QuestionVersion, Quiz, QuizItem
from quizzes.questions.base import Invalid
from quizzes.rules import Mode

BUNDLED = Path(__file__).parents[1] / "bundled"
_PARKED = 10_000  # positions out of the way while steps change places


@dataclass(frozen=True, slots=True)
class Loaded:
    """`changes` are sentences; none means that the course was already so."""

    course: Course
    changes: tuple[str, ...]

    def __str__(self) -> str:
        told = "\n".join(f"  {change}" for change in self.changes) or "  nothing has changed"
        return f"{self.course} ({self.course.slug})\n{told}"


def bundled() -> list[str]:
    """The names of the courses that come with Sourcebook."""
    return sorted(path.parent.name for path in BUNDLED.glob("*/course.toml"))


@transaction.atomic
def load(folder: Path, *, now: datetime) -> Loaded:
    """Reads the files of a course and keeps what they say. Raises BadCourse; then nothing is kept."""
    outline = files.read(folder)
    changes: list[str] = []
    bank = _put(changes, Bank, {"slug": outline.bank}, {"title": outline.title})
    _write_questions(changes, bank, outline, now)
    course = _put(
        changes,
        Course,
        {"slug": outline.slug},
        {"title": outline.title, "term": outline.term, "about": outline.about, "bank": bank},
    )
    _check_readings(outline)
    steps = _Steps(course, bank, changes)
    steps.arrange(outline.lessons)
    handing.follow(steps.changed, now=now)
    return Loaded(course, tuple(changes))


def _put[M: models.Model](changes: list[str], model: type[M], name: dict[str, Any], facts: dict[str, Any]) -> M:
    """The row of this name with these facts; says so where it was not so before."""
    row = model._default_manager.filter(**name).first()
    if row is None:
        row = model._default_manager.create(**name, **facts)
        changes.append(f"{model._meta.verbose_name} “{row}” is new")
    elif _set(row, facts):
        row.save(update_fields=list(facts))
        changes.append(f"{model._meta.verbose_name} “{row}” was changed")
    return row


def _write_questions(changes: list[str], bank: Bank, outline: CourseFile, now: datetime) -> None:
    before = set(QuestionVersion.objects.filter(question__bank=bank).values_list("pk", flat=True))
    problems, written = Problems(), 0
    texts = shelf(Work.objects.values_list("slug", flat=True))
    for question in outline.questions:
        with problems.at(question.place):
            version = _written(bank, question, texts, now)
            written += version.pk not in before
    if problems:
        raise BadCourse(problems)
    if written:
        changes.append(f"{written} of {len(outline.questions)} questions were written or changed")


def _written(bank: Bank, question: files.QuestionFile, texts: Shelf, now: datetime) -> QuestionVersion:
    try:
        return keys.write(bank=bank, slug=question.slug, draft=question.draft, by=None, now=now, texts=texts)
    except keys.Flawed as flawed:
        raise Invalid(*flawed.flaws) from flawed


def _check_readings(outline: CourseFile) -> None:
    steps = [step for lesson in outline.lessons for step in lesson.steps if step.reading]
    wrong = ((step.place, passages.flaw(step.reading)) for step in steps)
    problems = [f"{place}, field “reading”: {flaw}" for place, flaw in wrong if flaw]
    if problems:
        raise BadCourse(problems)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a step is to stand, and what it is to hold."""

    lesson: Lesson
    position: int
    step: StepFile
    quiz: Quiz | None

    @property
    def holds(self) -> tuple[str, int | None]:
        return self.step.reading, self.quiz.pk if self.quiz else None


@dataclass(slots=True)
class _Steps:
    """Puts lessons and steps in order. A step is known by what it holds, so that it may move between lessons."""

    course: Course
    bank: Bank
    changes: list[str]
    changed: list[Step] = field(default_factory=list)

    def arrange(self, lessons: tuple[LessonFile, ...]) -> None:
        places = _numbered(self._places(lessons), lambda place: place.holds)
        rows = Step.objects.filter(lesson__course=self.course).order_by("lesson__position", "position")
        present = _numbered(rows, lambda step: (step.reading, step.quiz_id))
        self._remove([step for name, step in present.items() if name not in places])
        _park([step for name, step in present.items() if name in places and _moves(step, places[name])])
        for name, place in places.items():
            self._step(present.get(name), place)
        self.course.lessons.filter(position__gt=len(lessons)).delete()

    def _places(self, lessons: tuple[LessonFile, ...]) -> Iterator[_Place]:
        for lesson in lessons:
            row = self._lesson(lesson)
            for position, step in enumerate(lesson.steps, start=1):
                yield _Place(row, position, step, self._quiz(step.quiz))

    def _lesson(self, lesson: LessonFile) -> Lesson:
        facts = {
            "title": lesson.title,
            "aims": list(lesson.aims),
            "question": lesson.question,
            "minutes": lesson.minutes,
        }
        return _put(self.changes, Lesson, {"course": self.course, "position": lesson.number}, facts)

    def _quiz(self, quiz: QuizFile | None) -> Quiz | None:
        if quiz is None:
            return None
        mode = Mode.PRACTICE if quiz.practice else Mode.GRADED
        before = Quiz.objects.filter(bank=self.bank, slug=quiz.slug).first()
        if before is not None and (why_not := composing.stays(before, mode.value)):
            raise BadCourse([why_not])
        said = [band.dump() for band in quiz.feedback]
        facts = {"title": quiz.title, "intro": quiz.intro, "mode": mode.value, "feedback": said}
        row = _put(self.changes, Quiz, {"bank": self.bank, "slug": quiz.slug}, facts)
        present = row.items.order_by("position").values_list("question__slug", Coalesce("pool__label", Value("")))
        pools = {pool.label: pool.take for pool in quiz.pools}
        if tuple(present) != quiz.slots or dict(row.pools.values_list("label", "take")) != pools:
            self._ask(row, quiz.slots, pools)
            asks = len(quiz.questions) + sum(pools.values())
            drawn = f", drawn from {len(quiz.slots)}" if pools else ""
            self.changes.append(f"quiz “{row}” asks {asks} {'question' if asks == 1 else 'questions'}{drawn}")
        return row

    def _ask(self, quiz: Quiz, slots: tuple[tuple[str, str], ...], takes: dict[str, int]) -> None:
        """A pool of the same label stays the same pool, so that a draw can be worked out again."""
        by_slug = {q.slug: q for q in Question.objects.filter(bank=self.bank, slug__in=[slug for slug, _ in slots])}
        quiz.items.all().delete()
        quiz.pools.exclude(label__in=takes).delete()
        pools = {
            label: Pool.objects.update_or_create(quiz=quiz, label=label, defaults={"take": take})[0]
            for label, take in takes.items()
        }
        QuizItem.objects.bulk_create(
            QuizItem(quiz=quiz, position=position, question=by_slug[slug], pool=pools.get(label))
            for position, (slug, label) in enumerate(slots, start=1)
        )

    def _step(self, old: Step | None, place: _Place) -> None:
        row = old or Step()
        if not _set(row, _facts(place)) and old:
            return
        row.save()
        self.changed.append(row)
        was = "was changed" if old else "is new"
        self.changes.append(f"step {place.lesson.position}.{place.position} “{row}” {was}")

    def _remove(self, steps: Iterable[Step]) -> None:
        gone = Step.objects.filter(pk__in=[step.pk for step in steps])
        used = gone.used().select_related("lesson")
        if used:
            raise BadCourse([_in_use(step) for step in used])
        self.changes += [f"step “{step}” was taken out" for step in gone]
        gone.delete()


def _in_use(step: Step) -> str:
    return (
        f"Step “{step}” of lesson {step.lesson.position} is no longer in the files, but students have read it or "
        "begun its quiz. Put it back, or load the course under another slug."
    )


def _numbered[R](rows: Iterable[R], name: Callable[[R], Any]) -> dict[Any, R]:
    """By name; the same passage may be read twice in a course, so the second is counted as such."""
    seen: Counter[Any] = Counter()
    found: dict[Any, R] = {}
    for row in rows:
        seen[name(row)] += 1
        found[name(row), seen[name(row)]] = row
    return found


def _moves(step: Step, place: _Place) -> bool:
    return (step.lesson_id, step.position) != (place.lesson.pk, place.position)


def _park(steps: list[Step]) -> None:
    """Two steps may change places, and no two may stand in one for a moment."""
    Step.objects.filter(pk__in=[step.pk for step in steps]).update(position=F("position") + _PARKED)


def _facts(place: _Place) -> dict[str, Any]:
    quiz = place.step.quiz
    return {
        "lesson_id": place.lesson.pk,
        "position": place.position,
        "title": place.step.title,
        "reading": place.step.reading,
        "quiz_id": place.quiz.pk if place.quiz else None,
        **(quiz.policies if quiz else {}),
        **({"asks_certainty": quiz.certainty} if quiz and quiz.practice else {}),
    }


def _set(row: models.Model, facts: dict[str, Any]) -> bool:
    """Whether anything changed."""
    changed = {fact: value for fact, value in facts.items() if getattr(row, fact) != value}
    for fact, value in changed.items():
        setattr(row, fact, value)
    return bool(changed)
