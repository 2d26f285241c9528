"""An attempt stays with the versions and words that it began with, whatever is published meanwhile (T14, T20)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from quizzes.bank import publishing
from quizzes.models import Answer, Attempt, Mark
from tests.factories.corpus import NOW, revision
from tests.factories.kinds import TABLES, attempt_at_kinds
from tests.factories.quizzes import HEARD, RIGHT, attempt, question
from tests.story import MAREN

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
# The paragraphs keep their numbers; ¶1 has a sentence more, ¶4 one less.
REVISED = MAREN.replace(
    "Nobody was allowed to take notes.", "Nobody was allowed to take notes.\nThe doors stayed shut."
)
REVISED = REVISED.replace("\nMoscow neither confirmed it nor denied it.", "")
OLD_LAST, NEW_LAST = "maren-1956:p1.s3", "maren-1956:p1.s4"


@pytest.fixture
def begun(ben) -> Attempt:
    """Begun before a new text and a new version of the first question came out."""
    taken = attempt(ben)
    publishing.publish(revision=revision(REVISED), now=LATER)
    question("q1", {**HEARD, "claim": "Nobody heard the speech.", "verdict": "contradicted"})
    return taken


@pytest.fixture
def bens(client, ben) -> Client:
    client.force_login(ben)
    return client


def sent(client: Client, taken: Attempt, position: int, *marks: str, base: int = 0):
    fields = {"verdict": "supported", "mark": list(marks), "revision": str(base), "key": str(uuid4())}
    return client.post(f"/attempts/{taken.public_id}/{position}/", fields)


def test_the_page_goes_on_showing_the_words_and_the_claim_it_began_with(bens, begun):
    heard, late = (bens.get(f"/attempts/{begun.public_id}/{position}/").content.decode() for position in (1, 2))

    assert HEARD["claim"] in heard
    assert "Nobody heard the speech." not in heard
    assert "doors stayed shut" not in heard
    assert "neither confirmed it nor denied it" in late


def test_a_new_attempt_has_the_new_words_and_the_new_claim(bens, begun, cleo):
    bens.force_login(cleo)
    page = bens.get(f"/attempts/{attempt(cleo, begun.quiz).public_id}/1/").content.decode()

    assert "Nobody heard the speech." in page
    assert "doors stayed shut" in page


def test_only_the_sentences_that_were_shown_can_be_marked(bens, begun):
    refused = sent(bens, begun, 1, NEW_LAST)
    kept = sent(bens, begun, 1, OLD_LAST)

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert Answer.objects.get(item__attempt=begun).response["mark"] == [OLD_LAST]


def test_a_sentence_that_is_gone_from_the_new_text_can_still_be_marked(bens, begun):
    assert sent(bens, begun, 2, "maren-1956:p4.s2").status_code == 302


def test_who_began_later_marks_the_new_sentences_and_not_the_old(bens, begun, cleo):
    bens.force_login(cleo)
    taken = attempt(cleo, begun.quiz)

    assert sent(bens, taken, 1, NEW_LAST).status_code == 302
    assert sent(bens, taken, 2, "maren-1956:p4.s2").status_code == 422


def test_it_is_marked_by_the_key_it_began_with(bens, begun):
    sent(bens, begun, 1, *RIGHT[1]["mark"])
    bens.post(f"/attempts/{begun.public_id}/submit/")
    mark = Mark.objects.select_related("item__version").get(item__attempt=begun, item__position=1)

    assert (mark.fraction, mark.item.version.number) == (1, 1)


@pytest.mark.parametrize("mark", ["maren-1956:p4.s1", "maren-1956:p3.s9", "maren-1956:p3", "doyle-1958:p1.s1"])
def test_every_kind_that_is_answered_by_marks_takes_only_what_was_shown(bens, ben, mark):
    taken = attempt_at_kinds(ben)
    position = list(TABLES).index("find_evidence") + 1

    assert sent(bens, taken, position, "maren-1956:p2.s3", mark).status_code == 422
    assert not Answer.objects.filter(item__attempt=taken).exists()
