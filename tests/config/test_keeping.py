"""A log-in that ends in the middle of an answer, and a page from before a new one: no word is lost (T69, UX §4)."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quizzes.models import Answer, Attempt
from tests.factories.quizzes import attempt
from tests.forms import form

pytestmark = pytest.mark.django_db

WHY = "He says so himself, in the hall."
CLAIM = {"verdict": "supported", "mark": ["maren-1956:p3.s3", "maren-1956:p3.s5"], "missing": "", "why": WHY}
OURS = {"Origin": "http://testserver"}


@pytest.fixture
def taken(ben) -> Attempt:
    return attempt(ben)


@pytest.fixture
def bens(ben) -> Client:
    client = Client(enforce_csrf_checks=True, headers=OURS)
    client.force_login(ben)
    return client


def address(taken: Attempt) -> str:
    return f"/attempts/{taken.public_id}/1/"


def opened(client: Client, taken: Attempt) -> dict[str, list[str]]:
    return {**form(client.get(address(taken))), **CLAIM}


def again(page) -> dict[str, list[str]]:
    """What the button of a page that gives words back would send."""
    html = page.content.decode().replace('<form class="stack"', '<form id="again" class="stack"')
    page.content = html.encode()
    return form(page, "again")


def test_a_log_in_that_ended_gives_every_field_back(bens, taken):
    sent = opened(bens, taken)
    Session.objects.all().delete()
    page = bens.post(address(taken), {**sent, "save": "1"})
    kept = again(page)

    assert page.status_code == 403
    assert "You are logged out" in page.content.decode()
    assert 'href="/account/login/" target="_blank"' in page.content.decode()
    assert WHY in re.sub(r"<input[^>]+>", "", page.content.decode())
    assert {name: kept[name] for name in ("mark", "verdict", "revision", "key", "save")} == {
        "mark": CLAIM["mark"],
        "verdict": ["supported"],
        "revision": sent["revision"],
        "key": sent["key"],
        "save": ["1"],
    }
    assert not Answer.objects.exists()


def test_after_the_next_log_in_the_answer_is_stored_from_that_page(bens, ben, taken):
    sent = opened(bens, taken)
    Session.objects.all().delete()
    kept = again(bens.post(address(taken), sent))
    bens.force_login(ben)
    renewed_token(bens)
    old = bens.post(address(taken), kept)

    assert (old.status_code, Answer.objects.count()) == (403, 0)
    assert bens.post(address(taken), again(old)).status_code == 302
    assert Answer.objects.get().response["mark"] == CLAIM["mark"]


def renewed_token(client: Client) -> None:
    """A log-in changes it; the form that stayed open has the one from before."""
    del client.cookies["csrftoken"]
    client.get("/account/login/")
    client.get("/")


def test_a_stranger_who_logs_in_on_the_page_stores_nothing(bens, cleo, taken):
    sent = opened(bens, taken)
    bens.logout()
    kept = again(bens.post(address(taken), sent))
    bens.force_login(cleo)

    assert bens.post(address(taken), kept).status_code == 404
    assert not Answer.objects.exists()


def test_who_hands_in_while_logged_out_gets_the_button_again(bens, taken):
    token = opened(bens, taken)["csrfmiddlewaretoken"]
    Session.objects.all().delete()
    page = bens.post(f"/attempts/{taken.public_id}/submit/", {"csrfmiddlewaretoken": token})

    assert (page.status_code, list(again(page))) == (403, ["csrfmiddlewaretoken"])
    assert f'action="/attempts/{taken.public_id}/submit/"' in page.content.decode()


def test_a_script_is_sent_to_the_log_in_and_keeps_the_answer_itself(bens, taken):
    sent = opened(bens, taken)
    Session.objects.all().delete()

    assert bens.post(address(taken), sent, headers={"HX-Request": "true"}).status_code == 302


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://testserver", ""])
def test_what_another_site_filled_in_is_never_given_a_button(ben, taken, origin):
    client = Client(enforce_csrf_checks=True, headers={"Origin": origin} if origin else {})
    client.force_login(ben)
    page = client.post(address(taken), {**CLAIM, "csrfmiddlewaretoken": "x" * 64})

    assert page.status_code == 403
    assert "Nothing was stored" in page.content.decode()
    assert WHY not in page.content.decode()


def test_a_form_with_a_password_keeps_only_where_it_leads(bens):
    words = {"login": "ben@example.org", "password": "a long enough password", "next": "/courses/red-card/"}
    page = bens.post("/account/login/", words)
    said = page.content.decode()

    assert (page.status_code, list(again(page))) == (403, ["next"])
    assert 'action="/account/login/" method="get"' in said
    assert "ben@example.org" not in said
    assert "a long enough" not in said


def test_a_file_has_to_be_chosen_again_and_that_is_said(bens):
    bens.get("/account/login/")
    bens.logout()
    token = bens.get("/account/login/").cookies["csrftoken"].value
    file = SimpleUploadedFile("notes.csv", b"One note.")
    page = bens.post("/library/notes/bring/", {"file": file, "csrfmiddlewaretoken": token})

    assert page.status_code == 403
    assert "The file has to be chosen again" in page.content.decode()
