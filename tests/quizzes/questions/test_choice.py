from dataclasses import replace
from fractions import Fraction

import pytest

from corpus.text.citation import Anchor, parse
from quizzes.questions.backing import Backing
from quizzes.questions.base import Form, Invalid, Sign
from quizzes.questions.choice import Choice, Response
from quizzes.questions.offer import Key, Option

OPTIONS = tuple(Option(letter, f"Answer {letter}") for letter in "abcd")
ONE = Choice("Who speaks?", OPTIONS)
SEVERAL = replace(ONE, several=True)


def earned(content, right, chosen, policy="graded"):
    return content.mark(Key(frozenset(right)), Response(frozenset(chosen)), edition="adapted", policy=policy).fraction


@pytest.mark.parametrize(("chosen", "share"), [("a", 1), ("b", 0)])
def test_one_answer_is_right_or_not(chosen, share):
    assert earned(ONE, "a", chosen) == share


@pytest.mark.parametrize(
    ("right", "chosen", "share"),
    [
        ("ab", "ab", "1"),
        ("ab", "a", "1/2"),
        ("ab", "abc", "1/2"),
        ("ab", "ac", "0"),
        ("ab", "abcd", "0"),
        ("a", "cd", "0"),
        ("a", "ab", "2/3"),
        ("abc", "ab", "2/3"),
        ("abc", "abd", "0"),
        ("abcd", "abc", "3/4"),
        ("abcd", "abcd", "1"),
    ],
)
def test_wrong_ticks_cancel_right_ones(right, chosen, share):
    assert earned(SEVERAL, right, chosen) == Fraction(share)


@pytest.mark.parametrize(("chosen", "share"), [("ab", 1), ("a", 0), ("abc", 0)])
def test_strictly_only_exactly_the_right_answers_earn(chosen, share):
    assert earned(SEVERAL, "ab", chosen, policy="strict") == share


def test_where_one_is_asked_for_two_are_refused():
    with pytest.raises(Invalid, match=r"You chose 2 answers; choose one."):
        ONE.read(Form({"choice": ["a", "b"]}))


@pytest.mark.parametrize(
    ("content", "right", "chosen", "heading", "sentence"),
    [
        (ONE, "a", "a", "Right", "The answer you chose is right, so you earn it all."),
        (ONE, "a", "b", "Not right", "The answer you chose is not right."),
        (
            SEVERAL,
            "ab",
            "a",
            "1 of 2 right",
            "You found 1 of 2 right answers and ticked 0 of 2 wrong ones, so your score is ½.",
        ),
        (
            SEVERAL,
            "ab",
            "abc",
            "2 of 2 right, one wrong tick",
            "You found 2 of 2 right answers and ticked 1 of 2 wrong ones, so your score is 1 − ½, that is ½.",
        ),
        (
            SEVERAL,
            "ab",
            "c",
            "Not right",
            "You found 0 of 2 right answers and ticked 1 of 2 wrong ones, so your score is 0 − ½, which counts as 0.",
        ),
    ],
)
def test_heading_and_sentence(content, right, chosen, heading, sentence):
    outcome = content.mark(Key(frozenset(right)), Response(frozenset(chosen)), edition="adapted")

    assert (content.heading(outcome), content.explain(outcome)) == (heading, sentence)


def test_the_evidence_is_shown_in_the_edition_that_is_read():
    key = Key(frozenset("a"), backing=Backing({"adapted": frozenset({Anchor("w", 1, 2)})}))

    assert ONE.signs(key, Response(), edition="adapted").at == {Anchor("w", 1, 2): Sign.PROOF}
    assert ONE.signs(key, Response(), edition="original").at == {Anchor("w", 1): Sign.PROOF}


def test_results_list_each_option_with_what_is_said_about_it():
    rows = ONE.shown(Key(frozenset("a"), {"b": "He is quoted."}), Response(frozenset("b")))

    assert [(row.option.id, row.right, row.chosen, row.says) for row in rows[:2]] == [
        ("a", True, False, ""),
        ("b", False, True, "He is quoted."),
    ]


def test_without_a_reading_evidence_names_its_work():
    table = {"ask": "?", "option": [{"text": "Yes", "right": True}, {"text": "No"}]}
    _, key = Choice.from_table({**table, "evidence": {"adapted": ["w ¶1.2"]}})

    assert key.backing.places == {"adapted": {Anchor("w", 1, 2)}}
    with pytest.raises(Invalid) as problem:
        Choice.from_table({**table, "evidence": {"adapted": ["¶1.2"]}})
    assert problem.value.field == "evidence"


def test_a_question_without_reading_and_evidence_comes_back():
    key = Key(frozenset("a"))

    assert Choice.load(ONE.dump()) == ONE
    assert Choice.from_table(Choice.table_from_form(ONE.form_from(key))) == (ONE, key)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"ask": ""}, "ask"), ({"ask": "x" * 601}, "ask"), ({"reading": parse("lund-1958 ¶1")}, "reading")],
)
def test_flaws_of_the_question(change, field, shelf):
    assert [flaw.field for flaw in replace(ONE, **change).flaws(Key(frozenset("a")), shelf)] == [field]
