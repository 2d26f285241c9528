"""A person marks: the first rating makes the mark, with its entry in the ledger; the second stands beside it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from quizzes.handmarks import handmarking, markingqueue
from quizzes.handmarks.handmarking import Given, Overtaken
from quizzes.marks import ledger
from quizzes.marks.remarking import LEFT_BY_HAND
from quizzes.marks.verifying import Verification
from quizzes.models import Cause, LedgerEntry, Mark, Rating
from quizzes.overview import tallies
from quizzes.overview.papers import papers
from quizzes.pages import log, receipts
from quizzes.pages.results import page as results_page
from quizzes.questions.receipt import recomputed
from quizzes.rules import Refused
from tests.factories.accounts import UserFactory, person
from tests.factories.corpus import NOW
from tests.factories.written import desk, first_item, wrote
from tests.school import crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def otto(db):
    return person("Otto Weiss")


@pytest.fixture
def step(ada, otto, ben):
    return desk(ada, otto, students=(ben,))


@pytest.fixture
def item(step, ben):
    return first_item(wrote(ben, step.quiz))


def rated(item, level, by, seen=0, **said):
    return handmarking.rate(item=item, given=Given(level, **said), seen=seen, by=by, now=NOW)


def test_what_is_handed_in_has_no_mark_until_somebody_gives_one(item):
    assert not item.marks.exists()
    assert Mark.objects.filter(item__attempt=item.attempt).count() == 1


def test_a_level_makes_the_mark_and_its_entry_in_the_ledger(item, ada):
    mark = rated(item, 2, ada, comment="Quote exactly.")

    assert (mark.points, mark.possible, mark.cause, mark.made_by) == (Decimal("4.00"), 6, Cause.HAND, ada)
    assert (mark.comment, mark.answer.response["text"][:6]) == ("Quote exactly.", "Copies")
    entry = LedgerEntry.objects.get(item=item)
    assert (entry.before, entry.after, entry.points_after) == (None, mark, mark.points)
    assert Rating.objects.get(item=item).level == 2


def test_a_change_needs_a_reason_and_keeps_what_was(item, ada):
    rated(item, 2, ada)
    with pytest.raises(Refused, match="Say why"):
        rated(item, 3, ada, seen=1)
    rated(item, 3, ada, seen=1, reason="I had passed over the last sentence.")

    assert list(item.marks.order_by("number").values_list("points", flat=True)) == [4, 6]
    assert [entry.reason for entry in LedgerEntry.objects.filter(item=item)][1].startswith("I had")
    assert list(ledger.flaws()) == []


def test_who_comes_second_is_told_and_nothing_is_lost(item, ada, otto):
    rated(item, 2, ada)
    with pytest.raises(Overtaken) as overtaken:
        rated(item, 0, otto)

    assert overtaken.value.mark.made_by == ada
    assert item.marks.count() == item.ratings.count() == 1


def test_two_at_one_moment_cannot_both_be_first(item, ada):
    mark = rated(item, 2, ada)
    mark.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        mark.save(force_insert=True)


def test_a_rating_of_the_same_number_is_tried_again(item, ada, otto, monkeypatch):
    rated(item, 2, ada)
    honest, numbers = handmarking._new_rating, iter([1, 2])

    def first_comes_too_late(*args, number, **facts):
        return honest(*args, number=next(numbers), **facts)

    monkeypatch.setattr(handmarking, "_new_rating", first_comes_too_late)
    again = handmarking.rate_again(item=item, given=Given(1), by=otto, now=NOW)

    assert again.number == 2


def test_a_second_rating_changes_no_grade(item, ada, otto):
    rated(item, 2, ada)
    handmarking.rate_again(item=item, given=Given(0), by=otto, now=NOW)

    assert item.marks.count() == LedgerEntry.objects.count() == 1
    assert item.ratings.get(second=True).marker == otto


def test_nobody_is_her_own_second_marker(item, ada, otto):
    with pytest.raises(Refused, match="not marked yet"):
        handmarking.rate_again(item=item, given=Given(0), by=otto, now=NOW)
    rated(item, 2, ada)
    with pytest.raises(Refused, match="somebody else"):
        handmarking.rate_again(item=item, given=Given(2), by=ada, now=NOW)


def test_a_difference_is_settled_with_a_reason(item, ada, otto):
    rated(item, 1, ada)
    with pytest.raises(Refused, match="read once"):
        handmarking.settle(item=item, given=Given(2, reason="Both right."), seen=1, by=ada, now=NOW)
    handmarking.rate_again(item=item, given=Given(3), by=otto, now=NOW)
    mark = handmarking.settle(item=item, given=Given(2, reason="Both right."), seen=1, by=ada, now=NOW)

    assert (mark.points, mark.outcome.parts["settled"]) == (4, True)
    assert item.ratings.count() == 2, "a settlement is no reading of its own"


@pytest.mark.parametrize("level", [4, -1])
def test_a_level_that_the_rubric_lacks_is_refused(item, ada, level):
    with pytest.raises(Refused, match="levels 0 to 3"):
        rated(item, level, ada)
    assert not item.ratings.exists()


def test_a_comment_has_its_limit(item, ada):
    with pytest.raises(Refused, match="4,000"):
        rated(item, 1, ada, comment="x" * 4_001)


def test_what_is_not_handed_in_cannot_be_marked(step, ben, ada):
    open_one = first_item(wrote(ben, step.quiz, submits=False))
    with pytest.raises(Refused, match="handed in"):
        rated(open_one, 1, ada)


def test_what_the_computer_marks_is_not_marked_here(item, ada):
    other = item.attempt.items.select_related("attempt__quiz", "version__key").get(position=2)
    with pytest.raises(Refused, match="The computer marks"):
        rated(other, 1, ada)


# Blank answers


def test_a_blank_answer_waits_like_any_other(step, ben):
    blank = first_item(wrote(ben, step.quiz, ""))

    assert not blank.marks.exists()


def test_blank_answers_get_0_on_request_and_only_they(step, ben, ada):
    some = [
        wrote(user, step.quiz, text)
        for user, text in zip(crowd(step.lesson.course, 3), ("", "", "Copies."), strict=True)
    ]
    queue = markingqueue.queue(step.quiz, first_item(some[0]).version.question, _everybody(), ada)
    count = handmarking.zero_blanks(quiz=step.quiz, items=markingqueue.items_of(queue.blanks), by=ada, now=NOW)

    assert count == 2
    marks = Mark.objects.filter(item__position=1)
    assert {(mark.points, mark.reason, mark.cause) for mark in marks} == {(0, "blank", Cause.HAND)}
    assert {entry.reason for entry in LedgerEntry.objects.all()} == {handmarking.BLANK}
    assert Rating.objects.count() == 2


def test_if_one_was_marked_meanwhile_nothing_is_stored(step, ben, ada, otto):
    one, other = (first_item(wrote(user, step.quiz, "")) for user in (ben, UserFactory()))
    rated(other, 1, otto)
    with pytest.raises(Refused, match="meanwhile"):
        handmarking.zero_blanks(quiz=step.quiz, items=[one, other], by=ada, now=NOW)

    assert not one.marks.exists()
    assert not one.ratings.exists()


def _everybody():
    from accounts.models import User

    return User.objects.values("pk")


# What the student sees


def test_results_say_what_is_still_to_be_marked(item):
    page = results_page(item.attempt)

    assert [one.waits for one in page.entries] == [True, False]
    assert page.to_be_marked == "Question 1 is not marked yet: 6 points are still to be given."
    assert (page.earned, page.possible) == (2, 2)


def test_then_the_level_and_who_gave_it_by_part_and_not_by_name(item, ada):
    rated(item, 2, ada, comment="Quote exactly.")
    result = results_page(item.attempt).results[0]

    assert (result.heading, result.by) == ("Level 2 of 3", "by your teacher")
    assert result.explanation == "Your teacher gave level 2 of 3, so your score is ⅔."


def test_every_mark_comes_out_again(item, ada, otto):
    rated(item, 1, ada)
    handmarking.rate_again(item=item, given=Given(3), by=otto, now=NOW)
    handmarking.settle(item=item, given=Given(2, reason="Both right."), seen=1, by=ada, now=NOW)

    assert list(Verification().differences()) == []


def test_its_receipt_says_that_a_person_gave_it(item, ada):
    rated(item, 2, ada, comment="Quote exactly.")
    page = receipts.page(item.attempt, 1)

    assert (page.by, page.heading) == ("a person", "Level 2 of 3")
    assert "from level 2 of 3 that a person gave" in recomputed(page.body).sentence


def test_its_log_names_the_hand_and_not_the_person(item, ada):
    rated(item, 2, ada)
    rated(item, 3, ada, seen=1, reason="I had passed over the last sentence.")
    told = [event.what for event in log.of(item.attempt, shows_marks=True).events]

    assert "Marked by a person: 4.00 of 6." in told
    assert "The mark changed from 4.00 of 6 to 6.00 of 6: I had passed over the last sentence." in told


def test_statistics_take_an_attempt_in_when_its_last_mark_is_given(item, ada, django_capture_on_commit_callbacks):
    assert not papers(item.attempt.quiz)
    with django_capture_on_commit_callbacks(execute=True):
        rated(item, 2, ada)
    item.attempt.refresh_from_db()

    assert item.attempt.counted
    assert [paper.total for paper in papers(item.attempt.quiz)] == [600]


def test_statistics_follow_a_change(item, ada, django_capture_on_commit_callbacks):
    for level, seen, reason in ((2, 0, ""), (3, 1, "I had passed over the last sentence.")):
        with django_capture_on_commit_callbacks(execute=True):
            rated(item, level, ada, seen=seen, reason=reason)

    assert tallies.kept(item.attempt.quiz).totals.t1 == 800


def test_a_regrade_leaves_what_a_person_marked(item, ada):
    rated(item, 2, ada)
    assert LEFT_BY_HAND[Cause(item.marks.get().cause)] == "A person marked it; that mark stays."
