"""An answer is held against the newest key that fits it, in the text that was read."""

from decimal import Decimal

import pytest

from corpus.text.citation import Anchor
from quizzes.bank import publishing, reviewing
from quizzes.bank.publishing import Aside
from quizzes.marks.remarking import SUSPENDED
from quizzes.models import KeyCheck
from quizzes.pages.results import page
from tests.factories.corpus import NOW, revision
from tests.factories.quizzes import CHOICE, HEARD, RIGHT, question, quiz
from tests.factories.regrades import FOURTH, LATER, WIDER, applied, grade, handed_in, looked_at
from tests.story import MAREN

pytestmark = pytest.mark.django_db
HALL = "What he could not do was say, outside that hall, that he had heard them."


@pytest.fixture
def taken(ben):
    return handed_in(ben, quiz(), RIGHT)


def published(text, answer=None):
    """A revised text; every touched question gets the same answer, or follows what is proposed."""
    draft = revision(text)
    given = {one.version.pk: answer or one.proposed for one in reviewing.review(draft).affected}
    return publishing.publish(revision=draft, now=LATER, answers=given)


def test_where_sentences_moved_an_answer_earns_what_it_did(taken):
    published(MAREN.replace("\n¶3\n", "\n¶3\nThis was new.\n"))
    regrade = looked_at(taken.quiz)

    assert regrade.changes.filter(item__position=1).exclude(points=Decimal("2.00")).count() == 0


def test_a_key_that_followed_is_taken_back_to_the_text_that_was_read(taken):
    published(MAREN.replace("\n¶3\n", "\n¶3\nThis was new.\n"))
    newest = taken.items.get(position=1).version.question.latest()
    assert newest.number == 2
    applied(taken.quiz)
    shown = page(taken).results[0]

    assert grade(taken).version == newest
    assert grade(taken).points == Decimal("2.00")
    assert set(shown.signs.best) == {Anchor("maren-1956", 3, 3), Anchor("maren-1956", 3, 5)}


def test_a_corrected_word_does_not_cost_a_proof(taken):
    text = MAREN.replace("outside that hall", "outside the hall")
    at = Anchor("maren-1956", 3, 5)
    published(text, {at: (at,)})
    applied(taken.quiz)

    assert (grade(taken).points, grade(taken).version.number) == (Decimal("2.00"), 2)


def test_a_key_that_does_not_stand_is_not_scored(taken):
    published(MAREN.replace(HALL + "\n", ""), Aside.ASIDE)
    regrade = applied(taken.quiz)
    mark = grade(taken)

    assert (mark.points, mark.possible, mark.reason) == (Decimal("0.00"), Decimal("0.00"), SUSPENDED)
    change = regrade.changes.get(item__position=1)
    assert change.why.startswith("The key does not stand in the text")


def test_what_is_not_scored_is_taken_out_of_the_points(taken):
    before = page(taken).possible
    published(MAREN.replace(HALL + "\n", ""), Aside.ASIDE)
    applied(taken.quiz)
    found = page(taken)

    assert before - found.possible == Decimal("2.00")
    assert found.results[0].heading == "Not scored"


def test_a_question_set_aside_for_what_its_author_says_is_scored_all_the_same(taken):
    published(MAREN.replace(HALL + "\n", ""), Aside.ASIDE)  # the reasons of all four cite that sentence
    applied(taken.quiz)

    assert [grade(taken, position).reason == SUSPENDED for position in (1, 2, 3, 4)] == [True, False, False, False]


def test_a_key_that_stands_again_scores_again(taken):
    published(MAREN.replace(HALL + "\n", ""), Aside.ASIDE)
    applied(taken.quiz)
    KeyCheck.objects.filter(version=grade(taken).version).update(flaws=[])
    applied(taken.quiz, now=LATER.replace(day=LATER.day + 1))

    assert grade(taken).points == Decimal("2.00")


def test_an_answer_to_other_options_is_left_as_it_was_marked(taken):
    other = {**CHOICE, "option": [*CHOICE["option"], {"text": "It was lost", "right": False, "says": "No."}]}
    question("q4", other)
    change = looked_at(taken.quiz).changes.get()

    assert change.left_out == "Version 2 does not fit: what an answer refers to has changed (options)."
    assert (change.points, change.version.number) == (Decimal("2.00"), 2)


def test_the_newest_version_that_fits_is_taken(taken):
    right = [{**option, "right": option["text"].startswith("It was printed")} for option in CHOICE["option"]]
    says = [{**option, "says": "" if option["right"] else "No."} for option in right]
    question("q4", {**CHOICE, "option": says})
    question("q4", {**CHOICE, "option": [*says, {"text": "It was lost", "right": False, "says": "No."}]})
    applied(taken.quiz)

    assert (grade(taken, 4).version.number, grade(taken, 4).points) == (2, Decimal("0.00"))


def test_a_proof_outside_what_was_to_be_read_is_no_measure(ben):
    taken = handed_in(ben, quiz(), {1: FOURTH})
    question("q1", {**HEARD, "reading": "maren-1956 ¶1-4", "proof": [{"adapted": ["¶4.2"]}], "neutral": {}, "near": []})

    assert "does not fit" in looked_at(taken.quiz).changes.get().left_out


def test_a_version_that_came_after_the_request_waits(ben):
    taken = handed_in(ben, quiz(), {1: FOURTH})
    question("q1", WIDER)
    taken.items.get(position=1).version.question.versions.filter(number=2).update(made_at=LATER.replace(year=2099))

    assert looked_at(taken.quiz).changes.count() == 0
    assert NOW < LATER
