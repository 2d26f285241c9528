from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.models import Course, Lesson, Step
from courses.packing import package
from courses.packing.files import BadCourse
from quizzes.models import Question, QuestionVersion, Quiz
from tests.factories.corpus import NOW, library
from tests.factories.courses import has_read
from tests.factories.quizzes import attempt

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)

COURSE = """\
slug = "red-card"
title = "Secret and public"
term = "Autumn 2026"
about = "How a speech travelled."
bank = "red-card"
"""
LESSON = """\
title = "How a secret speech travelled"
aims = ["Tell who speaks"]
minutes = 45
question = "Who heard it?"

[[step]]
reading = "maren-1956 ¶1-3"
title = "The red card edition"

[[step]]
guided = ["heard"]

[[step]]
reading = "maren-1956 ¶4-5"
title = "Abroad"

[[step]]
quiz = { slug = "doors", title = "Behind closed doors", intro = "One claim.", tries = 1, questions = ["late"] }
"""
QUESTIONS = """\
[[question]]
id = "heard"
kind = "source_check"
reading = "maren-1956 ¶1-3"
claim = "Workers were allowed to hear the speech but not to mention it."
verdict = "supported"
skills = ["close reading"]
difficulty = 2
reason = "[¶3.5] says *outside that hall*."
neutral = { adapted = ["¶3.4"] }
[[question.proof]]
adapted = ["¶3.3", "¶3.5"]

[[question]]
id = "late"
kind = "source_check"
reading = "maren-1956 ¶4"
claim = "A full English version of the speech was abroad by spring."
verdict = "contradicted"
points = 1.5
reason = "[¶4.1] has it arrive in June."
[[question.proof]]
adapted = ["¶4.1"]
"""


@pytest.fixture
def folder(tmp_path):
    """A whole small course as files, and its text in the library."""
    library()
    for name, text in {
        "course.toml": COURSE,
        "lessons/01.toml": LESSON,
        "questions/maren.toml": QUESTIONS,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def change(folder, name, old, new):
    path = folder / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def load(folder, now=NOW):
    return package.load(folder, now=now)


def problems(folder):
    with pytest.raises(BadCourse) as bad:
        load(folder)
    return bad.value.problems


def test_a_course_comes_with_lessons_steps_and_questions(folder):
    made = load(folder).course
    steps = Step.objects.filter(lesson__course=made).order_by("position")

    assert (made.title, made.term, made.about) == ("Secret and public", "Autumn 2026", "How a speech travelled.")
    assert [s.reading or s.quiz.slug for s in steps] == ["maren-1956 ¶1-3", "guided-heard", "maren-1956 ¶4-5", "doors"]
    assert [s.tries for s in steps] == [None, None, None, 1]
    assert [s.is_guided for s in steps] == [False, True, False, False]


def test_a_question_is_worth_what_its_file_says(folder):
    load(folder)

    assert {q.slug: str(q.latest().points) for q in Question.objects.all()} == {"heard": "2.00", "late": "1.50"}


def test_the_same_files_again_change_nothing_and_say_so(folder):
    load(folder)
    again = load(folder, LATER)

    assert (again.changes, QuestionVersion.objects.count()) == ((), 2)
    assert str(again) == "Secret and public (red-card)\n  nothing has changed"


def test_a_changed_claim_is_the_next_version(folder):
    load(folder)
    change(folder, "questions/maren.toml", "was abroad by spring", "had come abroad by spring")
    again = load(folder, LATER)

    assert again.changes == ("1 of 2 questions were written or changed",)
    assert Question.objects.get(slug="late").latest().number == 2


def test_a_changed_title_is_changed_in_place(folder):
    first = load(folder).course
    change(folder, "course.toml", "Secret and public", "Public and secret")

    assert load(folder).course.pk == first.pk
    assert Course.objects.get().title == "Public and secret"


def test_a_step_put_in_between_moves_the_others_and_keeps_what_was_read(folder, ben):
    load(folder)
    has_read(ben, Step.objects.get(reading="maren-1956 ¶4-5"))
    change(
        folder,
        "lessons/01.toml",
        "[[step]]\nguided",
        '[[step]]\nreading = "maren-1956 ¶3"\ntitle = "Again"\n\n[[step]]\nguided',
    )
    load(folder)

    assert [s.title for s in Step.objects.filter(reads__user=ben)] == ["Abroad"]
    assert Step.objects.get(title="Abroad").position == 4


def test_a_step_may_move_to_another_lesson(folder, ben):
    load(folder)
    kept = Step.objects.get(quiz__slug="doors")
    attempt(ben, kept.quiz)
    first, last = LESSON.rsplit("[[step]]", 1)
    (folder / "lessons/01.toml").write_text(first)
    (folder / "lessons/02.toml").write_text(f'title = "The quiz"\n[[step]]{last}')
    load(folder)

    assert Step.objects.get(pk=kept.pk).lesson.position == 2


def test_the_same_passage_may_be_read_twice(folder):
    again = '\n[[step]]\nreading = "maren-1956 ¶1-3"\ntitle = "Once more"\n'
    (folder / "lessons/01.toml").write_text(LESSON + again)
    load(folder)

    assert Step.objects.filter(reading="maren-1956 ¶1-3").count() == 2
    assert load(folder).changes == ()


def test_a_step_that_nobody_used_can_be_taken_out(folder):
    load(folder)
    change(folder, "lessons/01.toml", '[[step]]\nguided = ["heard"]\n', "")

    assert "step “Check your reading” was taken out" in load(folder).changes


def test_a_step_that_students_used_cannot_vanish(folder, ben):
    load(folder)
    attempt(ben, Quiz.objects.get(slug="guided-heard"))
    change(folder, "lessons/01.toml", '[[step]]\nguided = ["heard"]\n', "")

    (problem,) = problems(folder)
    assert problem.startswith("Step “Check your reading” of lesson 1 is no longer in the files, but students")
    assert Step.objects.count() == 4


def test_a_lesson_no_longer_in_the_files_is_gone(folder):
    (folder / "lessons/02.toml").write_text('title = "More"\n[[step]]\nreading = "maren-1956 ¶5"\ntitle = "End"\n')
    load(folder)
    (folder / "lessons/02.toml").unlink()
    load(folder)

    assert Lesson.objects.count() == 1


def test_a_broken_key_names_file_question_field_and_sentence_and_keeps_nothing(folder):
    change(folder, "questions/maren.toml", '["¶4.1"]', '["¶4.9"]')
    (problem,) = problems(folder)

    assert problem.startswith("questions/maren.toml, question late, field “proof”: ")
    assert "¶4.9" in problem
    assert not Course.objects.exists()
    assert not Question.objects.exists()


def test_a_reading_that_is_not_in_the_library(folder):
    change(folder, "lessons/01.toml", "maren-1956 ¶4-5", "maren-1956 ¶4-9")

    assert problems(folder) == ("lessons/01.toml, step 3, field “reading”: maren-1956 has no ¶6; it has 5 paragraphs.",)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("course.toml", "term =", "tern =", "course.toml, field “tern”: “tern” is no field here"),
        ("course.toml", 'slug = "red-card"', 'slug = "Red Card"', "“Red Card” is no short name"),
        ("course.toml", "title", "title = ", "course.toml: this is no TOML file"),
        ("lessons/01.toml", "minutes = 45", "minutes = 0", "field “minutes”: “minutes” is '0'; give a whole number"),
        ("lessons/01.toml", 'guided = ["heard"]', 'guided = ["hear"]', "step 2: there is no question “hear”"),
        ("lessons/01.toml", 'guided = ["heard"]', "guided = []", "step 2: “guided” lists the ids"),
        ("lessons/01.toml", 'guided = ["heard"]', 'title = "x"', "a step has one of reading, guided or quiz, not 0"),
        ("lessons/01.toml", "tries = 1", "try = 1", "lessons/01.toml, field “try”: step 4: “try” is no field here"),
        ("lessons/01.toml", "tries = 1", "closes_at = 2026-11-30", "“closes_at” is a moment with its zone"),
        ("questions/maren.toml", 'id = "late"', 'id = "heard"', "the name “heard” is taken by questions/maren.toml"),
        ("questions/maren.toml", "source_check", "source_cheque", "There is no kind “source_cheque”; there are"),
        ("questions/maren.toml", "points = 1.5", "points = -1", "field “points”: “points” is '-1'; give a number"),
        ("questions/maren.toml", "claim =", "clam =", "question heard, field “clam”"),
        ("questions/maren.toml", 'reason = "[¶4.1] has it arrive in June."', "", "field “reason”: “reason” is missing"),
    ],
)
def test_a_mistake_is_told_with_its_place(folder, name, old, new, told):
    change(folder, name, old, new)

    assert told in "\n".join(problems(folder))


def test_all_mistakes_are_told_at_once(folder):
    change(folder, "course.toml", "term =", "tern =")
    change(folder, "lessons/01.toml", "minutes = 45", "minutes = 0")
    change(folder, "questions/maren.toml", "points = 1.5", 'points = "x"')

    assert len(problems(folder)) == 3


def test_a_folder_without_a_course_is_no_course(tmp_path):
    assert problems(tmp_path) == (
        "course.toml, field “course.toml”: There is no file course.toml; a course begins with one.",
    )


def test_the_command_tells_what_it_did(folder):
    said = StringIO()
    call_command("load_course", str(folder), stdout=said)

    assert "Secret and public (red-card)" in said.getvalue()
    assert "2 of 2 questions were written or changed" in said.getvalue()


def test_the_command_tells_what_is_wrong_and_that_nothing_changed(folder):
    change(folder, "course.toml", "term =", "tern =")
    with pytest.raises(CommandError, match=r"nothing was changed\.\ncourse.toml, field “tern”"):
        call_command("load_course", str(folder))


def test_the_command_knows_the_bundled_courses():
    with pytest.raises(CommandError, match=r"There is no course “nowhere”.*Bundled: after-stalin"):
        call_command("load_course", "nowhere")


def test_guided_questions_that_were_taken_do_not_become_a_quiz_for_a_grade(folder, ben):
    change(folder, "lessons/01.toml", 'guided = ["heard"]', 'guided = ["heard"]\nslug = "check"')
    load(folder)
    attempt(ben, Quiz.objects.get(slug="check"))
    graded = 'quiz = { slug = "check", title = "Check", questions = ["heard"] }'
    change(folder, "lessons/01.toml", 'guided = ["heard"]\nslug = "check"', graded)

    assert list(problems(folder)) == [
        "“Check your reading” was taken for practice, so it stays so. Make another quiz of the same questions instead."
    ]
    assert Quiz.objects.get(slug="check").is_practice
