from hypothesis import given
from hypothesis import strategies as st

from corpus.text.nearness import Step, nearest

WORDS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=7)


def edits(given, source):
    found = nearest(given.split(), source.split())
    return found.edits, (found.start, found.end)


def test_words_that_stand_in_the_text_cost_nothing():
    assert edits("old mill", "the old mill burned") == (0, (1, 3))


def test_a_missing_a_changed_and_an_added_word_cost_one_each():
    assert edits("the mill burned down", "then the old mill burned down again") == (1, (1, 6))
    assert edits("the new mill burned", "then the old mill burned down") == (1, (1, 5))
    assert edits("the very old mill", "then the old mill burned") == (1, (1, 4))


def test_a_wrong_word_at_an_end_counts_as_changed():
    assert edits("an old mill", "then the old mill burned") == (1, (1, 4))
    assert edits("the old house", "then the old mill burned") == (1, (1, 4))


def test_a_word_too_many_where_the_text_ends_is_added():
    found = nearest(["old", "mill", "burned"], ["the", "old", "mill"])

    assert found.steps[-1] == Step(None, 2)


@given(WORDS, WORDS)
def test_the_steps_hold_every_given_word_and_every_word_of_the_run_in_order(given_words, source):
    found = nearest(given_words, source)

    assert [step.given for step in found.steps if step.given is not None] == list(range(len(given_words)))
    assert [step.source for step in found.steps if step.source is not None] == list(range(found.start, found.end))


@given(WORDS, WORDS)
def test_the_steps_cost_what_the_alignment_says(given_words, source):
    found = nearest(given_words, source)
    unlike = [
        step
        for step in found.steps
        if step.source is None or step.given is None or source[step.source] != given_words[step.given]
    ]

    assert len(unlike) == found.edits <= len(given_words)


@given(WORDS, WORDS, WORDS)
def test_words_that_follow_each_other_are_always_found(before, wanted, after):
    assert nearest(wanted, before + wanted + after).edits == 0


@given(WORDS, WORDS, st.sampled_from("abcd"))
def test_more_text_never_makes_words_harder_to_find(given_words, source, more):
    assert nearest(given_words, [*source, more]).edits <= nearest(given_words, source).edits


@given(WORDS, WORDS, st.integers(0, 4))
def test_a_strip_that_holds_the_nearest_way_gives_the_same(given_words, source, reach):
    wide = nearest(given_words, source)
    strip = range(wide.start - reach, wide.start + reach + 1)
    narrow = nearest(given_words, source, strip)

    assert narrow.edits >= wide.edits
    if all(step.source is None or step.given is None or step.source - step.given in strip for step in wide.steps):
        assert wide.edits > reach or narrow == wide


def test_where_no_way_lies_in_the_strip_every_word_is_added():
    found = nearest(["old", "mill"], ["the", "old", "mill"], range(5, 7))

    assert (found.start, found.end, found.edits) == (0, 0, 2)
    assert found.steps == (Step(None, 0), Step(None, 1))
