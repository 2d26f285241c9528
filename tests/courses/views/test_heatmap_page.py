"""Where the class looked: for those who teach it, and only where a group is large enough."""

from html import unescape

import pytest

from corpus.text.citation import Anchor
from quizzes.models import Item, Mark, Question, Regrade
from quizzes.regrades import regrading
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, enrol, step, taught
from tests.factories.quizzes import RIGHT, answered, attempt
from tests.queries import counted

pytestmark = pytest.mark.django_db
PAGE = "/courses/red-card/1/4/heatmap/q1/"
RIGHTLY = RIGHT[1]
ALSO = {"verdict": "supported", "mark": [*RIGHTLY["mark"], "maren-1956:p1.s1"]}
WRONG = {"verdict": "contradicted", "mark": ["maren-1956:p2.s4"]}


@pytest.fixture
def red_card(ada):
    made = taught()
    appoint(made, ada)
    return made


def answer(red_card, *responses):
    """A student for each response to the first question."""
    quiz = step(red_card, 4).quiz
    for response in responses:
        student = UserFactory()
        enrol(red_card, student)
        taken = attempt(student, quiz)
        answered(taken, 1, response)
        attempts.submit(attempt=taken, now=NOW)


def page(client, user, **query):
    client.force_login(user)
    found = client.get(PAGE, query)
    assert found.status_code == 200
    return unescape(found.content.decode())


def cells(html, place):
    """The row of a sentence in the table, as text."""
    row = html.split(f'<th scope="row">{place}</th>')[1].split("</tr>")[0]
    return [cell.split(">", 1)[1].split("</td>")[0] for cell in row.split("<td")[1:]]


def test_the_ways_to_look_take_no_place_of_the_main_navigation(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 5)

    assert [tab.label for tab in client_tabs(client, ada)] == ["Home", "Library", "Authoring"]


def client_tabs(client, user):
    client.force_login(user)
    return client.get(PAGE).context["tabs"]


def test_each_sentence_says_how_many_marked_it(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 3, *[WRONG] * 2)

    html = page(client, ada)

    assert cells(html, "¶3.3")[1:4] == ["<b>Proof</b>", "3", "60 %"]
    assert cells(html, "¶2.4")[1:4] == ["<b>Closest passage</b>", "2", "40 %"]


def test_the_text_shows_the_same_numbers(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 3, *[WRONG] * 2)

    assert "<b>3</b> of 5 (60 %) <i>Proof</i>" in page(client, ada, view="text")


def test_a_verdict_narrows_the_group(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 5, WRONG)

    assert cells(page(client, ada, verdict="supported"), "¶3.3")[2:4] == ["5", "100 %"]


def test_fewer_than_five_are_not_shown(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 4)

    html = page(client, ada)

    assert "Fewer than 5 students" in html
    assert "¶3.3" not in html
    assert "Fewer than 5 students" in page(client, ada, verdict="contradicted")


def test_what_many_with_a_proof_marked_asks_for_a_look(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 3, *[ALSO] * 2)

    html = page(client, ada)

    assert "marked by 2 of 5 who also had a complete proof." in cells(html, "¶1.1")[0]
    assert html.count("who also had a complete proof") == 1


def test_the_last_saved_answer_counts(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 4)
    student = UserFactory()
    enrol(red_card, student)
    taken = attempt(student, step(red_card, 4).quiz)
    answered(taken, 1, WRONG)
    answered(taken, 1, RIGHTLY, base=1)
    attempts.submit(attempt=taken, now=NOW)

    html = page(client, ada)

    assert cells(html, "¶3.3")[2] == "5"
    assert cells(html, "¶2.4")[2] == "0"


def test_somebody_of_another_course_is_not_counted(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 5)
    stray = attempt(UserFactory(), step(red_card, 4).quiz)
    answered(stray, 1, RIGHTLY)
    attempts.submit(attempt=stray, now=NOW)

    assert cells(page(client, ada), "¶3.3")[2] == "5"


def test_a_question_without_answers_says_so(client, red_card, ada):
    answer(red_card, RIGHTLY)
    Item.objects.filter(version__question__slug="q2").delete()
    client.force_login(ada)

    assert "nothing to show" in client.get(PAGE.replace("q1", "q2")).content.decode()


def test_there_is_no_map_of_a_question_that_the_quiz_does_not_ask(client, red_card, ada):
    client.force_login(ada)

    assert client.get(PAGE.replace("q1", "q9")).status_code == 404
    assert client.get(PAGE.replace("/4/", "/2/")).status_code == 404, "practice"


@pytest.mark.parametrize("query", [{"of": "9-9"}, {"band": "x"}, {"verdict": "x"}, {"view": "x"}, {"of": "\0"}])
def test_a_wrong_address_falls_back(client, red_card, ada, query):
    answer(red_card, *[RIGHTLY] * 5)

    assert cells(page(client, ada, **query), "¶3.3")[2] == "5"


def test_queries_do_not_follow_the_class(client, red_card, ada):
    client.force_login(ada)

    def asked():
        client.get(PAGE)
        with counted() as queries:
            client.get(PAGE)
        return queries

    answer(red_card, *[RIGHTLY] * 5)
    few = asked()
    answer(red_card, *[WRONG] * 10)

    assert asked().total == few.total <= 6, few


def test_completeness_is_of_the_marks_whatever_the_verdict(client, red_card, ada):
    answer(red_card, *[RIGHTLY] * 3, *[{**ALSO, "verdict": "contradicted"}] * 2)

    assert "5 of 5 marked a complete proof." in page(client, ada)


def test_a_near_miss_that_many_with_a_proof_marked_asks_for_a_look_too(client, red_card, ada):
    both = {"verdict": "supported", "mark": [*RIGHTLY["mark"], "maren-1956:p2.s4"]}
    answer(red_card, *[RIGHTLY] * 3, *[both] * 2)
    row = cells(page(client, ada), "¶2.4")

    assert "marked by 2 of 5 who also had a complete proof" in row[0]
    assert row[1] == "<b>Closest passage</b>"
    red_card.bank.editors.add(ada)
    client.post(
        f"{PAGE}accept/?at=maren-1956:p2.s4", {"reply": "neutral", "reason": "It neither helps nor harms here."}
    )
    key = Question.objects.get(slug="q1").latest().key.content
    assert Anchor("maren-1956", 2, 4) in key.neutral["adapted"]
    assert all(Anchor("maren-1956", 2, 4) not in near.places.get("adapted", ()) for near in key.near)


# Adding a sentence to the key

ACCEPT, SENTENCE = f"{PAGE}accept/", {"at": "maren-1956:p1.s1"}
WHY = "Four readers took it for part of the proof."


@pytest.fixture
def marked_beside(red_card, ada):
    red_card.bank.editors.add(ada)
    answer(red_card, *[RIGHTLY] * 3, *[ALSO] * 2)


def accepted(client, ada, reply, status=302):
    client.force_login(ada)
    found = client.post(f"{ACCEPT}?at={SENTENCE['at']}", {"reply": reply, "reason": WHY})
    assert found.status_code == status
    return found


def test_what_asks_for_a_look_leads_to_the_key(client, marked_beside, ada):
    assert f"{ACCEPT}?at=maren-1956:p1.s1" in page(client, ada)

    assert "Of the 5 who also had a complete proof, 2 did." in unescape(client.get(ACCEPT, SENTENCE).content.decode())


def test_a_neutral_sentence_makes_the_next_version_and_a_regrade_to_look_at(client, marked_beside, ada):
    found = accepted(client, ada, "neutral")

    fresh = Question.objects.get(slug="q1").latest()
    assert (fresh.number, Anchor.of(SENTENCE["at"]) in fresh.key.content.neutral["adapted"]) == (2, True)
    regrade = Regrade.objects.get()
    assert found["Location"] == f"/courses/red-card/regrades/{regrade.public_id}/"
    assert (regrade.reason, Mark.objects.filter(cause="regrade").exists()) == (WHY, False), "nothing is applied yet"


def test_a_newer_key_by_which_nobody_is_marked_yet_is_told_and_not_widened_again(client, marked_beside, ada):
    accepted(client, ada, "neutral")
    html = page(client, ada)

    assert "A newer key, version 2, names more sentences" in html
    assert cells(html, "¶1.1")[1] == "–"
    assert "Add as neutral" not in html


def test_after_the_regrade_the_map_shows_the_key_that_made_the_marks(client, marked_beside, ada):
    accepted(client, ada, "neutral")
    found = regrading.advance(regrade=Regrade.objects.get(), now=NOW, seconds=60)
    regrading.apply(regrade=found, by=ada, now=NOW)
    regrading.advance(regrade=found, now=NOW, seconds=60)
    html = page(client, ada)

    assert "marked by key version 2" in html
    assert cells(html, "¶1.1")[1] == "<b>Neutral</b>"
    assert "A newer key" not in html


def test_whoever_does_not_edit_the_bank_is_told(client, marked_beside, red_card, ada):
    red_card.bank.editors.clear()

    assert "You do not edit the bank" in unescape(accepted(client, ada, "proof", 422).content.decode())
    assert not Regrade.objects.exists()


def test_a_sentence_of_the_key_is_not_added_again(client, marked_beside, ada):
    client.force_login(ada)
    address = f"{ACCEPT}?at=maren-1956:p3.s3"

    assert "There is nothing to add." in client.get(address).content.decode()
    assert client.post(address, {"reply": "neutral", "reason": WHY}).status_code == 422
    assert Question.objects.get(slug="q1").latest().number == 1


def test_without_a_reason_nothing_happens(client, marked_beside, ada):
    client.force_login(ada)

    assert client.post(f"{ACCEPT}?at={SENTENCE['at']}", {"reply": "neutral", "reason": ""}).status_code == 422
    assert Question.objects.get(slug="q1").latest().number == 1


def test_without_a_sentence_the_map_is_shown(client, marked_beside, ada):
    client.force_login(ada)

    assert client.get(ACCEPT)["Location"] == PAGE


@pytest.mark.parametrize("at", ["maren-1956:p9.s1", "x", "\0"])
def test_a_sentence_that_was_not_read_is_not_found(client, marked_beside, ada, at):
    client.force_login(ada)

    assert client.get(ACCEPT, {"at": at}).status_code == 404
