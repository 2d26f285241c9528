"""What the class made of a grid: each cell in numbers, and the text of one cell with its marks."""

import re
from html import unescape

import pytest

from corpus.text.citation import Anchor
from quizzes.models import Question
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, asking, course, enrol, lesson
from tests.factories.grids import grid_attempt, grid_quiz
from tests.factories.quizzes import answered
from tests.queries import counted

pytestmark = pytest.mark.django_db
PAGE = "/courses/red-card/1/1/heatmap/grid/"
RIGHTLY = {"1-1": {"verdict": "agrees", "mark": ["maren-1956:p1.s3"]}, "3-2": {"verdict": "silent", "mark": []}}
WRONG = {"1-1": {"verdict": "silent", "mark": ["maren-1956:p2.s4"]}}


@pytest.fixture
def red_card(ada):
    made = course()
    asking(lesson(made), 1, grid_quiz())
    appoint(made, ada)
    return made


def answer(red_card, *grids):
    for cells in grids:
        student = UserFactory()
        enrol(red_card, student)
        taken = grid_attempt(student)
        answered(taken, 1, {"cells": cells})
        attempts.submit(attempt=taken, now=NOW)


def page(client, user, **query):
    client.force_login(user)
    found = client.get(PAGE, query)
    assert found.status_code == 200
    return unescape(found.content.decode())


def test_each_cell_counts_its_verdicts_and_names_the_key(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 3, *[WRONG] * 2)

    html = page(client, ada)

    assert "<b>3</b> agrees (60 %), <b>key</b>" in html
    assert "<b>2</b> silent (40 %)" in html
    assert "2 left it blank" in html
    assert "Earned 60 %." in html


def test_in_a_cell_a_complete_proof_is_one_whatever_the_verdict(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 3, *[{"1-1": {**RIGHTLY["1-1"], "verdict": "contradicts"}}] * 2)

    assert "5 of 5 marked a complete proof." in page(client, ada, cell="1-1")


def test_a_cell_has_its_text_with_the_marks(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 3, *[WRONG] * 2)

    html = page(client, ada, cell="1-1", view="text")

    assert "<b>3</b> of 5 (60 %) <i>Proof</i>" in html
    assert "3 of 5 marked a complete proof." in html
    assert "Nobody discussed the speech once it was over." in html
    assert "The speech lasted most of a day" not in html, "that is the other reading"


@pytest.mark.parametrize("cell", ["3-2", "9-9", "x", "4-1"])
def test_a_cell_without_evidence_is_the_grid(client, red_card, ada, cell):
    answer(red_card, *[RIGHTLY] * 5)

    assert "What they made of the grid" in page(client, ada, cell=cell)


def test_fewer_than_five_are_not_shown(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 4)

    html = page(client, ada)

    assert "Fewer than 5 students" in html
    assert "agrees (" not in html


def test_queries_do_not_follow_the_class(client, red_card, ada):
    client.force_login(ada)

    def asked(**query):
        client.get(PAGE, query)
        with counted() as queries:
            client.get(PAGE, query)
        return queries

    answer(red_card, *[RIGHTLY] * 5)
    few, cell = asked(), asked(cell="1-1")
    answer(red_card, *[WRONG] * 10)

    assert asked().total == few.total <= 6, few
    assert asked(cell="1-1").total == cell.total <= 7, cell


def test_a_sentence_that_many_marked_beside_the_proof_of_a_cell_is_added_to_that_cell(client, red_card, ada):
    red_card.bank.editors.add(ada)
    beside = {"1-1": {"verdict": "agrees", "mark": ["maren-1956:p1.s3", "maren-1956:p1.s2"]}}
    answer(red_card, *[RIGHTLY] * 3, *[beside] * 2)
    html = page(client, ada, cell="1-1")
    link = re.search(rf'href="({PAGE}accept/[^"]+)"', html)[1]

    assert "?at=maren-1956:p1.s2&" in link
    assert link.endswith("&cell=1-1")
    assert "in this cell of the grid, claim 1, reading 1" in client.get(link).content.decode()
    client.post(link, {"reply": "neutral", "reason": "It stands beside the proof."})
    cells = Question.objects.get(slug="grid").latest().key.content.cells
    assert [str(at) for at, cell in cells.items() if Anchor("maren-1956", 1, 2) in cell.neutral.get("adapted", ())] == [
        "1-1"
    ]
