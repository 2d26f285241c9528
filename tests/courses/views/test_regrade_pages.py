"""An instructor asks for a regrade, looks at it, applies it and takes it back; with scripts and without."""

from decimal import Decimal

import pytest
from django.test import Client

from courses.grades import regrades
from quizzes.models import Appeal, LedgerEntry, Regrade, Reply, Stage
from quizzes.regrades import regrading
from tests.factories.accounts import UserFactory, person
from tests.factories.courses import appoint, course, enrol, step, taught
from tests.factories.quizzes import RIGHT
from tests.factories.regrades import FOURTH, grade, handed_in, looked_at, wider
from tests.queries import counted

pytestmark = pytest.mark.django_db
HERE = "/courses/red-card"
ASKED = {"reason": "The sentence says it as well.", "question": "", "policy": ""}
OUR_WORDS = "It says so in its own words."


@pytest.fixture
def red_card(ben):
    made, ada = taught(tries=None), person("Ada Verhoeven", is_staff=True)
    appoint(made, ada)
    enrol(made, ben)
    made.bank.editors.add(ada)
    return made


@pytest.fixture
def taken(red_card, ben):
    return handed_in(ben, step(red_card, 4).quiz, {**RIGHT, 1: FOURTH})


@pytest.fixture
def ada_at(red_card):
    client = Client()
    client.force_login(person("Ada Verhoeven", is_staff=True))
    return client


def at(user):
    client = Client()
    client.force_login(user)
    return client


def ask(ada_at, **facts):
    answer = ada_at.post(f"{HERE}/1/4/regrade/ask/", ASKED | facts)
    assert answer.status_code == 302, answer.context["form"].errors
    return Regrade.objects.get(public_id=answer.headers["Location"].split("/")[-2])


def go(ada_at, regrade, button="go", **headers):
    return ada_at.post(f"{HERE}/regrades/{regrade.public_id}/go/", {button: "1"}, headers=headers)


def test_without_scripts_buttons_lead_from_the_request_to_undo(ada_at, taken):
    wider()
    regrade = ask(ada_at)
    assert "Go on" in ada_at.get(f"{HERE}/regrades/{regrade.public_id}/").content.decode()
    go(ada_at, regrade)
    page = ada_at.get(f"{HERE}/regrades/{regrade.public_id}/").content.decode()

    assert "1 answer gets more points" in page.lower()
    assert "Key version 1 → 2: ¶3.4 is a proof now" in page
    go(ada_at, regrade, "apply")
    assert grade(taken).points == Decimal("2.00")
    go(ada_at, regrade, "undo")
    assert grade(taken).points == Decimal("0.50")


def test_with_scripts_the_bar_comes_alone_until_somebody_must_decide(ada_at, taken, monkeypatch):
    monkeypatch.setattr(regrading, "SLICE", 1)
    monkeypatch.setattr(regrading.time, "monotonic", iter(range(1_000)).__next__)
    wider()
    regrade = ask(ada_at)
    part = go(ada_at, regrade, **{"HX-Request": "true"})

    assert "<html" not in part.content.decode()
    assert "2 of 4" in part.content.decode()
    go(ada_at, regrade, **{"HX-Request": "true"})
    done = go(ada_at, regrade, **{"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == f"{HERE}/regrades/{regrade.public_id}/"
    assert Regrade.objects.get().stage == Stage.READY


def test_a_reason_is_required(ada_at, taken):
    answer = ada_at.post(f"{HERE}/1/4/regrade/ask/", ASKED | {"reason": "Why?"})

    assert answer.status_code == 422
    assert not Regrade.objects.exists()


def test_a_second_regrade_waits_for_the_first(ada_at, taken):
    ask(ada_at)
    answer = ada_at.post(f"{HERE}/1/4/regrade/ask/", ASKED)

    assert (answer.status_code, "under way already" in answer.content.decode()) == (422, True)


def test_students_of_another_course_with_the_same_quiz_are_not_touched(ada_at, taken, cleo, red_card):
    other = course("elsewhere", title="Elsewhere", bank=red_card.bank)
    enrol(other, cleo)
    theirs = handed_in(cleo, taken.quiz, {1: FOURTH})
    wider()
    regrade = ask(ada_at)
    go(ada_at, regrade)
    go(ada_at, regrade, "apply")

    assert (grade(taken).points, grade(theirs).points) == (Decimal("2.00"), Decimal("0.50"))


def test_a_regrade_of_another_course_is_not_there(ada_at, taken):
    theirs = looked_at(taken.quiz, scope="course 0", among=[])

    assert ada_at.get(f"{HERE}/regrades/{theirs.public_id}/").status_code == 404
    assert go(ada_at, theirs, "apply").status_code == 404


def test_the_preview_asks_as_much_for_forty_as_for_two(ada_at, taken, red_card):
    wider()
    seen = []
    for size in (1, 39):
        people = [UserFactory() for _ in range(size)]
        enrol(red_card, *people)
        for user in people:
            handed_in(user, taken.quiz, {1: FOURTH})
        Regrade.objects.update(stage=Stage.DROPPED)
        regrade = ask(ada_at)
        go(ada_at, regrade)
        with counted() as queries:
            ada_at.get(f"{HERE}/regrades/{regrade.public_id}/")
        seen.append(queries.total)

    assert seen[0] == seen[1] <= 10


def test_a_key_newer_than_its_marks_is_told_on_the_class_page_and_at_home(ada_at, taken):
    wider()

    assert "1 key newer than its marks" in ada_at.get(f"{HERE}/class/").content.decode()
    assert "1 key newer than its marks" in ada_at.get("/").content.decode()
    assert "regrade/?question=q1" in ada_at.get(f"{HERE}/decide/").content.decode()


def test_once_somebody_has_decided_nothing_is_stale(ada_at, taken):
    wider()
    regrade = ask(ada_at)
    go(ada_at, regrade)
    go(ada_at, regrade, "apply")

    assert "newer than" not in ada_at.get(f"{HERE}/class/").content.decode()


def test_a_student_is_told_at_home_until_it_is_noted(ada_at, taken, ben):
    wider()
    regrade = ask(ada_at)
    go(ada_at, regrade)
    go(ada_at, regrade, "apply")
    client = at(ben)

    assert "A mark was changed" in client.get("/").content.decode()
    results = client.get(f"/attempts/{taken.public_id}/results/").content.decode()
    assert "from 0.50 to 2.00" in results
    assert ASKED["reason"] in results
    assert client.post(f"/attempts/{taken.public_id}/noted/", {"back": "/"}).headers["Location"] == "/"
    assert "A mark was changed" not in client.get("/").content.decode()


def test_a_return_address_elsewhere_is_not_taken(taken, ben):
    answer = at(ben).post(f"/attempts/{taken.public_id}/noted/", {"back": "https://elsewhere.example/"})

    assert answer.headers["Location"] == f"/attempts/{taken.public_id}/results/"


@pytest.mark.parametrize("back", ["results", "quizzes:results", "0", "\0"])
def test_what_is_no_address_is_not_gone_back_to(taken, ben, back):
    answer = at(ben).post(f"/attempts/{taken.public_id}/noted/", {"back": back})

    assert answer.headers["Location"] == f"/attempts/{taken.public_id}/results/"


# One mark


def override(client, taken, position=1, **facts):
    sent = {"points": "1.5", "reason": "A fair reading of the sentence.", "seen": "1"} | facts
    return client.post(f"{HERE}/answers/{taken.public_id}/{position}/override/", sent)


def test_an_instructor_sets_a_mark_with_a_reason(ada_at, taken, ada):
    override(ada_at, taken)
    entry = LedgerEntry.objects.get()

    assert (grade(taken).points, grade(taken).cause, grade(taken).made_by) == (Decimal("1.50"), "override", ada)
    assert (entry.reason, entry.points_before) == ("A fair reading of the sentence.", Decimal("0.50"))


@pytest.mark.parametrize(
    "facts",
    [
        {"points": "2.01"},
        {"points": "-1"},
        {"points": "1.505"},
        {"points": "NaN"},
        {"points": ""},
        {"reason": "No"},
        {"points": "1e30"},
        {"points": "1e999999999"},
        {"seen": ""},
        {"seen": "2"},
    ],
)
def test_what_makes_no_sense_changes_nothing_and_stays_to_be_mended(ada_at, taken, facts):
    answer = override(ada_at, taken, **facts)
    page = answer.content.decode()

    assert grade(taken).points == Decimal("0.50")
    assert answer.status_code == 422
    assert "Question 1 was not changed" in page
    assert f">{facts.get('reason', 'A fair reading of the sentence.')}</textarea>" in page


def test_of_two_instructors_at_one_mark_the_second_is_told(ada_at, taken):
    override(ada_at, taken)
    page = override(ada_at, taken, points="0", reason="I read it quite otherwise.").content.decode()

    assert grade(taken).points == Decimal("1.50")
    assert "it has 1.50 points now" in page
    assert 'name="seen" value="2"' in page


def test_a_set_mark_is_told_as_the_instructors(ada_at, taken, ben):
    override(ada_at, taken)
    page = at(ben).get(f"/attempts/{taken.public_id}/results/").content.decode()

    assert "Marked by your instructor: 1.50 of 2 points" in page
    assert "from 0.50 to 1.50" in page


def test_a_mark_of_another_courses_student_cannot_be_set(ada_at, taken, cleo):
    theirs = handed_in(cleo, taken.quiz, {1: FOURTH})

    assert override(ada_at, theirs).status_code == 404


# Disputes


def dispute(client, taken, position=1, **facts):
    sent = {"words": "He could repeat it, so he had heard it.", "mark": ["maren-1956:p3.s4"]} | facts
    return client.post(f"/attempts/{taken.public_id}/{position}/dispute/", sent)


def test_the_page_of_a_dispute_brings_what_was_marked(taken, ben):
    page = at(ben).get(f"/attempts/{taken.public_id}/1/dispute/").content.decode()

    assert 'value="maren-1956:p3.s4" checked' in page


def test_a_dispute_is_sent_seen_accepted_and_applied(ada_at, taken, ben):
    dispute(at(ben), taken)
    appeal = Appeal.objects.get()
    assert "1 disputed key" in ada_at.get(f"{HERE}/class/").content.decode()
    seen = ada_at.get(f"{HERE}/appeals/{appeal.public_id}/").content.decode()
    assert appeal.words in seen
    assert "Verified, text unchanged" in seen
    sent = {"said": OUR_WORDS, "reply": "proof", "place": ["maren-1956:p3.s4"]}
    answer = ada_at.post(f"{HERE}/appeals/{appeal.public_id}/answer/", sent)
    regrade = Regrade.objects.get()

    assert answer.headers["Location"] == f"{HERE}/regrades/{regrade.public_id}/"
    go(ada_at, regrade)
    go(ada_at, regrade, "apply")
    assert grade(taken).points == Decimal("2.00")
    results = at(ben).get(f"/attempts/{taken.public_id}/results/").content.decode()
    assert "Accepted as another proof." in results
    assert OUR_WORDS in results


def test_what_was_answered_is_told_beside_what_is_disputed(ada_at, taken, ben):
    dispute(at(ben), taken, mark=["maren-1956:p1.s1"])
    page = ada_at.get(f"{HERE}/appeals/{Appeal.objects.get().public_id}/").content.decode()
    answered = page.split("What was answered")[1].split("</section>")[0]

    assert "¶3, s4" in answered
    assert "¶1, s1" not in answered


def test_the_key_stands_needs_a_sentence(ada_at, taken, ben):
    dispute(at(ben), taken)
    address = f"{HERE}/appeals/{Appeal.objects.get().public_id}/answer/"

    assert ada_at.post(address, {"reply": "refused", "said": ""}).status_code == 422
    ada_at.post(address, {"reply": "refused", "said": "It says nothing of that."})
    assert Appeal.objects.get().reply == Reply.REFUSED


def test_flaws_of_the_new_key_are_told_on_the_page(ada_at, taken, ben):
    dispute(at(ben), taken, mark=[f"maren-1956:p3.s{n}" for n in (3, 4, 5)])
    appeal = Appeal.objects.get()
    sent = {"said": OUR_WORDS, "reply": "proof", "place": appeal.places}
    answer = ada_at.post(f"{HERE}/appeals/{appeal.public_id}/answer/", sent)

    assert (answer.status_code, "contains proof 1" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "facts",
    [{"words": "Wrong."}, {"words": "x" * 301}, {"words": "It says so. \u202e"}, {"mark": ["maren-1956:p9.s1"]}],
)
def test_what_cannot_be_a_dispute_is_sent_back_with_what_was_typed(taken, ben, facts):
    answer = dispute(at(ben), taken, **facts)

    assert answer.status_code == 422
    assert not Appeal.objects.exists()


def test_a_dispute_is_text_and_no_markup(ada_at, taken, ben):
    dispute(at(ben), taken, words="<b>Bold</b> and *starred* words.")
    page = ada_at.get(f"{HERE}/appeals/{Appeal.objects.get().public_id}/").content.decode()

    assert "&lt;b&gt;Bold&lt;/b&gt; and *starred*" in page


def test_nobody_disputes_anothers_mark(taken, cleo):
    assert dispute(at(cleo), taken).status_code == 404


def test_a_dispute_of_another_courses_student_is_not_there(ada_at, taken, cleo):
    theirs = handed_in(cleo, taken.quiz, {1: FOURTH})
    dispute(at(cleo), theirs)

    assert ada_at.get(f"{HERE}/appeals/{Appeal.objects.get().public_id}/").status_code == 404


def test_who_teaches_but_edits_no_bank_can_only_let_the_key_stand(ada_at, taken, ben, red_card):
    dispute(at(ben), taken)
    red_card.bank.editors.clear()
    page = ada_at.get(f"{HERE}/appeals/{Appeal.objects.get().public_id}/").content.decode()

    assert "Accept as another proof" not in page
    assert "The key stands" in page


def test_what_waits_is_four_queries(red_card, taken):
    with counted() as queries:
        regrades.waiting(red_card)

    assert queries.total <= 4
