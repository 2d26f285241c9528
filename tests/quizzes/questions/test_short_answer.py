"""A written answer: nothing of it is lost, the computer gives it no mark, and a level is what it earns."""

from fractions import Fraction

import pytest

from quizzes.questions.base import Form, Invalid, State
from quizzes.questions.rubric import Rubric
from quizzes.questions.short_answer import LENGTH, Key, ShortAnswer

CONTENT, KEY = ShortAnswer.example()


def read(text, **options):
    return CONTENT.read(Form({"text": [text]}), **options)


def flaws(shelf, *, content=CONTENT, **key):
    return [(flaw.field, flaw.message) for flaw in content.flaws(Key(**key), shelf)]


@pytest.mark.parametrize(("level", "share"), [(0, 0), (1, Fraction(1, 3)), (2, Fraction(2, 3)), (3, 1)])
def test_a_level_earns_its_share(level, share):
    assert CONTENT.rated(KEY, read("Somebody says so."), level).fraction == share


def test_of_all_or_nothing_only_the_highest_level_is_all():
    answer = read("Somebody says so.")

    assert [CONTENT.rated(KEY, answer, level, policy="strict").fraction for level in range(4)] == [0, 0, 0, 1]


@pytest.mark.parametrize("level", [-1, 4])
def test_there_is_no_other_level(level):
    with pytest.raises(Invalid, match="levels 0 to 3"):
        CONTENT.rated(KEY, read("Somebody says so."), level)


def test_a_blank_answer_that_got_0_is_blank_and_not_wrong():
    outcome = CONTENT.rated(KEY, read(""), 0)

    assert (outcome.reason, CONTENT.heading(outcome)) == ("blank", "No answer: level 0 of 3")


def test_what_two_markers_settled_on_is_told():
    told = CONTENT.explain(CONTENT.rated(KEY, read("So."), 2, settled=True))

    assert told == "After two readings your teacher settled on level 2 of 3, so your score is ⅔."


def test_words_over_the_limit_are_kept_and_told():
    answer = read("word " * 130)

    assert answer.words == 130
    assert answer.measure == "130 words, 10 more than the 120 that are asked for."


def test_too_few_words_are_kept_and_told_and_cannot_be_checked_yet():
    answer = read("A newspaper — says so.")

    assert (answer.state, answer.words) == (State.UNFINISHED, 4)
    assert answer.measure == "4 words; 8 to 120 are asked for."
    assert answer.lacks == "Your answer has 4 words; write 8 at least."


def test_beyond_the_limit_of_characters_it_is_returned_whole():
    long = "x" * (LENGTH + 1)
    with pytest.raises(Invalid, match="20,001 characters"):
        read(long)
    assert read(long, final=True).text == long


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\u2066", "\ud800"])
def test_what_nobody_sees_is_taken_out(hidden):
    assert read(f"Some{hidden}body\r\nsays so.").text == "Somebody\nsays so."


def test_markup_is_only_text():
    assert read("<b>so</b> **so**").text == "<b>so</b> **so**"


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        (("a", "b"), "has 2 levels; give 3 to 6"),
        (tuple("abcdefg"), "has 7 levels; give 3 to 6"),
        (("a", "", "b"), "A level says nothing"),
        (("a", "A", "b"), "describes two levels"),
        (("a", "b", "c" * 301), "has 301 characters; the limit is 300"),
    ],
)
def test_a_rubric_has_its_flaws(shelf, levels, message):
    assert [field for field, said in flaws(shelf, rubric=Rubric(levels)) if message in said] == ["rubric"]


def test_the_limits_of_words_must_leave_room(shelf):
    content = ShortAnswer.load({**CONTENT.dump(), "least": 200})

    assert "most" in [field for field, _ in flaws(shelf, content=content, rubric=KEY.rubric)]


def test_a_good_answer_has_a_limit_of_points(shelf):
    assert "model" in [field for field, _ in flaws(shelf, rubric=KEY.rubric, model=("a",) * 9)]


@pytest.mark.parametrize("name", ["least", "most"])
@pytest.mark.parametrize("value", [0, 2_001, "ten", True])
def test_numbers_of_words_are_whole_and_bounded(name, value):
    with pytest.raises(Invalid) as problem:
        ShortAnswer.from_table({"ask": "Why?", name: value})
    assert problem.value.field == name
