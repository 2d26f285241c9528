"""Which questions of a course does a person mark, and how far is that? For those who teach it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from courses.models import Course, Enrolment, Step
from quizzes.bank import keys
from quizzes.handmarks import markingqueue
from quizzes.handmarks.markingqueue import Counts
from quizzes.models import Question
from quizzes.questions import BY_HAND, KINDS


@dataclass(frozen=True, slots=True)
class Row:
    """A question of a step's quiz with what is handed in and marked. `title` is empty where it is asked no more."""

    step: Step
    question: str
    title: str
    counts: Counts


def rows(course: Course) -> list[Row]:
    """In the order of the course; three queries however large the class is."""
    steps = list(Step.objects.graded().filter(lesson__course=course).select_related("lesson", "quiz"))
    steps.sort(key=lambda step: (step.lesson.position, step.position))
    quizzes = [step.quiz_id for step in steps if step.quiz_id]
    counted = markingqueue.counts(quizzes, course.enrolments.values("user"))
    titles = _titles(quizzes)
    asked = {**dict.fromkeys(titles), **dict.fromkeys(counted)}
    return [
        Row(step, name, titles.get((quiz, name), ""), counted.get((quiz, name), Counts()))
        for step in steps
        for quiz, name in asked
        if quiz == step.quiz_id
    ]


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Answers of a step's quiz that wait for a person's mark, and the students who gave them."""

    answers: int
    students: int

    @property
    def words(self) -> str:
        """“40 answers of 40 students wait for a person’s mark.”"""
        answers = "1 answer" if self.answers == 1 else f"{self.answers:,} answers"
        students = "1 student" if self.students == 1 else f"{self.students:,} students"
        return f"{answers} of {students} {'waits' if self.answers == 1 else 'wait'} for a person’s mark."


def unmarked(step: Step) -> Unmarked:
    """In one query."""
    students = Enrolment.objects.active().filter(course=step.lesson.course_id).values("user")
    rows = markingqueue.waiting(students).filter(attempt__quiz=step.quiz_id)
    return Unmarked(**rows.aggregate(answers=Count("pk"), students=Count("attempt__user", distinct=True)))


def _titles(quizzes: list[int]) -> dict[tuple[int, str], str]:
    """What the present versions ask, by quiz and name, in the order of the quiz."""
    found = keys.latest_versions().filter(kind__in=BY_HAND, question__items__quiz__in=quizzes)
    rows = found.order_by("question__items__quiz", "question__items__position")
    told = rows.values_list("question__items__quiz", "question__slug", "kind", "body")
    return {(quiz, slug): str(KINDS[kind].load(body).title) for quiz, slug, kind, body in told}


def questions(step: Step, name: str) -> QuerySet[Question]:
    """The question of this name that the quiz asks, or asked when somebody took it."""
    asked = Q(items__quiz=step.quiz_id) | Q(versions__items__attempt__quiz=step.quiz_id)
    return Question.objects.filter(asked, slug=name, versions__kind__in=BY_HAND).distinct()
