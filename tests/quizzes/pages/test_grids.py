"""A key that leans on two works: it stands only in both, and follows each."""

from copy import deepcopy
from decimal import Decimal

import pytest
from django.test import Client

from corpus.reading import shelf
from courses.grades.asked import asked_now
from quizzes.bank import keys, publishing, reviewing
from quizzes.bank.publishing import Aside
from quizzes.models import KeyCheck, QuestionVersion
from quizzes.questions import readings
from quizzes.taking import attempts
from tests.factories.accounts import person
from tests.factories.corpus import NOW, library, revision
from tests.factories.grids import GRID, KESSEL, both, grid, grid_attempt, grid_quiz, kessel
from tests.factories.quizzes import BankFactory, answered, question
from tests.factories.regrades import looked_at
from tests.story import MAREN

pytestmark = pytest.mark.django_db

MOVED = KESSEL.replace("Stenographers took", "It was in March.\nStenographers took").replace(
    "Nobody signed", "It came by rail.\nNobody signed"
)
SHIFTED = KESSEL.replace("¶3\n", "¶4\n").replace("¶2\n", "¶3\n").replace("¶1\n", "¶1\nIt was cold.\n\n¶2\n", 1)


def drawn(quiz) -> list[QuestionVersion]:
    return [version for version, _ in attempts.draw(quiz, "adapted", NOW)]


def cited(version: QuestionVersion) -> list[str]:
    return sorted(str(place.anchor) for place in version.key.content.cited())


def test_a_version_names_all_its_readings():
    both()
    version = grid()

    assert version.reading == "maren-1956 ¶1-4; kessel-1958 ¶1-3"
    assert (version.passage, version.lead) == (None, None)
    assert version.passages == readings.readings_of(version.content)


def test_a_version_with_one_reading_has_it_as_before():
    library()
    version = question()

    assert (version.passages, version.lead) == ((version.passage,), version.passage)


def test_the_key_is_checked_in_every_text():
    texts = both()
    version = grid()

    checked = {check.revision for check in KeyCheck.objects.filter(version=version, flaws=[])}
    assert checked >= set(texts)


def test_a_grid_is_asked_only_where_every_text_stands(ben):
    quiz = grid_quiz()
    assert len(drawn(quiz)) == 1
    assert asked_now().filter(question__slug="grid").exists()

    keys.record(QuestionVersion.objects.get(), [keys.Flaw("proof", "gone")], now=NOW)
    assert drawn(quiz) == []
    assert not asked_now().filter(question__slug="grid").exists()


def test_a_reading_whose_original_is_not_here_waits_for_it():
    quiz = grid_quiz()
    table = deepcopy(GRID)
    table["readings"][1] = "kessel-1958/original ¶1-3"
    keys.write(bank=BankFactory(), slug="grid", draft=_draft(table), by=None, now=NOW)
    assert drawn(quiz) == []
    assert not asked_now().filter(question__slug="grid").exists()

    original = "They put questions after it, and it was long.\n\nNo man signed.\n\nIt was known by April.\n"
    revision(original, kind="original", work=kessel().edition.work)
    assert len(drawn(quiz)) == 1
    assert asked_now().filter(question__slug="grid").exists()


def _draft(table) -> keys.Draft:
    return keys.Draft(kind="corroboration", table=table, reason="They differ.", points=2)


def test_a_reason_names_the_work_that_it_cites():
    both()
    with pytest.raises(keys.Flawed, match="names no work"):
        grid(reason="The hall asked, [¶1.1].")


def test_readings_of_one_work_need_no_name_in_the_reason():
    library()
    table = {
        "ask": "Does the end of the account bear out its beginning?",
        "readings": ["maren-1956 ¶1-2", "maren-1956 ¶4-5"],
        "claims": ["The text reached many people."],
        "cell": [{"at": f"1-{n}", "verdict": "silent"} for n in (1, 2)],
    }
    version = grid(table, reason="Nothing in [¶4.1] counts readers.")

    assert version.lead == version.passages[0]


def test_publishing_either_text_asks_the_grid_again():
    both()
    version = grid()
    changed = KESSEL.replace("Nobody signed for the copies.", "No one signed for the copies.")
    waiting = reviewing.review(revision(changed, work=kessel().edition.work))

    assert [found.version for found in waiting.affected] == [version]
    assert [str(place.found.at) for place in waiting.affected[0].open] == ["kessel-1958 ¶2.2"]
    with pytest.raises(publishing.Unanswered):
        publishing.publish(revision=waiting.revision, now=NOW)


def test_a_key_follows_the_sentences_of_one_text_and_keeps_the_others():
    both()
    version = grid()
    before = cited(version)
    waiting = reviewing.review(revision(MOVED, work=kessel().edition.work))
    moves = waiting.affected[0].proposed
    publishing.publish(revision=waiting.revision, now=NOW, answers={version.pk: moves})
    latest = version.question.latest()

    assert latest.number == 2
    assert set(before) - set(cited(latest)) == {"kessel-1958 ¶2.2"}
    assert set(cited(latest)) - set(before) == {"kessel-1958 ¶2.3"}
    assert list(latest.content.flaws(latest.key.content, shelf({"maren-1956", "kessel-1958"}))) == []
    assert len(drawn(grid_quiz())) == 1


def test_what_is_said_in_a_cell_follows_the_text_of_that_cell_only():
    both()
    version = grid()
    waiting = reviewing.review(revision(SHIFTED, work=kessel().edition.work))
    (touched,) = waiting.affected
    publishing.publish(revision=waiting.revision, now=NOW, answers={version.pk: touched.proposed})
    latest = version.question.latest()
    cells = {str(at): cell for at, cell in latest.key.content.cells.items()}

    assert [(str(was), str(now)) for was, now in touched.moving] == [("kessel-1958 ¶1-3", "kessel-1958 ¶2-4")]
    assert latest.reading == "maren-1956 ¶1-4; kessel-1958 ¶2-4"
    assert cells["3-2"].says == "[¶4.2] says that it is not told."
    assert cells["1-1"].says == "[¶1.3] says so."
    assert latest.key.reason == "Kessel has the hall ask, [kessel-1958 ¶2.1]; Maren has it silent, [maren-1956 ¶1.3]."


def test_a_grid_that_is_set_aside_is_not_asked():
    quiz, version = grid_quiz(), QuestionVersion.objects.get()
    waiting = revision(MAREN.replace("and no debate followed", "and nobody spoke"))
    publishing.publish(revision=waiting, now=NOW, answers={version.pk: Aside.ASIDE})

    assert drawn(quiz) == []


def test_what_was_begun_stays_with_its_texts(ben):
    taken = grid_attempt(ben)
    before = set(taken.items.get().texts.all())
    longer = f"{KESSEL}\n¶4\nThat is all.\n"
    publishing.publish(revision=revision(longer, work=kessel().edition.work), now=NOW)

    assert set(taken.items.get().texts.all()) == before


def test_a_changed_cell_raises_the_mark_of_who_chose_it_in_the_text_that_was_read(ben):
    taken = grid_attempt(ben)
    answered(taken, 1, {"cells": {"2-1": {"verdict": "agrees", "mark": ["maren-1956:p2.s3"]}}})
    attempts.submit(attempt=taken, now=NOW)
    publishing.publish(revision=revision(f"{KESSEL}\n¶4\nThat is all.\n", work=kessel().edition.work), now=NOW)
    table = deepcopy(GRID)
    table["cell"][2] |= {"proof": [{"adapted": ["¶2.3"]}], "neutral": {}}
    grid(table)
    (change,) = looked_at(taken.quiz).changes.all()

    assert (change.before.points, change.points) == (Decimal("0.25"), Decimal("1.00"))


# Authors


@pytest.fixture
def ada_s():
    both()
    version = grid()
    ada = person("Ada Verhoeven", is_staff=True)
    version.question.bank.editors.add(ada)
    client = Client()
    client.force_login(ada)
    return client, version


def test_an_author_sees_every_text_and_saves_the_grid_unchanged(ada_s):
    client, version = ada_s
    change = f"/admin/quizzes/question/{version.question.pk}/change/"
    shown = client.get(change)
    page = shown.content.decode()
    fields = shown.context["adminform"].form
    sent = {name: "" if (value := fields[name].value()) is None else value for name in fields.fields}

    assert "The delegates listened for about four hours" in page
    assert "Stenographers took down every word." in page
    assert "Verified, text unchanged" in page
    assert "Broken" not in page
    assert client.post(change, sent).status_code == 302
    assert version.question.versions.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"cell": "1-1 agrees"}, "cell", "Claim 1, reading 2 has no verdict"),
        ({"cell": "1-1 perhaps"}, "cell", "Line 1: “1-1 perhaps” is no verdict"),
        ({"proof": "1-1: ¶9.1"}, "proof", "Claim 1, reading 1: Proof 1: adapted ¶9.1 lies outside the reading"),
        ({"proof": "9-1: ¶1.1"}, "proof", "Claim 9, reading 1 has no verdict"),
        ({"near": "3-1: ¶4.1"}, "near", "say after a colon why it proves nothing"),
        ({"readings": "maren-1956 ¶1-4\nmaren-1956 ¶2-3"}, "readings", "overlap"),
        ({"readings": "maren-1956 ¶1-4\nnobody-1900 ¶1"}, "readings", "There is no work nobody-1900 here."),
        ({"claims": "One.\none."}, "claims", "stands twice"),
    ],
)
def test_flaws_stand_at_their_field(ada_s, changes, field, says):
    client, version = ada_s
    change = f"/admin/quizzes/question/{version.question.pk}/change/"
    fields = client.get(change).context["adminform"].form
    sent = {name: "" if (value := fields[name].value()) is None else value for name in fields.fields}
    errors = client.post(change, {**sent, **changes}).context["adminform"].form.errors

    assert any(says in error for error in errors[field]), errors


def test_the_preview_is_the_students_own_page(ada_s):
    client, version = ada_s
    begun = client.post(f"/admin/quizzes/question/{version.question.pk}/preview/", follow=True)

    assert "Each claim held against each reading" in begun.content.decode()
