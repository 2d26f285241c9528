"""The authoring form, critically walked: every flaw at once, at its field, in our words, and nothing typed is lost."""

import pytest

from corpus import reading
from corpus.text.citation import parse
from tests.factories.corpus import library
from tests.factories.quizzes import BankFactory
from tests.quizzes.test_admin import ADD, FORMS, errors, source_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(ada):
    library()
    made = BankFactory()
    made.editors.add(ada)
    return made


@pytest.fixture
def adas(client, ada, bank):
    client.force_login(ada)
    return client


@pytest.mark.parametrize("kind", ["source_check", "choice"])
def test_an_unreadable_line_hides_no_other_flaw(adas, bank, kind):
    field = "proof" if kind == "source_check" else "evidence"
    facts = {field: "foo bar\n¶2.9\n¶4.1", "reason": "[¶99.1] says so."}
    said = errors(adas.post(f"{ADD}{kind}", FORMS[kind](bank, **facts)))

    assert [any(s in one for one in said[field]) for s in ("Line 1", "no adapted ¶2.9", "outside")] == [True] * 3
    assert "¶99.1" in said["reason"][0]


def test_where_no_line_can_be_read_nothing_is_said_to_be_lacking(adas, bank):
    said = errors(adas.post(f"{ADD}source_check", source_check(bank, proof="foo bar")))

    assert (list(said), len(said["proof"])) == (["proof"], 1)


@pytest.mark.parametrize("reading", ["", "page 3", "nobody-1900 ¶1-3"])
@pytest.mark.parametrize("kind", ["source_check", "choice"])
def test_a_reading_that_is_wrong_is_one_flaw_without_followers(adas, bank, kind, reading):
    said = errors(adas.post(f"{ADD}{kind}", FORMS[kind](bank, reading=reading)))
    if (kind, reading) != ("choice", ""):
        assert (list(said), len(said["reading"])) == (["reading"], 1)


SILENT = [
    ("reason", {"reason": "word " * 41}, "41 words; the limit is 40"),
    ("reason", {"reason": "[¶99.1] says so."}, "there is no ¶99.1"),
    ("near", {"near": "¶2.4: See [¶2.99]."}, "there is no ¶2.99"),
    ("near", {"near": "¶2.4"}, "why it proves nothing"),
    ("near", {"near": "¶3.3: It is one."}, "part of a proof as well"),
    ("neutral", {"neutral": "¶3.3"}, "part of a proof as well"),
]


@pytest.mark.parametrize(("field", "facts", "says"), SILENT)
def test_what_would_mislead_students_is_told_at_its_field(adas, bank, field, facts, says):
    page = adas.post(f"{ADD}source_check", source_check(bank, **facts))

    assert says in " ".join(errors(page).get(field, [])), errors(page)


def test_that_the_claim_copies_a_sentence_is_said_once(adas, bank):
    words = reading.shelf({"maren-1956"}).words("adapted", parse("maren-1956 ¶3.3").anchors[0])
    page = adas.post(f"{ADD}source_check", source_check(bank, claim=words, proof="¶3.3", near="¶3.3: x", neutral=""))

    assert len(errors(page)["claim"]) == 1
