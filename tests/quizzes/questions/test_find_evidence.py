from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.citation import Anchor, parse
from quizzes.questions import proofs
from quizzes.questions.base import Form, Invalid, Outcome, Sign, State, points
from quizzes.questions.find_evidence import FindEvidence, Key, Response
from quizzes.questions.proofs import Near, Verdict


def s(*numbers):
    return frozenset(Anchor("w", 1, number) for number in numbers)


ASKED = FindEvidence("Mark where she doubts it.", parse("w ¶1"))
PROVING = proofs.Key(
    Verdict.SUPPORTED,
    ({"adapted": s(14)}, {"adapted": s(20, 21)}),
    neutral={"adapted": s(13)},
    near=(Near({"adapted": s(7)}, "There the mayor speaks."),),
)
KEY = Key(PROVING)


def marked(*numbers, key=KEY, policy="graded", edition="adapted"):
    return ASKED.mark(key, Response(s(*numbers)), edition=edition, policy=policy)


@pytest.mark.parametrize(
    ("marks", "share", "mark"),
    [
        ((14,), "1", "2.00"),
        ((14, 15), "1/2", "1.00"),
        ((20,), "1/2", "1.00"),
        ((20, 21), "1", "2.00"),
        ((20, 21, 3), "2/3", "1.33"),
        ((20, 3), "1/4", "0.50"),
        ((14, 20), "1", "2.00"),
        ((13, 14), "1", "2.00"),
        ((7,), "0", "0.00"),
        ((13,), "0", "0.00"),
    ],
)
def test_the_fraction_is_the_evidence(marks, share, mark):
    fraction = marked(*marks).fraction

    assert fraction == Fraction(share)
    assert str(points(fraction, Decimal(2))) == mark


def test_marking_everything_earns_what_belongs_to_it():
    # Four of the 24 are key or neutral: 3 belong, 1 is not counted.
    assert marked(*range(1, 25)).fraction == Fraction(3, 23)


@pytest.mark.parametrize(
    ("marks", "share"), [((14,), 1), ((14, 1, 2, 3, 4), 1), ((14, 1, 2, 3, 4, 5), 0), ((20,), 0), ((7,), 0)]
)
def test_strictly_only_complete_evidence_within_the_limit_earns(marks, share):
    assert marked(*marks, policy="strict").fraction == share


@pytest.mark.parametrize(
    ("marks", "reason", "heading", "sentence"),
    [
        ((), "blank", "No answer", "You marked nothing, so there is nothing to score."),
        (
            (14,),
            "complete",
            "Evidence complete",
            "You marked everything that is needed and nothing else, so you earn it all.",
        ),
        (
            (13, 14, 3),
            "partial",
            "One mark too many",
            "You marked everything that is needed and 1 of your 2 marks shows it, so your score is 1 × ½ = ½"
            " (one neutral mark not counted).",
        ),
        (
            (20, 3),
            "partial",
            "Evidence one quarter",
            "You marked 1 of the 2 sentences that are needed and 1 of your 2 marks shows it, so your score is"
            " ½ × ½ = ¼.",
        ),
        (
            (21,),
            "partial",
            "Evidence half",
            "You marked 1 of the 2 sentences that are needed and nothing else, so your score is ½ × 1 = ½.",
        ),
        ((7,), "wrong", "No evidence marked", "You marked nothing that shows it, so your score is 0."),
    ],
)
def test_a_mark_is_told_in_one_sentence(marks, reason, heading, sentence):
    outcome = marked(*marks)

    assert (outcome.reason, ASKED.heading(outcome), ASKED.explain(outcome)) == (reason, heading, sentence)


@pytest.mark.parametrize(
    ("marks", "end"),
    [
        ((14,), "you marked everything that is needed, so you earn it all."),
        ((20,), "your evidence is not complete, so you earn nothing."),
        ((14, 1, 2, 3, 4, 5), "you marked more than 5 sentences, so you earn nothing."),
    ],
)
def test_all_or_nothing_is_told_too(marks, end):
    assert ASKED.explain(marked(*marks, policy="strict")).endswith(end)


def test_a_reader_of_another_edition_is_marked_by_paragraph_and_told_so():
    outcome = marked(3, edition="original")

    assert outcome.fraction == 1
    assert "compared by paragraph" in ASKED.explain(outcome)


@settings(max_examples=25)
@given(st.frozensets(st.integers(1, 24), max_size=8), st.sampled_from(["graded", "strict"]))
def test_every_answer_can_be_marked_told_and_stored(numbers, policy):
    outcome = marked(*numbers, policy=policy)

    assert Outcome.load(outcome.dump()) == outcome
    assert ASKED.explain(outcome).endswith(".")
    assert ASKED.heading(outcome)


def test_a_near_miss_is_told_to_whom_it_tempted_and_to_nobody_else():
    tempted, right = (ASKED.signs(KEY, Response(s(n)), edition="adapted") for n in (7, 14))

    assert (tempted.at[Anchor("w", 1, 7)], right.at[Anchor("w", 1, 14)]) == (Sign.TEMPTED, Sign.PROOF_MARKED)
    assert ([note.says for note in tempted.notes], right.notes) == (["There the mayor speaks."], ())


def test_the_other_proof_is_shown_as_accepted_too():
    assert ASKED.signs(KEY, Response(s(14)), edition="adapted").also == (tuple(sorted(s(20, 21))),)


def test_results_list_the_marks_in_the_order_of_the_text():
    assert ASKED.shown(KEY, Response(s(20, 3))) == tuple(sorted(s(3, 20)))


# Reading a form


def test_a_mark_is_an_answer_and_none_is_blank():
    assert ASKED.read(Form({"mark": ["w:p1.s2"]})) == Response(s(2))
    assert ASKED.read(Form()).state is State.BLANK


def test_the_limit_can_be_kept_to_and_when_time_is_up_all_marks_count():
    seven = Form({"mark": [f"w:p1.s{n}" for n in range(1, 8)]})

    with pytest.raises(Invalid, match=r"You marked 7 sentences; the limit is 5. Unmark 2."):
        ASKED.read(seven)
    assert len(ASKED.read(seven, final=True).marks) == 7


@pytest.mark.parametrize("value", ["w:p2.s1", "w:p1", "v:p1.s1", "w:n1.s1", "p1", ""])
@pytest.mark.parametrize("final", [False, True])
def test_marks_outside_the_reading_are_refused(value, final):
    with pytest.raises(Invalid) as problem:
        ASKED.read(Form({"mark": [value]}), final=final)
    assert problem.value.field == "mark"


def test_a_mark_must_stand_on_the_page_that_was_shown():
    with pytest.raises(Invalid, match=r"¶1.9 is no sentence of the reading"):
        ASKED.read(Form({"mark": ["w:p1.s9"]}), shown=s(1, 2))


# Authors


def test_the_key_says_nothing_of_a_verdict():
    assert set(KEY.dump()) == {"proofs", "neutral", "near", "hashes"}


def test_without_a_proof_the_form_says_so_once(shelf):
    content, key = FindEvidence.example()
    bare = Key(replace(key.proving, proofs=()))

    assert [(f.field, f.message) for f in content.flaws(bare, shelf)] == [
        ("proof", "Nothing shows it; name at least one set of sentences.")
    ]


@pytest.mark.parametrize(
    ("change", "field", "complaint"),
    [
        ({"ask": ""}, "ask", "The question is empty"),
        ({"ask": "x" * 301}, "ask", "the limit is 300"),
        ({"limit": 1}, "proof", "a student may mark 1"),
    ],
)
def test_flaws_of_the_question(change, field, complaint, shelf):
    content, key = FindEvidence.example()
    flaws = list(replace(content, **change).flaws(key, shelf))

    assert [flaw.field for flaw in flaws] == [field]
    assert complaint in flaws[0].message


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"proofs": ({"adapted": s(1)},)}, "proof"),
        ({"neutral": {"adapted": frozenset({Anchor("harrow-1957", 12, 1)})}}, "neutral"),
        ({"near": (Near({"adapted": frozenset({Anchor("harrow-1957", 12, 3)})}),)}, "near"),
    ],
)
def test_flaws_of_the_key(change, field, shelf):
    content, key = FindEvidence.example()

    assert {f.field for f in content.flaws(Key(replace(key.proving, **change)), shelf)} == {field}


def test_every_bad_line_of_a_form_is_reported_at_its_field():
    values = {"reading": "w ¶1-2", "proof": "¶1.1\nhere", "near": "there: why", "limit": "many"}

    with pytest.raises(Invalid) as problem:
        FindEvidence.table_from_form(values)
    assert [flaw.field for flaw in problem.value.flaws] == ["proof", "near", "limit"]


def test_a_course_file_names_no_verdict():
    with pytest.raises(Invalid, match="“verdict” is no field here"):
        FindEvidence.from_table({"ask": "Mark it.", "reading": "w ¶1", "verdict": "supported"})
