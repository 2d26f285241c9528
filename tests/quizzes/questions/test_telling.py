from dataclasses import replace
from fractions import Fraction

import pytest

from corpus.text.citation import Anchor, parse
from quizzes.questions import telling
from quizzes.questions.proofs import Gap, Key, Near, Verdict
from quizzes.questions.source_check import Response, SourceCheck

SUPPORTED, CONTRADICTED, ABSENT = Verdict


def s(*numbers):
    return frozenset(Anchor("w", 1, number) for number in numbers)


CHECK = SourceCheck("The pits closed.", parse("w ¶1"))
KEY = Key(SUPPORTED, ({"adapted": s(14)}, {"adapted": s(20, 21)}), neutral={"adapted": s(13)})
ABSENCE = Key(ABSENT, near=(Near({"adapted": s(7)}),), missing=Gap.CAUSE)
NOTHING = replace(ABSENCE, near=(), nothing_close=True)


@pytest.mark.parametrize(
    ("value", "figure", "words"),
    [
        ("1/2", "½", "half"),
        ("1/4", "¼", "one quarter"),
        ("3/4", "¾", "three quarters"),
        ("2/3", "⅔", "two thirds"),
        ("2/5", "2/5", "two fifths"),
        ("7/16", "7/16", "7/16"),
        ("0", "0", "0"),
        ("1", "1", "1"),
    ],
)
def test_a_share_in_figures_and_in_words(value, figure, words):
    assert (telling.share(Fraction(value)), telling.spelt(Fraction(value))) == (figure, words)


def test_small_counts_are_words():
    assert [telling.counted(n, "mark") for n in (0, 1, 2, 12)] == ["no marks", "one mark", "two marks", "12 marks"]


@pytest.mark.parametrize(
    ("key", "response", "heading"),
    [
        (KEY, Response(SUPPORTED, s(14)), "Verdict right, proof complete"),
        (KEY, Response(SUPPORTED, s(20, 3)), "Verdict right, evidence one quarter"),
        (KEY, Response(SUPPORTED, s(14, 15)), "Verdict right, one mark too many"),
        (KEY, Response(SUPPORTED, s(14, 1, 2, 3)), "Verdict right, three marks too many"),
        (KEY, Response(SUPPORTED, s()), "Verdict right, no proof marked"),
        (KEY, Response(CONTRADICTED, s(20)), "Verdict wrong, evidence half"),
        (KEY, Response(None, s(14)), "No verdict, proof complete"),
        (ABSENCE, Response(ABSENT, s(7), missing=Gap.CAUSE), "Verdict right, closest passage found, gap named"),
        (ABSENCE, Response(ABSENT, s(7, 8)), "Verdict right, closest passage half, gap not named"),
        (ABSENCE, Response(ABSENT), "Verdict right, closest passage missed, gap not named"),
        (ABSENCE, Response(SUPPORTED, s(7)), "Verdict wrong, near miss taken for proof"),
        (ABSENCE, Response(SUPPORTED), "Verdict wrong"),
        (NOTHING, Response(ABSENT, nothing_close=True), "Verdict right, rightly nothing close, gap not named"),
        (NOTHING, Response(ABSENT, s(7)), "Verdict right, nothing is close, gap not named"),
    ],
)
def test_the_heading_says_which_part_was_right(key, response, heading):
    assert CHECK.heading(CHECK.mark(key, response, edition="adapted")) == heading


@pytest.mark.parametrize(
    ("key", "response", "sentence"),
    [
        (
            KEY,
            Response(SUPPORTED, s(14)),
            "Your verdict is right and you marked a complete proof and nothing else, so you earn it all.",
        ),
        (
            KEY,
            Response(SUPPORTED, s(20, 3)),
            "Your verdict is right; you marked 1 of the 2 sentences of a proof and 1 of your 2 marks belongs to a"
            " proof, so your evidence is ½ × ½ = ¼ and your score ¼ + ¼ × ¼ + ½ × ¼ = 7/16.",
        ),
        (
            KEY,
            Response(SUPPORTED, s(20, 13)),
            "Your verdict is right; you marked 1 of the 2 sentences of a proof and nothing else, so your evidence"
            " is ½ × 1 = ½ and your score ¼ + ¼ × ½ + ½ × ½ = ⅝ (one neutral mark not counted).",
        ),
        (
            KEY,
            Response(SUPPORTED, s(3)),
            "Your verdict is right but you marked nothing of a proof, so your score is ¼.",
        ),
        (
            KEY,
            Response(None, s(14)),
            "You chose no verdict; you marked a complete proof and nothing else, so your evidence is 1 × 1 = 1"
            " and your score ¼ × 1 = ¼.",
        ),
        (
            ABSENCE,
            Response(ABSENT, s(7), missing=Gap.WHO),
            "Your verdict is right; you marked the whole closest passage and nothing else, but you did not name"
            " what is missing, so your evidence is ½ × 1 + ½ × 0 = ½ and your score ¼ + ¼ × ½ + ½ × ½ = ⅝.",
        ),
        (
            ABSENCE,
            Response(ABSENT, missing=Gap.CAUSE, nothing_close=True),
            "Your verdict is right; you said that nothing is close, though a passage is, and you named what is"
            " missing, so your evidence is ½ × 0 + ½ × 1 = ½ and your score ¼ + ¼ × ½ + ½ × ½ = ⅝.",
        ),
        (
            ABSENCE,
            Response(SUPPORTED, s(7)),
            "Your verdict is wrong; you marked the whole closest passage and nothing else, so your evidence is"
            " ½ × 1 + ½ × 0 = ½ and your score ¼ × ½ = ⅛.",
        ),
        (
            NOTHING,
            Response(ABSENT, nothing_close=True, missing=Gap.CAUSE),
            "Your verdict is right and you saw that nothing is close and what is missing, so you earn it all.",
        ),
    ],
)
def test_one_sentence_explains_this_answer(key, response, sentence):
    assert CHECK.explain(CHECK.mark(key, response, edition="adapted")) == sentence


@pytest.mark.parametrize(
    ("response", "lack"),
    [
        (Response(CONTRADICTED, s(14)), "your verdict is not right"),
        (Response(SUPPORTED, s(20)), "your evidence is not complete"),
        (Response(SUPPORTED, s(14, 1, 2, 3, 4, 5)), "you marked more than 5 sentences"),
    ],
)
def test_where_all_or_nothing_counts_the_lack_is_named(response, lack):
    outcome = CHECK.mark(KEY, response, edition="adapted", policy="strict")

    assert CHECK.explain(outcome) == f"Here all or nothing counts: {lack}, so you earn nothing."


def test_the_formula_ends_in_the_score():
    outcome = CHECK.mark(KEY, Response(SUPPORTED, s(20, 3)), edition="adapted")

    assert telling.formula(outcome) == "¼ + ¼ × ¼ + ½ × ¼ = 7/16"
