import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.citation import Anchor
from quizzes.questions import codec, lines
from quizzes.questions.base import Invalid

WORK = "harrow-1957"

anchors = st.builds(Anchor, st.sampled_from([WORK, "lund-1958"]), st.integers(1, 99), st.integers(0, 9), st.booleans())
by_edition = st.dictionaries(
    st.sampled_from(["adapted", "original", "german"]), st.frozensets(anchors, min_size=1, max_size=4), min_size=1
)


def read(line):
    return codec.cited(lines.places(line, WORK), WORK)


def test_a_short_citation_means_the_reading_and_the_adapted_edition():
    assert read("¶16.3 + ¶16.5") == {"adapted": {Anchor(WORK, 16, 3), Anchor(WORK, 16, 5)}}


def test_a_long_citation_means_what_it_says():
    assert read("harrow-1957/original ¶16.3 + ¶16.5") == {"original": {Anchor(WORK, 16, 3), Anchor(WORK, 16, 5)}}


def test_a_work_without_an_edition_is_cited_in_the_adapted_one():
    assert read("lund-1958 ¶2.1") == {"adapted": {Anchor("lund-1958", 2, 1)}}


def test_a_bar_stands_before_another_edition_of_the_same_set():
    assert read("¶16.3 | harrow-1957/original ¶16.4") == {
        "adapted": {Anchor(WORK, 16, 3)},
        "original": {Anchor(WORK, 16, 4)},
    }


@settings(max_examples=25)
@given(by_edition)
def test_a_written_line_is_read_back(places):
    assert read(lines.written(places, WORK)) == places


def test_a_line_names_work_and_edition_only_where_they_change():
    two = frozenset({Anchor(WORK, 16, 3), Anchor(WORK, 16, 5)})

    assert lines.written({"adapted": two, "original": two}, WORK) == (
        "¶16.3 + ¶16.5 | harrow-1957/original ¶16.3 + ¶16.5"
    )


def test_what_is_near_carries_words_after_a_colon():
    assert lines.noted("¶12.4: He says: trust me.", WORK) == {
        "adapted": ["harrow-1957/adapted ¶12.4"],
        "says": "He says: trust me.",
    }


def test_blank_lines_are_passed_over():
    assert len(lines.each({"proof": "¶1.1\n\n  \n¶1.2"}, "proof", WORK, lines.places)) == 2


def test_every_bad_line_is_named_by_its_number():
    with pytest.raises(Invalid) as problem:
        lines.each({"proof": "¶1.1\nparagraph two\n\n¶3.2 + nonsense"}, "proof", WORK, lines.places)

    assert [flaw.field for flaw in problem.value.flaws] == ["proof", "proof"]
    assert [flaw.message[:7] for flaw in problem.value.flaws] == ["Line 2:", "Line 4:"]


def test_too_many_lines_are_refused_with_the_limit():
    with pytest.raises(Invalid, match="the limit is 60"):
        lines.each({"proof": "¶1.1\n" * 61}, "proof", WORK, lines.places)


def test_without_a_work_a_citation_must_name_one():
    with pytest.raises(Invalid, match="names no work"):
        lines.each({"evidence": "¶1.1"}, "evidence", None, lines.places)


def test_lines_that_mean_one_set_are_joined():
    assert lines.merged([{"adapted": ["a"]}, {"adapted": ["b"], "original": ["c"]}]) == {
        "adapted": ["a", "b"],
        "original": ["c"],
    }
