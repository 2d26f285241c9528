"""Marks are made again after a key, points or a policy changed; nothing is overwritten and all can be undone."""

from decimal import Decimal

import pytest

from quizzes import tasks
from quizzes.bank import keys
from quizzes.marks import ledger
from quizzes.marks.remarking import LEFT_BY_HAND
from quizzes.models import Cause, Change, LedgerEntry, Mark, Regrade, Stage
from quizzes.regrades import regrading, stale
from quizzes.rules import Mode, Refused
from tests.factories.accounts import UserFactory, person
from tests.factories.quizzes import HEARD, RIGHT, answered, attempt, question, quiz
from tests.factories.regrades import FOURTH, LATER, applied, asked, grade, handed_in, looked_at, undone, wider

pytestmark = pytest.mark.django_db


@pytest.fixture
def graded():
    return quiz()


@pytest.fixture
def taken(graded, ben):
    """Ben marked the sentence that the key calls neutral: right verdict, no evidence."""
    return handed_in(ben, graded, {**RIGHT, 1: FOURTH})


def test_a_wider_key_raises_the_mark_of_who_chose_it(graded, taken):
    wider()
    applied(graded)

    assert grade(taken).points == Decimal("2.00")
    assert grade(taken).version.number == 2


def test_before_it_is_applied_nothing_has_changed(graded, taken):
    wider()
    looked_at(graded)

    assert grade(taken).points == Decimal("0.50")
    assert not LedgerEntry.objects.exists()


def test_the_preview_says_what_becomes_of_whom_and_why(graded, taken):
    wider()
    change = looked_at(graded).changes.get(item__position=1)

    assert (change.before.points, change.points) == (Decimal("0.50"), Decimal("2.00"))
    assert change.why == "Key version 1 → 2: ¶3.4 is a proof now, ¶3.4 is neutral no longer."


def test_what_no_change_touches_is_not_listed(graded, taken):
    wider()

    assert looked_at(graded).changes.count() == 1


def test_without_a_change_nothing_is_to_be_done(graded, taken):
    assert looked_at(graded).changes.count() == 0


def test_a_new_mark_is_added_and_the_old_one_stays(graded, taken):
    wider()
    regrade = applied(graded)
    old, new = Mark.objects.filter(item__attempt=taken, item__position=1).order_by("number")

    assert (old.cause, new.cause, new.regrade, new.made_by) == (Cause.MACHINE, Cause.REGRADE, regrade, regrade.asked_by)


def test_every_change_stands_in_the_ledger_with_its_reason(graded, taken):
    wider()
    applied(graded)
    entry = LedgerEntry.objects.get()

    assert (entry.points_before, entry.points_after, entry.cause) == (Decimal("0.50"), Decimal("2.00"), "regrade")
    assert entry.reason.startswith("The sentence says it as well. Key version 1 → 2")
    assert list(ledger.flaws()) == []


def test_undo_restores_the_mark_by_another_mark(graded, taken):
    wider()
    before = grade(taken)
    undone(applied(graded))
    now = grade(taken)

    assert (now.points, now.parts, now.version_id, now.cause) == (
        before.points,
        before.parts,
        before.version_id,
        "undo",
    )
    assert [entry.cause for entry in LedgerEntry.objects.all()] == ["regrade", "undo"]


def test_a_later_mark_stands_when_a_regrade_is_undone(graded, taken, ada):
    wider()
    regrade = applied(graded)
    last = grade(taken)
    Mark.objects.create(**_copied(last), number=9, cause=Cause.OVERRIDE, made_at=LATER)
    undone(regrade)

    assert grade(taken).cause == Cause.OVERRIDE


def _copied(mark):
    left = {"id", "number", "cause", "made_at"}
    return {f.attname: getattr(mark, f.attname) for f in Mark._meta.concrete_fields if f.name not in left}


@pytest.mark.parametrize("cause", [Cause.OVERRIDE, Cause.HAND])
def test_what_a_person_decided_survives_and_is_told(graded, taken, cause):
    mark = grade(taken)
    Mark.objects.create(**_copied(mark), number=2, cause=cause, made_at=LATER)
    wider()
    change = applied(graded).changes.get()

    assert change.left_out == LEFT_BY_HAND[cause]
    assert grade(taken).cause == cause


def test_only_better_marks_are_applied_if_that_is_asked(graded, ben, cleo):
    lost, won = handed_in(ben, graded, {1: RIGHT[1]}), handed_in(cleo, graded, {1: FOURTH})
    narrower = {**HEARD, "proof": [{"adapted": ["¶3.4"]}], "neutral": {}}
    question("q1", narrower)
    regrade = applied(graded, only_if_better=True)

    assert (grade(lost).points, grade(won).points) == (Decimal("2.00"), Decimal("2.00"))
    assert regrade.changes.get(item__attempt=lost).left_out == "The mark would be lower; only better ones are applied."


def test_a_mark_that_came_after_the_preview_is_left_and_told(graded, taken):
    wider()
    regrade = looked_at(graded)
    mark = grade(taken)
    Mark.objects.create(**_copied(mark), number=2, cause=Cause.OVERRIDE, made_at=LATER)
    regrading.apply(regrade=regrade, by=regrade.asked_by, now=LATER)
    regrading.advance(regrade=regrade, now=LATER, seconds=60)

    assert grade(taken).cause == Cause.OVERRIDE
    assert regrade.changes.get().left_out == regrading.MEANWHILE


def test_points_and_policy_are_marked_again(graded, taken):
    draft = keys.Draft("source_check", HEARD, "[¶3.5] says *outside that hall*.", Decimal(3))
    keys.write(bank=graded.bank, slug="q1", draft=draft, by=None, now=LATER)
    regrade = applied(graded, policy="strict")

    assert (grade(taken).points, grade(taken).possible) == (Decimal("0.00"), Decimal("3.00"))
    assert "Points 2 → 3." in regrade.changes.get(item__position=1).why
    assert "Scoring in parts → all or nothing." in regrade.changes.get(item__position=1).why


def test_one_question_can_be_regraded_alone(graded, taken):
    wider()
    other = taken.items.get(position=2).version.question

    assert looked_at(graded, question=other).changes.count() == 0


def test_only_the_students_handed_in_are_regraded(graded, taken, cleo):
    theirs = handed_in(cleo, graded, {1: FOURTH})
    wider()
    applied(graded, among=[cleo.pk], scope="red-card")

    assert (grade(theirs).points, grade(taken).points) == (Decimal("2.00"), Decimal("0.50"))


def test_a_quiz_of_a_class_is_regraded_once_at_a_time(graded, taken):
    asked(graded, scope="red-card", among=[])

    with pytest.raises(Refused, match="under way already"):
        asked(graded, scope="red-card", among=[])
    assert asked(graded, scope="another", among=[])


def test_what_is_thrown_away_makes_room(graded, taken):
    regrading.drop(regrade=looked_at(graded))

    assert looked_at(graded).stage == Stage.READY


def test_a_regrade_is_applied_once(graded, taken):
    wider()
    regrade = applied(graded)

    with pytest.raises(Refused, match="is applied"):
        regrading.apply(regrade=regrade, by=regrade.asked_by, now=LATER)


@pytest.fixture
def few(monkeypatch):
    """Slices of two answers."""
    monkeypatch.setattr(regrading, "SLICE", 2)


def a_class(graded, size):
    return [handed_in(UserFactory(), graded, {1: FOURTH}) for _ in range(size)]


def test_it_goes_on_where_it_stopped(graded, few):
    everybody = a_class(graded, 3)
    wider()
    regrade, steps = asked(graded), 0
    while regrade.works:
        # As another process would find it.
        regrade, steps = regrading.advance(regrade=Regrade.objects.get(pk=regrade.pk), now=LATER, seconds=0), steps + 1

    assert steps == regrade.total // 2 + 1
    assert (regrade.done, regrade.changes.count()) == (12, len(everybody))


def test_two_processes_at_once_do_nothing_twice(graded, few):
    everybody = a_class(graded, 3)
    wider()
    one = looked_at(graded)
    regrading.apply(regrade=one, by=one.asked_by, now=LATER)
    other = Regrade.objects.get(pk=one.pk)
    regrading._apply(one, LATER)
    regrading._apply(other, LATER)  # from the same cursor

    assert LedgerEntry.objects.count() == 2
    regrading.advance(regrade=other, now=LATER, seconds=60)
    regrading.advance(regrade=Regrade.objects.get(pk=one.pk), now=LATER, seconds=60)
    assert [grade(taken).number for taken in everybody] == [2, 2, 2]


def test_looking_twice_from_the_same_place_keeps_each_change_once(graded, few):
    a_class(graded, 2)
    wider()
    one, other = asked(graded), Regrade.objects.get()
    regrading.advance(regrade=one, now=LATER, seconds=60)
    regrading.advance(regrade=other, now=LATER, seconds=60)

    assert Change.objects.count() == 2


def test_every_try_is_regraded(graded, ben):
    tries = [handed_in(ben, graded, {1: FOURTH}, tries=None) for _ in range(2)]
    wider()
    applied(graded)

    assert [grade(taken).points for taken in tries] == [Decimal("2.00")] * 2


def test_an_open_attempt_is_left_alone(graded, taken):
    sitting = attempt(person("Nora Lindt"), graded)
    answered(sitting, 1, FOURTH)
    wider()
    applied(graded)

    assert not Mark.objects.filter(item__attempt=sitting).exists()


def test_practice_is_not_regraded(ben):
    practice = quiz(Mode.PRACTICE, 2)
    handed_in(ben, practice, {1: FOURTH})
    wider()

    assert looked_at(practice).total == 0


def test_a_worker_is_handed_the_work_only_where_there_is_one(graded, taken, settings):
    wider()
    regrade = asked(graded)

    assert tasks.hand_over(regrade) is False
    assert tasks.regrade.call(regrade.pk) == Stage.READY


def test_a_set_mark_is_not_told_as_stale(graded, taken):
    mark = grade(taken)
    wider()
    assert stale.marked_by_older(mark.version.question) == 1
    Mark.objects.create(**_copied(mark), number=2, cause=Cause.OVERRIDE, made_at=LATER)

    assert stale.marked_by_older(mark.version.question) == 0


def test_a_key_is_stale_until_a_regrade_that_covers_it_is_finished(graded, taken):
    wider()
    seen = [stale.stale([graded.pk])]
    looked_at(graded, question=taken.items.get(position=2).version.question)
    regrading.drop(regrade=Regrade.objects.get())
    applied(graded, question=taken.items.get(position=2).version.question)
    seen.append(stale.stale([graded.pk]))
    applied(graded)

    assert [[one.question for one in found] for found in seen] == [["q1"], ["q1"]]
    assert stale.stale([graded.pk]) == []


def test_an_answer_handed_in_after_the_regrade_by_an_older_version_is_stale(graded, cleo):
    sitting = attempt(cleo, graded)
    answered(sitting, 1, FOURTH)
    wider()
    applied(graded)
    sitting.submitted_at = LATER.replace(year=2099)
    sitting.save()

    assert [one.question for one in stale.stale([graded.pk])] == ["q1"]


def test_a_regrade_of_another_class_leaves_ours_stale(graded, taken):
    wider()
    applied(graded, scope="course 7", among=[])

    assert stale.stale([graded.pk], scope="course 7") == []
    assert len(stale.stale([graded.pk], scope="course 8")) == 1
