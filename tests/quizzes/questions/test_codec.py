from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.citation import Anchor
from quizzes.questions import codec
from quizzes.questions.base import Flaw, Form, Invalid


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def refused(read, *arguments, **named):
    with pytest.raises(Invalid) as problem:
        read(*arguments, **named)
    return problem.value


@pytest.mark.parametrize("value", [None, 3, ["a"], {"a": 1}, True])
def test_what_is_no_text_is_named_by_its_field(value):
    assert refused(codec.text, {"claim": value}, "claim").field == "claim"


def test_a_missing_text_is_said_to_be_missing():
    assert "“claim” is missing" in refused(codec.text, {}, "claim").message


def test_a_missing_text_may_have_a_default():
    assert codec.text({}, "claim", "") == ""


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b"])
def test_characters_that_nothing_can_store_are_refused(bad):
    assert "cannot be stored" in refused(codec.text, {"claim": bad}, "claim").message


def test_line_breaks_mean_nothing_in_a_line():
    assert codec.line({"claim": " Two\n  words "}, "claim") == "Two words"


def test_a_list_of_texts_holds_only_texts():
    assert codec.texts({"right": ["a", "b"]}, "right") == ("a", "b")
    assert codec.texts({}, "right") == ()
    assert refused(codec.texts, {"right": ["a", 2]}, "right").field == "right"
    assert refused(codec.texts, {"right": "ab"}, "right").field == "right"


@pytest.mark.parametrize("value", ["yes", 1, "true"])
def test_only_true_and_false_are_flags(value):
    assert refused(codec.flag, {"several": value}, "several").field == "several"


@pytest.mark.parametrize("value", [0, 21, True, "5", 2.5])
def test_a_number_outside_its_range_is_refused_with_the_range(value):
    assert "from 1 to 20" in refused(codec.whole, {"limit": value}, "limit", 5, 1, 20).message


def test_a_word_outside_a_closed_set_is_refused_with_the_set():
    problem = refused(codec.one_of, {"colour": "green"}, "colour", Colour)

    assert problem.message == "“colour” is 'green'; give one of red, blue."


@pytest.mark.parametrize("value", [["red"], {"red": 1}, 7, None])
def test_what_is_no_word_is_no_member_of_a_closed_set(value):
    assert refused(codec.one_of, {"colour": value}, "colour", Colour).field == "colour"


def test_an_empty_choice_is_none():
    assert codec.one_of_or_none({"colour": ""}, "colour", Colour) is None
    assert codec.one_of_or_none({}, "colour", Colour) is None


def test_a_long_value_is_quoted_only_in_part():
    assert len(refused(codec.whole, {"limit": "9" * 5000}, "limit", 5).message) < 200


def test_tables_are_tables():
    assert refused(codec.tables, {"proof": ["¶1"]}, "proof").field == "proof"
    assert refused(codec.tables, {"proof": {"adapted": []}}, "proof").field == "proof"
    assert refused(codec.subtable, {"neutral": ["¶1"]}, "neutral").field == "neutral"


def test_a_misspelt_field_is_an_error():
    problem = refused(codec.nothing_unknown, {"claim": "", "neutrall": []}, ("claim", "neutral"))

    assert problem.field == "neutrall"
    assert "claim, neutral" in problem.message


def test_an_error_inside_is_reported_at_the_field_and_place_around_it():
    with pytest.raises(Invalid) as problem, codec.at("proof", "Proof 2"):
        codec.cited({"adapted": ["p12"]}, "w")

    assert problem.value.field == "proof"
    assert problem.value.message.startswith("Proof 2: “p12” is not a citation")


@pytest.mark.parametrize("written", ["w ¶12.1", "w/adapted ¶12", "¶12"])
def test_a_reading_is_whole_paragraphs_of_a_work(written):
    assert refused(codec.reading, {"reading": written}).field == "reading"


def test_citations_are_read_against_the_work_and_the_edition():
    assert codec.cited({"adapted": ["¶12.1-2", "w/adapted ¶14.1"]}, "w") == {
        "adapted": {Anchor("w", 12, 1), Anchor("w", 12, 2), Anchor("w", 14, 1)}
    }


def test_a_citation_of_another_edition_is_refused():
    assert "another edition" in refused(codec.cited, {"adapted": ["w/original ¶12.1"]}, "w").message


def test_an_edition_is_called_like_one():
    assert "no edition" in refused(codec.cited, {"Adapted!": ["¶12.1"]}, "w").message


def test_an_anchor_that_is_none_is_named():
    assert refused(codec.anchors, ["w:p1.s1", "<script>"], "mark").field == "mark"


anchors = st.builds(Anchor, st.just("w"), st.integers(1, 99), st.integers(0, 9), st.booleans())


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from(["adapted", "original"]), st.frozensets(anchors, max_size=4)))
def test_places_come_back_from_json(places):
    assert codec.loaded(codec.dumped(places)) == places


def test_a_control_left_alone_gives_nothing():
    assert codec.picked(Form({"colour": [""]}), "colour", Colour) is None
    assert codec.picked(Form(), "colour", Colour) is None


def test_of_two_values_for_one_control_the_last_counts():
    assert codec.picked(Form({"colour": ["red", "blue"]}), "colour", Colour) is Colour.BLUE


@pytest.mark.parametrize("typed", ["five", "-1", "2.5", "٣", "1" * 7])
def test_a_typed_number_is_plain_digits(typed):
    assert refused(codec.number, {"limit": typed}, "limit", 5).field == "limit"


def test_an_empty_number_is_the_default():
    assert codec.number({"limit": " "}, "limit", 5) == 5
    assert codec.number({"limit": "7"}, "limit", 5) == 7


def test_every_flaw_is_reported_at_once():
    def fails(name):
        raise Invalid(Flaw(name, "Mend it."))

    problem = refused(codec.together, {}, a=lambda: fails("a"), b=lambda: 1, c=lambda: fails("c"))

    assert [flaw.field for flaw in problem.flaws] == ["a", "c"]
