"""A key is asked of the text before it is kept, and again before another text is published (T24)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from corpus.models import Revision
from quizzes.bank import keys
from quizzes.models import Key, KeyCheck, KeyCitation, Question, QuestionVersion
from quizzes.questions.base import Invalid
from tests.factories.corpus import NOW, library, revision
from tests.factories.quizzes import CHOICE, HEARD, LATE, BankFactory, question
from tests.story import MAREN

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
HARMLESS = MAREN.replace("Moscow neither confirmed it nor denied it.", "Moscow neither confirmed nor denied it.")
REWORDED = MAREN.replace("What he could not do was say, outside that hall,", "He could not say, outside that hall,")
SHORTER = MAREN.replace("What he could not do was say, outside that hall, that he had heard them.\n", "")


@pytest.fixture
def text() -> Revision:
    return library()


def draft(table=HEARD, **facts) -> keys.Draft:
    kind = "choice" if "option" in table else "source_check"
    return keys.Draft(**{"kind": kind, "table": table, "reason": "It says so.", "points": Decimal(2), **facts})


def write(slug="heard", **facts) -> QuestionVersion:
    return keys.write(bank=BankFactory(), slug=slug, draft=draft(**facts), by=None, now=NOW)


def everything() -> dict[str, list]:
    """Every row that writing or publishing could touch."""
    models = (Question, QuestionVersion, Key, KeyCitation, KeyCheck, Revision)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


# Writing


def test_a_question_is_kept_with_its_key_apart(text):
    version = write()

    assert version.body == {"claim": HEARD["claim"], "reading": "maren-1956 ¶1-3", "limit": 5}
    assert version.key.content.verdict == "supported"


def test_every_cited_sentence_is_a_row(text):
    write()
    rows = KeyCitation.objects.order_by("role", "paragraph", "sentence").values_list("role", "paragraph", "sentence")

    assert list(rows) == [("near", 2, 4), ("neutral", 3, 4), ("proof", 3, 3), ("proof", 3, 5)]


def test_the_questions_that_lean_on_a_paragraph_are_found(text):
    write()
    write("late", table=LATE)
    found = KeyCitation.objects.filter(work="maren-1956", edition="adapted", paragraph=4)

    assert {citation.version.question.slug for citation in found} == {"late"}


def test_the_same_question_again_is_no_new_version(text):
    assert write() == write()


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": "Another reason."},
        {"points": Decimal("1.50")},
        {"skills": ("sourcing",)},
        {"difficulty": 3},
        {"table": {**HEARD, "claim": "Workers might hear the speech but not speak of it."}},
        {"table": {**HEARD, "proof": [{"adapted": ["¶3.5"]}]}},
    ],
)
def test_whatever_is_changed_is_the_next_version(text, changed):
    first, second = write(), write(**changed)

    assert (first.number, second.number, second.question) == (1, 2, first.question)
    assert Key.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"proof": [{"adapted": ["¶3.9"]}]}, "proof", "there is no adapted ¶3.9"),
        ({"proof": [{"adapted": ["¶4.1"]}]}, "proof", "outside the reading"),
        ({"proof": []}, "proof", "needs a proof"),
        ({"proof": [{"adapted": ["¶3.3"]}, {"adapted": ["¶3.3", "¶3.5"]}]}, "proof", "keep the smaller one"),
        ({"reading": "maren-1956 ¶1-9"}, "reading", "has no ¶9"),
        ({"reading": "nobody-1900 ¶1"}, "reading", "no work nobody-1900"),
        ({"claim": ""}, "claim", "empty"),
        ({"claim": "He could repeat whole passages by heart."}, "claim", "word the claim unlike it"),
        ({"missing": "who"}, "missing", "leave this empty"),
    ],
)
def test_a_key_that_does_not_stand_is_refused_and_nothing_is_kept(text, changed, field, says):
    with pytest.raises(keys.Flawed) as refused:
        write(table={**HEARD, **changed})

    assert any(flaw.field == field and says in flaw.message for flaw in refused.value.flaws), refused.value.flaws
    assert not Question.objects.exists()


def test_a_question_without_a_reason_is_refused(text):
    with pytest.raises(keys.Flawed, match="Say why"):
        write(reason="  ")


def test_input_that_makes_no_sense_is_refused_before_the_text_is_asked(text):
    with pytest.raises(Invalid, match="perhaps"):
        write(table={**HEARD, "verdict": "perhaps"})


def test_the_database_keeps_one_version_a_number_and_points_above_nothing(text):
    version = write()
    for facts in ({"number": 1}, {"number": 2, "points": Decimal(0)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionVersion.objects.create(question=version.question, kind="choice", body={}, made_at=NOW, **facts)


def test_a_choice_is_written_by_the_same_door(text):
    version = write("why", table=CHOICE)

    assert (version.kind, version.key.content.right) == ("choice", {"b"})
    assert "right" not in str(version.body)


def test_a_key_on_the_original_waits_for_the_original():
    """The originals are input data and may come later: the key is kept, and asked when they are here."""
    revision()
    version = write(table={**HEARD, "proof": [{"adapted": ["¶3.5"], "original": ["¶3.3"]}]})
    assert keys.verify(version, now=NOW) == []

    library()
    assert keys.verify(version, now=LATER) == []
    assert KeyCheck.objects.filter(version=version, flaws=[]).count() == 2


def test_a_question_without_a_text_needs_no_check(text):
    version = question("free", {**CHOICE, "reading": "", "evidence": {}})

    assert keys.verify(version, now=LATER) == []
    assert not version.checks.exists()
