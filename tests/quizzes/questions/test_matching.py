from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.citation import Anchor, parse
from quizzes.questions.backing import Backing
from quizzes.questions.base import Form, Invalid, Outcome, Sign, State
from quizzes.questions.matching import Matching
from quizzes.questions.moving import moved
from quizzes.questions.pairing import Answer, Key, Prompt, typed

ASKED = Matching(
    "Who says what?",
    tuple(Prompt(str(n), f"Statement {n}") for n in range(1, 5)),
    tuple(Answer(letter, f"Speaker {letter}") for letter in "abcde"),
)
KEY = Key({"1": "a", "2": "b", "3": "c", "4": "a"})


def answer(letters):
    return ASKED.read(Form({f"pair-{n}": [letter.strip()] for n, letter in enumerate(letters, start=1)}))


def marked(letters, policy="graded"):
    return ASKED.mark(KEY, answer(letters), edition="adapted", policy=policy)


@pytest.mark.parametrize(
    ("letters", "share"),
    [("abca", "1"), ("abcb", "3/4"), ("aaaa", "1/2"), ("ab  ", "1/2"), ("eeea", "1/4"), ("eeee", "0"), ("e   ", "0")],
)
def test_each_pair_counts_alike(letters, share):
    assert marked(letters).fraction == Fraction(share)


@pytest.mark.parametrize(("letters", "share"), [("abca", 1), ("abcb", 0), ("abc ", 0)])
def test_strictly_only_all_pairs_earn(letters, share):
    assert marked(letters, policy="strict").fraction == share


@pytest.mark.parametrize(
    ("letters", "heading", "sentence"),
    [
        ("abca", "All pairs right", "4 of 4 pairs are right, so you earn it all."),
        ("abcb", "3 of 4 pairs right", "3 of 4 pairs are right, so your score is ¾."),
        ("eeea", "1 of 4 pairs right", "1 of 4 pairs is right, so your score is ¼."),
        ("eeee", "No pair right", "0 of 4 pairs are right, so your score is 0."),
        ("    ", "No answer", "You gave no answer, so there is nothing to mark."),
    ],
)
def test_a_mark_is_told_in_one_sentence(letters, heading, sentence):
    outcome = marked(letters)

    assert (ASKED.heading(outcome), ASKED.explain(outcome)) == (heading, sentence)


def test_all_or_nothing_is_told_too():
    assert ASKED.explain(marked("abcb", policy="strict")) == (
        "3 of 4 pairs are right; here all or nothing counts, so you earn nothing."
    )


letters = st.text("abcde ", min_size=4, max_size=4)


@settings(max_examples=50)
@given(letters, st.sampled_from(["graded", "strict"]))
def test_every_answer_can_be_marked_told_and_stored(chosen, policy):
    outcome = marked(chosen, policy)

    assert Outcome.load(outcome.dump()) == outcome
    assert ASKED.explain(outcome).endswith(".")
    assert ASKED.response(answer(chosen).dump()) == answer(chosen)


@settings(max_examples=50)
@given(letters, st.integers(0, 3))
def test_setting_one_pair_right_never_lowers_the_mark(chosen, at):
    better = chosen[:at] + KEY.right[str(at + 1)] + chosen[at + 1 :]

    assert marked(better).fraction >= marked(chosen).fraction


# The form


def test_a_pair_left_open_is_not_an_answer_but_the_others_are():
    assert answer("a   ").dump() == {"pairs": {"1": "a"}}
    assert answer("    ").state is State.BLANK


@pytest.mark.parametrize("value", ["z", "A", "aa", "Speaker a", "\x00"])
@pytest.mark.parametrize("final", [False, True])
def test_what_is_not_offered_is_refused(value, final):
    with pytest.raises(Invalid) as problem:
        ASKED.read(Form({"pair-1": [value]}), final=final)
    assert problem.value.field == "pair"


# The result


def test_results_list_each_pair_with_what_was_chosen():
    rows = ASKED.shown(replace(KEY, says={"2": "He is quoted."}), answer("ae  "))

    assert [(row.answer, row.mine, row.is_right, row.says) for row in rows] == [
        ("Speaker a", "Speaker a", True, ""),
        ("Speaker b", "Speaker e", False, "He is quoted."),
        ("Speaker c", "", False, ""),
        ("Speaker a", "", False, ""),
    ]


def test_the_evidence_is_shown_in_the_edition_that_is_read():
    key = replace(KEY, backing=Backing({"adapted": frozenset({Anchor("w", 1, 2)})}))

    assert ASKED.signs(key, answer("abca"), edition="adapted").at == {Anchor("w", 1, 2): Sign.PROOF}


# Authors


def test_a_line_tells_both_sides_and_the_remark():
    assert typed("The promise -> The Minister // In the newspaper.") == {
        "prompt": "The promise",
        "answer": "The Minister",
        "says": "In the newspaper.",
    }


def test_a_line_without_an_arrow_is_told_with_its_number():
    with pytest.raises(Invalid, match="Line 2: “The Minister” is no pair"):
        Matching.table_from_form({"ask": "?", "pair": "a -> b\nThe Minister"})


def table(*pairs, other=()):
    return {
        "ask": "Who says what?",
        "pair": [{"prompt": prompt, "answer": answer} for prompt, answer in pairs],
        "other": list(other),
    }


def test_the_answers_stand_in_the_order_of_the_alphabet_whatever_the_key():
    one, _ = Matching.from_table(table(("1", "Lund"), ("2", "harrow"), ("3", "Oll"), other=["Brandt"]))
    two, _ = Matching.from_table(table(("1", "Oll"), ("2", "Brandt"), ("3", "harrow"), other=["Lund"]))

    assert one == two
    assert [answer.text for answer in one.answers] == ["Brandt", "harrow", "Lund", "Oll"]


def test_several_prompts_may_share_an_answer():
    content, key = Matching.from_table(table(("1", "Lund"), ("2", "Lund"), ("3", "Oll")))

    assert (len(content.answers), key.right) == (2, {"1": "a", "2": "a", "3": "b"})


def complaints(asked, shelf):
    content, key = Matching.from_table(asked)
    return [(flaw.field, flaw.message) for flaw in content.flaws(key, shelf)]


@pytest.mark.parametrize(
    ("pairs", "other", "field", "complaint"),
    [
        ((), ["x", "y"], "pair", "at least two pairs"),
        ((("a", "b"),), ["x"], "pair", "at least two pairs"),
        ((("a", "b"), ("c", "b")), [], "other", "Only one answer"),
        ((("a", "b"), ("A", "c")), [], "pair", "stands there twice"),
        ((("a", "b"), ("c", "B")), [], "other", "stands there twice"),
        ((("a", "b"), ("c", "")), [], "pair", "an empty side"),
        ((("a", "b"), ("", "c")), [], "pair", "an empty side"),
        ((("a", "b"), ("x" * 601, "c")), [], "pair", "longer than 600"),
        ((("a", "b"), ("c", "x" * 121)), [], "other", "longer than 120"),
        ((("a", "b"), ("c -> d", "e")), [], "pair", "holds ->"),
        ((("a", "b"), ("c", "d // e")), [], "other", "holds ->"),
    ],
)
def test_flaws_of_the_pairs(pairs, other, field, complaint, shelf):
    found = complaints(table(*pairs, other=other), shelf)

    assert [name for name, _ in found] == [field]
    assert complaint in found[0][1]


def test_a_remark_has_a_limit_and_its_citations_must_lead_somewhere(shelf):
    asked = {**table(("a", "b"), ("c", "d")), "reading": "harrow-1957 ¶12"}
    asked["pair"][0]["says"], asked["pair"][1]["says"] = "x" * 601, "See [¶12.9]."
    found = " ".join(message for _, message in complaints(asked, shelf))

    assert "says more than 600" in found
    assert "there is no ¶12.9" in found


@pytest.mark.parametrize(
    ("pairs", "other", "complaint"),
    [
        ([(str(n), "x") for n in range(13)], [], "There are 13 pairs; the limit is 12"),
        ([("a", "b"), ("c", "d")], list(map(str, range(14))), "16 different answers are offered; the limit is 15"),
    ],
)
def test_more_than_anyone_matches_is_refused(pairs, other, complaint):
    with pytest.raises(Invalid, match=complaint):
        Matching.from_table(table(*pairs, other=other))


def test_a_key_to_other_pairs_is_a_flaw(shelf):
    assert [f.field for f in ASKED.flaws(Key({"9": "a"}), shelf)] == ["pair"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"ask": ""}, "ask"), ({"ask": "x" * 601}, "ask"), ({"reading": parse("lund-1958 ¶1")}, "reading")],
)
def test_flaws_of_the_question(change, field, shelf):
    assert [flaw.field for flaw in replace(ASKED, **change).flaws(KEY, shelf)] == [field]


def test_a_question_without_reading_and_evidence_comes_back():
    content, key = Matching.from_table(table(("a", "b"), ("c", "d"), other=["e"]))

    assert Matching.load(content.dump()) == content
    assert Matching.from_table(Matching.table_from_form(content.form_from(key))) == (content, key)


def test_what_is_said_follows_its_sentences():
    key = replace(KEY, says={"1": "In [¶1.2]."})
    new = Key.load(moved(key.dump(), "adapted", {Anchor("w", 1, 2): (Anchor("w", 2, 1),)}, "w"))

    assert new.says == {"1": "In [¶2.1]."}
