"""How far is a student? The state of every step, lesson and course in words, computed from what was done."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.timezone import localtime

from courses import history
from courses.access import may_open, moment
from courses.history import Try
from courses.lines import Line, Place, Stretch
from courses.models import Lesson, Step
from courses.sums import short
from quizzes.rules import GRACE

NOT_BEGUN = "Not begun"


@dataclass(frozen=True, slots=True)
class StepProgress:
    """A step and what the student has done there. `beside` is the reading that guided questions follow."""

    step: Step
    tries: Sequence[Try]
    proved: Collection[Place]
    now: datetime
    beside: Step | None = None

    @property
    def waits(self) -> bool:
        """Not open yet."""
        return bool(may_open(self.step, self.step.part, self.now))

    @property
    def closed(self) -> bool:
        return self.step.closes_at is not None and self.now > self.step.closes_at + GRACE

    @property
    def running(self) -> Try | None:
        return next((t for t in self.tries if t.is_open), None)

    @property
    def counts(self) -> Try | None:
        """The attempt that counts: the first (SCORING.md §4)."""
        return self.tries[0] if self.tries else None

    @property
    def done(self) -> bool:
        if self.step.quiz_id is None:
            return self.step.is_read
        if self.step.is_guided:
            return any(not t.is_open or 0 < t.asked == t.checked for t in self.tries)
        return self.counts is not None and not self.counts.is_open

    @property
    def to_do(self) -> bool:
        """Whether the student can do something here now."""
        if self.done or self.waits:
            return False
        return self.step.quiz_id is None or not self.closed

    @property
    def finished(self) -> list[Try]:
        return [t for t in self.tries if not t.is_open]

    @property
    def url(self) -> str:
        """Guided questions stand below the section they follow."""
        if self.step.is_guided and self.beside:
            return f"{self.beside.get_absolute_url()}#check"
        return self.step.get_absolute_url()

    @property
    def figure(self) -> tuple[str, str]:
        """The number that the page of a quiz is about: the result if there is one, else how much is asked."""
        first = self.counts
        if first and first.points is not None and first.shown and self.step.is_graded:
            return str(first.points), f"of {short(first.possible)} points"
        return str(self.step.asks or 0), "question" if self.step.asks == 1 else "questions"

    @property
    def conditions(self) -> list[str]:
        """What a student should know before beginning."""
        step = self.step
        if not step.is_graded:
            return ["For practice: every answer is checked at once, and you may try again."]
        told = [_often(step.tries)]
        if step.opens_at and self.waits:
            told.append(f"Opens {moment(localtime(step.opens_at))}.")
        if step.closes_at:
            verb = "Closed" if self.closed else "Closes"
            told.append(f"{verb} {moment(localtime(step.closes_at))}. What you have saved by then counts.")
        late = step.release == "close" and step.closes_at
        told.append(f"Marks and evidence are shown {'when the quiz closes' if late else 'when you hand it in'}.")
        return told

    @property
    def words(self) -> str:
        if self.waits:
            return f"Opens {day(self.step.opens_at)}"
        if self.step.quiz_id is None:
            return "Read" if self.step.is_read else "Not read yet"
        return self._guided() if self.step.is_guided else self._graded()

    def _guided(self) -> str:
        last = self.tries[-1] if self.tries else None
        if last is None:
            return NOT_BEGUN
        if self.done:
            return f"Answered, {last.right} of {last.asked} proved"
        return f"Begun, {last.checked} of {last.asked} answered"

    def _graded(self) -> str:
        first = self.counts
        if first is None:
            if self.closed:
                return f"Closed {day(self.step.closes_at)}, not taken"
            return f"{NOT_BEGUN}{self._until()}"
        if first.is_open:
            return f"Begun, {first.answered} of {first.asked} answered{self._until()}"
        if not first.shown:
            return f"Submitted, results {day(self.step.closes_at)}"
        return f"{first.points} of {short(first.possible)} points"

    def _until(self) -> str:
        return f", closes {day(self.step.closes_at)}" if self.step.closes_at and not self.closed else ""


@dataclass(frozen=True, slots=True)
class LessonProgress:
    lesson: Lesson
    steps: Sequence[StepProgress]

    @property
    def next(self) -> StepProgress | None:
        return next((step for step in self.steps if step.to_do), None)

    @property
    def done(self) -> bool:
        return bool(self.steps) and all(step.done for step in self.steps)

    @property
    def begun(self) -> bool:
        return any(step.done or step.tries for step in self.steps)

    @property
    def words(self) -> str:
        if self.done:
            return "Done"
        if self.steps and all(step.waits for step in self.steps):
            return self.steps[0].words
        if not self.begun:
            return NOT_BEGUN
        return self._where(self.next) if self.next else "Done for now"

    def _where(self, step: StepProgress) -> str:
        if step.step.quiz_id is None:
            readings = [s for s in self.steps if s.step.quiz_id is None]
            return f"Reading, section {readings.index(step) + 1} of {len(readings)}"
        return f"{'Questions' if step.step.is_guided else 'Quiz'}: {step.words[0].lower()}{step.words[1:]}"

    @property
    def holds(self) -> str:
        """What is in it: “3 readings, 1 quiz”, with the result where there is one."""
        readings = sum(s.step.quiz_id is None for s in self.steps)
        quizzes = [s for s in self.steps if s.step.is_graded]
        told = [number_of(readings, "reading")] if readings else []
        shown = [s for s in quizzes if s.counts and s.counts.shown and s.done]
        if shown and len(shown) == len(quizzes):
            told += [f"quiz {s.words}" for s in shown]
        elif quizzes:
            told.append(number_of(len(quizzes), "quiz", "quizzes"))
        return ", ".join(told)

    @property
    def line(self) -> Line:
        stretches = [
            Stretch(at.work, at.paragraph, at.to_paragraph, s.step.is_read)
            for s in self.steps
            if (at := s.step.passage) is not None
        ]
        asking = [s for s in self.steps if s.step.quiz_id is not None]
        right = sum(max((t.right for t in s.tries if t.shown), default=0) for s in asking)
        proved = {place for s in self.steps for place in s.proved}
        return Line(stretches, proved, right, sum((s.step.asks or 0) for s in asking))


@dataclass(frozen=True, slots=True)
class CourseProgress:
    course: Any
    lessons: Sequence[LessonProgress]

    @property
    def next(self) -> StepProgress | None:
        return next((lesson.next for lesson in self.lessons if lesson.next), None)

    @property
    def last_result(self) -> StepProgress | None:
        """The latest quiz whose marks are shown."""
        taken = [s for lesson in self.lessons for s in lesson.steps if s.counts and s.step.is_graded and s.done]
        return taken[-1] if taken else None


def of_student(user: Any, steps: Iterable[Step], now: datetime) -> list[CourseProgress]:
    """The progress through some steps, which come ordered by course, lesson and position. Two queries."""
    ordered = list(steps)
    quizzes = {step.quiz_id for step in ordered if step.quiz_id}
    tries = history.tries(user, quizzes, now) if quizzes else {}
    proofs = history.proofs(user, quizzes, now) if quizzes else {}
    lessons = [
        LessonProgress(lesson, tuple(_steps(group, tries, proofs, now)))
        for lesson, group in groupby(ordered, key=lambda step: step.lesson)
    ]
    return [
        CourseProgress(course, tuple(group))
        for course, group in groupby(lessons, key=lambda found: found.lesson.course)
    ]


def _steps(
    steps: Iterable[Step], tries: Mapping[int, Sequence[Try]], proofs: Mapping[int, Collection[Place]], now: datetime
) -> Iterator[StepProgress]:
    beside: Step | None = None
    for step in steps:
        beside = beside if step.quiz_id else step
        quiz = step.quiz_id or 0
        yield StepProgress(step, tries.get(quiz, ()), proofs.get(quiz, ()), now, beside)


def held(step: Step, works: Mapping[str, str]) -> str:
    """What a step holds: “Reading: Cliff 1956, ¶7-11”."""
    if step.passage is None:
        return f"{'Practice' if step.is_guided else 'Quiz'}, {number_of(step.asks, 'question')}"
    return f"Reading: {works.get(step.passage.work, step.passage.work)}, {step.passage.printed}"


def _often(tries: int | None) -> str:
    if tries is None:
        return "You may take it as often as you like; the first attempt counts."
    return "You may take it once." if tries == 1 else f"You may take it {tries} times; the first attempt counts."


def day(at: datetime | None) -> str:
    return f"{localtime(at):%-d %B}" if at else ""


def number_of(count: int | None, one: str, many: str = "") -> str:
    return f"{count or 0} {one if count == 1 else many or one + 's'}"
