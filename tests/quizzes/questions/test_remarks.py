"""What an author says beside a key: checked like the reason, moved like the reason."""

from fractions import Fraction

import pytest

from corpus.text.citation import Anchor, parse
from quizzes.questions.base import Invalid, Outcome
from quizzes.questions.remarks import Remarks

READING = (parse("harrow-1957 ¶1-3"),)


class Three:
    """A work of three paragraphs with two sentences each."""

    def editions(self, work):
        return ("adapted",)

    def words(self, edition, anchor):
        return "Words." if anchor.paragraph <= 3 and anchor.sentence <= 2 else None


def flaws(**facts):
    said = Remarks(**{"reason": "[¶1.1] says so.", **facts})
    return [(flaw.field, flaw.message) for flaw in said.flaws(READING, Three())]


def test_remarks_that_lead_somewhere_have_no_flaw():
    assert flaws(feedback={"right": "Yes, [¶2.1]."}, hints=("Look at [¶3].",)) == []


@pytest.mark.parametrize(
    ("facts", "field", "says"),
    [
        ({"reason": " "}, "reason", "Say why"),
        ({"reason": "word " * 41}, "reason", "The reason has 41 words"),
        ({"feedback": {"wrong": "word " * 41}}, "feedback_wrong", "The feedback when wrong has 41 words"),
        ({"feedback": {"partly": "See [¶9.1]."}}, "feedback_partly", "no ¶9.1"),
        ({"hints": ("See [¶1.1].", "See [¶2.7].")}, "hints", "Hint 2 cites"),
        ({"hints": ("a", "b", "c", "d")}, "hints", "4 hints; the limit is 3"),
    ],
)
def test_each_flaw_stands_at_its_field(facts, field, says):
    ((at, message),) = flaws(**facts)

    assert (at, says in message) == (field, True), message


@pytest.mark.parametrize(
    ("fraction", "reason", "says"),
    [
        (Fraction(1), "complete", "R"),
        (Fraction(1, 2), "partial", "P"),
        (Fraction(0), "wrong", "W"),
        (Fraction(0), "blank", ""),
    ],
)
def test_the_result_chooses_what_is_said(fraction, reason, says):
    said = Remarks("x", {"right": "R", "partly": "P", "wrong": "W"})

    assert said.on(Outcome(fraction, {}, reason)) == says
    assert Remarks("x").on(Outcome(fraction, {}, reason)) == ""


def test_citations_follow_their_sentences():
    at = Anchor("harrow-1957", 1, 1)
    moved = Remarks("[¶1.1]", {"right": "[¶1.1] it is."}, ("[¶1.1]",)).following(
        "adapted", {at: (Anchor("harrow-1957", 2, 2),)}, "harrow-1957"
    )

    assert moved == Remarks("[¶2.2]", {"right": "[¶2.2] it is."}, ("[¶2.2]",))


def test_a_course_file_may_leave_them_out():
    assert Remarks.from_table({"reason": "So."}) == Remarks("So.")
    whole = {"reason": "So.", "feedback": {"wrong": " No. "}, "hints": ["Look again. "]}
    assert Remarks.from_table(whole) == Remarks("So.", {"wrong": "No."}, ("Look again.",))


@pytest.mark.parametrize("facts", [{"feedback": {"rihgt": "x"}}, {"hints": [""]}, {"hints": "x"}])
def test_a_slip_in_a_course_file_is_told(facts):
    with pytest.raises(Invalid):
        Remarks.from_table({"reason": "So.", **facts})
