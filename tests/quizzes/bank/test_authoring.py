"""The authoring form, critically walked: every flaw at once, at its field, in our words, and nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus import reading
from corpus.text.citation import parse
from quizzes.bank.composing import choices_of
from quizzes.models import Question, Quiz
from quizzes.questions import KINDS, seals
from tests.factories.corpus import library
from tests.factories.quizzes import BankFactory
from tests.quizzes.test_admin import ADD, FORMS, choice, errors, source_check

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


# Checking without saving


def test_checking_keeps_nothing_and_loses_nothing(adas, bank):
    page = adas.post(f"{ADD}source_check", source_check(bank, _check="1"))
    text = page.content.decode()

    assert not Question.objects.exists()
    assert page.context["adminform"].form["proof"].value() == "¶3.3 + ¶3.5\n"
    assert "Checked, nothing saved" in text
    assert "Please correct" not in text
    assert "What he could not do was say" in text
    assert 'value="maren-1956:p2.s4"' in text


def test_checking_shows_every_flaw_and_what_can_be_quoted(adas, bank):
    page = adas.post(f"{ADD}source_check", source_check(bank, proof="foo bar\n¶3.3", _check="1"))

    assert "Line 1" in errors(page)["proof"][0]
    assert [s.name for s in page.context["evidence"]] == ["Proof 1", "Neutral", "Near 1"]


def test_checking_a_saved_question_makes_no_version(adas, bank):
    adas.post(f"{ADD}source_check", source_check(bank))
    kept = Question.objects.get()
    adas.post(f"/admin/quizzes/question/{kept.pk}/change/", source_check(bank, claim="Something new.", _check="1"))

    assert kept.versions.count() == 1


def test_the_new_form_says_how_to_see_the_sentence_numbers(adas, bank):
    assert "its sentences appear here" in adas.get(f"{ADD}source_check").content.decode()


def test_the_preview_says_which_version_it_shows(adas, bank):
    adas.post(f"{ADD}source_check", source_check(bank))
    page = adas.get(f"/admin/quizzes/question/{Question.objects.get().pk}/change/").content.decode()

    assert "previews version 1 as saved" in page
    assert "Preview as student" not in adas.get(f"{ADD}source_check").content.decode()


def test_a_name_that_is_taken_is_told_at_the_name(adas, bank):
    adas.post(f"{ADD}choice", choice(bank))
    said = errors(adas.post(f"{ADD}choice", choice(bank, ask="Something else?")))

    assert said == {"slug": ["“copy” already exists in History; choose another name."]}


@pytest.mark.parametrize("kind", KINDS.values())
def test_the_page_of_kinds_says_what_each_is_for(adas, bank, kind):
    assert kind.purpose in adas.get("/admin/quizzes/question/add/").content.decode()


def test_a_reading_has_a_limit(shelf_of_many):
    told = list(seals.length_flaws(parse("long-1956 ¶1-2"), shelf_of_many))

    assert [(f.field, "130 sentences" in f.message) for f in told] == [("reading", True)]
    assert not list(seals.length_flaws(parse("long-1956 ¶1"), shelf_of_many))


@pytest.fixture
def shelf_of_many():
    class Many:
        def editions(self, work):
            return ("adapted",)

        def words(self, edition, anchor):
            return "Words." if anchor.sentence <= 65 else None

    return Many()


# The rows of a quiz


def quiz_form(bank, *rows) -> dict:
    body = {"bank": bank.pk, "title": "Doors", "slug": "doors", "mode": "graded"}
    body |= {"items-TOTAL_FORMS": str(len(rows)), "items-INITIAL_FORMS": "0"}
    body |= {"pools-TOTAL_FORMS": "0", "pools-INITIAL_FORMS": "0"}
    for n, (position, question) in enumerate(rows):
        body |= {f"items-{n}-position": position, f"items-{n}-question": question}
    return body


def rows_of(page):
    """The rows of questions; the pools stand below them."""
    return page.context["inline_admin_formsets"][0].formset


def test_a_question_is_listed_with_what_it_asks_in_one_query(adas, bank, django_assert_max_num_queries):
    adas.post(f"{ADD}source_check", source_check(bank))

    with django_assert_max_num_queries(1):
        (_, (_, label)) = choices_of(Question.objects.all())
    assert label.startswith("heard: Workers were")
    assert "heard: Workers were" in adas.get("/admin/quizzes/quiz/add/").content.decode()


def test_more_rows_ask_no_more(adas, bank):
    adas.post(f"{ADD}source_check", source_check(bank))

    def asked(rows):
        with CaptureQueriesContext(connection) as queries:
            adas.post("/admin/quizzes/quiz/add/", quiz_form(bank, *[("", "")] * rows) | {"title": ""})
        return len(queries)

    asked(1)  # what is asked once a session
    assert asked(1) == asked(5)


def test_two_questions_in_one_place_are_told_at_the_row(adas, bank):
    adas.post(f"{ADD}source_check", source_check(bank))
    adas.post(f"{ADD}choice", choice(bank))
    first, second = Question.objects.order_by("pk")
    page = adas.post("/admin/quizzes/quiz/add/", quiz_form(bank, (1, first.pk), (1, second.pk)))
    formset = rows_of(page)

    assert "Another question stands at 1" in str(formset.forms[1].errors["position"])
    assert "already exists" not in page.content.decode()
    assert not Quiz.objects.filter(slug="doors").exists()
    adas.post("/admin/quizzes/quiz/add/", quiz_form(bank, (1, first.pk), (2, second.pk)))
    again = adas.post("/admin/quizzes/quiz/add/", quiz_form(bank, (1, first.pk), (2, first.pk)) | {"slug": "twice"})
    formset = rows_of(again)
    assert "in this quiz already" in str(formset.forms[1].errors["question"])


def test_a_place_that_is_kept_already_is_told_at_the_row(adas, bank):
    adas.post(f"{ADD}source_check", source_check(bank))
    adas.post(f"{ADD}choice", choice(bank))
    first, second = Question.objects.order_by("pk")
    adas.post("/admin/quizzes/quiz/add/", quiz_form(bank, (1, first.pk)))
    made = Quiz.objects.get(slug="doors")
    body = quiz_form(bank, (1, first.pk), (1, second.pk)) | {"items-INITIAL_FORMS": "1"}
    body |= {"items-0-id": made.items.get().pk, "items-0-quiz": made.pk, "items-1-quiz": made.pk}
    page = adas.post(f"/admin/quizzes/quiz/{made.pk}/change/", body)
    formset = rows_of(page)

    assert "Another question stands at 1" in str(formset.forms[1].errors["position"])
    assert "__all__" not in formset.forms[1].errors
