"""The draw, from values alone: the same from the same seed, fair, and without repeating itself."""

import hashlib
from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from quizzes.drawing import Pool, Slot, draw, uneven

TWO_OF_FIVE = Pool(7, "Cliff, close reading", 2)
FIXED = [Slot(1, Decimal(2)), Slot(2, Decimal(1))]
POOLED = [Slot(question, Decimal(2), TWO_OF_FIVE) for question in (11, 12, 13, 14, 15)]
MIXED = [FIXED[0], *POOLED[:3], FIXED[1], *POOLED[3:]]
seeds = st.integers(0, 2**63 - 1)


def test_a_quiz_without_pools_asks_everybody_the_same():
    assert draw(FIXED, 5, {}) == (1, 2)


@given(seeds)
def test_a_pool_stands_at_the_place_of_its_first_member(seed):
    first, *pooled, last = draw(MIXED, seed, {})

    assert (first, last) == (1, 2)
    assert len(pooled) == len(set(pooled)) == 2
    assert set(pooled) <= {11, 12, 13, 14, 15}


@given(seeds)
def test_the_same_seed_gives_the_same(seed):
    assert draw(MIXED, seed, {11: 1}) == draw(list(MIXED), seed, {11: 1})


@given(seeds)
def test_the_draw_does_not_follow_the_order_of_a_pool(seed):
    assert draw(POOLED, seed, {}) == draw(POOLED[::-1], seed, {})


def test_anybody_can_work_it_out_again():
    def lot(question):
        return hashlib.sha256(f"2026|7|{question}".encode()).hexdigest()

    assert draw(POOLED, 2026, {}) == tuple(sorted((11, 12, 13, 14, 15), key=lot)[:2])
    # For ever: a change of this line is a change of every draw that was ever made.
    assert draw(POOLED, 2026, {}) == (14, 13)


@given(seeds)
def test_nothing_comes_again_while_something_is_unused(seed):
    seen, asked = {}, []
    for number in (1, 2):
        drawn = draw(POOLED, seed + number, seen)
        seen |= dict.fromkeys(drawn, number)
        asked += drawn
    third = draw(POOLED, seed, seen)

    assert len(set(asked)) == 4
    assert third[0] not in asked
    assert seen[third[1]] == 1  # then what was asked longest ago


def test_over_many_seeds_each_question_comes_about_as_often():
    times = Counter(question for seed in range(2_000) for question in draw(POOLED, seed, {}))

    assert all(700 < times[slot.question] < 900 for slot in POOLED)


def test_a_pool_that_is_too_small_gives_what_it_has():
    assert set(draw(POOLED[:1], 1, {})) == {11}


def test_a_pool_that_mixes_points_is_told():
    assert uneven(MIXED) == ""
    assert uneven([*POOLED, Slot(16, Decimal("1.50"), TWO_OF_FIVE)]) == (
        "The questions of the pool “Cliff, close reading” are worth 1.5 and 2 points; they must be worth the same."
    )
