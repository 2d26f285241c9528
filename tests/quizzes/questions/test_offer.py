import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.questions import offer
from quizzes.questions.base import Invalid
from quizzes.questions.offer import Key, Option

AB = (Option("a", "Yes"), Option("b", "No"))


def complaints(options=AB, right="a", says=None, several=False):
    return [flaw.message for flaw in offer.flaws(options, Key(frozenset(right), says or {}), several)]


def test_a_line_tells_letter_text_rightness_and_remark():
    assert offer.typed("*a) The newspaper // It is named.") == {
        "id": "a",
        "text": "The newspaper",
        "right": True,
        "says": "It is named.",
    }


@pytest.mark.parametrize("line", ["The newspaper", "-", "*", "1) first", "a newspaper)"])
def test_a_letter_may_be_left_out(line):
    assert offer.typed(line)["id"] == ""


words = (
    st.text("ab *)/.", min_size=1, max_size=12).map(str.strip).filter(lambda text: text and " // " not in f"{text} ")
)
rows = st.builds(offer.Row, st.builds(Option, st.sampled_from("abz"), words), st.booleans(), st.just("") | words)


@settings(max_examples=25)
@given(rows)
def test_a_written_option_is_read_back(row):
    again = offer.typed(str(row))

    assert again == {"id": row.option.id, "text": row.option.text, "right": row.right, "says": row.says}


def test_options_keep_their_letters_and_new_ones_get_what_is_free():
    found = offer.from_tables([{"id": "c", "text": "Old"}, {"text": "New"}, {"id": "a", "text": "First"}])

    assert [row.option.id for row in found] == ["c", "b", "a"]


@pytest.mark.parametrize("ids", [["a", "a"], ["a", "ab"], ["A", "b"], ["é", "b"]])
def test_letters_are_small_and_distinct(ids):
    with pytest.raises(Invalid, match="a small letter of its own"):
        offer.from_tables([{"id": id, "text": "x"} for id in ids])


def test_more_options_than_anyone_reads_are_refused():
    with pytest.raises(Invalid, match="the limit is 12"):
        offer.from_tables([{"text": str(number)} for number in range(13)])


def test_an_error_names_the_option():
    with pytest.raises(Invalid, match="Option b: “rigth” is no field here"):
        offer.from_tables([{"text": "Yes"}, {"text": "No", "rigth": True}])


def test_a_sound_offer_has_no_flaw():
    assert complaints() == []


def test_one_option_is_no_choice():
    assert "Offer at least two options." in complaints(AB[:1])


def test_an_empty_option_is_a_flaw():
    assert complaints((*AB, Option("c", ""))) == ["Option c is empty; word it or take it out."]


def test_a_long_option_or_remark_is_a_flaw():
    assert complaints((*AB, Option("c", "x" * 601))) == ["Option c is longer than 600 characters; shorten it."]
    assert complaints(says={"b": "x" * 601}) == ["Option b is longer than 600 characters; shorten it."]


def test_an_option_that_could_not_be_typed_again_is_a_flaw():
    assert "holds “//”" in complaints((*AB, Option("c", "One // two")))[0]


def test_two_options_that_say_the_same_are_a_flaw():
    assert complaints((*AB, Option("c", "YES"))) == ["Options a and c say the same; change one."]


def test_something_must_be_right():
    assert complaints(right="") == ["No option is right; put * before one."]


def test_two_right_answers_need_a_question_that_allows_several():
    assert complaints(right="ab") == ["2 options are right; allow several or keep one."]
    assert complaints(right="ab", several=True) == []


def test_a_key_speaks_only_of_what_is_offered():
    assert complaints(right="ad", says={"e": "?"}, several=True) == [
        "The key speaks of option d, which is not offered.",
        "The key speaks of option e, which is not offered.",
    ]
