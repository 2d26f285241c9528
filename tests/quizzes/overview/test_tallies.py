"""Sums kept while answers come in: each attempt once, none lost, the same as a recount."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from itertools import cycle

import pytest
from django.db import connection

from quizzes.analysis.papers import Tallies
from quizzes.models import Attempt, Mark, Recount, Tally
from quizzes.overview import tallies
from quizzes.overview.papers import Which, papers
from quizzes.regrades.overriding import override
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.quizzes import RIGHT, answered, attempt, quiz
from tests.factories.written import written_quiz

LATER = NOW + timedelta(hours=1)
WRONG = {
    1: {"verdict": "supported", "mark": ["maren-1956:p3.s3", "maren-1956:p1.s1"]},
    2: {"verdict": "supported", "mark": ["maren-1956:p4.s2"]},
    3: {"verdict": "supported", "mark": []},
    4: {"choice": ["c"]},
}
PARTLY = {1: RIGHT[1], 4: WRONG[4]}


def handed_in(of, answers, user=None):
    taken = attempt(user or UserFactory(), of, tries=3)
    for position, response in answers.items():
        answered(taken, position, response)
    return attempts.submit(attempt=taken, now=LATER)


def a_class(of, size=12):
    return [handed_in(of, answers) for _, answers in zip(range(size), cycle([RIGHT, WRONG, PARTLY, {}]), strict=False)]


def again(taken, position, **facts):
    """Marks one question anew; returns it."""
    item = taken.items.get(position=position)
    mark = item.marks.get()
    mark.pk, mark.number = None, 2
    for name, value in facts.items():
        setattr(mark, name, value)
    mark.save(force_insert=True)
    return item


@pytest.fixture
def graded(db):
    return quiz(Mode.GRADED, 4)


def test_one_after_another_is_what_a_recount_gives(graded):
    for taken in a_class(graded):
        assert tallies.count(taken)
    kept = tallies.kept(graded)

    tallies.recount(graded, NOW)
    assert kept == tallies.kept(graded) == Tallies.of(papers(graded))
    assert kept.totals.n == 12


def test_an_attempt_is_counted_once(graded):
    (taken,) = a_class(graded, 1)

    assert [tallies.count(taken), tallies.count(taken)] == [True, False]
    assert tallies.kept(graded).totals.n == 1


def test_a_second_attempt_is_not_in_the_sums(graded, ben):
    first, second = handed_in(graded, WRONG, ben), handed_in(graded, RIGHT, ben)

    assert [tallies.count(first), tallies.count(second)] == [True, False]
    assert {which.value: [p.total for p in papers(graded, which)] for which in Which} == {
        "first": [first_total(first)],
        "best": [800],
        "last": [800],
        "all": [first_total(first), 800],
    }


def first_total(taken):
    return sum(int(mark.points * 100) for mark in Mark.objects.filter(item__attempt=taken))


def test_of_two_equally_good_attempts_the_earlier_is_the_best(graded, ben):
    handed_in(graded, PARTLY, ben)
    handed_in(graded, {1: RIGHT[1], 4: {"choice": ["a"]}}, ben)

    (best,) = papers(graded, Which.BEST)
    assert best.answered[3].picked == ("c",)


def test_what_is_not_handed_in_is_not_counted(graded, ben):
    assert not tallies.count(attempt(ben, graded))
    assert papers(graded) == []


def test_blank_is_nought_and_counts(graded):
    (taken,) = [handed_in(graded, {})]
    tallies.count(taken)
    kept = tallies.kept(graded)

    assert (kept.totals.n, kept.totals.t1, kept.totals.possible) == (1, 0, 800)
    assert all(found.sums.n == 1 and found.sums.x == 0 for found in kept.versions.values())


def test_verdict_and_evidence_are_kept_apart(graded):
    for taken in a_class(graded, 4):
        tallies.count(taken)
    version = Attempt.objects.first().items.get(position=1).version_id
    found = tallies.kept(graded).versions[version]

    assert {name: sums.x for name, sums in found.parts.items()} == {"verdict": 300, "evidence": 225}
    assert found.complete == 2
    assert found.picks["maren-1956/adapted ¶3.3"].n == 3


def test_options_are_counted_and_have_no_parts(graded):
    for taken in a_class(graded, 3):
        tallies.count(taken)
    version = Attempt.objects.first().items.get(position=4).version_id
    found = tallies.kept(graded).versions[version]

    assert {label: picks.n for label, picks in found.picks.items()} == {"b": 1, "c": 2}
    assert found.parts == {}


def test_a_submission_is_counted_when_it_is_committed(graded, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        taken = handed_in(graded, RIGHT)
        assert not Tally.objects.exists()

    assert Attempt.objects.get(pk=taken.pk).counted
    assert tallies.kept(graded).totals.t1 == 800


def test_a_count_that_fails_leaves_the_submission_and_is_caught_up(
    graded, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr(tallies, "_keep", lambda *_: 1 / 0)
        taken = handed_in(graded, RIGHT)

    found = Attempt.objects.get(pk=taken.pk)
    assert (found.submitted_at, found.counted) == (LATER, False)
    assert f"Attempt {taken.pk} is not in the sums" in caplog.text
    assert tallies.catch_up(graded) == 1
    assert tallies.catch_up(graded) == 0
    assert tallies.kept(graded) == Tallies.of(papers(graded))


def test_a_recount_takes_in_what_was_missed_and_what_was_marked_again(graded):
    first, *_ = a_class(graded, 5)
    tallies.count(first)
    item = again(first, 4, points=Decimal(1), fraction=Decimal("0.5"))

    made = tallies.recount(graded, NOW)
    assert (made.attempts, Recount.objects.count()) == (5, 1)
    assert tallies.kept(graded) == Tallies.of(papers(graded))
    assert tallies.kept(graded).versions[item.version_id].marks == {0: 3, 100: 1, 200: 1}
    assert Attempt.objects.filter(counted=True).count() == 5
    assert not tallies.count(first)


def test_a_mark_by_a_corrected_key_counts_for_the_corrected_version(graded):
    (first,) = a_class(graded, 1)
    before = first.items.select_related("version").get(position=4).version
    corrected = type(before).objects.create(
        question=before.question, number=2, kind=before.kind, body=before.body, points=3, made_at=NOW
    )
    again(first, 4, version=corrected, possible=Decimal(3))

    tallies.recount(graded, NOW)
    kept = tallies.kept(graded).versions
    assert before.pk not in kept
    assert kept[corrected.pk].possible == 300


def test_an_attempt_that_waits_for_a_persons_mark_is_not_counted_yet(graded):
    (taken,) = a_class(graded, 1)
    Mark.objects.filter(item__attempt=taken, item__position=2).delete()

    assert not tallies.count(taken)
    assert papers(graded) == []
    assert not Attempt.objects.get(pk=taken.pk).counted


def test_a_suspended_question_is_left_out(graded):
    (taken,) = a_class(graded, 1)
    again(taken, 2, points=0, possible=0, fraction=0)

    (paper,) = papers(graded)
    assert (len(paper.answered), paper.possible) == (3, 600)


def test_in_practice_the_first_check_counts(db, ben):
    practice = quiz(Mode.PRACTICE, 2)
    taken = attempt(ben, practice)
    item = taken.items.select_related("attempt", "version__key", "revision__edition__work").get(position=1)
    for base, response in enumerate((WRONG[1], RIGHT[1])):
        sent = attempts.Save(response, base, f"00000000-0000-0000-0000-00000000000{base}")
        attempts.check(item=item, sent=sent, blank=False, now=NOW)
    attempts.submit(attempt=taken, now=LATER)

    (paper,) = papers(practice)
    assert paper.answered[0].x == 88
    assert (paper.answered[1].x, paper.answered[1].possible) == (0, 200)


def test_in_practice_a_written_question_left_blank_counts_for_nothing(db, ben):
    taken = attempt(ben, written_quiz(Mode.PRACTICE))
    answered(taken, 2, RIGHT[4])
    attempts.submit(attempt=taken, now=LATER)

    (paper,) = papers(taken.quiz)
    assert [(one.x, one.possible) for one in paper.answered] == [(200, 200)]


def test_a_mark_set_by_hand_is_in_the_sums(graded, ada, django_capture_on_commit_callbacks):
    (taken,) = a_class(graded, 1)
    tallies.count(taken)
    item = taken.items.select_related("attempt").get(position=4)
    with django_capture_on_commit_callbacks(execute=True):
        override(item=item, seen=1, points=Decimal(1), reason="The question was unclear.", by=ada, now=LATER)

    assert tallies.kept(graded).totals.t1 == 700


@pytest.mark.django_db(transaction=True)
def test_who_counts_at_the_same_time_loses_nothing():
    of = quiz(Mode.GRADED, 4)
    taken = _uncounted(of)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(_counted, [*taken, *taken]))

    assert sum(found) == len(taken)
    assert tallies.kept(of) == Tallies.of(papers(of))


def _uncounted(of):
    """In a real transaction they are counted at once; here that is what is tried, so it is taken back."""
    made = a_class(of, 12)
    Tally.objects.all().delete()
    Attempt.objects.update(counted=False)
    return made


def _counted(taken):
    """As another request: with a connection and an attempt of its own."""
    try:
        return tallies.count(Attempt.objects.get(pk=taken.pk))
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_recount_and_counts_at_the_same_time_agree_in_the_end():
    of = quiz(Mode.GRADED, 4)
    taken = _uncounted(of)

    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(_counted, one) for one in taken[:6]]
        work.append(pool.submit(_recounted, of))
        work += [pool.submit(_counted, one) for one in taken[6:]]
    for one in work:
        one.result()

    assert tallies.kept(of) == Tallies.of(papers(of))
    assert tallies.kept(of).totals.n == 12


def _recounted(of):
    try:
        return tallies.recount(of, NOW)
    finally:
        connection.close()
