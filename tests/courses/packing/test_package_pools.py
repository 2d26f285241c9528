"""Pools, feedback, hints and certainty in the files of a course."""

import pytest

from courses.models import Step
from quizzes.models import Key, Pool, Quiz
from tests.courses.packing.test_package import LATER, QUESTIONS, change, folder, load, problems  # noqa: F401

pytestmark = pytest.mark.django_db

POOL = """\
[[step]]
[step.quiz]
slug = "drawn"
title = "Drawn"
tries = 1
questions = ["late"]
[[step.quiz.pool]]
label = "Close reading"
take = 1
questions = ["read-1", "read-2"]
[[step.quiz.feedback]]
from = 80
says = "You read closely."
[[step.quiz.feedback]]
from = 0
says = "Read [maren-1956 ¶3] again."
"""
MORE = "".join(
    QUESTIONS[: QUESTIONS.index("[[question]]", 5)].replace('"heard"', f'"read-{n}"').replace("Workers", f"Workers {n}")
    for n in (1, 2)
)


@pytest.fixture
def drawn(folder):  # noqa: F811
    """The course with a third quiz, in which a pool stands after a fixed question."""
    for name, more in (("lessons/01.toml", POOL), ("questions/maren.toml", MORE)):
        path = folder / name
        path.write_text(f"{path.read_text()}\n{more}")
    change(folder, "lessons/01.toml", '["late"] }', '["heard-2"] }')
    two = (
        QUESTIONS[: QUESTIONS.index("[[question]]", 5)].replace('"heard"', '"heard-2"').replace("Workers", "Workers 9")
    )
    (folder / "questions/two.toml").write_text(two)
    return folder


def asked(slug="drawn"):
    rows = Quiz.objects.get(slug=slug).items.order_by("position")
    return [(row.question.slug, row.pool.label if row.pool else "") for row in rows.select_related("question", "pool")]


def test_a_pool_stands_after_the_fixed_questions(drawn):
    made = load(drawn)

    assert asked() == [("late", ""), ("read-1", "Close reading"), ("read-2", "Close reading")]
    assert "quiz “Drawn” asks 2 questions, drawn from 3" in made.changes


def test_the_same_files_again_change_nothing_and_keep_the_pool(drawn):
    load(drawn)
    kept = Pool.objects.get()

    assert load(drawn, LATER).changes == ()
    change(drawn, "lessons/01.toml", "take = 1", "take = 2")
    assert load(drawn, LATER).changes == ("quiz “Drawn” asks 3 questions, drawn from 3",)
    assert (Pool.objects.get().pk, Pool.objects.get().take) == (kept.pk, 2)


def test_a_pool_may_be_taken_out_of_the_files(drawn):
    load(drawn)
    text = (drawn / "lessons/01.toml").read_text()
    pool = text[text.index("[[step.quiz.pool]]") : text.index("[[step.quiz.feedback]]")]
    change(drawn, "lessons/01.toml", pool, "")
    load(drawn, LATER)

    assert asked() == [("late", "")]
    assert not Pool.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('questions = ["read-1", "read-2"]', 'questions = ["read-1", "nobody"]', "there is no question “nobody”"),
        ("take = 1", "take = 3", "a whole number from 1 to 2"),
        ('["read-1", "read-2"]', '["late", "read-2"]', "“late” stands twice"),
        ('label = "Close reading"\n', "", "label"),
        ("take = 1", "gives = 1", "“gives” is no field"),
        ("from = 0", "from = 90", "90 stands below 80"),
    ],
)
def test_a_slip_in_a_pool_is_told(drawn, old, new, says):
    change(drawn, "lessons/01.toml", old, new)

    assert any(says in problem for problem in problems(drawn)), problems(drawn)


def test_a_pool_of_unequal_points_is_refused(drawn):
    change(drawn, "questions/maren.toml", 'id = "read-2"', 'id = "read-2"\npoints = 1')

    (problem,) = problems(drawn)
    assert "lessons/01.toml, step 5" in problem
    assert "the pool “Close reading” are worth 1 and 2 points" in problem


def test_feedback_on_the_whole_comes_with_the_quiz(drawn):
    load(drawn)

    assert [band["from"] for band in Quiz.objects.get(slug="drawn").feedback] == [80, 0]


def test_a_guided_step_may_ask_for_certainty_and_draw(folder):  # noqa: F811
    change(
        folder,
        "lessons/01.toml",
        'guided = ["heard"]\n',
        'guided = []\ncertainty = true\n[[step.pool]]\nlabel = "Hearing"\nquestions = ["heard"]\n',
    )
    load(folder)
    step = Step.objects.get(quiz__mode="practice")

    assert asked("guided-heard") == [("heard", "Hearing")]
    assert step.rules().certainty


SAID = """\
hints = ["Who could repeat it? [¶3]", "What could he *not* do?"]
[question.feedback]
right = "So it is."
wrong = "Look at [¶3.5]."
"""


def test_feedback_and_hints_come_with_a_question(folder):  # noqa: F811
    change(folder, "questions/maren.toml", 'verdict = "supported"\n', f'verdict = "supported"\n{SAID}')
    text = (folder / "questions/maren.toml").read_text()
    before, said, after = text.partition(SAID)
    # A table of its own stands after what belongs to the question itself.
    table = said[said.index("[question.feedback]") :]
    plain = before + said.removesuffix(table) + after
    at = plain.index("[[question.proof]]")
    (folder / "questions/maren.toml").write_text(plain[:at] + table + plain[at:])
    load(folder)
    key = Key.objects.get(version__question__slug="heard")

    assert key.hints == ["Who could repeat it? [¶3]", "What could he *not* do?"]
    assert key.feedback == {"right": "So it is.", "wrong": "Look at [¶3.5]."}


def test_a_changed_hint_is_the_next_version(folder):  # noqa: F811
    load(folder)
    change(folder, "questions/maren.toml", "difficulty = 2\n", 'difficulty = 2\nhints = ["Look again."]\n')

    assert load(folder, LATER).changes == ("1 of 2 questions were written or changed",)
    assert load(folder, LATER).changes == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('hints = ["See [¶9.9]."]', "Hint 1 cites maren-1956/adapted, but there is no ¶9.9"),
        ('hints = ["a", "b", "c", "d"]', "4 hints; the limit is 3"),
        ('feedback = { perfect = "x" }', "“perfect” is no field"),
        ('feedback = { wrong = "See [¶9.9]." }', "feedback_wrong"),
    ],
)
def test_what_is_said_is_checked_like_the_reason(folder, line, says):  # noqa: F811
    change(folder, "questions/maren.toml", "difficulty = 2\n", f"difficulty = 2\n{line}\n")

    assert any(says in problem for problem in problems(folder)), problems(folder)
