"""Beginning, saving, checking and submitting: what is acknowledged is kept, and nothing is overwritten in silence."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from quizzes.models import Answer, Attempt, Item, KeyCheck, Mark
from quizzes.rules import GRACE, Mode, Refused, Rules
from quizzes.taking import attempts, timing
from tests.factories.corpus import NOW
from tests.factories.quizzes import RIGHT, answered, attempt, question, quiz

pytestmark = pytest.mark.django_db


def item_of(taken: Attempt, position: int = 1) -> Item:
    return taken.items.select_related("attempt", "version__key").get(position=position)


def sent(response=None, base=0, key=None) -> attempts.Save:
    return attempts.Save(response or RIGHT[1], base, key or uuid4())


def save(item, response=None, base=0, key=None, now=NOW) -> Answer:
    return attempts.save(item=item, sent=sent(response, base, key), blank=False, now=now)


def test_an_attempt_pins_versions_and_the_text_that_was_shown(ben):
    taken = attempt(ben)
    question("q1", {**question_table(), "claim": "Workers could hear the speech, yet had to keep quiet."})

    assert [item.version.number for item in taken.items.all()] == [1, 1, 1, 1]
    assert all(item.revision.published_at for item in taken.items.exclude(revision=None))


def question_table():
    from tests.factories.quizzes import HEARD

    return HEARD


def test_beginning_twice_gives_the_same_open_attempt(ben):
    assert attempt(ben) == attempt(ben)


def test_the_database_holds_one_open_attempt_per_student_and_quiz(ben):
    taken = attempt(ben)

    with pytest.raises(IntegrityError, match=r"one_open_attempt|quizzes_attempt"), transaction.atomic():
        Attempt.objects.create(quiz=taken.quiz, user=ben, number=9, edition="adapted", began_at=NOW)


def test_tries_are_counted(ben):
    attempts.submit(attempt=attempt(ben, tries=1), now=NOW)

    with pytest.raises(Refused, match="once"):
        attempt(ben, tries=1)


def test_who_begins_while_another_tab_takes_the_whole_quiz_is_told(ben, monkeypatch):
    taught, drawn = quiz(), attempts._drawn

    def overtaken(*args, **facts):
        attempts.submit(attempt=drawn(*args, **facts), now=NOW)
        return drawn(*args, **facts)

    monkeypatch.setattr(attempts, "_drawn", overtaken)
    with pytest.raises(Refused, match="Another tab"):
        attempt(ben, taught)
    assert Attempt.objects.of(ben).count() == 1


def test_a_key_that_does_not_stand_is_left_out_of_the_draw(ben):
    taught = quiz()
    KeyCheck.objects.filter(version__question__slug="q2").update(flaws=[{"field": "proof", "message": "moved"}])

    assert [item.version.question.slug for item in attempt(ben, taught).items.all()] == ["q1", "q3", "q4"]


def test_each_save_is_a_row_and_the_latest_counts(ben):
    item = item_of(attempt(ben))
    save(item, {"verdict": "supported"})
    save(item, {"verdict": "contradicted"}, base=1)

    assert [a.response["verdict"] for a in item.answers.order_by("revision")] == ["supported", "contradicted"]


def test_sending_twice_stores_once(ben):
    item, key = item_of(attempt(ben)), uuid4()

    assert save(item, key=key) == save(item, key=key)
    assert item.answers.count() == 1


def test_sending_again_after_more_was_saved_is_still_acknowledged(ben):
    item, key = item_of(attempt(ben)), uuid4()
    first = save(item, key=key)
    save(item, {"verdict": "contradicted"}, base=1)

    assert save(item, key=key) == first


def test_a_stale_tab_is_told_what_stands_and_overwrites_nothing(ben):
    item = item_of(attempt(ben))
    current = save(item)

    with pytest.raises(attempts.Stale) as stale:
        save(item, {"verdict": "contradicted"})
    assert stale.value.current == current
    assert item.answers.count() == 1


def test_a_submitted_attempt_takes_no_answer(ben):
    taken = attempt(ben)
    item = item_of(taken)
    attempts.submit(attempt=taken, now=NOW)

    with pytest.raises(attempts.Frozen):
        save(item)


def test_the_database_itself_freezes_a_submitted_attempt(ben):
    taken = attempt(ben)
    attempts.submit(attempt=taken, now=NOW)

    with pytest.raises(IntegrityError, match="no_answer_after_submission"), transaction.atomic():
        Answer.objects.create(item=item_of(taken), revision=1, key=uuid4(), response={}, blank=True, given_at=NOW)


def test_no_answer_is_ever_edited(ben):
    answer = save(item_of(attempt(ben)))

    with pytest.raises(IntegrityError, match="no_answer_is_edited"), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(response={})


@pytest.mark.parametrize(
    ("late", "counts"), [(timedelta(0), True), (GRACE, True), (GRACE + timedelta(seconds=1), False)]
)
def test_the_arrival_time_decides_at_the_boundary(ben, late, counts):
    item = item_of(attempt(ben, closes_at=NOW + timedelta(hours=1)))
    moment = NOW + timedelta(hours=1) + late

    if counts:
        assert save(item, now=moment).pk
    else:
        with pytest.raises(Refused, match="closed"):
            save(item, now=moment)


def test_what_was_saved_counts_at_the_deadline_though_nothing_was_handed_in(ben):
    taken = attempt(ben, closes_at=NOW + timedelta(hours=1))
    answered(taken, 1, RIGHT[1])

    attempts.settle(attempt=taken, now=NOW + timedelta(hours=2))
    assert Mark.objects.get(item__attempt=taken, item__position=1).points == Decimal("2.00")


def test_submitting_marks_every_item_once(ben):
    taken = attempt(ben)
    answered(taken, 1, RIGHT[1])
    attempts.submit(attempt=taken, now=NOW)
    attempts.submit(attempt=taken, now=NOW)

    marks = Mark.objects.filter(item__attempt=taken).order_by("item__position")
    assert [(mark.points, mark.reason) for mark in marks] == [
        (Decimal("2.00"), "complete"),
        *[(Decimal("0.00"), "blank")] * 3,
    ]


@pytest.mark.parametrize("position", RIGHT)
def test_a_right_answer_to_each_earns_all(ben, position):
    taken = attempt(ben)
    answered(taken, position, RIGHT[position])
    attempts.submit(attempt=taken, now=NOW)

    assert Mark.objects.get(item__attempt=taken, item__position=position).fraction == 1


def test_practice_marks_at_once_and_the_same_answer_again_is_no_try(ben):
    item = item_of(attempt(ben, quiz(Mode.PRACTICE)))
    first = attempts.check(item=item, sent=sent({"verdict": "contradicted"}), blank=False, now=NOW)
    again = attempts.check(item=item, sent=sent({"verdict": "contradicted"}, base=1), blank=False, now=NOW)
    right = attempts.check(item=item, sent=sent(base=2), blank=False, now=NOW)

    assert (first.pk == again.pk, right.number, right.fraction) == (True, 2, 1)


def test_rules_come_back_as_they_were_kept():
    rules = Rules(mode=Mode.GRADED, tries=2, opens_at=NOW, closes_at=NOW + timedelta(days=1), release="close")

    assert Rules.load(rules.dump()) == rules


def test_a_text_that_came_after_the_key_is_asked_when_it_is_drawn(ben):
    taught = quiz()
    KeyCheck.objects.all().delete()

    assert [item.version.question.slug for item in attempt(ben, taught).items.all()] == ["q1", "q2", "q3", "q4"]
    assert KeyCheck.objects.exists()


def test_rules_that_change_while_an_attempt_is_handed_in_are_those_it_is_marked_by(ben):
    taken = attempt(ben)
    answered(taken, 1, {**RIGHT[1], "mark": [*RIGHT[1]["mark"], "maren-1956:p1.s1"]})
    as_loaded_before = Attempt.objects.select_related("quiz").get(pk=taken.pk)
    rules = replace(taken.under, policy="strict")
    timing.hand_out({ben.pk: rules}, quiz=taken.quiz_id, now=NOW)

    attempts.submit(attempt=as_loaded_before, now=NOW)

    assert set(Mark.objects.filter(item__attempt=taken).values_list("policy", flat=True)) == {"strict"}
