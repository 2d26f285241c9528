"""Every kind beyond source check and choice, from the student's form to the result; plain forms do it all."""

import re
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client

from corpus.reading import shelf
from quizzes.bank import publishing, reviewing
from quizzes.models import Answer, Item, Key
from quizzes.pages.results import page as results_page
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.accounts import person
from tests.factories.corpus import NOW, library, revision
from tests.factories.kinds import FOUND, MATCHED, ORDERED, TABLES, attempt_at_kinds, question_of
from tests.forms import form
from tests.queries import counted
from tests.story import MAREN

pytestmark = pytest.mark.django_db

FIND, ORDER, MATCH, FIGURE, YEAR = range(1, 6)
HTMX = {"HX-Request": "true"}


class Sheet:
    """One question of an attempt: what its page shows, and what is sent from it."""

    def __init__(self, user, mode: Mode = Mode.GRADED) -> None:
        self.taken = attempt_at_kinds(user, mode)
        self.client = Client()
        self.client.force_login(user)

    def address(self, position: int) -> str:
        return f"/attempts/{self.taken.public_id}/{position}/"

    def page(self, position: int):
        return self.client.get(self.address(position))

    def send(self, position: int, button: str = "save", value: str = "1", *, htmx: bool = False, **fields):
        sent = {**form(self.page(position)), **fields, button: value}
        return self.client.post(self.address(position), sent, headers=HTMX if htmx else {})

    def stored(self, position: int) -> list[dict]:
        found = Answer.objects.filter(item__attempt=self.taken, item__position=position)
        return list(found.order_by("revision").values_list("response", flat=True))

    def ideal(self, position: int) -> dict[str, list[str]]:
        version = self.taken.items.select_related("version__key").get(position=position).version
        return version.content.ideal(version.key.content, edition="adapted")

    def results(self) -> str:
        self.client.post(f"/attempts/{self.taken.public_id}/submit/")
        page = self.client.get(f"/attempts/{self.taken.public_id}/results/").content.decode()
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def sheet(ben) -> Sheet:
    return Sheet(ben)


def texts(page) -> list[str]:
    """The items of a list to be ordered, from the top."""
    return re.findall(r'<li id="place-\w"><p>([^<]+)</p>', page.content.decode())


# Saving


@pytest.mark.parametrize("position", [FIND, ORDER, MATCH, FIGURE, YEAR])
def test_the_page_shows_what_is_saved_and_sends_it_back_unchanged(sheet, position):
    sheet.send(position, **sheet.ideal(position))
    sheet.send(position)

    first, second = sheet.stored(position)
    assert first == second
    assert all(first.values()) or position == YEAR


@pytest.mark.parametrize("position", [FIND, ORDER, MATCH, FIGURE, YEAR])
def test_an_untouched_form_is_a_blank_answer(sheet, position):
    sheet.send(position)

    assert Answer.objects.get(item__attempt=sheet.taken).blank


@pytest.mark.parametrize("position", [FIND, ORDER, MATCH, FIGURE, YEAR])
def test_a_script_gets_what_was_saved_and_no_more(sheet, position):
    response = sheet.send(position, htmx=True, **sheet.ideal(position))

    assert (response.status_code, "<html" in response.content.decode()) == (200, False)
    assert len(sheet.stored(position)) == 1


@pytest.mark.parametrize("position", [ORDER, MATCH, FIGURE])
def test_a_stale_tab_is_shown_both_answers_in_words(sheet, position):
    sheet.send(position, **sheet.ideal(position), revision="0")
    response = sheet.send(position, revision="0", key="0" * 32)
    said = {ORDER: "<li>The speech is given</li>", MATCH: "The couriers: <b>", FIGURE: "<b>2</b> months"}

    assert response.status_code == 409
    assert response.content.decode().count(said[position]) == 2


# A list to be put in order


@pytest.mark.parametrize(("at", "direction", "to"), [(1, "down", 2), (3, "up", 2), (0, "up", 0), (4, "down", 4)])
def test_a_move_button_moves_one_item_and_saves(sheet, at, direction, to):
    before = texts(sheet.page(ORDER))
    response = sheet.send(ORDER, "move", f"{direction} {'abcde'[at]}")
    expected = [text for place, text in enumerate(before) if place != at]
    expected.insert(to, before[at])

    assert (response.status_code, texts(sheet.page(ORDER))) == (302, expected)


def test_moves_add_up(sheet):
    last = texts(sheet.page(ORDER))[-1]
    for _ in range(4):
        sheet.send(ORDER, "move", "up e")

    assert texts(sheet.page(ORDER))[0] == last
    assert sheet.stored(ORDER)[-1] == {"order": ["e", "a", "b", "c", "d"]}


def test_reorder_puts_each_item_at_the_place_that_was_chosen(sheet):
    sheet.send(ORDER, **sheet.ideal(ORDER))

    assert texts(sheet.page(ORDER)) == [item["text"] for item in ORDERED["item"]]


def test_two_items_in_one_place_are_both_named_and_nothing_is_lost(sheet):
    first, second = texts(sheet.page(ORDER))[:2]
    response = sheet.send(ORDER, **{"place-b": "1"})
    said = response.content.decode()

    assert (response.status_code, sheet.stored(ORDER)) == (422, [])
    assert f"“{first}” and “{second}” both stand at 1; give each a place of its own." in said
    assert form(response)["place-b"] == ["1"]


def test_a_move_on_an_unsaved_choice_keeps_the_choice(sheet):
    sheet.send(ORDER, "move", "up c", **{"place-a": "5", "place-e": "1"})

    assert sheet.stored(ORDER) == [{"order": ["e", "c", "b", "d", "a"]}]


# A figure


@pytest.mark.parametrize("typed", ["1,5", "about 2", "two"])
def test_what_is_no_number_comes_back_and_is_not_kept(sheet, typed):
    response = sheet.send(FIGURE, number=typed, unit="weeks")

    assert (response.status_code, sheet.stored(FIGURE)) == (422, [])
    assert f"“{typed}” is not read as a number." in response.content.decode()
    assert (form(response)["number"], form(response)["unit"]) == ([typed], ["weeks"])


def test_hostile_words_in_a_figure_are_shown_as_words(sheet):
    said = sheet.send(FIGURE, number="<i>2</i>").content.decode()

    assert "“&lt;i&gt;2&lt;/i&gt;” is not read" in said
    assert "<i>2</i>" not in said


# Practice


@pytest.mark.parametrize("position", [FIND, ORDER, MATCH, FIGURE])
def test_in_practice_an_answer_is_checked_at_once(ben, position):
    practice = Sheet(ben, Mode.PRACTICE)
    said = practice.send(position, "check", htmx=True, **practice.ideal(position)).content.decode()

    assert "Answer checked. 2.00 of 2 points." in said
    assert "Proof" in said


@pytest.mark.parametrize("position", [FIND, ORDER, MATCH, FIGURE])
def test_in_practice_nothing_is_shown_for_no_answer(ben, position):
    practice = Sheet(ben, Mode.PRACTICE)

    assert practice.send(position, "check").status_code == 422
    assert not Item.objects.filter(attempt=practice.taken, marks__isnull=False).exists()


# Results


def test_the_ideal_answers_earn_everything(sheet):
    for position in (FIND, ORDER, MATCH, FIGURE, YEAR):
        sheet.send(position, **sheet.ideal(position))
    said = sheet.results()

    assert "10.00 of 10 points" in said
    assert "You answered all 5 questions wholly right." in said
    assert "verdict" not in said.replace("no verdict is asked for", "")


def test_results_tell_the_answer_and_the_key_in_words(sheet):
    sheet.send(FIND, mark=["maren-1956:p1.s2", "maren-1956:p2.s3"])
    sheet.send(ORDER, "move", "up e")
    sheet.send(MATCH, **{**sheet.ideal(MATCH), "pair-1": "", "pair-2": "d"})
    sheet.send(FIGURE, number="2")
    said = sheet.results()

    for words in (
        "You: ¶1.2, ¶2.3 . Key: ¶2.3 + ¶2.4 .",
        "That was in the hall, before any copy travelled.",
        "2 × ¼",
        "Place 4, you put it at 5: A rumour of it is abroad In April,",
        "Missed, you chose nothing: The foreign guests – had gone before the speech was given",
        "Missed, you chose “was not free to say what he had heard”: The couriers",
        "Right, you chose: The fitter – was not free to say what he had heard",
        "You: 2 . Key: 2 . Unit You: none . Key: months .",
        "Right, without the unit: 1.80 of 2 points",
        "1 was left blank.",
    ):
        assert words in said


def test_blank_answers_show_the_key_all_the_same(sheet):
    said = sheet.results()

    assert "You: nothing . Key: ¶2.3 + ¶2.4 ." in said
    assert "Place 1: The speech is given" in said
    assert "You: none . Key: 1956 to 1957 ." in said


def test_the_marked_evidence_has_its_corner_and_the_others_none(sheet):
    for position in (FIND, ORDER, MATCH, FIGURE, YEAR):
        sheet.send(position, **sheet.ideal(position))
    results = results_page(attempts.submit(attempt=sheet.taken, now=NOW)).results

    assert [bool(result.corner) for result in results] == [True, False, False, False, False]
    assert dict(results[0].facts) == {
        "Height": "2 of 2 sentences of the proof",
        "Width": "2 of 2 marks belong to it",
        "Points": "2 × 1",
    }


# Keys


def test_no_page_before_marking_asks_for_a_key(sheet):
    ideal = {position: sheet.ideal(position) for position in (FIND, ORDER, MATCH, FIGURE, YEAR)}
    with counted() as queries:
        for position, answer in ideal.items():
            sheet.send(position, **answer)
            sheet.send(position, key="0" * 32, revision="0")

    assert queries.total > 20
    assert [sql for sql in queries.asked if '"quizzes_key"' in sql or '"quizzes_keycitation"' in sql] == []


def opposite() -> dict:
    """The same questions with other keys."""
    tables = deepcopy(TABLES)
    tables["find_evidence"] |= {"proof": [{"adapted": ["¶1.2"]}], "near": [], "neutral": {}}
    items = tables["ordering"]["item"]
    items[0], items[-1] = items[-1], items[0]
    pairs = tables["matching"]["pair"]
    pairs[0]["answer"], pairs[1]["answer"] = pairs[1]["answer"], pairs[0]["answer"]
    tables["numeric"] |= {"answer": "3 to 4", "unit": "weeks", "other_units": ["months", "days"]}
    return tables


def test_what_students_see_is_the_same_whatever_the_key():
    bodies = []
    for tables in (TABLES, opposite()):
        with transaction.atomic():
            library()
            bodies.append([question_of(kind, table).body for kind, table in tables.items()])
            assert Key.objects.count() == 4
            transaction.set_rollback(True)

    assert bodies[0] == bodies[1]


def test_a_revised_text_asks_every_key_again_that_cites_it():
    library()
    for kind, table in TABLES.items():
        question_of(kind, table)
    changed = MAREN.replace("It was read aloud", "They read it aloud").replace(
        "At each stop it was", "Everywhere it was"
    )
    waiting = reviewing.review(revision(changed.replace("Couriers carried it", "Couriers brought it")))

    assert [str(found.version.question) for found in waiting.affected] == ["find_evidence", "matching"]
    with pytest.raises(publishing.Unanswered):
        publishing.publish(revision=waiting.revision, now=NOW)


def test_a_key_follows_its_sentences_into_the_revised_text():
    library()
    asked = question_of("matching", MATCHED), question_of("find_evidence", FOUND)
    inserted = MAREN.replace("Nobody was allowed", "It was late.\nNobody was allowed")
    waiting = reviewing.review(revision(inserted.replace("Within days a", "It was cold.\nWithin days a")))
    answers = {found.version.pk: found.proposed for found in waiting.affected}
    publishing.publish(revision=waiting.revision, now=NOW, answers=answers)
    latest = [version.question.latest() for version in asked]

    assert [version.number for version in latest] == [2, 2]
    assert sorted(c.anchor.label for c in latest[0].key.content.cited()) == ["¶1.1", "¶2.3", "¶3.5"]
    assert latest[0].key.content.says == {"2": "[¶2.3]", "3": "[¶3.5]"}
    assert sorted(c.anchor.label for c in latest[1].key.content.cited()) == ["¶1.3", "¶2.3", "¶2.4", "¶2.5"]
    assert list(latest[0].content.flaws(latest[0].key.content, shelf({"maren-1956"}))) == []


# Authors


@pytest.mark.parametrize("kind", TABLES)
def test_an_author_writes_saves_and_previews_it(client, kind):
    ada = person("Ada Verhoeven", is_staff=True)
    version = question_of(kind, TABLES[kind]) if library() else None
    version.question.bank.editors.add(ada)
    client.force_login(ada)
    change = f"/admin/quizzes/question/{version.question.pk}/change/"
    own = version.content.form_from(version.key.content)
    shared = {"bank": version.question.bank_id, "slug": "again", "points": "1", "difficulty": "1", "reason": "So."}
    added = client.post(f"/admin/quizzes/question/add/?kind={kind}", {**own, **shared})
    shown = client.get(change).content.decode()

    assert added.status_code == 302
    assert "Verified, text unchanged" in shown
    assert client.post(f"{change.removesuffix('change/')}preview/").status_code == 302
