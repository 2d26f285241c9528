"""Two processes are asked at the same moment: one thing is stored, and both say the same of it (T7, T15, T18, T19)."""

from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest

from quizzes.models import Answer, Attempt, Mark
from tests.factories.accounts import person
from tests.factories.courses import enrol, taught
from tests.factories.quizzes import attempt
from tests.serving import Server, at_once, browser, page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("two processes")]

ROUNDS = 12
CLAIM = {"verdict": "supported", "missing": "", "mark": ["maren-1956:p3.s3", "maren-1956:p3.s5"]}
OTHER = {"verdict": "contradicted", "missing": "", "mark": ["maren-1956:p1.s1"]}


@pytest.fixture(scope="module")
def two(django_db_setup, tmp_path_factory) -> list[Server]:
    """Two servers of one process each, so that whoever asks both asks two processes."""
    servers = [Server(tmp_path_factory.mktemp(name)) for name in ("one", "other")]
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture
def taken() -> Attempt:
    return attempt(person("Ben Ito"))


@pytest.fixture
def tabs(two, taken):
    return [browser(server, taken.user, taken) for server in two]


def saved(tab, answer: dict, *, base: int, key=None):
    sent = {**answer, "revision": base, "key": key or uuid4()}
    return tab.post(f"/attempts/{tab.student.attempt}/1/", sent)


def test_each_server_is_a_process_of_its_own(two):
    assert len({pid for server in two for pid in server.running.pids}) == 4


def test_one_save_that_reaches_both_is_stored_once_and_acknowledged_twice(tabs, taken):
    for base in range(ROUNDS):
        key = uuid4()
        replies = at_once(*(partial(saved, tab, CLAIM, base=base, key=key) for tab in tabs))

        assert [reply.status for reply in replies] == [200, 200]
        assert all(f'data-revision="{base + 1}"' in page(reply) for reply in replies)
    assert Answer.objects.filter(item__attempt=taken).count() == ROUNDS


def test_two_answers_that_reach_both_are_one_stored_and_one_shown_beside_it(tabs, taken):
    for base in range(ROUNDS):
        replies = at_once(partial(saved, tabs[0], CLAIM, base=base), partial(saved, tabs[1], OTHER, base=base))
        stale = next(reply for reply in replies if reply.status == 409)

        assert sorted(reply.status for reply in replies) == [200, 409]
        assert all(verdict in page(stale) for verdict in ("<b>Supported</b>", "<b>Contradicted</b>"))
        assert Answer.objects.filter(item__attempt=taken).count() == base + 1


def test_two_tabs_that_begin_at_once_have_one_attempt(two):
    course = taught()
    for number in range(ROUNDS):
        student = person(f"Student{number} Atonce")
        enrol(course, student)
        doors = [browser(server, student) for server in two]
        replies = at_once(*(partial(door.post, "/courses/red-card/1/4/start/", {}) for door in doors))

        assert [reply.status for reply in replies] == [302, 302]
        assert Attempt.objects.filter(user=student).count() == 1


def test_two_who_hand_in_at_once_hand_in_once(two):
    ben = person("Ben Ito")
    for _ in range(ROUNDS):
        taken = attempt(ben)
        doors = [browser(server, ben, taken) for server in two]
        replies = at_once(*(partial(door.post, f"/attempts/{taken.public_id}/submit/", {}) for door in doors))

        assert [reply.status for reply in replies] == [302, 302]
        assert Mark.objects.filter(item__attempt=taken).count() == 4


def test_a_save_and_a_hand_in_in_two_processes_agree_on_what_counts(two):
    ben, seen = person("Ben Ito"), set()
    for _ in range(ROUNDS):
        taken = attempt(ben)
        tab, door = (browser(server, ben, taken) for server in two)
        save, hand_in = at_once(
            partial(saved, tab, CLAIM, base=0), partial(door.post, f"/attempts/{taken.public_id}/submit/", {})
        )
        earned = Mark.objects.get(item__attempt=taken, item__position=1).points
        stored = Answer.objects.filter(item__attempt=taken).count()

        assert hand_in.status == 302
        seen.add((save.status, earned, stored))
    assert seen <= {(200, Decimal("2.00"), 1), (422, Decimal("0.00"), 0)}


def test_what_was_acknowledged_is_seen_by_the_other_process_at_once(tabs, taken):
    """T6: *Saved* is sent after the commit, or another process would not see it."""
    for base in range(ROUNDS):
        assert saved(tabs[base % 2], CLAIM if base % 3 else OTHER, base=base).status == 200
        assert f'data-revision="{base + 1}"' in page(tabs[1 - base % 2].get(f"/attempts/{taken.public_id}/1/"))
