from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.citation import Anchor, parse
from quizzes.questions import sequence
from quizzes.questions.backing import Backing
from quizzes.questions.base import Form, Invalid, Outcome, Sign, State
from quizzes.questions.ordering import Ordering
from quizzes.questions.sequence import Item, Key, typed

# Offered in an order that is none of those below.
ITEMS = tuple(Item(letter, f"Event {letter}") for letter in "edcba")
ASKED = Ordering("In which order?", ITEMS)
KEY = Key({letter: rank for rank, letter in enumerate("abcde", start=1)})
TIED = Key({"a": 1, "b": 2, "c": 2, "d": 3, "e": 4})


def answer(order):
    return ASKED.response({"order": list(order)})


def marked(order, key=KEY, policy="graded"):
    return ASKED.mark(key, answer(order), edition="adapted", policy=policy)


def form(**chosen):
    return Form({name.replace("_", "-"): [value] for name, value in chosen.items()})


def placed(order, **more):
    return form(**{f"place_{letter}": str(place) for place, letter in enumerate(order, start=1)}, **more)


# The score


@pytest.mark.parametrize(
    ("order", "share"),
    [
        ("abcde", "1"),
        ("acbed", "3/5"),  # the worked example: 8 pairs in order, 2 reversed
        ("bacde", "4/5"),
        ("eabcd", "1/5"),
        ("edacb", "0"),
        ("dceba", "0"),
    ],
)
def test_pairs_in_order_add_and_reversed_ones_subtract(order, share):
    assert marked(order).fraction == Fraction(share)


def test_the_worked_example_has_eight_pairs_in_order_and_two_reversed():
    assert KEY.pairs("acbed") == (8, 2)


@pytest.mark.parametrize(("order", "share"), [("abcde", "1"), ("acbde", "1"), ("bacde", "7/9"), ("abdce", "7/9")])
def test_items_of_one_rank_may_stand_either_way(order, share):
    assert marked(order, TIED).fraction == Fraction(share)


@pytest.mark.parametrize(("order", "share"), [("abcde", 1), ("acbde", 0), ("dceba", 0)])
def test_strictly_only_the_whole_order_earns(order, share):
    assert marked(order, policy="strict").fraction == share


orders = st.permutations("abcde").filter(lambda order: "".join(order) != "edcba")
keys = st.sampled_from([KEY, TIED, Key(dict(zip("abcde", (1, 1, 1, 2, 2), strict=True)))])


@settings(max_examples=50)
@given(orders, keys, st.integers(0, 3))
def test_setting_two_neighbours_right_never_lowers_the_mark(order, key, at):
    better = [*order]
    if key.ranks[order[at]] > key.ranks[order[at + 1]]:
        better[at], better[at + 1] = better[at + 1], better[at]

    assert marked(better, key).fraction >= marked(order, key).fraction


@settings(max_examples=50)
@given(orders, keys, st.sampled_from(["graded", "strict"]))
def test_every_answer_can_be_marked_told_and_stored(order, key, policy):
    outcome = marked(order, key, policy)

    assert Outcome.load(outcome.dump()) == outcome
    assert ASKED.explain(outcome).endswith(".")
    assert ASKED.heading(outcome)


@pytest.mark.parametrize(
    ("order", "heading", "sentence"),
    [
        ("abcde", "Order right", "Every pair stands in the right order, so you earn it all."),
        (
            "acbed",
            "8 of 10 pairs in order",
            "Of 10 pairs 8 stand in the right order and 2 the wrong way round, so your score is (8 − 2) / 10 = 3/5.",
        ),
        (
            "decba",
            "1 of 10 pairs in order",
            "Of 10 pairs 1 stand in the right order and 9 the wrong way round, so your score is (1 − 9) / 10, which"
            " counts as 0.",
        ),
        ("", "No answer", "You left the list as it was offered, so there is nothing to mark."),
    ],
)
def test_a_mark_is_told_in_one_sentence(order, heading, sentence):
    outcome = marked(order)

    assert (ASKED.heading(outcome), ASKED.explain(outcome).replace("\xa0", " ")) == (heading, sentence)


def test_an_order_that_is_wholly_reversed_is_not_right():
    reversed_ = replace(ASKED, items=ITEMS[::-1])
    outcome = reversed_.mark(KEY, reversed_.response({"order": list("edcba")}), edition="adapted")

    assert (outcome.reason, reversed_.heading(outcome)) == ("wrong", "Order not right")


# What is offered


def ordered(*texts, same=()):
    return sequence.from_tables([{"text": text, "same": text in same} for text in texts])


words = st.lists(st.text("abcdefgh ", min_size=1, max_size=8).map(str.strip), min_size=2, max_size=6, unique=True)


@settings(max_examples=50)
@given(words, st.data())
def test_the_order_that_is_offered_is_never_right(texts, data):
    same = data.draw(st.sets(st.sampled_from(texts[1:]), max_size=len(texts) - 2))
    items, key = ordered(*texts, same=same)
    _, reversed_ = key.pairs([item.id for item in items])

    assert reversed_ > 0
    assert [item.id for item in items] == list("abcdef"[: len(items)])


def test_the_order_that_is_offered_follows_the_words_and_not_the_key():
    offered = {tuple(item.text for item in ordered(*texts)[0]) for texts in permutations(("May", "June", "July"))}

    # All keys but the one that would make it right.
    assert len(offered) == 2


def test_ranks_count_lines_and_equals_share_one():
    items, key = ordered("one", "two", "two too", "three", same={"two too"})
    ranks = {item.text: key.ranks[item.id] for item in items}

    assert ranks == {"one": 1, "two": 2, "two too": 2, "three": 3}


# The form


def test_each_item_gets_the_place_that_was_chosen():
    assert ASKED.read(placed("acbed")).order == tuple("acbed")
    assert ASKED.read(placed("acbed")) == answer("acbed")


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("up c", "acbed"),
        ("down b", "acbed"),
        ("up a", "abced"),
        ("down d", "abced"),
        ("down z", "abced"),
        ("up", "abced"),
        ("sideways b", "abced"),
        ("", "abced"),
    ],
)
def test_a_button_moves_one_item_by_one_place(move, order):
    assert "".join(ASKED.read(placed("abced", move=move)).order) == order


def test_a_button_moves_within_what_was_chosen():
    assert "".join(ASKED.read(placed("acbed", move="up d")).order) == "acbde"


def test_a_move_from_the_order_that_is_offered_is_an_answer():
    assert ASKED.read(placed("edcba", move="up d")).state is State.ANSWERED


def test_two_items_in_one_place_are_both_named():
    with pytest.raises(Invalid) as problem:
        ASKED.read(form(place_a="3", place_b="3", place_c="1", place_d="4", place_e="5"))

    assert problem.value.message == "“Event b” and “Event a” both stand at 3; give each a place of its own."
    assert problem.value.field == "place"


def test_three_items_in_one_place_are_all_named():
    with pytest.raises(Invalid, match="“Event c” and “Event b” and “Event a” all stand at 1"):
        ASKED.read(form(place_a="1", place_b="1", place_c="1", place_d="4", place_e="5"))


@pytest.mark.parametrize("place", ["", "0", "6", "-1", "1.5", "١", "\x00", "1" * 5000])
def test_what_is_no_place_is_refused(place):
    with pytest.raises(Invalid, match="“Event a” has no place; choose one from 1 to 5"):
        ASKED.read(Form({**placed("bcdea"), "place-a": [place]}))


def test_what_was_sent_goes_on_standing_on_the_page():
    sent = Form({**placed("abced"), "place-a": ["3"], "place-d": ["x"]})
    rows = ASKED.read(sent, final=True).rows

    assert [(row.item.id, row.place) for row in rows] == [("b", 2), ("c", 3), ("a", 3), ("e", 4), ("d", 0)]


def test_when_time_is_up_equals_stand_as_they_were_offered():
    sent = Form({**placed("abced"), "place-a": ["3"]})
    late = ASKED.read(sent, final=True)

    assert late.dump() == {"order": ["b", "c", "a", "e", "d"]}
    assert ASKED.mark(KEY, late, edition="adapted").fraction == marked("bcaed").fraction


@pytest.mark.parametrize("order", ["", "edcba"])
def test_a_list_left_as_it_was_offered_is_blank(order):
    left = ASKED.read(placed(order))

    assert (left.state, left.order, left.dump()) == (State.BLANK, tuple("edcba"), {"order": []})


@pytest.mark.parametrize("order", [["a"], list("abcdz"), list("abcdef")])
def test_an_order_of_other_items_is_shown_as_the_list_that_is_offered(order):
    assert ASKED.response({"order": order}).state is State.BLANK


# The result


def test_results_list_the_key_with_the_places_that_were_given():
    rows = ASKED.shown(replace(TIED, says={"b": "In May."}), answer("bcade"))

    assert [(row.text[-1], row.belongs, row.mine, row.is_right) for row in rows] == [
        ("a", "1", 3, False),
        ("c", "2 or 3", 2, True),
        ("b", "2 or 3", 1, False),
        ("d", "4", 4, True),
        ("e", "5", 5, True),
    ]
    assert rows[2].says == "In May."


def test_a_blank_list_has_no_place_of_its_own():
    assert {row.mine for row in ASKED.shown(KEY, ASKED.response({}))} == {0}


def test_the_evidence_is_shown_in_the_edition_that_is_read():
    key = replace(KEY, backing=Backing({"adapted": frozenset({Anchor("w", 1, 2)})}))

    assert ASKED.signs(key, answer("abcde"), edition="adapted").at == {Anchor("w", 1, 2): Sign.PROOF}
    assert ASKED.signs(key, answer("abcde"), edition="original").at == {Anchor("w", 1): Sign.PROOF}


# Authors


def test_a_line_tells_the_words_the_tie_and_the_remark():
    assert typed("= Four pits close // Within nine weeks.") == {
        "text": "Four pits close",
        "says": "Within nine weeks.",
        "same": True,
    }


def complaints(table, shelf):
    return [(f.field, f.message) for f in (lambda c, k: c.flaws(k, shelf))(*Ordering.from_table(table))]


def table(*items):
    return {"ask": "In which order?", "item": [item if isinstance(item, dict) else {"text": item} for item in items]}


@pytest.mark.parametrize(
    ("items", "complaint"),
    [
        ((), "at least two items"),
        (("one",), "at least two items"),
        (("one", {"text": "two", "same": True}), "All items stand level"),
        (("one", "One"), "offered twice"),
        (("one", ""), "An item is empty"),
        (("one", "x" * 601), "longer than 600"),
        (("one", {"text": "two", "says": "x" * 601}), "longer than 600"),
        (("one", "= two"), "holds a sign"),
        (("one", "two // three"), "holds a sign"),
    ],
)
def test_flaws_of_the_items(items, complaint, shelf):
    found = complaints(table(*items), shelf)

    assert {field for field, _ in found} == {"item"}
    assert complaint in found[0][1]


def test_a_citation_in_what_is_said_must_lead_somewhere(shelf):
    told = {"text": "two", "says": "See [¶12.9]."}

    assert "there is no ¶12.9" in complaints({**table("one", told), "reading": "harrow-1957 ¶12"}, shelf)[0][1]


def test_more_items_than_anyone_orders_are_refused():
    with pytest.raises(Invalid, match="There are 13 items; the limit is 12"):
        Ordering.from_table(table(*map(str, range(13))))


def test_a_key_to_other_items_is_a_flaw(shelf):
    assert [f.field for f in ASKED.flaws(Key({"z": 1}), shelf)] == ["item"]


@pytest.mark.parametrize(("ask", "reading", "field"), [("", None, "ask"), ("x" * 601, None, "ask")])
def test_flaws_of_the_question(ask, reading, field, shelf):
    assert [f.field for f in replace(ASKED, ask=ask, reading=reading).flaws(KEY, shelf)] == [field]


def test_a_reading_that_is_not_here_is_a_flaw(shelf):
    assert [f.field for f in replace(ASKED, reading=parse("lund-1958 ¶1")).flaws(KEY, shelf)] == ["reading"]


def test_without_a_reading_the_question_comes_back():
    content, key = Ordering.from_table(table("one", {"text": "two", "says": "Later."}, {"text": "too", "same": True}))

    assert Ordering.from_table(Ordering.table_from_form(content.form_from(key))) == (content, key)
    assert Ordering.load(content.dump()) == content


def test_what_is_said_follows_its_sentences():
    from quizzes.questions.moving import moved

    key = replace(KEY, says={"a": "In May, [¶1.2]."})
    new = Key.load(moved(key.dump(), "adapted", {Anchor("w", 1, 2): (Anchor("w", 2, 1),)}, "w"))

    assert new.says == {"a": "In May, [¶2.1]."}
