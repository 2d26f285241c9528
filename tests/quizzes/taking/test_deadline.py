"""The clock at the boundary: what arrives in time counts, a microsecond later nothing does (T16, T17)."""

import time
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Thread
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from quizzes.models import Answer, Attempt, Mark
from quizzes.rules import GRACE, WAITING
from quizzes.taking import attempts
from tests.factories.accounts import person
from tests.factories.corpus import NOW
from tests.factories.quizzes import RIGHT, attempt
from tests.forms import form
from tests.serving import Server, browser, locked

pytestmark = pytest.mark.django_db

CLOSES = NOW + timedelta(hours=1)
LAST = CLOSES + GRACE
TICK = timedelta(microseconds=1)
OTHER = {"verdict": "contradicted", "mark": ["maren-1956:p1.s1"]}
each_way = pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])


@pytest.fixture
def taken(ben) -> Attempt:
    return attempt(ben, closes_at=CLOSES)


def sent(client: Client, taken: Attempt, answer: dict, moment: datetime, *, base: int = 0, headers=None):
    """An answer that reaches the server at this moment, by the server's clock."""
    with time_machine.travel(moment, tick=False):
        client.force_login(taken.user)
        fields = {**answer, "revision": str(base), "key": str(uuid4())}
        return client.post(f"/attempts/{taken.public_id}/1/", fields, headers=headers)


def handed_in(client: Client, taken: Attempt, moment: datetime) -> dict[int, Decimal]:
    with time_machine.travel(moment, tick=False):
        client.force_login(taken.user)
        assert client.post(f"/attempts/{taken.public_id}/submit/").status_code == 302
    return dict(Mark.objects.filter(item__attempt=taken).values_list("item__position", "points"))


@each_way
@pytest.mark.parametrize("moment", [CLOSES, CLOSES + TICK, LAST - TICK, LAST])
def test_what_arrives_by_the_end_of_the_grace_is_kept(client, taken, headers, moment):
    response = sent(client, taken, RIGHT[1], moment, headers=headers)

    assert response.status_code == (200 if headers else 302)
    assert Answer.objects.get(item__attempt=taken).given_at == moment


@each_way
def test_a_microsecond_after_the_grace_nothing_is_kept_but_the_words_on_the_page(client, taken, headers):
    response = sent(client, taken, OTHER, LAST + TICK, headers=headers)

    assert (response.status_code, Answer.objects.filter(item__attempt=taken).exists()) == (422, False)
    assert "What you had saved before then counts; this did not." in response.content.decode()
    assert headers or form(response)["mark"] == OTHER["mark"]


@pytest.mark.parametrize("moment", [LAST, LAST + TICK, LAST + timedelta(days=3)])
def test_what_was_autosaved_at_the_last_moment_counts_whenever_it_is_handed_in(client, taken, moment):
    sent(client, taken, RIGHT[1], LAST, headers={"HX-Request": "true"})
    sent(client, taken, OTHER, LAST + TICK, base=1, headers={"HX-Request": "true"})

    assert handed_in(client, taken, moment)[1] == Decimal("2.00")


@pytest.mark.parametrize(("moment", "settles"), [(LAST + WAITING, False), (LAST + WAITING + TICK, True)])
def test_an_attempt_that_nobody_handed_in_is_handed_in_once_it_is_over(client, taken, moment, settles):
    sent(client, taken, RIGHT[1], CLOSES)
    attempts.settle(attempt=taken, now=moment)

    earned = Mark.objects.filter(item__attempt=taken, item__position=1).values_list("points", flat=True)
    assert (taken.is_open, list(earned)) == (not settles, [Decimal("2.00")] if settles else [])


def test_the_students_clock_is_never_asked(client, taken):
    early = {"given_at": CLOSES.isoformat(), "now": CLOSES.isoformat(), "submitted_at": CLOSES.isoformat()}
    response = sent(
        client, taken, {**OTHER, **early}, LAST + TICK, headers={"Date": f"{CLOSES:%a, %d %b %Y %H:%M:%S GMT}"}
    )

    assert (response.status_code, Answer.objects.filter(item__attempt=taken).exists()) == (422, False)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_arrived_in_time_counts_though_the_database_kept_it_waiting(tmp_path):
    server = Server(tmp_path)
    try:
        closing = timezone.now() - GRACE + timedelta(seconds=2)
        taken = attempt(person("Ben Ito"), closes_at=closing)
        tab, late = browser(server, taken.user, taken), browser(server, taken.user, taken)
        address, replies = f"/attempts/{taken.public_id}/1/", []
        waiting = Thread(target=lambda: replies.append(tab.post(address, fields(0))))
        with locked():
            waiting.start()
            time.sleep((closing + GRACE - timezone.now()).total_seconds() + 0.3)
        waiting.join(30)
        after = late.post(address, fields(1))
    finally:
        server.stop()
    kept = Answer.objects.get(item__attempt=taken)

    assert ([reply.status for reply in replies], after.status) == ([200], 422)
    assert kept.given_at <= closing + GRACE


def fields(base: int) -> dict[str, object]:
    return {**OTHER, "missing": "", "revision": base, "key": uuid4()}
