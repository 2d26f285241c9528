from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.citation import Anchor, parse
from quizzes.questions.base import Form, Invalid, Outcome, State, points
from quizzes.questions.proofs import Gap, Key, Near, Verdict
from quizzes.questions.source_check import Response, SourceCheck

SUPPORTED, CONTRADICTED, ABSENT = Verdict


def s(*numbers):
    return frozenset(Anchor("w", 1, number) for number in numbers)


CHECK = SourceCheck("The pits closed.", parse("w ¶1"))
KEY = Key(SUPPORTED, ({"adapted": s(14)}, {"adapted": s(20, 21)}))
ABSENCE = Key(ABSENT, near=(Near({"adapted": s(7)}),), missing=Gap.CAUSE)
NOTHING = Key(ABSENT, missing=Gap.CAUSE, nothing_close=True)


def earned(key, response, policy="graded", edition="adapted"):
    return CHECK.mark(key, response, edition=edition, policy=policy).fraction


@pytest.mark.parametrize(
    ("marks", "verdict", "share", "mark"),
    [
        (s(14), SUPPORTED, "1", "2.00"),
        (s(14, 15), SUPPORTED, "0.625", "1.25"),
        (s(20), SUPPORTED, "0.625", "1.25"),
        (s(20, 21, 3), SUPPORTED, "0.75", "1.50"),
        (s(*range(1, 25)), SUPPORTED, "0.34375", "0.69"),
        (s(14), CONTRADICTED, "0.25", "0.50"),
        (s(), SUPPORTED, "0.25", "0.50"),
    ],
)
def test_the_worked_rows(marks, verdict, share, mark):
    fraction = earned(KEY, Response(verdict, marks))

    assert fraction == Fraction(share)
    assert str(points(fraction, Decimal(2))) == mark


def test_the_worked_row_with_a_neutral_mark():
    assert earned(replace(KEY, neutral={"adapted": s(13)}), Response(SUPPORTED, s(13, 14))) == 1


def test_marks_without_a_verdict_earn_what_a_wrong_verdict_earns():
    assert earned(KEY, Response(None, s(14))) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("key", "response", "share"),
    [
        (ABSENCE, Response(ABSENT, s(7), missing=Gap.CAUSE), "1"),
        (ABSENCE, Response(ABSENT, s(7), missing=Gap.WHO), "0.625"),
        (ABSENCE, Response(ABSENT, s(7)), "0.625"),
        (ABSENCE, Response(ABSENT, s(), missing=Gap.CAUSE), "0.625"),
        (ABSENCE, Response(ABSENT), "0.25"),
        (ABSENCE, Response(ABSENT, s(7, 8), missing=Gap.CAUSE), "0.8125"),
        (ABSENCE, Response(SUPPORTED, s(7)), "0.125"),
        (ABSENCE, Response(SUPPORTED, s(7), missing=Gap.CAUSE), "0.125"),
        (ABSENCE, Response(SUPPORTED, s(7), nothing_close=True), "0.125"),
        (ABSENCE, Response(ABSENT, s(7), nothing_close=True, missing=Gap.CAUSE), "0.625"),
        (ABSENCE, Response(SUPPORTED, s(8)), "0"),
        (NOTHING, Response(ABSENT, nothing_close=True, missing=Gap.CAUSE), "1"),
        (NOTHING, Response(ABSENT, missing=Gap.CAUSE), "0.625"),
        (NOTHING, Response(ABSENT, s(7), nothing_close=True, missing=Gap.CAUSE), "0.625"),
        (NOTHING, Response(SUPPORTED, nothing_close=True), "0"),
        (KEY, Response(ABSENT, s(14), missing=Gap.CAUSE), "0.25"),
        (KEY, Response(ABSENT, s(14), nothing_close=True), "0.25"),
        (KEY, Response(ABSENT, nothing_close=True), "0"),
    ],
)
def test_not_in_the_source(key, response, share):
    assert earned(key, response) == Fraction(share)


@pytest.mark.parametrize(
    ("key", "response", "share"),
    [
        (KEY, Response(SUPPORTED, s(14)), 1),
        (KEY, Response(SUPPORTED, s(14, 1, 2, 3, 4)), 1),
        (KEY, Response(SUPPORTED, s(14, 1, 2, 3, 4, 5)), 0),
        (KEY, Response(SUPPORTED, s(20)), 0),
        (KEY, Response(CONTRADICTED, s(14)), 0),
        (ABSENCE, Response(ABSENT, s(7, 8), missing=Gap.CAUSE), 1),
        (ABSENCE, Response(ABSENT, s(7), missing=Gap.WHO), 0),
        (ABSENCE, Response(ABSENT, s(7), nothing_close=True, missing=Gap.CAUSE), 0),
        (NOTHING, Response(ABSENT, nothing_close=True, missing=Gap.CAUSE), 1),
        (NOTHING, Response(ABSENT, missing=Gap.CAUSE), 0),
    ],
)
def test_strictly_only_verdict_and_complete_evidence_within_the_limit_earn(key, response, share):
    assert earned(key, response, policy="strict") == share


places = st.frozensets(st.integers(1, 24).map(lambda number: Anchor("w", 1, number)), max_size=8)
keys = st.sampled_from([KEY, ABSENCE, NOTHING, replace(KEY, neutral={"adapted": s(13)})])
responses = st.builds(Response, st.sampled_from([None, *Verdict]), places, st.booleans(), st.sampled_from([None, *Gap]))


@settings(max_examples=25)
@given(keys, responses)
def test_every_answer_can_be_marked_told_and_stored(key, response):
    outcome = CHECK.mark(key, response, edition="adapted")

    assert Outcome.load(outcome.dump()) == outcome
    assert CHECK.explain(outcome).endswith(".")
    assert CHECK.heading(outcome)


@settings(max_examples=25)
@given(keys, responses)
def test_the_right_verdict_never_earns_less_than_a_wrong_one(key, response):
    right = replace(response, verdict=key.verdict, nothing_close=False)

    assert earned(key, right) >= Fraction(1, 4)
    assert earned(key, right) >= earned(key, replace(right, verdict=None))


@pytest.mark.parametrize(
    ("key", "response", "reason"),
    [
        (KEY, Response(), "blank"),
        (KEY, Response(SUPPORTED, s(14)), "complete"),
        (KEY, Response(SUPPORTED, s(20)), "partial"),
        (KEY, Response(SUPPORTED), "verdict_only"),
        (KEY, Response(CONTRADICTED, s(14)), "evidence_only"),
        (KEY, Response(CONTRADICTED), "wrong"),
    ],
)
def test_the_reason_code_says_which_half_was_earned(key, response, reason):
    assert CHECK.mark(key, response, edition="adapted").reason == reason


def test_a_reader_of_another_edition_is_marked_by_paragraph_and_told_so():
    outcome = CHECK.mark(KEY, Response(SUPPORTED, s(3)), edition="original")

    assert outcome.fraction == 1
    assert outcome.parts["by_paragraph"] is True
    assert "compared by paragraph" in CHECK.explain(outcome)


@pytest.mark.parametrize("key", [KEY, ABSENCE, NOTHING])
@pytest.mark.parametrize("edition", ["adapted", "original"])
def test_the_ideal_answer_earns_everything(key, edition):
    assert earned(key, CHECK.read(Form(CHECK.ideal(key, edition=edition))), edition=edition) == 1


# Reading a form


def post(*marks, **fields):
    return Form({"mark": [anchor.value for anchor in marks]} | {name: [value] for name, value in fields.items()})


def test_a_form_is_read_into_a_response():
    given = post(*s(2), verdict="not_in_source", nothing_close="on", missing="how many")

    assert CHECK.read(given) == Response(ABSENT, s(2), True, Gap.HOW_MANY)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("w:p2.s1", "outside the reading"),
        ("w:p1", "a paragraph, not a sentence"),
        ("v:p1.s1", "another work"),
        ("w:n1.s1", "a note"),
        ("p1", "no anchor"),
        ("", "nothing"),
    ],
)
def test_marks_outside_the_reading_are_refused(value, why):
    with pytest.raises(Invalid) as problem:
        CHECK.read(Form({"mark": [value]}))
    assert problem.value.field == "mark", why


def test_a_mark_must_stand_on_the_page_that_was_shown():
    with pytest.raises(Invalid, match=r"¶1.9 is no sentence of the reading"):
        CHECK.read(post(*s(9)), shown=s(1, 2, 3))


def test_the_limit_says_how_many_to_unmark():
    with pytest.raises(Invalid, match=r"You marked 7 sentences; the limit is 5. Unmark 2."):
        CHECK.read(post(*s(*range(1, 8)), verdict="supported"))


def test_when_time_is_up_all_marks_count():
    assert len(CHECK.read(post(*s(*range(1, 8))), final=True).marks) == 7


def test_when_time_is_up_a_forged_mark_is_still_refused():
    with pytest.raises(Invalid):
        CHECK.read(Form({"mark": ["v:p1.s1"]}), final=True)


@pytest.mark.parametrize(("field", "value"), [("verdict", "maybe"), ("missing", "colour"), ("verdict", "\x00")])
def test_what_is_not_on_offer_is_refused(field, value):
    with pytest.raises(Invalid) as problem:
        CHECK.read(post(**{field: value}))
    assert problem.value.field == field


@pytest.mark.parametrize(
    ("response", "state"),
    [
        (Response(), State.BLANK),
        (Response(None, s(1)), State.UNFINISHED),
        (Response(missing=Gap.WHO), State.UNFINISHED),
        (Response(SUPPORTED), State.ANSWERED),
    ],
)
def test_an_answer_without_a_verdict_is_unfinished(response, state):
    assert response.state is state


# Authors


def table(**fields):
    return {"claim": "A claim.", "reading": "w ¶1-2", "verdict": "supported", **fields}


def test_a_course_file_may_say_what_belongs_to_any_question():
    written = table(id="q1", kind="source_check", skills=["sourcing"], difficulty=2, reason="Because.", points=2)

    assert SourceCheck.from_table(written)[0] == SourceCheck("A claim.", parse("w ¶1-2"))


def test_the_limit_is_five_unless_the_author_says_otherwise():
    assert SourceCheck.from_table(table())[0].limit == 5
    assert SourceCheck.from_table(table(limit=8))[0].limit == 8


def test_every_bad_line_of_a_form_is_reported_at_its_field():
    values = {"reading": "w ¶1-2", "proof": "¶1.1\nhere", "near": "there: why", "limit": "many"}

    with pytest.raises(Invalid) as problem:
        SourceCheck.table_from_form(values)

    assert [flaw.field for flaw in problem.value.flaws] == ["proof", "near", "limit"]
    assert "Line 2" in problem.value.flaws[0].message


def test_a_form_without_a_verdict_asks_for_one():
    with pytest.raises(Invalid) as problem:
        SourceCheck.from_table(SourceCheck.table_from_form({"reading": "w ¶1", "proof": "¶1.1"}))
    assert problem.value.field == "verdict"


def test_a_form_can_say_that_nothing_is_close():
    values = {"reading": "w ¶1", "verdict": "not_in_source", "nothing_close": "yes", "missing": "who"}
    _, key = SourceCheck.from_table(SourceCheck.table_from_form(values))

    assert (key.nothing_close, key.missing) == (True, Gap.WHO)


@pytest.mark.parametrize("key", [KEY, ABSENCE, NOTHING])
def test_every_key_comes_back_from_the_form(key):
    assert SourceCheck.from_table(SourceCheck.table_from_form(CHECK.form_from(key))) == (CHECK, key)


@pytest.mark.parametrize(("claim", "complaint"), [("", "The claim is empty"), ("x" * 301, "the limit is 300")])
def test_a_claim_is_neither_empty_nor_endless(claim, complaint, shelf):
    content, key = SourceCheck.example()
    flaws = list(replace(content, claim=claim).flaws(key, shelf))

    assert [flaw.field for flaw in flaws] == ["claim"]
    assert complaint in flaws[0].message
