"""A student disputes a key; what is accepted widens it, and everybody who chose it gains once that is applied."""

from decimal import Decimal

import pytest

from corpus.text.citation import Anchor
from quizzes.bank import keys
from quizzes.marks import changed
from quizzes.models import Appeal, Reply
from quizzes.regrades import appeals, regrading
from quizzes.rules import Mode, Refused
from tests.factories.accounts import person
from tests.factories.corpus import NOW
from tests.factories.quizzes import RIGHT, question, quiz
from tests.factories.regrades import FOURTH, LATER, WIDER, grade, handed_in

pytestmark = pytest.mark.django_db
PLACE = Anchor("maren-1956", 3, 4)
WORDS = "He could repeat it by heart, so he had heard it."


@pytest.fixture
def graded():
    made = quiz()
    made.bank.editors.add(person("Ada Verhoeven", is_staff=True))
    return made


@pytest.fixture
def taken(graded, ben):
    return handed_in(ben, graded, {**RIGHT, 1: FOURTH})


def dispute(taken, position=1, places=(PLACE,)):
    item = taken.items.select_related("attempt__quiz", "version__question").get(position=position)
    return appeals.dispute(item=item, places=places, words=WORDS, now=LATER)


def answer(**facts):
    return appeals.Answer("It is a proof of its own.", person("Ada Verhoeven", is_staff=True), **facts)


def accepted(appeal, reply=Reply.PROOF, places=(PLACE,)):
    return appeals.accept(appeal=appeal, reply=reply, places=places, answer=answer(), now=LATER)


def test_a_dispute_keeps_the_words_the_sentences_and_the_mark(taken):
    made = dispute(taken)

    assert (made.words, made.places, made.mark) == (WORDS, ["maren-1956:p3.s4"], grade(taken))
    assert made.reply == Reply.OPEN


def test_a_key_is_disputed_once_at_a_time(taken):
    dispute(taken)

    with pytest.raises(Refused, match="disputed this key already"):
        dispute(taken)
    assert dispute(taken, position=2, places=())


@pytest.mark.parametrize(("mode", "rules"), [(Mode.PRACTICE, {}), (Mode.GRADED, {"release": "hand"})])
def test_only_marks_that_are_shown_and_count_are_disputed(ben, mode, rules):
    taken = handed_in(ben, quiz(mode), {1: FOURTH}, **rules)

    with pytest.raises(Refused, match="when its quiz is handed in"):
        dispute(taken)


def test_an_accepted_proof_is_the_next_version_of_the_question(taken):
    version = accepted(dispute(taken)).version

    assert version.number == 2
    assert frozenset({PLACE}) in [proof["adapted"] for proof in version.key.content.proofs]
    assert version.key.content.neutral == {}
    assert not version.checks.exclude(flaws=[]).exists()


def test_everybody_who_chose_it_gains_when_it_is_applied(graded, taken, cleo):
    same = handed_in(cleo, graded, {1: FOURTH})
    regrade = accepted(dispute(taken)).regrade
    regrading.advance(regrade=regrade, now=LATER, seconds=60)

    assert grade(same).points == Decimal("0.50")
    regrading.apply(regrade=regrade, by=regrade.asked_by, now=LATER)
    regrading.advance(regrade=regrade, now=LATER, seconds=60)
    assert (grade(taken).points, grade(same).points) == (Decimal("2.00"), Decimal("2.00"))
    assert [told.changed for told in changed.news(cleo, LATER)] == [True]


def test_a_neutral_sentence_costs_nothing(graded, cleo):
    third = Anchor("maren-1956", 3, 2)
    taken = handed_in(cleo, graded, {1: {"verdict": "supported", "mark": [*RIGHT[1]["mark"], third.value]}})
    before = grade(taken).points
    regrade = accepted(dispute(taken, places=[third]), Reply.NEUTRAL, [third]).regrade
    regrading.advance(regrade=regrade, now=LATER, seconds=60)

    assert before < regrade.changes.get(item__attempt=taken).points == Decimal("2.00")


def test_a_proof_that_contains_another_is_told_and_nothing_is_kept(taken):
    places = [Anchor("maren-1956", 3, number) for number in (3, 4, 5)]
    appeal = dispute(taken, places=places)

    with pytest.raises(keys.Flawed, match="contains proof 1"):
        accepted(appeal, places=places)
    assert appeal.item.version.question.versions.count() == 1
    assert Appeal.objects.open().count() == 1


def test_no_sentence_proves_an_absence(taken):
    place = Anchor("maren-1956", 5, 1)

    with pytest.raises(Refused, match="no sentence is a proof"):
        accepted(dispute(taken, position=3, places=[place]), places=[place])


def test_a_choice_has_no_sentences_to_accept(taken):
    with pytest.raises(Refused, match="names no such proofs"):
        accepted(dispute(taken, position=4, places=[PLACE]))


def test_who_does_not_edit_the_bank_cannot_change_its_keys(graded, taken):
    graded.bank.editors.clear()

    with pytest.raises(Refused, match="do not edit the bank"):
        accepted(dispute(taken))


def test_the_key_stands_and_the_student_is_told(taken, ben):
    appeals.refuse(appeal=dispute(taken), answer=answer(), now=LATER)

    assert [told.answered for told in changed.news(ben, LATER)] == [True]


def test_a_dispute_is_answered_once(taken):
    appeal = dispute(taken)
    appeals.refuse(appeal=appeal, answer=answer(), now=LATER)

    with pytest.raises(Refused, match="answered this dispute already"):
        accepted(appeal)
    assert appeal.item.version.question.versions.count() == 1


def test_a_key_that_was_mended_meanwhile_answers_it(taken):
    appeal = dispute(taken)
    with pytest.raises(Refused, match="no newer version"):
        appeals.mended(appeal=appeal, answer=answer(), now=LATER)
    question("q1", WIDER)

    assert appeals.mended(appeal=appeal, answer=answer(), now=LATER).reply == Reply.KEY


def test_what_was_noted_is_news_no_more(taken, ben):
    appeals.refuse(appeal=dispute(taken), answer=answer(), now=LATER)
    changed.note(attempt=taken, now=LATER)

    assert changed.news(ben, LATER) == []
    assert Appeal.objects.get().seen_at == LATER


def test_news_of_marks_that_are_not_shown_yet_waits(taken, ben):
    appeals.refuse(appeal=dispute(taken), answer=answer(), now=LATER)
    taken.rules = {**taken.rules, "release": "hand"}
    taken.save()

    assert changed.news(ben, NOW) == []
