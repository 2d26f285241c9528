"""The pages of an attempt with a time limit, in a fixed order, with options in an order of their own."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.models import Answer, Attempt
from quizzes.rules import Mode, Rules
from quizzes.taking import timing
from tests.factories.quizzes import RIGHT, attempt
from tests.forms import form
from tests.queries import counted

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def bens(client, ben) -> Client:
    client.force_login(ben)
    return client


def begun(ben, *, seconds_ago: int = 0, **rules) -> Attempt:
    """An attempt that runs by the clock of this machine."""
    taken, at = attempt(ben, **rules), timezone.now() - timedelta(seconds=seconds_ago)
    Attempt.objects.filter(pk=taken.pk).update(began_at=at, ends_at=taken.under.ends(at))
    return Attempt.objects.get(pk=taken.pk)


def page(client: Client, taken: Attempt, position: int | str = 1) -> str:
    return client.get(f"/attempts/{taken.public_id}/{position}/").content.decode()


def save(client: Client, taken: Attempt, position: int = 1, *, htmx: bool = False, **more):
    address = f"/attempts/{taken.public_id}/{position}/"
    sent = {**RIGHT[position], "revision": "0", "key": str(uuid4()), **more}
    return client.post(address, sent, headers=HTMX if htmx else {})


# Time


def test_a_page_without_scripts_says_when_time_is_up(bens, ben):
    taken = begun(ben, minutes=45, base_minutes=30)

    assert "Time limit: 45 min (30 + your extra time). Ends at " in page(bens, taken)
    assert "What arrives up to 30 seconds later still counts" in page(bens, taken)


def test_a_page_without_a_limit_runs_no_timer(bens, ben):
    assert "data-left" not in page(bens, begun(ben))
    assert "data-left" not in page(bens, begun(ben, closes_at=timezone.now() + timedelta(days=1)))


def test_a_save_brings_the_time_that_was_given_meanwhile(bens, ben):
    taken = begun(ben, minutes=30, base_minutes=30)
    assert 'data-left="1800"' in page(bens, taken) or 'data-left="1799"' in page(bens, taken)
    longer = Rules(mode=Mode.GRADED, minutes=60, base_minutes=30)
    timing.hand_out({ben.pk: longer}, quiz=taken.quiz_id, now=timezone.now())
    fragment = save(bens, taken, htmx=True).content.decode()

    assert "60 min (30 + your extra time)" in fragment
    assert 'data-left="36' in fragment or 'data-left="35' in fragment


def test_the_page_asks_the_clock(bens, ben):
    taken = begun(ben, minutes=30, seconds_ago=1795)
    with counted() as queries:
        clock = bens.get(f"/attempts/{taken.public_id}/clock/").content.decode()

    assert 'id="clock" data-left="5"' in clock or 'data-left="4"' in clock
    assert queries.writes == 0
    assert queries.total <= 4


def test_a_student_adds_minutes_from_the_question_and_what_stood_there_is_saved(bens, ben):
    taken = begun(ben, minutes=30, stretch_minutes=5)
    assert "Add 5 minutes" in page(bens, taken)
    save(bens, taken, stretch="1")

    assert Attempt.objects.get().ends_at == taken.ends_at + timedelta(minutes=5)
    assert Answer.objects.get().response["verdict"] == "supported"
    assert "Add 5 minutes" not in page(bens, taken)
    assert "5 min added." in page(bens, taken)


def test_minutes_are_added_even_where_the_answer_has_to_be_mended(bens, ben):
    taken = begun(ben, minutes=30, stretch_minutes=5)
    refused = save(bens, taken, stretch="1", revision="7")

    assert refused.status_code == 422
    assert Attempt.objects.get().ends_at == taken.ends_at + timedelta(minutes=5)


def test_a_student_adds_minutes_from_the_review(bens, ben):
    taken = begun(ben, minutes=30, stretch_minutes=5)
    assert "Add 5 minutes" in page(bens, taken, "review")
    bens.post(f"/attempts/{taken.public_id}/stretch/")

    assert Attempt.objects.get().ends_at == taken.ends_at + timedelta(minutes=5)


@pytest.mark.parametrize("to", ["stretch", "1"])
def test_what_is_not_allowed_is_refused_in_words(bens, ben, to):
    taken = begun(ben, minutes=30)
    answer = bens.post(f"/attempts/{taken.public_id}/{to}/", {"stretch": "1"}, follow=True)

    assert "No more time can be added to this attempt." in answer.content.decode()


# One question after the other


def test_in_a_fixed_order_every_address_leads_to_the_present_question(bens, ben):
    taken = begun(ben, fixed_order=True)
    home = f"/attempts/{taken.public_id}/"

    assert bens.get(home).headers["Location"] == f"{home}1/"
    for elsewhere in ("2/", "4/"):
        assert bens.get(f"{home}{elsewhere}").headers["Location"] == home
    assert bens.get(f"{home}review/").headers["Location"] == f"{home}1/"


def test_the_navigator_shows_the_way_and_links_nowhere(bens, ben):
    taken = begun(ben, fixed_order=True)
    shown = page(bens, taken)

    assert f'href="/attempts/{taken.public_id}/2/"' not in shown
    assert shown.count("to come") == 3
    assert "you cannot come back to this one" in shown
    assert "Flag this question" not in shown


def test_going_on_leaves_the_question_for_good(bens, ben):
    taken = begun(ben, fixed_order=True)
    home = f"/attempts/{taken.public_id}/"
    assert save(bens, taken, next="1").headers["Location"] == f"{home}2/"

    assert bens.get(f"{home}1/").headers["Location"] == home
    refused = save(bens, taken, 1, revision="1", verdict="contradicted")
    assert refused.status_code == 422
    assert "taken one after the other" in refused.content.decode()
    assert Answer.objects.count() == 1


def test_a_save_alone_does_not_go_on(bens, ben):
    taken = begun(ben, fixed_order=True)
    save(bens, taken, htmx=True)

    assert bens.get(f"/attempts/{taken.public_id}/1/").status_code == 200


def test_after_the_last_question_only_handing_in_is_left(bens, ben):
    taken = begun(ben, fixed_order=True)
    for position in RIGHT:
        save(bens, taken, position, next="1")
    review = page(bens, taken, "review")

    assert "Hand in" in review
    assert "Go back" not in review
    assert f'href="/attempts/{taken.public_id}/1/"' not in review


# Options in an order of their own


def test_a_student_finds_the_same_order_on_every_visit_and_in_the_results(bens, ben):
    taken = begun(ben, shuffled=True)
    Attempt.objects.filter(pk=taken.pk).update(seed=12)
    letters = ["It was printed again", "It was read aloud", "It was quoted"]

    def order(text: str) -> list[str]:
        return sorted(letters, key=text.index)

    first = order(page(bens, taken, 4))
    save(bens, taken, 4)
    bens.post(f"/attempts/{taken.public_id}/submit/")

    assert first == order(page(bens, taken, "results")) != letters
    assert Answer.objects.get().response == {"choice": ["b"]}


# What is shown when


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({"release": "hand"}, "when your instructor releases them."),
        ({"release": "date", "release_at": timezone.now() + timedelta(days=2)}, "shown on "),
        ({"release": "close", "closes_at": timezone.now() + timedelta(days=2)}, "when the quiz closes, on "),
    ],
)
def test_a_page_that_waits_says_for_what(bens, ben, rules, told):
    taken = begun(ben, **rules)
    bens.post(f"/attempts/{taken.public_id}/submit/")

    assert told in page(bens, taken, "results")


@pytest.mark.parametrize(("mark", "told"), [("25", "<b>Passed</b>"), ("25.01", "<b>Not passed</b>")])
def test_the_results_say_whether_it_is_passed(bens, ben, mark, told):
    taken = begun(ben, pass_mark=Decimal(mark))
    save(bens, taken)
    bens.post(f"/attempts/{taken.public_id}/submit/")

    assert told in page(bens, taken, "results")


def test_the_results_say_that_it_was_late(bens, ben):
    taken = begun(ben, due_at=timezone.now() - timedelta(hours=1))
    bens.post(f"/attempts/{taken.public_id}/submit/")

    assert "Handed in late" in page(bens, taken, "results")


def test_the_form_comes_back_as_it_was(bens, ben):
    taken = begun(ben, minutes=30, fixed_order=True, shuffled=True)
    answer = bens.get(f"/attempts/{taken.public_id}/1/")

    assert form(answer)["revision"] == ["0"]
