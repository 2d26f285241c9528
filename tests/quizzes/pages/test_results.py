"""What the results page adds up: marks as they were rounded, and in practice the best try."""

from decimal import Decimal
from uuid import uuid4

import pytest

from quizzes.pages.results import page
from quizzes.rules import Mode, Rules
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.quizzes import RIGHT, answered, attempt, quiz

pytestmark = pytest.mark.django_db


def check(taken, response, base=0):
    item = taken.items.select_related("attempt", "version__key").get(position=1)
    attempts.check(item=item, sent=attempts.Save(response, base, uuid4()), blank=False, now=NOW)


def test_a_second_try_counts_a_quarter_less(ben):
    taken = attempt(ben, quiz(Mode.PRACTICE))
    check(taken, {"verdict": "contradicted"})
    check(taken, RIGHT[1], base=1)

    (result,) = page(taken).results
    assert (result.tries, result.mark.points, result.earned) == (2, Decimal("2.00"), Decimal("1.50"))


def test_a_worse_try_afterwards_takes_nothing_away(ben):
    taken = attempt(ben, quiz(Mode.PRACTICE))
    check(taken, RIGHT[1])
    check(taken, {"verdict": "contradicted"}, base=1)

    assert page(taken).earned == Decimal("2.00")


def test_the_total_is_the_sum_of_what_stands_below(ben):
    taken = attempt(ben)
    answered(taken, 1, {"verdict": "supported", "mark": ["maren-1956:p3.s3"]})
    answered(taken, 4, RIGHT[4])
    attempts.submit(attempt=taken, now=NOW)

    shown = page(taken)
    assert (shown.earned, shown.possible) == (Decimal("3.25"), Decimal("8.00"))
    assert shown.earned == sum(result.earned for result in shown.results)


def test_half_a_proof_is_drawn_as_half_the_height(ben):
    taken = attempt(ben)
    answered(taken, 1, {"verdict": "supported", "mark": ["maren-1956:p3.s3"]})
    attempts.submit(attempt=taken, now=NOW)

    corner = page(taken).results[0].corner
    assert (corner.share, corner.large["area"]) == ("½", "M12 58h116v58h-116z")


def test_citations_in_the_reason_are_links(ben):
    taken = attempt(ben)
    attempts.submit(attempt=taken, now=NOW)

    assert 'href="/library/maren-1956/adapted/p3/#p3-s5"' in page(taken).results[0].reason


def handed_in(user, answers, **rules):
    taken = attempt(user, **rules)
    for position, response in answers.items():
        answered(taken, position, response)
    return page(attempts.submit(attempt=taken, now=NOW))


def signs(result) -> dict[str, str]:
    return {line.anchor.label: line.sign for extract in result.extracts for line in extract.lines if line.sign}


def test_the_lead_counts_claims_and_not_every_question(ben):
    assert handed_in(ben, RIGHT).lead == (
        "You gave the right verdict on all 3 claims. Your evidence was complete, with nothing to spare, in 3. "
        "You answered the other question wholly right."
    )


def test_the_lead_tells_what_was_left_blank(ben):
    lead = handed_in(ben, {1: RIGHT[1], 2: {"verdict": "supported", "mark": []}}).lead

    assert lead.startswith("You gave the right verdict on 1 of 3 claims. Your evidence was complete")
    assert lead.endswith("2 were left blank.")


def test_each_sentence_says_what_the_key_and_what_the_student_said(ben):
    marks = [f"maren-1956:{value}" for value in ("p3.s3", "p3.s4", "p2.s4", "p1.s1")]
    result = handed_in(ben, {1: {"verdict": "supported", "mark": marks}}).results[0]

    assert signs(result) == {
        "¶3.3": "proof_marked",
        "¶3.5": "proof_missed",
        "¶3.4": "neutral",
        "¶2.4": "tempted",
        "¶1.1": "not_needed",
    }
    assert [note.says for note in result.signs.notes] == ["A signature is not an order to be silent."]


def test_a_paragraph_with_evidence_is_shown_whole_and_others_not_at_all(ben):
    (extract,) = handed_in(ben, {1: RIGHT[1]}).results[0].extracts

    assert (extract.paragraph.number, len(extract.lines)) == (3, 5)


def test_where_nothing_proves_the_closest_passage_is_shown_to_everybody(ben):
    result = handed_in(ben, {}).results[2]

    assert signs(result) == {"¶4.1": "near"}
    assert result.signs.notes[0].says == "It says when the text came, not who brought it."


def test_the_sum_under_the_corner_is_the_mark(ben):
    result = handed_in(ben, {1: {"verdict": "supported", "mark": ["maren-1956:p3.s3"]}}).results[0]
    facts = dict(result.facts)

    assert facts == {
        "Height": "1 of 2 sentences of the proof",
        "Width": "1 of 1 marks belong to it",
        "Points": "2 × (¼ × 1 + ¼ × ½ + ½ × 1 × ½)",
    }
    assert result.mark.points == Decimal("1.25")


def test_a_blank_has_no_corner_and_says_so(ben):
    result = handed_in(ben, {}).results[0]

    assert (result.corner, result.is_blank, result.heading) == (None, True, "No answer")


def test_a_choice_lists_its_options_with_what_was_said_about_them(ben):
    rows = handed_in(ben, {4: {"choice": ["a"]}}).results[3].shown

    assert [(row.option.id, row.right, row.chosen, bool(row.says)) for row in rows] == [
        ("a", False, True, True),
        ("b", True, False, False),
        ("c", False, False, False),
    ]


def test_each_kinds_rule_is_told_once(ben):
    rule = handed_in(ben, {}).rule

    assert rule.count("wrong ticks cancel") == 1
    assert rule.count("verdict") == handed_in(ben, {}).results[0].content.rule.count("verdict")


def test_marks_by_paragraph_say_that_the_key_names_the_paragraph(ben):
    """The key has no sentences for the edition that was read, so the paragraph is what counts."""
    of = quiz()
    taken = attempts.begin(quiz=of, user=ben, rules=Rules(mode=Mode.GRADED), edition="original", return_to="", now=NOW)
    answered(taken, 1, {"verdict": "supported", "mark": ["maren-1956:p3.s1"]})
    result = page(attempts.submit(attempt=taken, now=NOW)).results[0]

    assert result.mark.points == Decimal("2.00")
    assert [extract.sign for extract in result.extracts] == ["proof_marked"]
    assert signs(result) == {"¶3.1": "paragraph_marked"}


def test_claims_and_other_questions_are_counted_apart(ben):
    taken = attempt(ben)
    for position in (1, 2, 4):
        answered(taken, position, RIGHT[position])
    attempts.submit(attempt=taken, now=NOW)

    assert page(taken).lead == (
        "You gave the right verdict on 2 of 3 claims. Your evidence was complete, with nothing to spare, in 2. "
        "You answered all 1 other questions wholly right. 1 was left blank."
    ).replace("all 1 other questions", "the other question")


@pytest.mark.parametrize(
    ("response", "says"),
    [
        (RIGHT[1], "Your verdict was right. Your evidence was complete, with nothing to spare."),
        ({**RIGHT[1], "verdict": "contradicted"}, "Your verdict was wrong."),
        ({}, "1 was left blank."),
    ],
)
def test_of_a_single_claim_no_share_is_told(ben, response, says):
    taken = attempt(ben, quiz(length=1))
    if response:
        answered(taken, 1, response)
    attempts.submit(attempt=taken, now=NOW)

    assert page(taken).lead == says
