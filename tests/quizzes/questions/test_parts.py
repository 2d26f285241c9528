"""The numbers behind a score come back from an outcome as they were, whatever they are."""

import json
from dataclasses import asdict, dataclass
from fractions import Fraction

import pytest

from quizzes.questions.base import Invalid, Outcome
from quizzes.questions.parts import Parts


@dataclass(frozen=True, slots=True)
class Leap(Parts):
    policy: str
    far: int
    landed: bool
    worth: Fraction


LEAP = Leap("graded", 3, True, Fraction(1))


def kept(**parts) -> Outcome:
    outcome = Outcome(Fraction(1), {**asdict(LEAP), **parts}, "complete")
    return Outcome.load(json.loads(json.dumps(outcome.dump())))


def test_they_come_back_with_their_types():
    assert Leap.from_outcome(kept()) == LEAP
    assert type(Leap.from_outcome(kept()).worth) is Fraction


def test_what_else_an_outcome_keeps_is_passed_over():
    assert Leap.from_outcome(kept(completeness=Fraction(1, 2))) == LEAP


@pytest.mark.parametrize(("name", "value"), [("far", "3"), ("landed", 1), ("policy", 2)])
def test_another_type_is_refused_and_named(name, value):
    with pytest.raises(Invalid) as problem:
        Leap.from_outcome(kept(**{name: value}))

    assert problem.value.field == name
