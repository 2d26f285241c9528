"""A grid of claims and works, from the student's form to the result; plain forms do it all."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from quizzes.models import Answer, Attempt
from quizzes.pages.results import page as results_page
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.grids import grid_attempt
from tests.forms import form
from tests.queries import counted

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


class Sheet:
    """Ben's grid: what its pages show, and what is sent from them."""

    def __init__(self, user, mode: Mode = Mode.GRADED, **rules) -> None:
        self.taken = grid_attempt(user, mode, **rules)
        self.client = Client()
        self.client.force_login(user)
        self.home = f"/attempts/{self.taken.public_id}/1/"

    def cell(self, at: str) -> str:
        return f"{self.home}cell/{at.replace('-', '/')}/"

    def send(self, address: str = "", button: str = "save", value: str = "1", *, htmx: bool = False, **fields):
        address = address or self.home
        sent = {**form(self.client.get(address)), **{n.replace("_", "-"): v for n, v in fields.items()}, button: value}
        return self.client.post(address, sent, headers=HTMX if htmx else {})

    @property
    def stored(self) -> dict:
        return Answer.objects.filter(item__attempt=self.taken).latest("revision").response["cells"]

    @property
    def ideal(self) -> dict[str, list[str]]:
        version = self.taken.items.select_related("version__key").get().version
        return version.content.ideal(version.key.content, edition="adapted")

    def fill(self) -> None:
        """Everything right, each cell from its own page, the last from the grid."""
        ideal = self.ideal
        for at in ("1-1", "1-2", "2-1", "2-2", "3-1"):
            self.send(self.cell(at), cell=ideal[f"cell-{at}"], mark=ideal[f"mark-{at}"])
        self.send(**{"cell-3-2": "silent"})

    def results(self) -> str:
        self.client.post(f"/attempts/{self.taken.public_id}/submit/")
        page = self.client.get(f"/attempts/{self.taken.public_id}/results/").content.decode()
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def sheet(ben) -> Sheet:
    return Sheet(ben)


# The grid


def test_each_text_is_pinned_and_none_is_the_one_beside(sheet):
    item = sheet.taken.items.get()

    assert item.revision is None
    assert sorted(str(text.edition.work.slug) for text in item.texts.all()) == ["kessel-1958", "maren-1956"]


def test_every_cell_says_in_full_which_it_is(sheet):
    page = sheet.client.get(sheet.home).content.decode()
    legends = [re.sub(r"<[^>]+>", "", said) for said in re.findall(r"<legend>(.*?)</legend>", page)]

    assert legends == [f"Claim {claim}, {work}" for claim in (1, 2, 3) for work in ("Maren 1956", "Kessel 1958")]
    assert page.count('type="radio"') == 18
    assert page.count('name="goto_cell"') == 5


def test_going_to_a_cell_saves_the_grid_first(sheet):
    response = sheet.send("", "goto_cell", "1-2", **{"cell-1-1": "agrees", "cell-3-2": "silent"})

    assert response.headers["Location"] == sheet.cell("1-2")
    assert sheet.stored == {"1-1": {"verdict": "agrees", "mark": []}, "3-2": {"verdict": "silent", "mark": []}}


@pytest.mark.parametrize("goal", ["9-9", "nowhere", "3-2"])
def test_a_cell_that_is_not_there_is_not_gone_to(sheet, goal):
    response = sheet.send("", "goto_cell", goal)

    assert response.status_code == 302
    assert sheet.client.get(response.headers["Location"]).status_code == (200 if goal == "nowhere" else 404)


def test_the_grid_sends_back_unchanged_what_it_shows(sheet):
    sheet.fill()
    before = sheet.stored
    sheet.send()

    assert sheet.stored == before
    assert before["1-1"] == {"verdict": "agrees", "mark": ["maren-1956:p1.s3"]}


def test_a_phone_begins_with_the_first_claim_that_is_not_answered(sheet):
    def first() -> list[str]:
        page = sheet.client.get(sheet.home).content.decode()
        return re.findall(r'<tr class="first"><th scope="row" id="claim-(\d)"', page)

    assert first() == ["1"]
    sheet.send(**{"cell-1-1": "agrees", "cell-1-2": "silent", "cell-2-1": "agrees"})
    assert first() == ["2"]
    sheet.fill()
    assert first() == ["1"]


def test_every_claim_says_how_far_it_is_and_leads_to_its_neighbours(sheet):
    sheet.send(**{"cell-1-1": "agrees", "cell-1-2": "silent", "cell-2-1": "agrees"})
    page = sheet.client.get(sheet.home).content.decode()
    turns = re.findall(r'href="#(claim-\d|claims)">(\w+ claims?)</a>', page)

    assert re.findall(r'<span id="state-\d">(.*?)</span>', page) == ["answered", "1 of 2", "blank"]
    assert "<b>3</b> of 6 cells" in page
    assert turns == [
        ("claim-2", "Next claim"),
        ("claim-1", "Previous claim"),
        ("claim-3", "Next claim"),
        ("claim-2", "Previous claim"),
        ("claims", "All claims"),
    ]


def test_a_save_by_itself_brings_the_states_up_to_date_and_no_other_page_has_them(sheet):
    said = sheet.send(htmx=True, **{"cell-3-1": "silent"}).content.decode()

    assert re.findall(r'<span id="state-\d" hx-swap-oob="true">(.*?)</span>', said) == ["blank", "blank", "1 of 2"]
    assert '<span id="filled" hx-swap-oob="true"><b>1</b> of 6 cells</span>' in said
    assert "state-1" not in sheet.send(sheet.cell("1-2"), htmx=True, cell="agrees").content.decode()


@pytest.mark.parametrize("htmx", [True, False], ids=["scripts", "plain"])
def test_an_error_leads_to_its_cell_and_a_phone_shows_that_claim(sheet, htmx):
    said = sheet.send(htmx=htmx, **{"cell-2-2": "perhaps"})
    page = said.content.decode()

    assert said.status_code == 422
    assert '<a href="#cell-2-2">' in page
    assert htmx or '<tr class="first"><th scope="row" id="claim-2"' in page


def test_an_untouched_grid_is_blank(sheet):
    sheet.send()

    assert Answer.objects.get(item__attempt=sheet.taken).blank


# A cell


def test_a_cell_keeps_the_others_and_returns_to_its_place(sheet):
    sheet.send(**{"cell-2-2": "contradicts"})
    response = sheet.send(sheet.cell("1-2"), cell="contradicts", mark=["kessel-1958:p1.s1"])

    assert response.headers["Location"] == f"{sheet.home}#cell-1-2"
    assert sheet.stored == {
        "1-2": {"verdict": "contradicts", "mark": ["kessel-1958:p1.s1"]},
        "2-2": {"verdict": "contradicts", "mark": []},
    }


def test_a_cell_shows_its_own_text_and_what_is_marked(sheet):
    sheet.send(sheet.cell("2-2"), cell="contradicts", mark=["kessel-1958:p2.s2"])
    page = sheet.client.get(sheet.cell("2-2"))

    assert form(page)["mark"] == ["kessel-1958:p2.s2"]
    assert form(page)["cell"] == ["contradicts"]
    assert "maren-1956:p" not in page.content.decode()
    assert "Whoever took a copy put a name to it." in page.content.decode()


@pytest.mark.parametrize("mark", ["maren-1956:p1.s3", "kessel-1958:p4.s1", "kessel-1958:p1.s9", "kessel-1958:p1"])
def test_a_mark_belongs_to_a_sentence_that_was_shown_of_this_text(sheet, mark):
    response = sheet.send(sheet.cell("1-2"), cell="agrees", mark=[mark])

    assert response.status_code == 422
    assert "is no sentence of kessel-1958 ¶1-3" in response.content.decode()
    assert not Answer.objects.filter(item__attempt=sheet.taken).exists()


def test_too_many_marks_are_told_and_kept_on_the_page(sheet):
    marks = [f"maren-1956:p{p}.s{s}" for p, s in ((1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3))]
    response = sheet.send(sheet.cell("1-1"), mark=marks)

    assert "You marked 6 sentences; the limit is 5. Unmark 1." in response.content.decode()
    assert form(response)["mark"] == marks


def test_unmark_takes_one_away_and_stays(sheet):
    sheet.send(sheet.cell("1-2"), mark=["kessel-1958:p1.s1", "kessel-1958:p1.s2"])
    response = sheet.send(sheet.cell("1-2"), "unmark", "kessel-1958:p1.s1")

    assert response.headers["Location"] == sheet.cell("1-2")
    assert sheet.stored == {"1-2": {"verdict": "", "mark": ["kessel-1958:p1.s2"]}}


def test_marks_stay_where_the_boxes_are_hidden(sheet):
    sheet.send(sheet.cell("1-2"), mark=["kessel-1958:p1.s1"])
    page = sheet.client.get(f"{sheet.cell('1-2')}?view=read")

    assert form(page)["mark"] == ["kessel-1958:p1.s1"]
    assert 'type="checkbox"' not in page.content.decode()


def test_a_script_gets_the_list_of_what_is_marked_and_no_more(sheet):
    response = sheet.send(sheet.cell("1-2"), htmx=True, mark=["kessel-1958:p1.s1"])

    assert (response.status_code, "<html" in response.content.decode()) == (200, False)
    assert "The speech lasted most of a day" in response.content.decode()


def test_sent_twice_is_kept_once(sheet):
    sheet.send(**{"cell-2-2": "contradicts"})
    sent = {**form(sheet.client.get(sheet.cell("1-2"))), "cell": "agrees", "save": "1"}
    for _ in range(2):
        assert sheet.client.post(sheet.cell("1-2"), sent).status_code == 302

    assert Answer.objects.filter(item__attempt=sheet.taken).count() == 2


def test_a_stale_cell_shows_both_and_loses_neither(sheet):
    stale = form(sheet.client.get(sheet.cell("1-2")))
    sheet.send(**{"cell-1-2": "silent", "cell-2-2": "contradicts"})
    response = sheet.client.post(sheet.cell("1-2"), {**stale, "cell": "agrees", "mark": ["kessel-1958:p1.s2"]})
    said = response.content.decode()

    assert response.status_code == 409
    assert "Verdict: <b>Agrees</b>" in said
    assert "Verdict: <b>Silent</b>" in said
    assert sheet.stored["1-2"]["verdict"] == "silent"

    kept = {**form(response), "revision": "1"}
    assert sheet.client.post(sheet.cell("1-2"), kept).status_code == 302
    assert sheet.stored == {
        "1-2": {"verdict": "agrees", "mark": ["kessel-1958:p1.s2"]},
        "2-2": {"verdict": "contradicts", "mark": []},
    }


def test_a_stale_grid_is_shown_both_answers_in_words(sheet):
    stale = form(sheet.client.get(sheet.home))
    sheet.send(sheet.cell("1-2"), cell="silent")
    said = sheet.client.post(sheet.home, {**stale, "cell-1-2": "agrees"}).content.decode()

    assert "Claim 1, reading 2: <b>Agrees</b>" in said
    assert "Claim 1, reading 2: <b>Silent</b>" in said


@pytest.mark.parametrize("at", ["4-1", "1-3", "3-2", "0-1"])
def test_where_no_evidence_is_asked_for_there_is_no_page(sheet, at):
    assert sheet.client.get(sheet.cell(at)).status_code == 404


def test_nobody_elses_cell(sheet, cleo):
    stranger = Client()
    stranger.force_login(cleo)

    assert stranger.get(sheet.cell("1-2")).status_code == 404
    assert stranger.post(sheet.cell("1-2"), {"cell": "agrees"}).status_code == 404


def test_nothing_is_saved_once_it_is_handed_in(sheet):
    sent = form(sheet.client.get(sheet.cell("1-2")))
    attempts.submit(attempt=Attempt.objects.get(pk=sheet.taken.pk), now=NOW)
    late = sheet.client.post(sheet.cell("1-2"), {**sent, "cell": "agrees"})

    assert late.status_code in {302, 422}
    assert sheet.client.get(sheet.cell("1-2")).status_code == 302
    assert not Answer.objects.exists()


# What it costs


def test_pages_and_saves_ask_little(sheet):
    sheet.fill()
    with counted() as grid_page:
        assert sheet.client.get(sheet.home).status_code == 200
    with counted() as cell_page:
        sheet.client.get(sheet.cell("1-2"))
    grid_form, cell_form = form(sheet.client.get(sheet.home)), form(sheet.client.get(sheet.cell("1-2")))
    with counted() as grid_save:
        sheet.client.post(sheet.home, {**grid_form, "cell-1-2": "silent"}, headers=HTMX)
    cell_form["revision"] = [str(Answer.objects.latest("revision").revision)]
    with counted() as cell_save:
        assert sheet.client.post(sheet.cell("1-2"), {**cell_form, "cell": "agrees"}, headers=HTMX).status_code == 200

    works = 2
    assert grid_page.total <= 6 + works, str(grid_page)
    assert cell_page.total <= 6 + works, str(cell_page)
    assert (grid_save.total <= 4 + works, grid_save.writes) == (True, 1), str(grid_save)
    assert (cell_save.total <= 4 + works, cell_save.writes) == (True, 1), str(cell_save)


def test_results_ask_for_all_texts_at_once(sheet):
    sheet.fill()
    taken = attempts.submit(attempt=Attempt.objects.get(pk=sheet.taken.pk), now=NOW)
    address = f"/attempts/{taken.public_id}/results/"
    sheet.client.get(address)
    with counted() as queries:
        sheet.client.get(address)

    assert queries.total <= 6 + 2, str(queries)


def test_no_page_before_marking_asks_for_a_key(sheet):
    sheet.ideal  # noqa: B018 - asked beforehand
    with counted() as queries:
        sheet.send(sheet.cell("1-2"), cell="agrees", mark=["kessel-1958:p1.s1"])
        sheet.send(**{"cell-1-1": "agrees"})
        sheet.send(sheet.cell("1-2"), revision="0", key="0" * 32)

    assert [sql for sql in queries.asked if '"quizzes_key"' in sql or '"quizzes_keycitation"' in sql] == []


# Marking


def test_the_ideal_answers_earn_everything(sheet):
    sheet.fill()

    assert "6.00 of 6 points" in sheet.results()


def test_results_tell_each_cell_in_words_and_quote_on_demand(sheet):
    sheet.send(sheet.cell("1-1"), cell="agrees", mark=["maren-1956:p1.s3", "maren-1956:p1.s2"])
    sheet.send(sheet.cell("3-1"), cell="agrees", mark=["maren-1956:p4.s1"])
    sheet.send(**{"cell-2-2": "silent"})
    said = sheet.results()

    for words in (
        "1 of 6 verdicts is right, three cells without one; no cell is complete, and your score is the mean",
        "You: Agrees Key: Agrees ⅝ of the cell",
        "Proof, you marked The delegates listened for about four hours, and no debate followed. ¶1.3",
        "You marked, not needed Nobody was allowed to take notes. ¶1.2",
        "You: nothing Key: Contradicts Nothing of the cell",
        "You: Silent Key: Contradicts Nothing of the cell",
        "You: Agrees Key: Silent ¼ of the cell",
        "When it came, not with whom.",
        "[ ¶3.2 ] says that it is not told.",
    ):
        assert words in said, said


def test_a_says_links_into_the_text_of_its_cell(sheet):
    sheet.results()
    page = sheet.client.get(f"/attempts/{sheet.taken.public_id}/results/").content.decode()

    assert 'href="/library/kessel-1958/adapted/p3/#p3-s2">¶3.2</a>] says' in page
    assert 'href="/library/kessel-1958/adapted/p1/#p1-s1">kessel-1958 ¶1.1</a>]; Maren' in page


def test_in_practice_the_grid_is_checked_at_once(ben):
    practice = Sheet(ben, Mode.PRACTICE)
    practice.fill()
    said = practice.send("", "check", htmx=True).content.decode()

    assert "Answer checked. 6.00 of 6 points." in said
    assert "Key: <b>Contradicts</b>" in said


def test_in_practice_nothing_is_shown_for_marks_without_a_verdict(ben):
    practice = Sheet(ben, Mode.PRACTICE)
    practice.send(practice.cell("1-1"), mark=["maren-1956:p1.s3"])

    assert practice.send("", "check").status_code == 422


def test_strictly_one_cell_that_is_not_whole_spoils_the_grid(ben):
    strict = Sheet(ben, policy="strict")
    strict.fill()
    strict.send(strict.cell("1-1"), mark=["maren-1956:p1.s1"])
    taken = attempts.submit(attempt=Attempt.objects.get(pk=strict.taken.pk), now=NOW + timedelta(hours=1))

    (result,) = results_page(taken).results
    assert (result.outcome.fraction, result.heading) == (0, "All verdicts right, 5 of 6 cells complete")
