"""A quiz with pools in a course: what one student is asked is counted, on pages and in files."""

import pytest

from courses.grades import records
from courses.models import Step
from quizzes.models import QuestionVersion
from tests.factories.courses import asking, course, enrol, lesson
from tests.factories.quizzes import pooled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("take", "asks"), [(1, 2), (2, 3), (5, 6), (9, 6)])
def test_a_step_counts_what_one_student_is_asked(take, asks):
    asking(lesson(course()), 1, pooled(take))

    assert Step.objects.all().with_asks().get().asks == asks


def test_the_class_page_and_the_files_count_one_students_questions(ben):
    made = course()
    asking(lesson(made), 1, pooled())
    enrol(made, ben)
    (step,) = records.graded_steps(made)
    (grade,) = records.grades(made)
    answers = list(records.answers(made))

    assert (step.worth, grade.possible) == (600, 6)
    assert [(row.position, row.asked.question, row.asked.version, row.asked.claim) for row in answers][1:] == [
        (2, "", None, "2 of 5: Close reading"),
        (3, "", None, "2 of 5: Close reading"),
    ]
    assert sum(row.asked.possible for row in answers) == grade.possible


def test_a_question_that_is_left_out_is_not_counted():
    made = course()
    asking(lesson(made), 1, pooled(take=5))
    QuestionVersion.objects.get(question__slug="q3").checks.update(flaws=[{"field": "proof", "message": "moved"}])

    assert records.graded_steps(made)[0].worth == 1000
