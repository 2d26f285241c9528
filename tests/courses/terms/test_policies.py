from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from courses.models import Step
from courses.packing.policyfiles import graded, guided
from courses.terms.policies import NAMES, flaws
from quizzes.questions.base import Invalid

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fields(said, *, practice=False):
    return [flaw.field for flaw in flaws(said, practice=practice)]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"opens_at": NINE, "closes_at": NINE}, "closes_at"),
        ({"opens_at": NINE, "due_at": NINE}, "due_at"),
        ({"due_at": NINE + HOUR, "closes_at": NINE}, "due_at"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1_441}, "minutes"),
        ({"tries": 0}, "tries"),
        ({"stretch_minutes": 5}, "stretch_minutes"),
        ({"delay_minutes": 43_201}, "delay_minutes"),
        ({"pass_mark": Decimal("100.01")}, "pass_mark"),
        ({"pass_mark": Decimal(0)}, "pass_mark"),
        ({"password": "abc"}, "password"),
        ({"release": "close"}, "closes_at"),
        ({"release": "date"}, "release_at"),
        ({"release": "submission", "release_at": NINE}, "release_at"),
        ({"release": "date", "release_at": NINE, "opens_at": NINE}, "release_at"),
        ({"asks_certainty": True}, "asks_certainty"),
    ],
)
def test_what_does_not_go_together_is_told_at_its_field(said, field):
    assert fields(said) == [field]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"opens_at": NINE, "due_at": NINE + HOUR, "closes_at": NINE + HOUR},
        {"minutes": 1_440, "stretch_minutes": 5, "password": "four"},
        {"pass_mark": Decimal(100), "release": "date", "release_at": NINE},
    ],
)
def test_what_goes_together_has_no_flaw(said):
    assert fields(said) == []


@pytest.mark.parametrize("name", ["minutes", "due_at", "password", "pass_mark", "fixed_order", "delay_minutes"])
def test_practice_has_none_of_what_makes_a_grade(name):
    assert fields({name: 5 if name != "due_at" else NINE}, practice=True) == [name]


def test_practice_may_ask_how_sure_and_shuffle():
    assert fields({"asks_certainty": True, "shuffled": True, "opens_at": NINE}, practice=True) == []


def test_every_name_is_a_column_of_a_step():
    assert {field.name for field in Step._meta.get_fields()} >= set(NAMES)


# Course files

WRITTEN = {
    "tries": 3,
    "counts": "mean",
    "delay_minutes": 60,
    "opens_at": NINE,
    "due_at": NINE + HOUR,
    "closes_at": NINE + 2 * HOUR,
    "minutes": 30,
    "stretch_minutes": 5,
    "fixed_order": True,
    "shuffled": True,
    "scoring": "strict",
    "pass_mark": 62.5,
    "password": "harrow",
    "release": "date",
    "release_at": NINE + 3 * HOUR,
}


def test_a_file_says_every_policy():
    found = graded(WRITTEN)

    assert found.pop("policy") == WRITTEN["scoring"]
    assert found == {name: value for name, value in WRITTEN.items() if name != "scoring"} | {
        "pass_mark": Decimal("62.5")
    }


def test_what_a_file_leaves_out_is_as_a_new_step_has_it():
    step, found = Step(), graded({})

    assert found.pop("tries") == 1
    assert found == {name: getattr(step, name) for name in found}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"counts": "worst"}, "counts"),
        ({"scoring": "kind"}, "scoring"),
        ({"release": "never"}, "release"),
        ({"pass_mark": "much"}, "pass_mark"),
        ({"pass_mark": True}, "pass_mark"),
        ({"minutes": "30"}, "minutes"),
        ({"due_at": "tomorrow"}, "due_at"),
        ({"password": "x" * 61}, "password"),
        ({"stretch_minutes": 5}, "stretch_minutes"),
    ],
)
def test_a_mistake_in_a_file_is_told_at_its_field(said, field):
    with pytest.raises(Invalid) as refused:
        graded(said)

    assert refused.value.field == field


def test_guided_questions_may_be_shuffled_and_scored():
    assert guided({"shuffled": True, "scoring": "strict"}) == {"shuffled": True, "policy": "strict"}
