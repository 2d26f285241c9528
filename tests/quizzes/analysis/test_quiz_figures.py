from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis import quiz
from quizzes.analysis.sums import Totals
from tests.quizzes.analysis.tables import of_rows, written

FIGURES = {
    "mean": 2.833333,
    "median": 3.25,
    "sd": 1.538397,
    "skewness": -0.704959,
    "kurtosis": -0.929875,
    "cic": 61.971831,
    "error_ratio": 61.666984,
    "standard_error": 0.948683,
}


def test_the_quiz_of_the_specification():
    assert {name: round(figure.value, 6) for name, figure in written().figures.items()} == FIGURES


@pytest.mark.parametrize(
    ("attempts", "name", "reason"),
    [
        (1, "sd", "fewer than two attempts"),
        (2, "skewness", "fewer than three attempts"),
        (3, "kurtosis", "fewer than four attempts"),
        (2, "cic", "fewer than three attempts"),
        (2, "error_ratio", "fewer than three attempts"),
        (2, "standard_error", "fewer than three attempts"),
    ],
)
def test_what_so_few_attempts_do_not_tell(attempts, name, reason):
    figure = of_rows(*[(10 * n, 20) for n in range(attempts)]).figures[name]

    assert (figure.value, figure.reason) == (None, reason)


def test_one_more_attempt_tells_it():
    assert of_rows((0, 20), (10, 30)).figures["sd"].value is not None
    assert of_rows((0, 20), (10, 30), (10, 50)).figures["cic"].value is not None
    assert of_rows(*[(10 * n, n) for n in range(4)]).figures["kurtosis"].value is not None


@pytest.mark.parametrize("name", ["skewness", "kurtosis", "cic"])
def test_equal_totals_have_no_shape(name):
    figure = of_rows(*[(33, 67)] * 6).figures[name]

    assert (figure.value, figure.reason) == (None, "every total is the same")


def test_one_question_is_not_consistent_with_others():
    assert of_rows(*[(10 * n,) for n in range(6)]).figures["cic"].reason == "fewer than two questions"


def test_consistency_may_be_negative():
    figures = of_rows((100, 0), (0, 100), (90, 0), (0, 80)).figures

    assert figures["cic"].value < 0
    assert figures["error_ratio"].value > 100


def test_no_attempt_is_no_number():
    figures = quiz.figures(Totals(), [], quiz.median([]))

    assert {figure.value for figure in figures.values()} == {None}
    assert all(figure.reason for figure in figures.values())


@given(st.lists(st.integers(0, 2_000), min_size=4, max_size=50))
def test_moments_from_sums_are_those_of_the_totals(totals):
    found = Totals.of(totals)
    n, mean = len(totals), sum(totals) / len(totals)

    assert quiz.deviation(found).value == pytest.approx(stdev(totals) / 100)
    assert float(found.m3) == pytest.approx(sum((t - mean) ** 3 for t in totals) / n, rel=1e-6, abs=1e-3)
    assert float(found.m4) == pytest.approx(sum((t - mean) ** 4 for t in totals) / n, rel=1e-6, abs=1e-3)
