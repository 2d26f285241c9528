"""A student disputes one cell of a grid; what is accepted stands in that cell, and both are told."""

import re
from copy import deepcopy
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, transaction

from corpus.text.citation import Anchor
from quizzes.models import Appeal, Regrade
from quizzes.questions.cells import At
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, asking, course, enrol, lesson
from tests.factories.grids import GRID, grid, grid_attempt, grid_quiz
from tests.factories.quizzes import answered
from tests.factories.regrades import grade
from tests.queries import counted

pytestmark = pytest.mark.django_db
HERE, SECOND = "/courses/red-card", "kessel-1958:p1.s2"
# In the cell 1-2 the second sentence instead of the first; everything else is blank.
GIVEN = {"1-2": {"verdict": "contradicts", "mark": [SECOND]}}
WORDS = "The stenographers took it down, so it was spoken of."


@pytest.fixture
def red_card(ada):
    made = course()
    asking(lesson(made), 1, grid_quiz())
    appoint(made, ada)
    made.bank.editors.add(ada)
    return made


@pytest.fixture
def taken(red_card, ben):
    enrol(red_card, ben)
    found = grid_attempt(ben)
    answered(found, 1, {"cells": GIVEN})
    return attempts.submit(attempt=found, now=NOW)


@pytest.fixture
def bens(client, ben):
    client.force_login(ben)
    return client


def address(taken, query=""):
    return f"/attempts/{taken.public_id}/1/dispute/{query}"


def send(client, taken, **facts):
    return client.post(address(taken), {"cell": "1-2", "words": WORDS, "mark": [SECOND]} | facts)


def results(client, taken):
    return unescape(client.get(f"/attempts/{taken.public_id}/results/").content.decode())


def test_each_cell_of_the_results_leads_to_its_dispute(bens, taken):
    html = results(bens, taken)

    assert html.count("?cell=") == 6
    assert 'aria-label="Dispute this cell: claim 1, Kessel 1958">Dispute this cell</a>' in html
    assert 'id="q1-1-2"' in html


def test_the_page_shows_the_reading_of_the_cell_with_what_was_marked_in_it(bens, taken):
    html = unescape(bens.get(address(taken, "?cell=1-2")).content.decode())

    assert "Nobody discussed the speech once it was over." in html
    assert "What Kessel 1958 says of it" in html
    assert f'value="{SECOND}" checked' in html
    assert "maren-1956:p1.s1" not in html


def test_a_cell_without_evidence_is_disputed_in_words(bens, taken):
    html = bens.get(address(taken, "?cell=3-2")).content.decode()
    send(bens, taken, cell="3-2", mark=[])

    assert 'name="mark"' not in html
    assert Appeal.objects.get().cell == "3-2"


@pytest.mark.parametrize("cell", ["4-1", "1-3", "x", "0-0", "1-2-3"])
def test_there_is_no_other_cell(bens, taken, cell):
    assert bens.get(address(taken), {"cell": cell}).status_code == 404
    assert send(bens, taken, cell=cell).status_code == 404


def test_sentences_of_another_reading_are_not_taken(bens, taken):
    answer = send(bens, taken, mark=["maren-1956:p1.s1"])

    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not Appeal.objects.exists()


def test_each_cell_is_disputed_once_at_a_time(bens, taken):
    send(bens, taken)

    assert send(bens, taken).status_code == 422
    assert send(bens, taken, cell="1-1", mark=[]).status_code == 302
    assert results(bens, taken).count("It is not answered yet.") == 2
    first = Appeal.objects.get(cell="1-2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(item=first.item, mark=first.mark, cell="1-2", words=WORDS, raised_at=NOW)


def test_the_form_is_not_shown_for_what_cannot_be_disputed(bens, taken):
    send(bens, taken)
    answer = bens.get(address(taken, "?cell=1-2"), follow=True)

    assert answer.redirect_chain[0][0].startswith(f"/attempts/{taken.public_id}/results/#")
    assert "You have disputed this key already" in answer.content.decode()


def test_an_accepted_sentence_proves_in_its_cell_alone_and_everybody_is_told(client, taken, ben, ada):
    client.force_login(ben)
    send(client, taken)
    before = grade(taken).points
    client.force_login(ada)
    appeal = Appeal.objects.get()
    seen = unescape(client.get(f"{HERE}/appeals/{appeal.public_id}/").content.decode())
    assert "disputes a cell" in seen
    assert "Claim 1, reading 2" in seen
    sent = {"said": "It settles the claim as well.", "reply": "proof", "place": [SECOND]}
    client.post(f"{HERE}/appeals/{appeal.public_id}/answer/", sent)
    regrade = Regrade.objects.get()
    for button in ("go", "apply"):
        client.post(f"{HERE}/regrades/{regrade.public_id}/go/", {button: "1"})

    cells = grade(taken).version.key.content.cells
    assert frozenset({Anchor.of(SECOND)}) in [proof["adapted"] for proof in cells[At(1, 2)].proofs]
    assert all(Anchor.of(SECOND) not in c.proving.ground("adapted").key for at, c in cells.items() if at != At(1, 2))
    # Six points, six cells: the cell had ¼ for its verdict and has 1 now.
    assert (before, grade(taken).points) == (Decimal("0.25"), Decimal("1.00"))
    client.force_login(ben)
    html = results(client, taken)
    assert "Accepted as another proof." in html
    assert "It settles the claim as well." in html


def test_after_a_dispute_the_student_is_where_the_cell_stands(bens, taken):
    assert send(bens, taken).headers["Location"] == f"/attempts/{taken.public_id}/results/#q1-1-2"


def test_who_answers_sees_the_text_and_what_the_key_says_of_this_cell_alone(client, taken, ben, ada):
    client.force_login(ben)
    send(client, taken, cell="1-1", mark=["maren-1956:p1.s1"])
    client.force_login(ada)
    html = unescape(client.get(f"{HERE}/appeals/{Appeal.objects.get().public_id}/").content.decode())

    assert "The text that was read: Maren 1956" in html
    assert "Nobody was allowed to take notes." in html
    assert "</a>] says so." in html
    assert "Stenographers took down every word." not in html, "that is the other reading"
    assert "When it came, not with whom." not in html, "that is another cell"


@pytest.mark.parametrize("reply", ["proof", "neutral"])
def test_where_the_verdict_alone_counts_nothing_is_accepted(client, taken, ben, ada, reply):
    client.force_login(ben)
    send(client, taken, cell="3-2", mark=[])
    client.force_login(ada)
    address = f"{HERE}/appeals/{Appeal.objects.get().public_id}/answer/"
    said = client.post(address, {"said": "Sentences count for nothing here.", "reply": reply})

    assert said.status_code == 422
    assert "Choose at least one sentence" in said.content.decode()
    client.post(address, {"said": "It is not told there.", "reply": "refused"})
    assert Appeal.objects.get().reply == "refused"


def test_no_sentence_proves_the_silence_of_a_cell_which_a_mended_key_answers(client, taken, ben, ada):
    client.force_login(ben)
    send(client, taken, cell="3-1", mark=["maren-1956:p4.s1"])
    client.force_login(ada)
    address = f"{HERE}/appeals/{Appeal.objects.get().public_id}/answer/"
    sent = {"said": "It says when, and by whom.", "place": ["maren-1956:p4.s1"]}
    refused = client.post(address, sent | {"reply": "proof"})
    table = deepcopy(GRID)
    table["cell"][4] = {"at": "3-1", "verdict": "agrees", "proof": [{"adapted": ["¶4.1"]}]}
    grid(table)

    assert "no sentence is a proof" in refused.content.decode()
    assert client.post(address, sent | {"reply": "key"}).status_code == 302
    assert Appeal.objects.get().reply == "key"


def test_a_dispute_of_a_whole_grid_from_before_is_shown_and_answered(client, taken, ben, ada):
    client.force_login(ben)
    send(client, taken, cell="", mark=[])
    client.force_login(ada)
    address = f"{HERE}/appeals/{Appeal.objects.get().public_id}/"
    html = client.get(address).content.decode()
    client.post(f"{address}answer/", {"said": "Each cell stands.", "reply": "refused"})

    assert "disputes a key" in html
    assert "Claim 1, reading 2: <b>Contradicts</b>" in html
    assert "Accept as another proof" not in html
    assert Appeal.objects.get().reply == "refused"


def test_the_page_of_a_dispute_has_one_button_that_sends(bens, taken):
    for query in ("", "?cell=1-2", "?cell=3-2"):
        assert bens.get(address(taken, query)).content.decode().count("Send the dispute") == 1


def test_an_accepted_sentence_may_be_neutral(client, taken, ben, ada):
    client.force_login(ben)
    send(client, taken)
    client.force_login(ada)
    sent = {"said": "It neither helps nor harms.", "reply": "neutral", "place": [SECOND]}
    client.post(f"{HERE}/appeals/{Appeal.objects.get().public_id}/answer/", sent)

    cells = Appeal.objects.get().version.key.content.cells
    assert cells[At(1, 2)].neutral == {"adapted": frozenset({Anchor.of(SECOND)})}


def test_what_the_key_has_already_cannot_be_accepted(client, taken, ben, ada):
    client.force_login(ben)
    send(client, taken, mark=["kessel-1958:p1.s1"])
    client.force_login(ada)
    html = client.get(f"{HERE}/appeals/{Appeal.objects.get().public_id}/").content.decode()

    assert "there is nothing to accept" in html
    assert "Accept as another proof" not in html


def test_results_ask_one_question_more_for_grids(bens, taken):
    send(bens, taken)
    results(bens, taken)
    with counted() as queries:
        results(bens, taken)

    assert queries.total <= 10, queries


def test_the_picker_opens_with_the_sentences_in_question(client, taken, ben, ada):
    client.force_login(ben)
    send(client, taken)
    client.force_login(ada)
    html = unescape(client.get(f"{HERE}/appeals/{Appeal.objects.get().public_id}/").content.decode())
    link = re.search(r'href="(/admin/[^"]+)">Mend the key', html)[1]

    assert link.endswith(f"?edition=adapted&mark={SECOND}&cell=1-2")
    assert f'value="{SECOND}" checked' in client.get(link).content.decode()
