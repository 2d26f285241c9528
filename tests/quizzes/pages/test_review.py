"""What does a student read before she hands in? Which answers are blank, and which are blank in part (WCAG 3.3.4)."""

from typing import Any

import pytest
from django.test import Client

from quizzes.questions import KINDS
from quizzes.questions.base import Form
from quizzes.rules import Mode
from tests.factories import worded
from tests.factories.grids import grid_attempt
from tests.factories.kinds import attempt_at_kinds
from tests.factories.quizzes import RIGHT, answered, attempt

pytestmark = pytest.mark.django_db


def read(user, taken) -> str:
    client = Client()
    client.force_login(user)
    return " ".join(client.get(f"/attempts/{taken.public_id}/review/").content.decode().split())


def test_a_voice_that_was_not_named_is_a_part_left_blank(ben):
    taken = worded.attempt(ben, "voice", "cloze", mode=Mode.GRADED)
    answered(taken, 1, {"voice": {"a": "a"}})
    answered(taken, 2, {"gap": {"a": "without", "b": "four"}})
    html = read(ben, taken)

    assert "answered, 2 parts blank" in html
    assert "answered, 1 part blank" in html
    assert "Blank in part:" in html
    assert "Every question has an answer." not in html


def test_pairs_and_cells_are_parts_too(ben):
    taken = attempt_at_kinds(ben)
    matching = taken.items.get(position=3).version.content
    answered(taken, 3, {"pairs": {matching.prompts[0].id: matching.answers[0].id}})
    grid = grid_attempt(ben)
    answered(grid, 1, {"cells": {"1-1": {"verdict": "agrees", "mark": []}}})

    assert "answered, 2 parts blank" in read(ben, taken)
    assert "answered, 5 parts blank" in read(ben, grid)


def test_a_whole_answer_has_no_part_left(ben):
    taken = attempt(ben)
    answered(taken, 1, RIGHT[1])

    assert "parts blank" not in read(ben, taken)
    assert "Blank in part" not in read(ben, taken)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.kind)
def test_a_right_answer_leaves_no_part_open(kind: Any):
    content, _ = kind.example()
    right = next(sample for sample in kind.samples() if sample.earns == 1 or sample.level)

    assert content.open_parts(content.read(Form(right.post))) == 0
