"""What every kind has from `Question`: a kind of this module shows how little is left to say."""

from dataclasses import FrozenInstanceError, dataclass, fields
from fractions import Fraction
from typing import Self

import pytest

from quizzes.questions import KINDS, backing, codec
from quizzes.questions.backing import Asked, Backed, Backing
from quizzes.questions.base import BLANK, Form, Invalid, Outcome, Policy, Sample, State
from quizzes.questions.question import NO_ANSWER, asked_flaws, by_share


@dataclass(frozen=True, slots=True)
class Key(Backed):
    hops: int

    def dump(self):
        return {"hops": self.hops, **self.backing.dump()}

    @classmethod
    def load(cls, body) -> Self:
        return cls(codec.whole(body, "hops"), backing=Backing.load(body))


@dataclass(frozen=True, slots=True)
class Response:
    hops: int = 0

    @property
    def state(self) -> State:
        return State.ANSWERED if self.hops else State.BLANK


@dataclass(frozen=True, slots=True)
class Hopping(Asked[Key, Response]):
    """How often did the hare hop? Each hop counts."""

    kind = "hopping"
    scorer = 1
    key_type = Key
    form_fields = (backing.ASK, backing.READING, backing.EVIDENCE)
    example_table = {"ask": "How often?", "evidence": {"adapted": ["w ¶1.2"]}}
    sample_answers = (Sample("right", {"hops": ["4"]}, Fraction(1)),)

    @classmethod
    def read_table(cls, table):
        reading = backing.reading(table)
        return cls(codec.line(table, "ask"), reading=reading), Key(4, backing=Backing.from_table(table, reading))

    def assessed(self, key, response, edition, policy):
        return by_share(Fraction(response.hops, key.hops), policy, hops=response.hops)

    def headed(self, outcome):
        return f"{outcome.parts['hops']} hops"

    def explained(self, outcome):
        return f"You counted {outcome.parts['hops']} hops."


def marked(hops: int, policy: str = "graded") -> Outcome:
    content, key = Hopping.example()
    return content.mark(key, Response(hops), edition="adapted", policy=policy)


@pytest.mark.parametrize(
    ("hops", "policy", "fraction", "reason"),
    [
        (4, "graded", 1, "complete"),
        (3, "graded", Fraction(3, 4), "partial"),
        (4, "strict", 1, "complete"),
        (3, "strict", 0, "wrong"),
    ],
)
def test_a_share_is_a_part_unless_all_or_nothing_counts(hops, policy, fraction, reason):
    outcome = marked(hops, policy)

    assert (outcome.fraction, outcome.reason, dict(outcome.parts)) == (
        fraction,
        reason,
        {"policy": policy, "hops": hops},
    )


def test_a_blank_answer_is_told_before_the_kind_is_asked():
    content, blank = Hopping.example()[0], marked(0)

    assert blank == Outcome(Fraction(0), {}, BLANK)
    assert (content.heading(blank), content.explain(blank)) == ("No answer", NO_ANSWER)
    assert content.explain(marked(3)) == "You counted 3 hops."


def test_a_course_file_has_the_names_of_the_form():
    with pytest.raises(Invalid) as problem:
        Hopping.from_table({**Hopping.example_table, "hops": 4})

    assert problem.value.field == "hops"
    assert Hopping.from_table({**Hopping.example_table, "title": "On hares"})[0].title == "How often?"


def test_a_key_comes_back_with_the_sentences_it_cites():
    _, key = Hopping.example()

    assert Hopping.load_key(key.dump()) == key
    assert [place.role for place in key.cited()] == ["evidence"]


def test_an_unknown_policy_is_refused():
    with pytest.raises(ValueError, match="lenient"):
        marked(3, "lenient")


def test_words_that_ask_are_there_and_not_too_long():
    assert [flaw.message for flaw in asked_flaws("ask", "question", "", 5, "Ask.")] == ["Ask."]
    assert not list(asked_flaws("ask", "question", "Why??", 5, "Ask."))
    too_long = "The question has 6 characters; the limit is 5."
    assert [flaw.message for flaw in asked_flaws("ask", "question", "Why???", 5, "Ask.")] == [too_long]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_questions_keys_and_answers_are_frozen_and_hold_nothing_else(kind):
    content, key = kind.example()
    response = content.read(Form(kind.samples()[0].post))

    for value in (content, key, response):
        assert not hasattr(value, "__dict__"), f"a base of {type(value).__name__} has no __slots__"
        with pytest.raises(FrozenInstanceError):
            setattr(value, fields(value)[0].name, None)


@pytest.mark.parametrize("policy", Policy)
def test_parts_hold_the_policy_as_plain_text(policy):
    assert type(marked(3, policy).parts["policy"]) is str
