"""Does the index lead to every place where words stand, or stand with few edits?"""

import tracemalloc
from array import array
from itertools import combinations
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import shingles
from corpus.text.shingles import BORDER, UNKNOWN, Shingles

# Ten words; 11 to 20 are the same with a capital.
SMALL = [BORDER, *range(1, 11), *range(1, 11)]
WORDS = st.integers(1, 20)
ROWS = st.lists(st.one_of(WORDS, st.just(BORDER)), min_size=1, max_size=60)
EDITS = st.lists(st.tuples(st.sampled_from(["change", "leave out", "add"]), st.integers(0, 99), st.integers(1, 11)))


def index(row):
    return Shingles.of(array("I", row), SMALL)


def all_places(found, wanted):
    run = found.run(wanted)
    place = run.first(0) if run else None
    while place is not None:
        yield place
        place = run.first(place + 1)


def everywhere(row):
    return [range(len(row))]


def test_words_are_found_where_they_follow_each_other():
    assert list(all_places(index([5, 1, 2, 3, 4, 1, 2, 3]), [1, 2, 3])) == [1, 5]


def test_the_order_and_the_case_of_words_count():
    found = index([1, 2, 3, 4])

    assert list(all_places(found, [1, 3, 2])) == []
    assert list(all_places(found, [1, 12, 3])) == []


def test_a_word_that_stands_nowhere_is_looked_for_no_further():
    assert index([1, 2, 3]).run([1, UNKNOWN, 3]) is None
    assert index([]).run([]) is None


@given(ROWS, st.lists(WORDS, min_size=1, max_size=5))
def test_every_place_of_any_words_is_found_in_order(row, wanted):
    places = [at for at in range(len(row)) if row[at : at + len(wanted)] == wanted]

    assert list(all_places(index(row), wanted)) == places


@given(ROWS, st.data())
def test_any_stretch_of_a_row_is_found(row, data):
    start = data.draw(st.integers(0, len(row) - 1))
    wanted = row[start : data.draw(st.integers(start + 1, len(row)))]

    assert BORDER in wanted or start in all_places(index(row), wanted)


def edited(words, edits):
    words = list(words)
    for what, at, word in edits:
        at %= len(words) + (what == "add")
        words[at : at + (what != "add")] = [] if what == "leave out" else [word]
        if not words:
            break
    return [UNKNOWN if word == 11 else word for word in words]


@pytest.mark.parametrize("few", [-1_000, 3, 64])
@given(before=st.lists(WORDS, max_size=20), words=st.lists(WORDS, min_size=5, max_size=40), edits=EDITS)
def test_the_first_lists_lead_to_every_place_with_so_few_edits(few, before, words, edits):
    edits = edits[: len(words) // 5]
    row = [*before, BORDER, *words, BORDER, *before]
    start = len(before) + 1
    asked = edited([SMALL[word] for word in words], edits)
    with patch.object(shingles, "_FEW", few):
        lists = list(map(list, index(row).likely(asked, len(asked) // 4, everywhere(row))))
    hits = [hit for listed in lists[: len(edits) + 1] for hit in listed]

    assert any(row[hit.place] and abs(hit.begin - start) <= len(edits) for hit in hits)


@pytest.mark.parametrize("few", [-1_000, 64])
@given(row=ROWS, asked=st.lists(st.integers(1, 10), min_size=3, max_size=12))
def test_every_hit_shares_words_and_lies_where_it_was_asked(few, row, asked):
    within = [range(len(row) // 3), range(len(row) // 2, len(row))]
    with patch.object(shingles, "_FEW", few):
        hits = [hit for listed in index(row).likely(asked, len(asked) // 4, within) for hit in listed]

    assert all(any(hit.place in part for part in within) for hit in hits)
    assert all(SMALL[row[hit.place]] in asked for hit in hits)


@pytest.mark.parametrize("few", [-1_000, 64])
@given(row=ROWS, asked=st.lists(st.integers(1, 10), min_size=3, max_size=12))
def test_each_list_is_in_order_but_for_near_neighbours(few, row, asked):
    with patch.object(shingles, "_FEW", few):
        lists = [[hit.begin for hit in listed] for listed in index(row).likely(asked, len(asked) // 4, everywhere(row))]

    assert all(later >= first - 2 * len(asked) for begins in lists for first, later in combinations(begins, 2))


def test_of_many_places_only_crowded_ones_are_looked_at():
    common = [1, 2, 3, BORDER] * 200
    row = [*common, 1, 2, 3, 4, 5, 6, 7, 8]
    hits = [hit for listed in index(row).likely([1, 2, 3, 4, 5, 9, 7, 8], 2, everywhere(row)) for hit in listed]

    assert any(hit.begin == len(common) for hit in hits)
    assert len(hits) < 20


def test_the_index_takes_few_bytes_a_word_and_ten_times_as_many_for_ten_times_the_text():
    def size(words):
        row = array("I", (1 + (7 * place * place) % 17 for place in range(words)))
        tracemalloc.start()
        made = Shingles.of(row, range(18))
        taken = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        return taken / len(made.words)

    few, many = size(4_000), size(40_000)

    assert many < 16
    assert 0.8 * few < many < 1.2 * few
