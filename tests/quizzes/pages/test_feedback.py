"""Feedback on three levels: at the place, of the question, of the whole; the reason always stands with it."""

from decimal import Decimal

import pytest
from django.test import Client

from quizzes.models import Key, Question
from quizzes.pages import results
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.quizzes import HEARD, RIGHT, answered, attempt, question, quiz
from tests.forms import form
from tests.quizzes.bank.test_authoring import ADD, adas, bank, errors, source_check  # noqa: F401

pytestmark = pytest.mark.django_db

SAYS = {"right": "Just so: [¶3.5].", "partly": "Only half.", "wrong": "Read [¶3] *again*."}
PARTLY = {"verdict": "supported", "mark": []}
WRONG = {"verdict": "contradicted", "mark": []}


def handed_in(user, response, mode=Mode.GRADED, **facts):
    made = quiz(mode, 1)
    for name, value in facts.items():
        setattr(made, name, value)
    made.save()
    Key.objects.update(feedback=SAYS)
    taken = attempt(user, made)
    if response:
        answered(taken, 1, response)
    return attempts.submit(attempt=taken, now=NOW)


def page_of(taken):
    client = Client()
    client.force_login(taken.user)
    return client.get(f"/attempts/{taken.public_id}/results/").content.decode()


@pytest.mark.parametrize(
    ("response", "says"), [(RIGHT[1], "Just so"), (PARTLY, "Only half."), (WRONG, "Read [<a"), (None, "")]
)
def test_the_question_speaks_by_its_result(ben, response, says):
    (result,) = results.page(handed_in(ben, response)).results

    assert result.feedback.startswith(says)
    assert bool(result.feedback) == bool(says)


def test_feedback_stands_with_the_reason_and_its_citations_are_links(ben):
    text = page_of(handed_in(ben, WRONG))

    assert 'Read [<a class="cite" href="/library/maren-1956/adapted/p3/#p3">¶3</a>] <em>again</em>.' in text
    assert "outside that hall" in text


def test_practice_says_it_after_the_check(ben):
    taken = attempt(ben, quiz(Mode.PRACTICE, 1))
    Key.objects.update(feedback=SAYS)
    client, address = Client(), f"/attempts/{taken.public_id}/1/"
    client.force_login(ben)
    client.post(address, form(client.get(address)) | PARTLY | {"check": "1"})

    assert "Only half." in client.get(address).content.decode()


BANDS = [
    {"from": 100, "says": "All of it."},
    {"from": 25, "says": "Some of it: [maren-1956 ¶1]."},
    {"from": 0, "says": "x"},
]


@pytest.mark.parametrize(("response", "says"), [(RIGHT[1], "All of it."), (PARTLY, "Some of it"), (WRONG, "x")])
def test_the_whole_is_spoken_of_by_its_share(ben, response, says):
    assert results.page(handed_in(ben, response, feedback=BANDS)).said.startswith(says)


def test_what_is_said_of_the_whole_stands_on_the_results(ben):
    assert "All of it." in page_of(handed_in(ben, RIGHT[1], feedback=BANDS))


def test_a_quiz_without_words_says_nothing(ben):
    assert results.page(handed_in(ben, RIGHT[1])).said == ""


def test_an_attempt_that_is_worth_nothing_has_a_share_of_nothing(ben):
    taken = handed_in(ben, None, Mode.PRACTICE, feedback=BANDS)

    assert (results.page(taken).possible, results.page(taken).said) == (Decimal("0.00"), "x")


# Authoring

OWN = {"feedback_right": "Just so.", "feedback_wrong": "See [¶3].", "hints": "Who was standing?\n\nLook at [¶3].\n"}


def test_what_is_typed_is_kept_and_comes_back(adas, bank):  # noqa: F811
    adas.post(f"{ADD}source_check", source_check(bank, **OWN))
    question = Question.objects.get()
    key = question.latest().key
    shown = adas.get(f"/admin/quizzes/question/{question.pk}/change/").context["adminform"].form

    assert key.feedback == {"right": "Just so.", "wrong": "See [¶3]."}
    assert key.hints == ["Who was standing?", "Look at [¶3]."]
    assert shown["feedback_wrong"].value() == "See [¶3]."
    assert shown["hints"].value() == "Who was standing?\nLook at [¶3]."


def test_the_same_words_again_make_no_version(adas, bank):  # noqa: F811
    adas.post(f"{ADD}source_check", source_check(bank, **OWN))
    kept = Question.objects.get()
    adas.post(f"/admin/quizzes/question/{kept.pk}/change/", source_check(bank, **OWN))
    assert kept.versions.count() == 1
    adas.post(f"/admin/quizzes/question/{kept.pk}/change/", source_check(bank, **OWN, feedback_partly="Half."))
    assert kept.versions.count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("feedback_right", "See [¶9.1].", "no ¶9.1"),
        ("feedback_partly", "word " * 41, "41 words"),
        ("hints", "a\nb\nc\nd", "4 hints"),
        ("hints", "See [¶3.99].", "no ¶3.99"),
    ],
)
def test_flaws_stand_at_their_field(adas, bank, field, typed, says):  # noqa: F811
    said = errors(adas.post(f"{ADD}source_check", source_check(bank, **{field: typed})))

    assert says in said[field][0]


def test_the_bands_of_a_quiz_are_typed_in_lines(adas, bank):  # noqa: F811
    body = {"bank": bank.pk, "title": "Doors", "slug": "doors", "mode": "graded", "feedback": "80: Good.\n50: Fair."}
    body |= {f"{rows}-{name}_FORMS": "0" for rows in ("items", "pools") for name in ("TOTAL", "INITIAL")}
    page = adas.post("/admin/quizzes/quiz/add/", body, follow=True)
    made = bank.quizzes.get(slug="doors")

    assert made.feedback == [{"from": 80, "says": "Good."}, {"from": 50, "says": "Fair."}]
    assert "less than 50 % is told nothing" in page.content.decode()
    shown = adas.get(f"/admin/quizzes/quiz/{made.pk}/change/").context["adminform"].form
    assert shown["feedback"].value() == "80: Good.\n50: Fair."
    wrong = adas.post("/admin/quizzes/quiz/add/", body | {"slug": "more", "feedback": "50: a\n80: b"})
    assert "80 stands below 50" in str(wrong.context["errors"])


def test_a_version_carries_what_its_author_says(ben):
    quiz(Mode.PRACTICE, 1)
    version = question("said", {**HEARD, "claim": "Workers could only hear it."}, feedback=SAYS, hints=("Look.",))

    assert (version.key.remarks.feedback, version.key.remarks.hints) == (SAYS, ("Look.",))
