from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from quizzes.models import Attempt, Item, Mark
from quizzes.pages.clock import Clock
from quizzes.rules import GRACE, WAITING, Mode, Refused, Rules
from quizzes.taking import attempts, timing
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.quizzes import RIGHT, answered, attempt
from tests.queries import counted

pytestmark = pytest.mark.django_db
MINUTE, TICK = timedelta(minutes=1), timedelta(microseconds=1)
END = NOW + 30 * MINUTE
OVER = END + GRACE + WAITING + TICK


@pytest.fixture
def taken(ben) -> Attempt:
    return attempt(ben, minutes=30, base_minutes=30, stretch_minutes=5)


def given(taken: Attempt, now=NOW, **rules) -> Attempt:
    """These rules are handed out, and the attempt as it is then."""
    timing.hand_out({taken.user_id: Rules(mode=Mode.GRADED, **rules)}, quiz=taken.quiz_id, now=now)
    return Attempt.objects.get(pk=taken.pk)


def save(taken: Attempt, now) -> None:
    item = Item.objects.select_related("attempt", "version").get(attempt=taken, position=1)
    attempts.save(item=item, sent=attempts.Save(RIGHT[1], item.answers.count(), uuid4()), blank=False, now=now)


# The end, to the moment


def test_an_attempt_knows_its_end_when_it_begins(taken, ben):
    assert (taken.ends_at, attempt(UserFactory(), taken.quiz).ends_at) == (END, None)


def test_the_last_moment_of_the_grace_is_in_time_and_the_next_is_not(taken):
    save(taken, END + GRACE)

    with pytest.raises(Refused, match="Your time was up"):
        save(taken, END + GRACE + TICK)


@pytest.mark.parametrize(("late", "handed_in"), [(False, False), (True, True)])
def test_an_attempt_is_settled_when_nothing_can_be_on_its_way(taken, late, handed_in):
    settled = attempts.settle(attempt=taken, now=END + GRACE + WAITING + TICK * late)

    assert (not settled.is_open) is handed_in


def test_what_was_saved_counts_as_handed_in_at_the_end_whenever_somebody_looks(taken):
    answered(taken, 1, RIGHT[1])
    attempts.settle(attempt=taken, now=END + timedelta(days=9))

    assert taken.submitted_at == END
    assert Mark.objects.get(item__attempt=taken, item__position=1).points == Decimal(2)


def test_who_hands_in_too_late_hands_in_what_was_there_at_the_end(taken):
    attempts.submit(attempt=taken, now=END + timedelta(days=1))

    assert taken.submitted_at == END


def test_who_hands_in_within_the_grace_hands_in_then(taken):
    assert attempts.submit(attempt=taken, now=END + GRACE).submitted_at == END + GRACE


def test_an_end_that_moved_meanwhile_is_not_settled(taken):
    stale = Attempt.objects.get(pk=taken.pk)
    given(taken, minutes=60)

    assert attempts.settle(attempt=stale, now=OVER).is_open
    assert stale.ends_at == NOW + 60 * MINUTE


def test_a_new_attempt_hands_in_one_whose_time_is_up(taken, ben):
    later = attempts.begin(quiz=taken.quiz, user=ben, rules=taken.under, edition="adapted", return_to="/", now=OVER)

    assert (later.number, Attempt.objects.get(pk=taken.pk).submitted_at) == (2, END)


def test_all_that_are_over_are_settled_and_no_other(taken):
    others = [attempt(UserFactory(), taken.quiz, minutes=30 + more) for more in (0, 1)]

    assert timing.settle(Attempt.objects.all(), now=OVER) == 2
    assert Attempt.objects.open().get() == others[1]


# A change reaches what runs


def test_extra_time_moves_the_end_of_an_attempt_that_runs(taken):
    found = given(taken, minutes=45, base_minutes=30)

    assert found.ends_at == NOW + 45 * MINUTE
    assert found.under.limit == "45 min (30 + your extra time)"


def test_without_a_limit_only_the_closing_ends_it(taken):
    assert given(taken, base_minutes=30).ends_at is None
    assert given(taken, base_minutes=30, closes_at=END).ends_at == END


def test_what_is_over_does_not_begin_again(taken):
    found = given(taken, now=OVER, minutes=90)

    assert (found.submitted_at, found.under.minutes) == (END, 30)


def test_what_has_ended_does_not_begin_again_while_a_save_may_be_on_its_way(taken):
    assert given(taken, now=END + GRACE + TICK, minutes=90).ends_at == END


def test_what_is_handed_in_keeps_its_rules_but_for_what_is_shown(taken):
    attempts.submit(attempt=taken, now=NOW)
    found = given(taken, minutes=45, release="hand", pass_mark=Decimal(60))

    assert (found.under.minutes, found.under.release, found.under.pass_mark) == (30, "hand", Decimal(60))
    assert found.ends_at == END


def test_added_minutes_stay_when_rules_change(taken):
    timing.stretch(attempt=taken, now=END)

    assert given(taken, minutes=45, base_minutes=30, stretch_minutes=5).ends_at == NOW + 50 * MINUTE


def test_rules_that_are_the_same_change_nothing(taken):
    assert timing.hand_out({taken.user_id: taken.under}, quiz=taken.quiz_id, now=NOW) == 0


def test_handing_out_asks_the_same_whatever_the_class(taken):
    def queries(size: int) -> int:
        users = UserFactory.create_batch(size)
        for user in users:
            attempt(user, taken.quiz, minutes=30)
        rules = Rules(mode=Mode.GRADED, minutes=30 + size)
        with counted() as asked:
            timing.hand_out({user.pk: rules for user in users}, quiz=taken.quiz_id, now=NOW)
        assert Attempt.objects.filter(ends_at=NOW + (30 + size) * MINUTE).count() == size
        return asked.total

    assert queries(3) == queries(30)


# The student adds minutes


def test_a_student_adds_minutes_once(taken):
    timing.stretch(attempt=taken, now=END)
    assert (taken.ends_at, taken.stretched_at, taken.may_stretch) == (END + 5 * MINUTE, END, False)

    with pytest.raises(Refused, match="No more time"):
        timing.stretch(attempt=taken, now=END)


def test_two_tabs_add_once(taken):
    other = Attempt.objects.get(pk=taken.pk)
    for tab in (taken, other):
        timing.stretch(attempt=tab, now=END)

    assert Attempt.objects.get().ends_at == END + 5 * MINUTE == other.ends_at


def test_minutes_are_added_until_the_grace_is_over(taken):
    with pytest.raises(Refused, match="Your time was up"):
        timing.stretch(attempt=taken, now=END + GRACE + TICK)


def test_nothing_is_added_where_the_quiz_does_not_say_so(ben):
    with pytest.raises(Refused):
        timing.stretch(attempt=attempt(ben, minutes=30), now=NOW)


def test_nothing_is_offered_that_the_closing_would_take_back(ben):
    assert not attempt(ben, minutes=30, stretch_minutes=5, closes_at=END).may_stretch
    assert attempt(UserFactory(), minutes=30, stretch_minutes=5, closes_at=END + MINUTE).may_stretch


# One question after the other


def test_a_question_that_was_left_is_not_answered_again(ben):
    taken = attempt(ben, fixed_order=True)
    timing.go_on(attempt=taken, position=1)

    with pytest.raises(Refused, match="one after the other"):
        save(taken, NOW)
    assert taken.asked_now == 2


def test_a_question_that_is_to_come_is_not_answered(ben):
    taken = attempt(ben, fixed_order=True)

    with pytest.raises(Refused, match="one after the other"):
        answered(taken, 2, RIGHT[2])


def test_pressing_twice_skips_nothing(ben):
    taken = attempt(ben, fixed_order=True)
    for _ in range(2):
        timing.go_on(attempt=Attempt.objects.get(pk=taken.pk), position=1)

    assert Attempt.objects.get().asked_now == 2


# What the page says


@pytest.mark.parametrize(("after", "left"), [(0, 1800), (29.5, 30), (30, 0), (40, 0)])
def test_seconds_are_the_servers(taken, after, left):
    assert Clock(taken, NOW + after * MINUTE).left == left


def test_a_part_of_a_second_is_a_second_still(taken):
    assert Clock(taken, END - TICK).left == 1


def test_the_page_says_when_it_ends_and_why(taken, settings):
    settings.TIME_ZONE = "UTC"
    found = given(taken, minutes=45, base_minutes=30)

    assert Clock(found, NOW).words == "Time limit: 45 min (30 + your extra time). Ends at 12:45."


def test_a_closing_alone_runs_no_timer(ben):
    clock = Clock(attempt(ben, closes_at=NOW + timedelta(days=2)), NOW)

    assert (clock.left, clock.words) == (None, "Closes on 24 November 2026 at 12:00 (GMT).")


def test_without_an_end_there_is_nothing_to_say(ben):
    clock = Clock(attempt(ben), NOW)

    assert (clock.left, clock.words, clock.grace, clock.is_up) == (None, "", "", False)
