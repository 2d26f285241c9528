from fractions import Fraction
from itertools import permutations

import pytest

from quizzes.questions import KINDS
from quizzes.questions.base import Form, State
from quizzes.questions.choice import Choice
from quizzes.questions.matching import Matching
from quizzes.questions.mixing import Mixed, draw
from quizzes.questions.ordering import Ordering

MIXED = [kind for kind in KINDS.values() if issubclass(kind, Mixed)]


def offered(content) -> list[str]:
    options = next(getattr(content, name) for name in ("options", "answers", "items") if hasattr(content, name))
    return [option.id for option in options]


def test_choices_matches_and_orders_are_mixed():
    assert {Choice, Matching, Ordering} <= set(MIXED)


@pytest.mark.parametrize("kind", MIXED, ids=lambda kind: kind.kind)
def test_a_student_sees_the_same_order_each_time_and_others_another(kind):
    content, _ = kind.example()
    orders = {seed: tuple(offered(content.mixed(draw(seed, 1)))) for seed in range(60)}

    assert orders[7] == tuple(offered(content.mixed(draw(7, 1))))
    assert len(set(orders.values())) > 10
    assert {frozenset(order) for order in orders.values()} == {frozenset(offered(content))}


def test_the_place_of_a_question_has_a_draw_of_its_own():
    content, _ = Choice.example()

    assert len({tuple(offered(content.mixed(draw(7, place)))) for place in range(1, 20)}) > 3


def test_the_draw_is_the_same_on_every_machine():
    assert sorted("abcd", key=draw(2026, 3)) == ["b", "a", "c", "d"]


def test_every_order_is_drawn_about_equally_often():
    drawn = [tuple(sorted("abc", key=draw(seed, 1))) for seed in range(1_200)]

    assert all(140 < drawn.count(order) < 260 for order in permutations("abc"))


@pytest.mark.parametrize("kind", MIXED, ids=lambda kind: kind.kind)
def test_an_answer_earns_the_same_in_whichever_order_it_was_given(kind):
    content, key = kind.example()
    for seed in range(30):
        mixed = content.mixed(draw(seed, 1))
        answer = mixed.read(Form(mixed.ideal(key, edition="adapted") | {"as-offered": ["yes"]})).dump()
        assert content.mark(key, content.response(answer), edition="adapted").fraction == 1


# An order that was drawn may happen to be right


def drawn_right() -> tuple[Ordering, object]:
    content, key = Ordering.example()
    drawn = (content.mixed(draw(seed, 1)) for seed in range(10_000))
    return next((mixed, key) for mixed in drawn if _earned(mixed, key, offered(mixed)) == 1)


def _earned(content: Ordering, key: object, order: list[str]) -> Fraction:
    return content.mark(key, content.response({"order": order}), edition="adapted").fraction


def as_offered(content: Ordering, **more) -> Form:
    return Form({f"place-{id}": [str(place)] for place, id in enumerate(offered(content), start=1)} | more)


def test_a_drawn_order_left_as_it_is_is_no_answer():
    content, _ = drawn_right()

    assert content.read(as_offered(content)).state is State.BLANK


def test_a_drawn_order_that_the_student_says_is_right_is_an_answer():
    content, key = drawn_right()
    response = content.read(as_offered(content, **{"as-offered": ["yes"]}))
    kept = content.response(response.dump())

    assert (kept.state, kept.is_offer) == (State.ANSWERED, True)
    assert content.mark(key, kept, edition="adapted").fraction == Fraction(1)


def test_the_authors_own_order_is_never_right_so_nobody_may_say_so():
    content, _ = Ordering.example()

    assert content.read(as_offered(content, **{"as-offered": ["yes"]})).state is State.BLANK
