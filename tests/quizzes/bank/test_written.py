"""A written answer on its pages: its quotations are checked while it is written, and in practice nobody marks it."""

import re
from html import unescape

import pytest
from django.test import Client

from quizzes.bank.written import written
from quizzes.marks.verifying import Verification
from quizzes.models import Answer, Mark
from quizzes.pages import receipts
from quizzes.pages.results import page as results_page
from quizzes.questions.receipt import recomputed
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.quizzes import attempt
from tests.factories.written import ANSWER, written_question, written_quiz
from tests.forms import form
from tests.queries import counted

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


class Sheet:
    """The written question of an attempt, as the student meets it."""

    def __init__(self, user, mode=Mode.GRADED, **rules) -> None:
        self.taken = attempt(user, written_quiz(mode), **rules)
        self.client = Client()
        self.client.force_login(user)
        self.address = f"/attempts/{self.taken.public_id}/1/"

    def send(self, text, button="save", *, htmx=True):
        sent = {**form(self.client.get(self.address)), "text": text, button: "1"}
        return self.client.post(self.address, sent, headers=HTMX if htmx else {})

    def page(self) -> str:
        return told(self.client.get(self.address))


def told(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def sheet(ben):
    return Sheet(ben)


@pytest.fixture
def practice(ben):
    return Sheet(ben, Mode.PRACTICE)


def test_each_save_tells_what_became_of_the_quotations(sheet):
    page = told(sheet.send(ANSWER))

    assert "31 words of at most 60." in page
    assert "1 of 3 quotations exact." in page
    assert re.findall(r"<b>(Exact|Differs|Not in the reading)</b>", page) == ["Exact", "Differs", "Not in the reading"]
    assert 'href="/library/maren-1956/adapted/p2/#p2-s3"' in page


def test_nothing_of_the_key_is_said_before_there_is_a_mark(sheet):
    sheet.send(ANSWER)
    attempts.submit(attempt=sheet.taken, now=NOW)
    results = told(sheet.client.get(f"/attempts/{sheet.taken.public_id}/results/"))
    for page in (sheet.page(), results):
        assert "Names both and quotes" not in page
        assert "read aloud once and sent back.</li>" not in page
    assert "Your teacher has not marked this yet. It is worth 6 points." in results


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "**bold** [x](https://example.org)"])
def test_what_a_student_writes_is_only_text(sheet, text):
    saved = sheet.send(f"{text} “{text}” and five more words.").content.decode()

    assert "<script>alert" not in saved
    assert "<strong>bold" not in saved
    assert 'href="https://example.org"' not in saved


def test_a_wordy_answer_is_saved_and_told(sheet):
    assert "40 more than the 60 that are asked for" in told(sheet.send("word " * 100))
    assert Answer.objects.get().response["text"].count("word") == 100


def test_beyond_the_limit_of_characters_the_text_comes_back(sheet):
    response = sheet.send("x" * 20_001, htmx=False)

    assert response.status_code == 422
    assert "the limit is 20,000" in told(response)
    assert "x" * 20_001 in told(response)


def test_too_many_quotations_are_told_not_checked(sheet):
    assert "has 501 quotations; the limit is 500" in told(sheet.send('"a" ' * 501))


def test_a_save_asks_little_of_the_database(sheet):
    sheet.send(ANSWER)
    page = form(sheet.client.get(sheet.address))
    with counted() as queries:
        sheet.client.post(sheet.address, {**page, "text": f"{ANSWER} More."}, headers=HTMX)

    assert queries.total <= 8


def test_a_question_without_a_reading_checks_nothing(ben):
    version = written_question("alone", reading="", evidence={}, ask="What is a source?")
    taken = attempt(ben, written_quiz())
    taken.items.filter(position=1).update(version=version, revision=None)
    item = taken.items.get(position=1)
    found = written(item, version.content, version.content.response({"text": "A “thing of the past” it is."}))
    assert found.lead == "No reading stands beside this question, so quotations are not checked."


# Practice


def test_in_practice_a_check_shows_the_points_of_a_good_answer_and_claims_no_mark(practice):
    page = told(practice.send(ANSWER, "check"))

    assert "Answered, not marked" in page
    assert "Copies were read aloud once and sent back." in page
    assert "1 of 3 quotations exact." in page
    assert "0.00" not in page
    assert "Level" not in page


def test_the_question_then_counts_as_answered_and_can_earn_nothing(practice):
    practice.send(ANSWER, "check")
    mark = Mark.objects.get()

    assert (mark.points, mark.possible, mark.reason) == (0, 0, "unmarked")
    assert list(Verification().marks()) == []


def test_a_receipt_of_practice_proves_that_nothing_was_claimed(practice):
    practice.send(ANSWER, "check")

    assert recomputed(receipts.page(practice.taken, 1).body).differences == ()


def test_too_short_an_answer_is_not_checked_yet(practice):
    response = practice.send("Copies travelled.", "check")

    assert response.status_code == 422
    assert "Your answer has 2 words; write 5 at least." in told(response)
    assert not Mark.objects.exists()


def test_results_of_practice_do_not_count_it(practice):
    practice.send(ANSWER, "check")
    attempts.submit(attempt=practice.taken, now=NOW)
    page = results_page(practice.taken)

    assert (page.possible, page.waiting, page.results[0].is_scored) == (0, (), False)
    assert "no points" in told(practice.client.get(f"/attempts/{practice.taken.public_id}/results/"))


def test_nobody_is_asked_how_sure_she_is(ben):
    sheet = Sheet(ben, Mode.PRACTICE, certainty=True)

    assert "How sure are you?" not in sheet.page()
    assert "Answered, not marked" in told(sheet.send(ANSWER, "check"))
