"""A full disk, a lock that nobody gives back and a lost database: 503, when to come again, and the words (T9)."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from quizzes.models import Answer, Attempt, Mark
from tests.factories.accounts import person
from tests.factories.quizzes import attempt
from tests.serving import Server, browser, full_disk, locked, page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("trouble")]

WHY = "She says that she could not say it, outside that hall."
CLAIM = {"verdict": "supported", "missing": "", "mark": ["maren-1956:p3.s3"], "why": WHY}
TROUBLE = {"a full disk": full_disk, "a lock": lambda server: locked()}
in_trouble = pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
each_way = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory) -> Server:
    """In a process of its own, where nobody waits long for a lock."""
    made = Server(tmp_path_factory.mktemp("server"), module="tests.impatient")
    yield made
    made.stop()


@pytest.fixture
def taken() -> Attempt:
    return attempt(person("Ben Ito"))


@pytest.fixture
def tab(server, taken):
    return browser(server, taken.user, taken)


def sent(tab, answer: dict, key) -> object:
    return tab.post(f"/attempts/{tab.student.attempt}/1/", {**answer, "revision": 0, "key": key})


@each_way
@in_trouble
def test_an_answer_comes_back_with_503_and_is_stored_when_the_trouble_is_over(server, tab, taken, trouble, htmx):
    tab.script, key = htmx, uuid4()
    with trouble(server):
        reply = sent(tab, CLAIM, key)
    stored = Answer.objects.filter(item__attempt=taken)

    assert (reply.status, reply.retry_after, stored.count()) == (503, 5, 0)
    assert all(word in page(reply) for word in (WHY, 'name="mark" value="maren-1956:p3.s3"', f'value="{key}"'))
    assert sent(tab, CLAIM, key).status == (200 if htmx else 302)
    assert stored.get().response["mark"] == CLAIM["mark"]


@in_trouble
def test_who_hands_in_meanwhile_is_given_a_button_to_hand_in_again(server, tab, taken, trouble):
    tab.script, address = False, f"/attempts/{taken.public_id}/submit/"
    with trouble(server):
        reply = tab.post(address, {})
    taken.refresh_from_db()

    assert (reply.status, reply.retry_after, taken.is_open) == (503, 5, True)
    assert f'action="{address}" method="post"' in page(reply)
    assert tab.post(address, {}).status == 302
    assert Mark.objects.filter(item__attempt=taken).count() == 4


@in_trouble
def test_who_only_reads_meanwhile_reads(server, tab, taken, trouble):
    with trouble(server):
        assert tab.get(f"/attempts/{taken.public_id}/1/").status == 200


@pytest.fixture
def lost(monkeypatch):
    """The file is in a folder that is gone; on the server's port nobody answers. Open connections are lost too."""
    changed = {"NAME": "/nowhere/sourcebook.sqlite3"} if connection.vendor == "sqlite" else _unreachable()

    def lose() -> None:
        _let_go()
        for name, value in changed.items():
            monkeypatch.setitem(connection.settings_dict, name, value)

    yield lose
    monkeypatch.undo()
    _let_go()


def _unreachable() -> dict[str, object]:
    options = connection.settings_dict["OPTIONS"]
    return {"PORT": "1", "OPTIONS": {**options, "pool": {**options["pool"], "timeout": 1}}}


def _let_go() -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


@each_way
def test_a_lost_database_gives_the_answer_back(lost, taken, htmx):
    bens = Client(raise_request_exception=False)
    bens.force_login(taken.user)
    lost()
    headers = {"HX-Request": "true"} if htmx else {}
    answer = {**CLAIM, "revision": "0", "key": str(uuid4())}
    response = bens.post(f"/attempts/{taken.public_id}/1/", answer, headers=headers)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert WHY in response.content.decode()


def test_a_lost_database_is_no_bare_500_on_any_page(lost, taken):
    bens = Client(raise_request_exception=False)
    bens.force_login(taken.user)
    lost()
    answers = {
        address: bens.get(address) for address in ("/", "/library/", "/admin/", f"/attempts/{taken.public_id}/1/")
    }

    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(answers, 503)
    assert {answer.headers["Retry-After"] for answer in answers.values()} == {"5"}
