from hypothesis import given
from hypothesis import strategies as st

from corpus.text.align import Move, Report, compare

REVISIONS = st.lists(st.sampled_from("abcdef"), max_size=8).map(lambda hashes: list(enumerate(hashes, start=1)))


def revision(hashes, start=1):
    return list(enumerate(hashes, start=start))


def test_a_changed_a_missing_and_a_new_paragraph_are_told_apart():
    assert compare(revision("abc"), revision("axcd")) == Report(same=(1, 3), changed=(2,), extra=(4,))
    assert compare(revision("abc"), revision("ab")) == Report(same=(1, 2), missing=(3,))


def test_an_inserted_paragraph_shifts_the_others_and_changes_none():
    report = compare(revision("abc"), revision("xabc"))

    assert report.moved == (Move(1, 2), Move(2, 3), Move(3, 4))
    assert report.extra == (1,)
    assert not report.changed


def test_words_that_occur_twice_are_never_said_to_have_moved():
    assert compare(revision("aab"), revision("bxaa")).moved == (Move(3, 1),)
    assert compare([(1, "a"), (2, "a")], [(3, "a")]).moved == ()


def test_a_paragraph_that_stayed_is_not_also_said_to_have_moved():
    assert compare(revision("ab"), revision("aba")) == Report(same=(1, 2), extra=(3,))


def test_the_sentence_is_for_people():
    old = revision("abcdefgh")

    assert compare(old, old).sentence == "All 8 paragraphs are the same."
    assert compare(old, revision("abxdefghi")).sentence == "7 paragraphs are the same, ¶3 changed, ¶9 is new."
    assert compare(old, revision("axcyzf")).sentence == (
        "3 paragraphs are the same, ¶2 and ¶4-5 changed, ¶7-8 are missing."
    )
    assert compare(old, revision("xabcdefgh")).sentence == ("No paragraphs are the same, ¶1-8 are now ¶2-9, ¶1 is new.")


def test_a_text_of_one_paragraph_is_told_in_the_singular():
    assert compare(revision("a"), revision("a")).sentence == "The one paragraph is the same."
    assert compare(revision("ab"), revision("a")).sentence == "1 paragraph is the same, ¶2 is missing."
    assert compare([], []).sentence == "There are no paragraphs."


@given(REVISIONS, REVISIONS)
def test_every_paragraph_is_in_exactly_one_place(old, new):
    report = compare(old, new)
    old_side = [*report.same, *report.changed, *report.missing, *(move.old for move in report.moved)]
    new_side = [*report.same, *report.changed, *report.extra, *(move.new for move in report.moved)]

    assert sorted(old_side) == [number for number, _ in old]
    assert sorted(new_side) == [number for number, _ in new]


@given(REVISIONS, REVISIONS)
def test_what_is_missing_one_way_is_extra_the_other_way(old, new):
    there, back = compare(old, new), compare(new, old)

    assert (there.missing, there.changed, there.same) == (back.extra, back.changed, back.same)
    assert sorted((move.new, move.old) for move in there.moved) == sorted((move.old, move.new) for move in back.moved)


@given(REVISIONS)
def test_a_text_compared_with_itself_is_unchanged(text):
    assert compare(text, text).is_unchanged
