"""Is a value made once, and do the least asked for make room?"""

import pytest

from corpus import kept
from corpus.kept import MOST, forget


@pytest.fixture(autouse=True)
def _forgotten():
    forget()
    yield
    forget()


def test_a_value_is_made_once_and_handed_out_as_it_is():
    first = kept.kept("a", lambda: ["made"])

    assert kept.kept("a", lambda: ["made again"]) is first


def test_names_stand_apart():
    assert [kept.kept(name, lambda name=name: name) for name in "abc"] == ["a", "b", "c"]


def test_even_nothing_is_kept():
    kept.kept("a", lambda: None)

    assert kept.kept("a", lambda: "made again") is None


def test_what_was_not_asked_for_longest_makes_room():
    for place in range(MOST):
        kept.kept(str(place), lambda: "first")
    kept.kept("0", lambda: "again")
    kept.kept("one more", lambda: "first")

    assert kept.kept("0", lambda: "again") == "first"
    assert kept.kept("1", lambda: "again") == "again"


def test_what_failed_is_made_when_it_is_next_asked_for():
    with pytest.raises(ZeroDivisionError):
        kept.kept("a", lambda: 1 / 0)

    assert kept.kept("a", lambda: "made") == "made"
