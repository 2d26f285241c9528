"""Is the arithmetic of the benchmarks right, and does what they promise of durability hold at their small size?

No budget of time is asked here: a busy machine is no failing promise.
"""

import json
import subprocess
import sys
from itertools import chain, repeat

import pytest

from bench import __main__ as bench
from bench import crowd, postgres, text
from bench.client import Client
from bench.findings import Finding, Report, together
from bench.ratio import ROUNDS, STEADY, TRIES, Ratio, interleaved, percentile, ratio, steady
from bench.saving import Writer, lost
from bench.stage import Student
from corpus.formats import adapted
from tests.factories.quizzes import answered, attempt

CALM = {"page": 3.0, "bare": 2.0}
RESTLESS = {"page": 9.0, "bare": 2.0}


def test_the_median_round_counts_and_an_outlier_does_not():
    assert Ratio((0.7, 0.6, 5.0)).median == 0.7


def test_a_ratio_is_taken_inside_each_round():
    rounds = [{"page": 1.0, "bare": 2.0}, {"page": 10.0, "bare": 20.0}]

    assert ratio(rounds, "page", "bare").rounds == (0.5, 0.5)


def test_spread_is_the_worst_round_over_the_best():
    assert Ratio((1.0, 1.2, 0.8)).spread == pytest.approx(1.5)
    assert not Ratio((1.0, 1.51)).is_steady
    assert Ratio((1.0, STEADY)).is_steady


def test_slices_take_turns_and_their_costs_add_up():
    said = []
    slices = {name: lambda name=name: said.append(name) or 1.5 for name in "abc"}

    assert interleaved(slices, turns=2) == {"a": 3.0, "b": 3.0, "c": 3.0}
    assert said == list("abcabc")


def test_a_steady_first_try_is_taken():
    costs = chain(repeat(CALM, ROUNDS), repeat(RESTLESS))

    assert steady(lambda: next(costs), [("page", "bare")]) == [CALM] * ROUNDS


def test_a_restless_try_is_measured_again():
    costs = chain([RESTLESS], repeat(CALM))

    assert steady(lambda: next(costs), [("page", "bare")]) == [CALM] * ROUNDS


def test_after_three_tries_the_steadiest_stands_and_shows_its_spread():
    tries = [[1.0, 2.0], [4.0, 2.4], [1.0, 1.9]]
    costs = iter([{"page": page, "bare": 1.0} for page in chain.from_iterable(tries)])

    found = ratio(steady(lambda: next(costs), [("page", "bare")], rounds=2), "page", "bare")

    assert len(tries) == TRIES
    assert found.rounds == (4.0, 2.4)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.001, 1)], ids=lambda value: str(value)
)
def test_a_percentile_is_a_value_that_was_measured(share, expected):
    assert percentile(list(range(100, 0, -1)), share) == expected


def test_a_budget_that_is_just_met_holds():
    assert Finding("P1", "reading", 0.75, 0.75).holds
    assert not Finding("P1", "reading", 0.75, 0.7501).holds


def test_a_report_is_one_line_that_says_what_misses():
    report = together([Report((Finding("P1", "reading", 0.75, 1.23456),), {"ms": 4.5678}), Report(facts={"kills": 10})])

    told = json.loads(report.line("pages"))

    assert "\n" not in report.line("pages")
    assert told["findings"][0]["measured"] == 1.23
    assert told["facts"] == {"ms": 4.57, "kills": 10}
    assert not told["findings"][0]["holds"]
    assert not report.holds


def test_the_measured_text_is_always_the_same_and_as_long_as_the_goals_say():
    draft = adapted.read(text.markdown())
    paragraphs = list(draft.paragraphs())

    assert text.markdown() == text.markdown()
    assert sum(len(paragraph.sentence_starts) for paragraph in paragraphs) == text.SENTENCES
    assert text.LETTERS <= sum(len(paragraph.text) for paragraph in paragraphs) <= 19_000


def test_a_student_waits_as_the_page_does_and_as_long_as_the_server_asks():
    assert [crowd.as_the_page(failed, 0) for failed in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert crowd.as_the_page(0, 5) == 5


# Durability


@pytest.mark.django_db(transaction=True)
def test_what_is_lost_stored_twice_or_changed_is_counted(ben):
    taken = attempt(ben)
    items = tuple(taken.items.order_by("position").values_list("pk", flat=True))
    writer = Writer(Client(0, Student("", "", taken.public_id, items)), position=1)
    for base, marks in enumerate((["maren-1956:p1.s1"], ["maren-1956:p1.s2"])):
        answered(taken, 1, {"verdict": "supported", "mark": marks}, base)

    writer.acknowledged = {1: ["maren-1956:p1.s1"], 2: ["maren-1956:p1.s2"]}
    assert (lost([writer]), crowd.out_of_turn([writer])) == ([], 0)
    writer.acknowledged[2] = ["maren-1956:p1.s3"]
    assert lost([writer]) == [f"item {items[0]} revision 2"]
    writer.acknowledged[3] = ["maren-1956:p1.s1"]
    assert len(lost([writer])) == 2
    assert crowd.out_of_turn([writer]) == 1
    writer.acknowledged = {}
    assert crowd.out_of_turn([writer]) == 1


def short(name: str) -> dict:
    """What the small size of a benchmark says, in processes of its own."""
    done = subprocess.run([sys.executable, "-m", "bench", "--short", name], capture_output=True, text=True, timeout=400)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def missed(told: dict) -> list[dict]:
    return [finding for finding in told["findings"] if not finding["holds"]]


@pytest.mark.xdist_group("bench")
def test_no_acknowledged_save_is_lost_when_the_server_is_killed_in_the_middle_of_five_hundred():
    told = short("kill")

    assert missed(told) == []
    assert told["facts"]["acknowledged"] >= 500
    assert told["facts"]["kills"] >= 3
    assert told["facts"]["sent again after no answer"] > 0


@pytest.mark.xdist_group("bench")
def test_a_class_that_hands_in_at_once_gets_through():
    told = short("rush")

    assert missed(told) == []
    assert told["facts"]["statuses"] == {"302": 60}


@pytest.mark.xdist_group("bench")
@pytest.mark.skipif(postgres.programs() is None, reason=postgres.ABSENT)
def test_no_acknowledged_save_is_lost_when_postgresql_is_restarted_under_load():
    told = short("restart")

    assert missed(told) == []
    assert told["facts"]["acknowledged"] >= 300
    assert told["facts"]["restarts"] == ["fast", "immediate"]


def test_without_postgresqls_programs_the_restart_says_that_it_was_not_run(monkeypatch, capsys):
    monkeypatch.setattr(postgres, "programs", lambda: None)

    assert bench.main(["restart"]) == 3
    assert "restart was NOT run. PostgreSQL's own programs" in capsys.readouterr().err


def test_only_what_has_a_small_size_can_be_run_short(capsys):
    assert bench.main(["--short", "paint"]) == 2
    assert "there are kill, rush, restart" in capsys.readouterr().err
