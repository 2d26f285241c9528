from fractions import Fraction
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis.figure import Interval
from quizzes.analysis.items import ENOUGH, Item, correlation, efficiency, fisher
from quizzes.analysis.ranks import Ranks
from quizzes.analysis.sums import Sums
from tests.quizzes.analysis.tables import of_rows, written

VECTOR = {
    "first": (0.583333, 0.816497, 77.5, 77.5, 0.75, 36.639727),
    "second": (0.666667, 0.408248, 50.596443, 51.612903, 0.75, 22.172248),
    "third": (0.333333, 0.408248, 46.966822, 55.555556, 0.5, 21.741678),
    "fourth": (0.666667, 0.516398, 9.205746, 10, 0.5, 19.446348),
}
PAIRS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 800)), min_size=2, max_size=40)


@pytest.mark.parametrize("item", written().subjects, ids=lambda item: item.name)
def test_the_table_of_the_specification(item):
    told = item.dump()
    names = ("facility", "sd", "discrimination", "efficiency", "d27", "effective_weight")

    assert tuple(round(told[name], 6) for name in names) == VECTOR[item.name]
    assert told["reasons"] == {"guess": "there is no key to guess at"}


def test_intended_weights_are_shares_of_what_can_be_earned():
    assert [item.intended.value for item in written().subjects] == [40, 20, 20, 20]


def test_facility_needs_one_attempt_and_deviation_two():
    item = of_rows((50, 100)).subjects[0]

    assert item.item.facility.value == 0.5
    assert (item.item.sd.value, item.item.sd.reason) == (None, "fewer than two attempts")
    assert item.ranked.d27.value is None


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        ([(30, 1), (30, 2)], "every attempt earned the same here"),
        ([(10, 7), (30, 7)], "every attempt earned the same on the rest of the quiz"),
        ([(10, 7)], "fewer than two attempts"),
    ],
)
def test_without_spread_there_is_no_correlation_and_the_reason_is_told(pairs, reason):
    sums = Sums.of(pairs)

    assert (correlation(sums).value, correlation(sums).reason) == (None, reason)
    assert efficiency([x for x, _ in pairs], [o for _, o in pairs], sums).reason == reason


def test_a_third_of_a_mark_each_time_has_no_spread_at_all():
    """In floats the variance of thirds is not quite 0."""
    item = Item(Sums.of([(33, n) for n in range(1_000)]), 100 * 1_000)

    assert item.sd.value == 0
    assert item.r.value is None


def test_the_interval_of_the_specification():
    found = fisher(0.3, 25)

    assert (round(found.low, 2), round(found.high, 2)) == (-0.11, 0.62)


@pytest.mark.parametrize(("r", "n"), [(None, 25), (0.3, 3), (1.0, 25), (-1.0, 25)])
def test_where_there_is_no_interval(r, n):
    assert fisher(r, n) is None


def test_a_facility_lies_between_0_and_1_and_so_does_its_interval():
    found = Item(Sums.of([(0, 1)] * 11 + [(100, 1)]), 1_200).facility_interval

    assert found == Interval(0.0, pytest.approx(0.246664, abs=1e-6))


def _against(n: int) -> Item:
    """Who earns more on the rest earns less here."""
    return Item(Sums.of([(100 - place, place**2) for place in range(n)]), 100 * n)


def test_a_question_that_the_good_get_wrong_has_its_key_checked():
    assert _against(ENOUGH).flags == ("check the key", "weak")


def test_below_ten_attempts_nothing_is_flagged():
    assert _against(ENOUGH - 1).flags == ()


def test_weak_is_said_only_where_even_the_best_r_is_small():
    """r is about 0 in both; with 20 attempts it may still be 0.44."""
    few = Item(Sums.of([(x, o) for x in (0, 100) for o in range(10)]), 2_000)
    many = Item(Sums.of([(x, o) for x in (0, 100) for o in range(10)] * 10), 20_000)

    assert few.flags == ()
    assert many.flags == ("weak",)


def test_who_goes_against_the_total_has_no_effective_weight():
    found = of_rows((100, 0, 0), (0, 100, 100), (100, 10, 0), (0, 100, 90)).subjects

    assert found[0].effective.value is None
    assert "negative" in found[0].effective.reason
    assert sum(item.effective.value for item in found[1:]) == pytest.approx(100)


def test_ties_on_the_cut_share_the_places_left():
    """Of six, the upper group has two places: one for the best, one for the three who tie."""
    upper = Ranks.of([10, 40, 40, 40, 50, 20]).upper

    assert upper.mean([0, 90, 60, 30, 100, 0]) == Fraction(100 + 60, 2)
    assert upper.share([1, 4]) == Fraction(1 + Fraction(1, 3), 2)


def test_where_all_tie_the_groups_are_alike():
    ranks = Ranks.of([5] * 8)

    assert ranks.upper.mean(range(8)) == ranks.lower.mean(range(8)) == Fraction(28, 8)


@pytest.mark.parametrize(("n", "g"), [(1, 1), (2, 1), (5, 1), (6, 2), (10, 3), (100, 27), (300, 81)])
def test_the_size_of_the_groups(n, g):
    assert Ranks.of(range(n)).tail == g


@given(st.lists(st.integers(0, 6), min_size=1, max_size=30), st.integers(1, 5))
def test_groups_together_are_everybody(totals, count):
    values = [7 * total % 11 for total in totals]
    means = [group.mean(values) for group in Ranks.of(totals).groups(count)]

    assert sum(means) / count == Fraction(sum(values), len(values))


@given(PAIRS)
def test_r_is_what_deviations_give(pairs):
    xs, rests = [x for x, _ in pairs], [o for _, o in pairs]
    found = correlation(Sums.of(pairs)).value
    if found is not None:
        mean_x, mean_o = Fraction(sum(xs), len(xs)), Fraction(sum(rests), len(rests))
        shared = sum((x - mean_x) * (o - mean_o) for x, o in pairs)
        spread = sum((x - mean_x) ** 2 for x in xs) * sum((o - mean_o) ** 2 for o in rests)

        assert isclose(found, float(shared) / float(spread) ** 0.5, abs_tol=1e-12)
        assert -1 <= found <= 1


@given(PAIRS)
def test_efficiency_is_never_more_than_all(pairs):
    found = efficiency([x for x, _ in pairs], [o for _, o in pairs], Sums.of(pairs)).value

    assert found is None or found <= 100
