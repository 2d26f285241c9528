from datetime import timedelta
from decimal import Decimal

import pytest

from courses.models import ExtraTime, Override, Step
from courses.terms import handing
from quizzes.models import Attempt
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import enrol, step, taught
from tests.queries import counted

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def red_card(ben, cleo):
    made = taught(minutes=30)
    enrol(made, ben, section="11b")
    enrol(made, cleo)
    return made


@pytest.fixture
def quiz_step(red_card) -> Step:
    return step(red_card, 4)


def rules(user, of: Step):
    found = Step.objects.with_exceptions(user).select_related("quiz").get(pk=of.pk)
    return handing.of_student(user, [found])[of.pk]


def override(of: Step, by, **facts) -> Override:
    return Override.objects.create(step=of, made_by=by, made_at=NOW, reason="Was ill.", **facts)


def extra(user, by, factor="1.50") -> ExtraTime:
    return handing.give_extra_time(
        user=user, factor=factor and Decimal(factor), reason="Needs it.", by=by, now=NOW + 10 * MINUTE
    )


def begin(user, of: Step) -> Attempt:
    return handing.begin(step=of, user=user, edition="adapted", return_to="/", now=NOW)


def test_the_step_says_what_holds_for_everybody(quiz_step, ben):
    assert rules(ben, quiz_step) == quiz_step.rules()


def test_an_override_for_a_section_holds_for_its_students(quiz_step, ben, cleo, ada):
    override(quiz_step, ada, section="11b", minutes=40)

    assert (rules(ben, quiz_step).minutes, rules(cleo, quiz_step).minutes) == (40, 30)


def test_an_override_for_the_student_is_stronger_field_by_field(quiz_step, ben, ada):
    override(quiz_step, ada, user=ben, minutes=50)
    override(quiz_step, ada, section="11b", minutes=40, tries=2)

    assert (rules(ben, quiz_step).minutes, rules(ben, quiz_step).tries) == (50, 2)


def test_moments_come_back_to_the_microsecond(quiz_step, ben, ada):
    at = NOW + timedelta(microseconds=7)
    override(quiz_step, ada, user=ben, opens_at=at, due_at=NOW)

    assert (rules(ben, quiz_step).opens_at, rules(ben, quiz_step).due_at) == (at, NOW)


def test_what_is_withdrawn_holds_no_more(quiz_step, ben, ada):
    found = override(quiz_step, ada, user=ben, minutes=50)

    assert handing.withdraw(override=found, now=NOW)
    assert not handing.withdraw(override=found, now=NOW)
    assert rules(ben, quiz_step).minutes == 30


def test_extra_time_applies_to_what_was_overridden(quiz_step, ben, ada):
    override(quiz_step, ada, user=ben, minutes=40)
    extra(ben, ada)

    assert rules(ben, quiz_step).limit == "60 min (40 + your extra time)"


@pytest.mark.parametrize(("factors", "minutes"), [(("1.50", "2.00"), 60), (("2.00", None), None), ((None, "1.00"), 30)])
def test_the_latest_extra_time_counts_and_the_others_are_kept(quiz_step, ben, ada, factors, minutes):
    for factor in factors:
        extra(ben, ada, factor)

    assert rules(ben, quiz_step).minutes == minutes
    assert ExtraTime.objects.count() == 2


def test_another_students_extra_time_is_not_mine(quiz_step, ben, cleo, ada):
    extra(cleo, ada)

    assert rules(ben, quiz_step) == quiz_step.rules()


def test_an_opening_may_be_moved_for_a_reading_and_for_practice(red_card, ben, ada):
    for position in (1, 2):
        override(step(red_card, position), ada, user=ben, opens_at=NOW)
        assert rules(ben, step(red_card, position)).opens_at == NOW


def test_steps_loaded_without_what_is_set_find_it_all_the_same(quiz_step, ben, ada):
    extra(ben, ada)

    assert handing.of_student(ben, [quiz_step])[quiz_step.pk].minutes == 45


def test_one_student_and_many_are_told_the_same(quiz_step, ben, cleo, ada):
    override(quiz_step, ada, section="11b", tries=2)
    extra(cleo, ada)
    found = handing.of_students(quiz_step, [ben.pk, cleo.pk])

    assert found == {ben.pk: rules(ben, quiz_step), cleo.pk: rules(cleo, quiz_step)}


def test_what_is_set_costs_no_question_of_its_own(quiz_step, ben, ada):
    def asked() -> int:
        steps = list(Step.objects.with_exceptions(ben).select_related("quiz"))
        with counted() as queries:
            handing.of_student(ben, steps)
        return queries.total

    assert asked() == 0
    extra(ben, ada)
    assert asked() == 0
    override(quiz_step, ada, user=ben, tries=2)
    override(quiz_step, ada, section="11b", tries=2)
    assert asked() == 0


# Attempts that run


def test_extra_time_reaches_an_attempt_that_runs(quiz_step, ben, ada):
    taken = begin(ben, quiz_step)
    extra(ben, ada)
    taken.refresh_from_db()

    assert (taken.ends_at, taken.under.limit) == (NOW + 45 * MINUTE, "45 min (30 + your extra time)")


def test_extra_time_reaches_nobody_else(quiz_step, ben, cleo, ada):
    taken = begin(cleo, quiz_step)
    extra(ben, ada)

    assert Attempt.objects.get(pk=taken.pk).ends_at == NOW + 30 * MINUTE


def test_an_override_and_its_withdrawal_reach_an_attempt_that_runs(quiz_step, ben, ada):
    taken = begin(ben, quiz_step)
    found = override(quiz_step, ada, section="11b", minutes=60)
    handing.follow_override(found, now=NOW)
    assert Attempt.objects.get().ends_at == NOW + 60 * MINUTE

    handing.withdraw(override=found, now=NOW)
    assert Attempt.objects.get(pk=taken.pk).ends_at == NOW + 30 * MINUTE


def test_a_change_of_the_step_reaches_the_class_each_with_her_own(quiz_step, ben, cleo, ada):
    extra(ben, ada)
    taken = {user: begin(user, quiz_step) for user in (ben, cleo)}
    quiz_step.minutes = 40
    quiz_step.save()

    assert handing.follow([quiz_step], now=NOW) == 2
    ends = {user: Attempt.objects.get(pk=one.pk).ends_at for user, one in taken.items()}
    assert ends == {ben: NOW + 60 * MINUTE, cleo: NOW + 40 * MINUTE}


def test_attempts_of_another_course_at_the_same_quiz_are_left_alone(quiz_step, ada):
    stranger = UserFactory()
    taken = attempts.begin(
        quiz=quiz_step.quiz, user=stranger, rules=quiz_step.rules(), edition="adapted", return_to="/", now=NOW
    )
    quiz_step.minutes = 40
    quiz_step.save()

    assert handing.follow([quiz_step], now=NOW) == 0
    assert Attempt.objects.get(pk=taken.pk).ends_at == NOW + 30 * MINUTE


def test_following_asks_the_same_whatever_the_class(quiz_step, red_card):
    def asked(size: int) -> int:
        users = UserFactory.create_batch(size)
        enrol(red_card, *users)
        for user in users:
            begin(user, quiz_step)
        quiz_step.minutes += 1
        quiz_step.save()
        with counted() as queries:
            handing.follow([quiz_step], now=NOW)
        return queries.total

    assert asked(3) == asked(30)


def test_an_attempt_is_begun_with_a_seed_of_its_own(quiz_step, ben, cleo):
    assert begin(ben, quiz_step).seed != begin(cleo, quiz_step).seed


# Release by hand (T34)


@pytest.fixture
def waiting(quiz_step) -> Step:
    Step.objects.filter(pk=quiz_step.pk).update(release="hand")
    return Step.objects.select_related("quiz").get(pk=quiz_step.pk)


def test_marks_wait_until_somebody_releases_them_and_it_is_known_who(waiting, ben, ada):
    taken = attempts.submit(attempt=begin(ben, waiting), now=NOW)
    assert not taken.under.shows_marks(NOW + 99 * HOUR)

    assert handing.release(step=waiting, by=ada, now=NOW + HOUR)
    taken.refresh_from_db()
    assert (taken.under.shows_marks(NOW + HOUR), waiting.released_by, waiting.released_at) == (True, ada, NOW + HOUR)


def test_marks_are_released_once(waiting, ada, dana):
    handing.release(step=waiting, by=ada, now=NOW)

    assert not handing.release(step=waiting, by=dana, now=NOW + HOUR)
    assert Step.objects.get(pk=waiting.pk).released_by == ada


def test_what_does_not_wait_is_not_released(quiz_step, ada):
    assert not handing.release(step=quiz_step, by=ada, now=NOW)


def test_who_hands_in_after_the_release_sees_marks_at_once(waiting, ben, ada):
    handing.release(step=waiting, by=ada, now=NOW)

    assert begin(ben, waiting).under.shows_marks(NOW)
