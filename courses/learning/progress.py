"""How far is a student? The state of every step, lesson and course in words, computed from what was done."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.timezone import localtime

from courses.access import may_open
from courses.grades.counting import Counted, counted
from courses.learning import history
from courses.learning.history import Try
from courses.learning.lines import Line, Place, Stretch
from courses.models import Lesson, Step
from courses.sums import short
from courses.terms import handing
from courses.terms.conditions import conditions
from quizzes.pages.passing import Passing, passing
from quizzes.rules import Rules, has_passed

NOT_BEGUN = "Not begun"


@dataclass(frozen=True, slots=True)
class StepProgress:
    """A step, the rules that this student has there, and what she has done. `beside` is the reading that guided
    questions follow."""

    step: Step
    rules: Rules
    tries: Sequence[Try]
    proved: Collection[Place]
    now: datetime
    beside: Step | None = None

    @property
    def waits(self) -> bool:
        """Not open yet."""
        return bool(may_open(self.rules, self.step.part, self.now))

    @property
    def closed(self) -> bool:
        return self.rules.has_closed(self.now)

    @property
    def running(self) -> Try | None:
        return next((t for t in self.tries if t.is_open), None)

    @property
    def grade(self) -> Counted[Try] | None:
        """What counts, whether it is shown yet or not."""
        return counted(self.tries, self.rules.counts)

    @property
    def counts(self) -> Try | None:
        """The attempt that counts; where the mean of all does, the last of them."""
        return self.grade.last if self.grade else None

    @property
    def shown(self) -> bool:
        return self.grade is not None and all(t.shown for t in self.grade.attempts)

    @property
    def passing(self) -> Passing | None:
        """None where nothing is to be passed, or nobody may say yet."""
        grade = self.grade
        if grade is None or grade.earned is None or not grade.worth or not self.shown:
            return None
        return passing(self.rules, grade.earned, grade.worth)

    def counted(self, attempt: Try) -> str:
        """What one of several finished attempts is to the grade, in words."""
        if self.grade is None or not self.step.is_graded or attempt not in self.grade.attempts:
            return ""
        return "It counts in the mean." if self.grade.is_mean else "This one counts."

    @property
    def listed(self) -> list[tuple[Try, str]]:
        """Finished attempts, with what each is to the grade. Until marks are shown, the best is nobody's to know."""
        tells = self.rules.counts != "best" or self.shown
        return [(attempt, self.counted(attempt) if tells else "") for attempt in self.finished]

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
        grade = self.grade
        if grade and grade.points is not None and self.shown and self.step.is_graded:
            return str(grade.points), f"of {short(grade.possible)} points"
        return str(self.step.asks or 0), "question" if self.step.asks == 1 else "questions"

    @property
    def conditions(self) -> list[str]:
        """What a student should know before beginning."""
        password = bool(self.step.password) and self.running is None
        return conditions(self.rules, now=self.now, password=password, by_hand=self.step.by_hand)

    @property
    def words(self) -> str:
        if self.waits:
            return f"Opens {day(self.rules.opens_at)}"
        if self.step.quiz_id is None:
            return "Read" if self.step.is_read else "Not read yet"
        return self._guided() if self.step.is_guided else self._graded()

    def _guided(self) -> str:
        last = self.tries[-1] if self.tries else None
        if last is None:
            return NOT_BEGUN
        if self.done:
            provable = last.asked - last.unscored
            return f"Answered, {last.right} of {provable} proved" if provable else "Answered"
        return f"Begun, {last.checked} of {last.asked} answered"

    def _graded(self) -> str:
        last = self.counts
        if self.grade is None or last is None:
            if self.closed:
                return f"Closed {day(self.rules.closes_at)}, not taken"
            return f"{NOT_BEGUN}{self._until()}"
        if last.is_open:
            return f"Begun, {last.answered} of {last.asked} answered{self._until()}"
        late = ", late" if any(t.is_late for t in self.grade.attempts) else ""
        if not self.shown:
            return f"Submitted{late}, results {day(last.shown_at) or 'not released yet'}"
        if self.grade.unmarked:
            return f"Submitted{late}, {number_of(self.grade.unmarked, 'answer')} still to be marked"
        passing = self.passing
        passed = "" if passing is None else ", passed" if passing.passed else ", not passed"
        return f"{self.grade.points} of {short(self.grade.possible)} points{passed}{late}"

    def _until(self) -> str:
        for verb, end in (("due", self.rules.due_at), ("closes", self.rules.closes_at)):
            if end and not has_passed(end, self.now):
                return f", {verb} {day(end)}"
        return ""


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
        shown = [s for s in quizzes if s.shown and s.done]
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
    def asks_certainty(self) -> bool:
        return any(s.rules.certainty for lesson in self.lessons for s in lesson.steps)

    @property
    def next(self) -> StepProgress | None:
        return next((lesson.next for lesson in self.lessons if lesson.next), None)

    @property
    def last_result(self) -> StepProgress | None:
        """The latest quiz whose marks are shown."""
        taken = [s for lesson in self.lessons for s in lesson.steps if s.counts and s.step.is_graded and s.done]
        return taken[-1] if taken else None


def of_student(
    user: Any, steps: Iterable[Step], now: datetime, rules: Mapping[int, Rules] | None = None
) -> list[CourseProgress]:
    """The progress through some steps, which come ordered by course, lesson and position. Two queries, and one more
    where other rules are set for this student and are not handed in."""
    ordered = list(steps)
    rules = handing.of_student(user, ordered) if rules is None else rules
    quizzes = {step.quiz_id for step in ordered if step.quiz_id}
    tries = history.tries(user, quizzes, now) if quizzes else {}
    proofs = history.proofs(user, quizzes, now) if quizzes else {}
    lessons = [
        LessonProgress(lesson, tuple(_steps(group, rules, tries, proofs, now)))
        for lesson, group in groupby(ordered, key=lambda step: step.lesson)
    ]
    return [
        CourseProgress(course, tuple(group))
        for course, group in groupby(lessons, key=lambda found: found.lesson.course)
    ]


def _steps(
    steps: Iterable[Step],
    rules: Mapping[int, Rules],
    tries: Mapping[int, Sequence[Try]],
    proofs: Mapping[int, Collection[Place]],
    now: datetime,
) -> Iterator[StepProgress]:
    beside: Step | None = None
    for step in steps:
        beside = beside if step.quiz_id else step
        quiz = step.quiz_id or 0
        yield StepProgress(step, rules[step.pk], tries.get(quiz, ()), proofs.get(quiz, ()), now, beside)


def held(step: Step, works: Mapping[str, str]) -> str:
    """What a step holds: “Reading: Cliff 1956, ¶7-11”."""
    if step.passage is None:
        return f"{'Practice' if step.is_guided else 'Quiz'}, {number_of(step.asks, 'question')}"
    return f"Reading: {works.get(step.passage.work, step.passage.work)}, {step.passage.printed}"


def overdue(found: Iterable[CourseProgress]) -> bool:
    """Whether an attempt's time is up that nobody has handed in."""
    return any(t.overdue for course in found for lesson in course.lessons for step in lesson.steps for t in step.tries)


def day(at: datetime | None) -> str:
    return f"{localtime(at):%-d %B}" if at else ""


def number_of(count: int | None, one: str, many: str = "") -> str:
    return f"{count or 0} {one if count == 1 else many or one + 's'}"
