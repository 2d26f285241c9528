"""What the marks of a quiz say: counted at once for few, from kept sums for many, and the same either way."""

import pytest

from quizzes.analysis.picks import KEY, NEUTRAL
from quizzes.models import Attempt, Mark, Tally
from quizzes.overview import statistics, tallies
from quizzes.overview.papers import Which
from quizzes.rules import Mode
from tests.factories.corpus import NOW
from tests.factories.quizzes import CHOICE, RIGHT, question, quiz
from tests.queries import counted
from tests.quizzes.overview.test_tallies import WRONG, a_class, handed_in


@pytest.fixture
def graded(db):
    return quiz(Mode.GRADED, 4)


def subject(of, number):
    return statistics.of_quiz(of).report.subjects[number - 1]


def test_few_are_counted_at_once_and_many_from_sums_and_both_agree(graded, monkeypatch):
    for taken in a_class(graded, 12):
        tallies.count(taken)
    tallies.recount(graded, NOW)
    now = statistics.of_quiz(graded)
    monkeypatch.setattr(statistics, "SMALL", 3)
    kept = statistics.of_quiz(graded)

    assert (now.is_kept, kept.is_kept, kept.as_of, kept.ranked) == (False, True, NOW, 12)
    assert kept.report.dump() == now.report.dump()


def test_many_of_whom_nothing_is_kept_are_not_counted_while_the_page_waits(graded, monkeypatch):
    a_class(graded, 6)
    monkeypatch.setattr(statistics, "SMALL", 3)
    found = statistics.of_quiz(graded)

    assert (found.is_kept, found.attempts, found.as_of) == (True, 0, None)


def test_of_many_some_of_whom_wait_for_a_mark_nobody_is_passed_over(graded, monkeypatch):
    taken = a_class(graded, 6)
    waits = Mark.objects.filter(item__attempt__in=[one.pk for one in taken[:3]], item__position=4)
    waits.delete()
    for one in taken:
        tallies.count(one)
    monkeypatch.setattr(statistics, "SMALL", 4)

    assert statistics.of_quiz(graded).attempts == 3


def test_sums_are_of_now_and_orders_as_of_the_last_recount(graded, monkeypatch):
    taken = a_class(graded, 12)
    tallies.recount(graded, NOW)
    monkeypatch.setattr(statistics, "SMALL", 3)
    tallies.count(handed_in(graded, RIGHT))
    found = statistics.of_quiz(graded)

    assert (found.attempts, found.ranked) == (len(taken) + 1, 12)


def test_the_guess_is_told_by_the_key(graded):
    a_class(graded, 1)
    found = [one.guess for one in statistics.of_quiz(graded).report.subjects]

    # Twelve sentences, a proof of two of them; two sentences, one of them the proof.
    assert found[0].value == pytest.approx(1 / 12 + 5 / 12 * (2 / 2) / 12)
    assert found[1].value == pytest.approx(1 / 12 + 5 / 12 / 2)
    assert (found[2].value, found[2].reason) == (None, "no sentence proves an absence")
    assert found[3].value == pytest.approx(1 / 3)


def test_a_key_says_what_each_sentence_is(graded):
    a_class(graded, 12)
    roles = {one.label: (one.role, one.n) for one in subject(graded, 1).sentences}

    assert roles == {
        "maren-1956/adapted ¶3.3": (KEY, 9),
        "maren-1956/adapted ¶3.5": (KEY, 6),
        "maren-1956/adapted ¶1.1": ("", 3),
        "maren-1956/adapted ¶3.4": (NEUTRAL, 0),
    }


def test_where_nothing_proves_the_closest_passage_is_the_key(graded):
    a_class(graded, 4)

    assert {one.label: one.role for one in subject(graded, 3).sentences} == {"maren-1956/adapted ¶4.1": KEY}


def test_options_are_told_with_their_words_and_the_right_one(graded):
    a_class(graded, 12)
    found = subject(graded, 4)

    assert [(one.label, one.role, one.n) for one in found.options] == [("a", "", 0), ("b", KEY, 3), ("c", "", 6)]
    assert found.asked.options["b"] == "It was read aloud and then sent on"


def test_readers_of_another_edition_mark_by_paragraph(graded, ben):
    taken = handed_in(graded, {1: {"verdict": "supported", "mark": ["maren-1956:p3.s2"]}}, ben)
    item = taken.items.get(position=1)
    mark = item.marks.get()
    mark.pk, mark.number, mark.edition = None, 2, "original"
    mark.save(force_insert=True)

    found = {one.label: one.role for one in subject(graded, 1).sentences}
    assert found["maren-1956/original ¶3.2"] == KEY


def test_versions_stand_apart_and_together(graded):
    a_class(graded, 10)
    question("q4", CHOICE | {"ask": "Why could one copy serve a whole region?"})
    a_class(graded, 4)
    found = subject(graded, 4)

    assert found.item.n == 14
    assert [(one.number, one.item.n) for one in found.versions] == [(1, 10), (2, 4)]


def test_a_question_that_was_taken_out_keeps_its_statistics(graded):
    for taken in a_class(graded, 2):
        tallies.count(taken)
    graded.items.get(position=2).delete()

    assert [one.name for one in statistics.of_quiz(graded).report.subjects] == ["q1", "q3", "q4", "q2"]
    Tally.objects.all().delete()
    assert len(statistics.of_quiz(graded).report.subjects) == 4


def test_nothing_handed_in_is_no_figure(graded):
    found = statistics.of_quiz(graded)

    assert found.attempts == 0
    assert found.report.subjects == ()
    assert {figure.value for figure in found.report.figures.values()} == {None}


def test_it_asks_two_questions_whatever_the_class(graded, monkeypatch):
    totals = []
    for size in (3, 9):
        a_class(graded, size)
        statistics.of_quiz(graded)
        with counted() as queries:
            statistics.of_quiz(graded)
        totals.append(queries.total)
    tallies.recount(graded, NOW)
    monkeypatch.setattr(statistics, "SMALL", 1)
    with counted() as kept:
        statistics.of_quiz(graded)

    assert totals == [2, 2]
    assert kept.total == 2


def test_a_report_may_be_of_the_best_or_of_all_attempts(graded, ben):
    handed_in(graded, WRONG, ben)
    handed_in(graded, RIGHT, ben)
    n = {which.value: statistics.of_papers(graded, which).totals for which in Which}

    assert {name: (totals.n, totals.t1) for name, totals in n.items()} == {
        "first": (1, n["first"].t1),
        "best": (1, 800),
        "last": (1, 800),
        "all": (2, n["first"].t1 + 800),
    }
    assert not Attempt.objects.filter(counted=True).exists()
