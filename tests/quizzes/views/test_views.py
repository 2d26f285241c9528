"""An attempt in a browser: with scripts and without, in one tab and in two, while the storage holds and while not."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from quizzes.models import Answer, Attempt, Item, Mark
from quizzes.rules import GRACE, Mode
from quizzes.taking import attempts
from tests.factories.accounts import person
from tests.factories.quizzes import RIGHT, answered, attempt, quiz
from tests.forms import form
from tests.queries import counted

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
CLAIM = {"verdict": "supported", "mark": ["maren-1956:p3.s3", "maren-1956:p3.s5"]}
OTHER = {"verdict": "contradicted", "mark": ["maren-1956:p1.s1"]}


class Tab:
    """One page of one attempt in a browser: it shows a form, and sends what the form holds."""

    def __init__(self, client: Client, taken: Attempt, position: int = 1, query: str = "") -> None:
        self.client, self.address = client, f"/attempts/{taken.public_id}/{position}/"
        self.page = client.get(f"{self.address}{query}")
        self.fields = form(self.page)

    def send(self, answer=None, button: str = "save", value: str = "1", *, htmx: bool = False, **fields):
        sent = {**self.fields, **(answer or {}), button: value, **fields}
        return self.client.post(self.address, sent, headers=HTMX if htmx else {})


@pytest.fixture
def taken(ben) -> Attempt:
    return attempt(ben)


@pytest.fixture
def practice(ben) -> Attempt:
    return attempt(ben, quiz(Mode.PRACTICE))


@pytest.fixture
def bens(client, ben) -> Client:
    client.force_login(ben)
    return client


def stored(taken: Attempt, position: int = 1) -> list[dict]:
    return list(
        Answer.objects.filter(item__attempt=taken, item__position=position)
        .order_by("revision")
        .values_list("response", flat=True)
    )


# One answer


def test_a_plain_save_comes_back_to_the_question_and_says_when(bens, taken):
    tab = Tab(bens, taken)
    response = tab.send(CLAIM)

    assert (response.status_code, response.headers["Location"]) == (302, tab.address)
    assert f"Saved at {timezone.localtime():%H:}" in Tab(bens, taken).page.content.decode()
    assert stored(taken)[0] == {"verdict": "supported", "mark": CLAIM["mark"], "nothing_close": False, "missing": ""}


def test_a_script_gets_what_was_saved_and_no_more(bens, taken):
    response = Tab(bens, taken).send(CLAIM, htmx=True)
    said = response.content.decode()

    assert (response.status_code, stored(taken)[0]["mark"]) == (200, CLAIM["mark"])
    assert said.strip().startswith('<div id="saved" data-revision="1"')
    assert "What he could not do was say" in said
    assert "<html" not in said


def test_saved_is_said_with_the_servers_revision_and_time(bens, taken):
    response = Tab(bens, taken).send(CLAIM, htmx=True)
    saved = Answer.objects.get(item__attempt=taken)

    assert f'data-revision="{saved.revision}"' in response.content.decode()
    assert f'data-saved-at="{timezone.localtime(saved.given_at):%H:%M}"' in response.content.decode()


@pytest.mark.parametrize("position", RIGHT)
def test_the_page_shows_what_is_saved_and_sends_it_back_unchanged(bens, taken, position):
    Tab(bens, taken, position).send(RIGHT[position])
    Tab(bens, taken, position).send()

    first, second = stored(taken, position)
    assert first == second
    assert {name: value for name, value in first.items() if value} == RIGHT[position]


def test_reading_without_boxes_keeps_the_marks(bens, taken):
    Tab(bens, taken).send(CLAIM)
    reading = Tab(bens, taken, query="?view=read")
    reading.send()

    assert '<label class="s"' not in reading.page.content.decode()
    assert stored(taken)[1]["mark"] == CLAIM["mark"]


def test_save_and_next_goes_to_the_next_question_and_from_the_last_to_the_review(bens, taken):
    first = Tab(bens, taken).send(CLAIM, "next")
    last = Tab(bens, taken, 4).send({"choice": "b"}, "next")

    assert first.headers["Location"] == f"/attempts/{taken.public_id}/2/"
    assert last.headers["Location"] == f"/attempts/{taken.public_id}/review/"
    assert (len(stored(taken)), len(stored(taken, 4))) == (1, 1)


def test_unmark_takes_one_sentence_away(bens, taken):
    Tab(bens, taken).send(CLAIM)
    Tab(bens, taken).send(button="unmark", value="maren-1956:p3.s5")

    assert stored(taken)[1]["mark"] == ["maren-1956:p3.s3"]


def test_a_flag_is_set_and_taken_back_and_the_answer_goes_along(bens, taken):
    flagged = Item.objects.filter(attempt=taken, flagged=True)
    Tab(bens, taken).send(CLAIM, "flag")
    assert (flagged.count(), stored(taken)[0]["verdict"]) == (1, "supported")

    Tab(bens, taken).send(button="flag")
    assert flagged.count() == 0


def test_an_empty_form_is_a_blank_answer(bens, taken):
    Tab(bens, taken).send()

    assert Answer.objects.get(item__attempt=taken).blank


@pytest.mark.parametrize("goto", ["3", "0", "5", "99999999", "-1", "x", "٣"])
def test_a_jump_leads_to_a_question_of_the_attempt(bens, taken, goto):
    to = Tab(bens, taken).send(CLAIM, "goto", goto).headers["Location"]

    assert to == f"/attempts/{taken.public_id}/{3 if goto in '3٣' else 1}/"


@pytest.mark.parametrize("position", ["0", "5", "99999999999999999999"])
def test_there_is_no_other_question(bens, taken, position):
    address = f"/attempts/{taken.public_id}/{position}/"

    assert bens.get(address).status_code == bens.post(address, CLAIM).status_code == 404


# Sent twice, and from two tabs


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_sent_twice_is_stored_once_and_acknowledged_twice(bens, taken, htmx):
    tab = Tab(bens, taken)
    first, second = tab.send(CLAIM, htmx=htmx), tab.send(CLAIM, htmx=htmx)

    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert len(stored(taken)) == 1


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_a_stale_tab_is_shown_both_answers_and_overwrites_nothing(bens, taken, htmx):
    here, there = Tab(bens, taken), Tab(bens, taken)
    there.send(CLAIM)
    response = here.send(OTHER, htmx=htmx)
    said = response.content.decode()

    assert (response.status_code, len(stored(taken)), stored(taken)[0]["verdict"]) == (409, 1, "supported")
    assert "<b>Contradicted</b>" in said
    assert "<b>Supported</b>" in said
    assert "The speech was given on the last night" in said
    assert "What he could not do was say" in said
    assert ("<html" in said) is not htmx


def test_in_a_conflict_the_page_goes_on_showing_what_was_sent(bens, taken):
    here = Tab(bens, taken)
    Tab(bens, taken).send(CLAIM)
    here.fields = form(here.send(OTHER))

    assert (here.fields["verdict"], here.fields["mark"]) == (["contradicted"], OTHER["mark"])


def test_keep_this_one_is_the_next_revision(bens, taken):
    here = Tab(bens, taken)
    Tab(bens, taken).send(CLAIM)
    here.fields = form(here.send(OTHER))
    here.send(button="revision", value=here.fields["revision"][0])

    assert [answer["verdict"] for answer in stored(taken)] == ["supported", "contradicted"]


def test_correcting_a_mistake_does_not_overwrite_what_another_tab_saved_meanwhile(bens, taken):
    here = Tab(bens, taken)
    Tab(bens, taken).send(CLAIM)
    here.fields = form(here.send({"mark": six()}))

    assert here.send(OTHER).status_code == 409
    assert len(stored(taken)) == 1


def test_another_answer_from_the_page_the_back_button_showed_is_no_resending(bens, taken):
    tab = Tab(bens, taken)
    tab.send(CLAIM, "next")

    assert tab.send(OTHER, "next").status_code == 409


def test_the_same_key_again_on_a_newer_base_is_a_new_answer(bens, taken):
    tab = Tab(bens, taken)
    tab.send(CLAIM)
    response = tab.send(OTHER, revision="1")

    assert (response.status_code, len(stored(taken))) == (302, 2)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_save_at_the_same_moment_store_one_and_tell_the_other():
    ben = person("Ben Ito")
    taken = attempt(ben)
    tabs = [Tab(_signed_in(ben), taken) for _ in range(2)]
    start, codes = Barrier(2), []

    def save(tab: Tab, answer: dict) -> None:
        start.wait(10)
        codes.append(tab.send(answer, htmx=True).status_code)
        connection.close()

    _together(lambda: save(tabs[0], CLAIM), lambda: save(tabs[1], OTHER))
    assert (sorted(codes), len(stored(taken))) == ([200, 409], 1)


@pytest.mark.django_db(transaction=True)
def test_a_save_and_a_hand_in_at_the_same_moment_agree_on_what_counts():
    ben = person("Ben Ito")
    taken = attempt(ben)
    tab, other, start, codes = Tab(_signed_in(ben), taken), _signed_in(ben), Barrier(2), {}

    def save() -> None:
        start.wait(10)
        codes["save"] = tab.send(RIGHT[1], htmx=True).status_code
        connection.close()

    def submit() -> None:
        start.wait(10)
        codes["submit"] = other.post(f"/attempts/{taken.public_id}/submit/").status_code
        connection.close()

    _together(save, submit)
    earned = Mark.objects.get(item__attempt=taken, item__position=1).points
    assert codes["submit"] == 302
    assert (codes["save"], earned, len(stored(taken))) in {(200, Decimal("2.00"), 1), (422, Decimal("0.00"), 0)}


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _together(*acts: Callable[[], None]) -> None:
    threads = [Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


# What is not accepted


def six() -> list[str]:
    return [f"maren-1956:p{p}.s{s}" for p in (1, 2) for s in (1, 2, 3)]


def test_a_sixth_mark_is_refused_with_everything_kept(bens, taken):
    tab = Tab(bens, taken)
    response = tab.send({"verdict": "supported", "mark": six()})
    again = form(response)

    assert (response.status_code, stored(taken)) == (422, [])
    assert "You marked 6 sentences; the limit is 5. Unmark 1." in response.content.decode()
    assert (again["verdict"], again["mark"], again["revision"]) == (["supported"], six(), ["0"])


def test_a_script_gets_the_mistake_alone(bens, taken):
    response = Tab(bens, taken).send({"verdict": "supported", "mark": six()}, htmx=True)

    assert (response.status_code, stored(taken)) == (422, [])
    assert response.content.decode().strip().startswith('<div id="errors"')


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    "mark",
    ["maren-1956:p4.s1", "maren-1956:p3.s6", "maren-1956:p3", "maren-1956:n1.s1", "doyle-1958:p1.s1", "p3.s3", "<b>"],
)
def test_evidence_that_was_not_shown_is_refused(bens, taken, mark, htmx):
    response = Tab(bens, taken).send({"verdict": "supported", "mark": ["maren-1956:p3.s3", mark]}, htmx=htmx)

    assert (response.status_code, stored(taken)) == (422, [])
    assert "<b>" not in response.content.decode().replace("<b>Supported</b>", "").split('id="errors"')[1][:500]


def test_an_option_that_is_not_offered_is_refused(bens, taken):
    response = Tab(bens, taken, 4).send({"choice": "z"})

    assert (response.status_code, stored(taken, 4)) == (422, [])
    assert "not offered" in response.content.decode()


FORGED = {
    "points": "99",
    "possible": "99",
    "fraction": "1",
    "user": "1",
    "attempt": "1",
    "item": "1",
    "version": "7",
    "number": "9",
    "given_at": "2020-01-01",
    "submitted_at": "2020-01-01",
    "edition": "original",
    "policy": "strict",
    "limit": "20",
    "blank": "",
}


def test_points_owner_version_and_time_are_never_read_from_the_form(bens, taken, ben):
    before = timezone.now()
    Tab(bens, taken).send(CLAIM, **FORGED)
    bens.post(f"/attempts/{taken.public_id}/submit/", FORGED)
    taken.refresh_from_db()
    answer, mark = Answer.objects.get(item__attempt=taken), Mark.objects.get(item__attempt=taken, item__position=1)

    assert before <= answer.given_at <= taken.submitted_at <= timezone.now()
    assert (answer.revision, answer.item.version.number, taken.user, taken.edition) == (1, 1, ben, "adapted")
    assert (mark.points, mark.possible, mark.policy) == (Decimal("2.00"), Decimal("2.00"), "graded")


@pytest.mark.parametrize("revision", ["", "x", "-1", "1", "7", "999999999", "9" * 40, "²", "0.0"])
def test_a_revision_that_was_never_shown_is_refused(bens, taken, revision):
    response = Tab(bens, taken).send(CLAIM, revision=revision)

    assert (response.status_code, stored(taken)) == (422, [])
    assert form(response)["mark"] == CLAIM["mark"]


@pytest.mark.parametrize("key", ["", "x", "0" * 31, "\x00", "é" * 32])
def test_a_form_without_its_key_is_refused_with_everything_kept(bens, taken, key):
    response = Tab(bens, taken).send(CLAIM, key=key)

    assert (response.status_code, stored(taken)) == (422, [])
    assert form(response)["mark"] == CLAIM["mark"]


# Handed in, and closed


def test_home_of_an_attempt_is_its_first_blank_question_then_the_review_then_the_results(bens, taken):
    home = f"/attempts/{taken.public_id}/"
    answered(taken, 1, RIGHT[1])
    assert bens.get(home).headers["Location"] == f"{home}2/"

    for position in (2, 3, 4):
        answered(taken, position, RIGHT[position])
    assert bens.get(home).headers["Location"] == f"{home}review/"

    assert bens.post(f"{home}submit/").headers["Location"] == f"{home}results/"
    assert {bens.get(page).headers["Location"] for page in (home, f"{home}1/", f"{home}review/")} == {f"{home}results/"}


def test_the_review_names_what_is_blank(bens, taken):
    answered(taken, 2, RIGHT[2])
    Tab(bens, taken, 3).send(RIGHT[3], "flag")
    page = bens.get(f"/attempts/{taken.public_id}/review/")

    assert [place.state for place in page.context["places"]] == ["blank", "answered", "answered, flagged", "blank"]
    assert "2<small>of 4 blank</small>" in page.content.decode()


@pytest.mark.parametrize(("htmx", "says"), [(False, "can no longer be changed"), (True, "See the results")])
def test_what_comes_after_handing_in_is_refused_in_words(bens, taken, htmx, says):
    tab = Tab(bens, taken)
    bens.post(f"/attempts/{taken.public_id}/submit/")
    response = tab.send(CLAIM, htmx=htmx)

    assert (response.status_code, stored(taken)) == (422, [])
    assert says in response.content.decode()


def test_handing_in_twice_marks_once(bens, taken):
    for _ in range(2):
        assert bens.post(f"/attempts/{taken.public_id}/submit/").status_code == 302

    assert Mark.objects.filter(item__attempt=taken).count() == 4


def test_the_results_are_the_marks(bens, taken):
    answered(taken, 1, RIGHT[1])
    answered(taken, 2, {"verdict": "contradicted"})
    bens.post(f"/attempts/{taken.public_id}/submit/")
    page = bens.get(f"/attempts/{taken.public_id}/results/").context["page"]
    marks = dict(Mark.objects.filter(item__attempt=taken).values_list("item__position", "points"))

    assert {result.item.position: result.mark.points for result in page.results} == marks
    assert (page.earned, page.possible) == (Decimal("2.50"), Decimal("8.00"))


def test_there_are_no_results_before_handing_in(bens, taken):
    assert bens.get(f"/attempts/{taken.public_id}/results/").headers["Location"] == f"/attempts/{taken.public_id}/"


def test_marks_wait_where_they_are_shown_when_the_quiz_closes(bens, ben):
    taken = attempt(ben, closes_at=timezone.now() + timedelta(days=1), release="close")
    bens.post(f"/attempts/{taken.public_id}/submit/")
    page = bens.get(f"/attempts/{taken.public_id}/results/")

    assert "page" not in page.context
    assert "Marks and evidence are shown when the quiz closes" in page.content.decode()


@pytest.fixture
def closed(ben) -> Attempt:
    """An hour after its closing, with one answer saved in time."""
    taken = attempt(ben)
    answered(taken, 1, RIGHT[1])
    late = timezone.now() - GRACE - timedelta(hours=1)
    rules = {**taken.rules, "closes_at": late.isoformat()}
    Attempt.objects.filter(pk=taken.pk).update(rules=rules, ends_at=late)
    taken.refresh_from_db()
    return taken


@pytest.mark.parametrize("page", ["", "1/", "review/"])
def test_who_looks_at_a_closed_quiz_finds_what_was_saved_handed_in(bens, closed, page):
    home = f"/attempts/{closed.public_id}/"

    assert bens.get(f"{home}{page}").headers["Location"] == f"{home}results/"
    assert Attempt.objects.get().submitted_at == closed.ends_at
    assert Mark.objects.get(item__attempt=closed, item__position=1).points == Decimal("2.00")


@pytest.fixture
def in_grace(ben) -> Attempt:
    taken = attempt(ben)
    answered(taken, 1, RIGHT[1])
    Attempt.objects.filter(pk=taken.pk).update(ends_at=timezone.now() - timedelta(seconds=5))
    return taken


def test_looking_in_the_grace_changes_nothing(bens, in_grace):
    home = f"/attempts/{in_grace.public_id}/"
    with counted() as queries:
        to = bens.get(home).headers["Location"]
        page = bens.get(f"{home}review/").content.decode()

    assert (to, queries.writes) == (f"{home}review/", 0)
    assert "Time is up" in page
    assert Attempt.objects.open().get() == in_grace


def test_what_arrives_in_the_grace_is_kept(bens, in_grace):
    assert Tab(bens, in_grace).send(OTHER, "save").status_code == 302
    assert len(stored(in_grace)) == 2


def test_what_was_saved_before_the_closing_is_handed_in_after_it(bens, closed):
    bens.post(f"/attempts/{closed.public_id}/submit/")

    assert Mark.objects.get(item__attempt=closed, item__position=1).points == Decimal("2.00")


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_what_arrives_after_the_closing_is_refused_and_kept_on_the_page(bens, closed, htmx):
    key, address = str(uuid4()), f"/attempts/{closed.public_id}/1/"
    response = bens.post(address, {**OTHER, "revision": "1", "key": key}, headers=HTMX if htmx else {})

    assert (response.status_code, len(stored(closed))) == (422, 1)
    assert "What you had saved before then counts; this did not." in response.content.decode()
    assert htmx or form(response)["mark"] == OTHER["mark"]


# Practice


def test_check_marks_at_once_and_the_page_shows_why(bens, practice):
    response = Tab(bens, practice).send(OTHER, "check")
    page = Tab(bens, practice).page.content.decode()

    assert response.headers["Location"] == f"/attempts/{practice.public_id}/1/#feedback"
    assert Mark.objects.get().fraction == 0
    assert "outside that hall</em>" in page


def test_a_script_gets_the_feedback_with_the_revision_to_go_on_from(bens, practice):
    tab = Tab(bens, practice)
    said = tab.send(OTHER, "check", htmx=True).content.decode()

    assert said.strip().startswith('<div id="feedback" data-revision="1" data-say="Answer checked. 0.00 of 2 points.')
    tab.fields |= {"revision": ["1"], "key": [str(uuid4())]}
    assert "2.00 of 2 points" in tab.send(CLAIM, "check", htmx=True).content.decode()


def test_a_check_sent_again_after_a_later_one_is_no_third_try(bens, practice):
    first, second = Tab(bens, practice), None
    first.send(OTHER, "check", htmx=True)
    second = Tab(bens, practice)
    second.send(CLAIM, "check", htmx=True)
    first.send(OTHER, "check", htmx=True)

    assert [mark.fraction for mark in Mark.objects.order_by("number")] == [0, 1]


def test_nothing_is_checked_in_a_graded_quiz(bens, taken):
    Tab(bens, taken).send(CLAIM, "check")

    assert (len(stored(taken)), Mark.objects.count()) == (1, 0)


# Storage in trouble


def refuse(execute, sql, params, many, context):
    raise OperationalError("database is locked")


@pytest.fixture
def locked(monkeypatch):
    def locked(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(attempts, "save", locked)


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_a_full_disk_answers_503_with_what_was_sent(bens, taken, locked, htmx):
    response = Tab(bens, taken).send(CLAIM, htmx=htmx)
    said = response.content.decode()

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert all(f'name="mark" value="{mark}"' in said for mark in CLAIM["mark"])
    assert 'name="verdict" value="supported"' in said


def test_sending_it_again_from_the_503_page_stores_it(ben, taken, monkeypatch):
    bens = Client(enforce_csrf_checks=True)
    bens.force_login(ben)
    tab = Tab(bens, taken)
    with monkeypatch.context() as patched:
        patched.setattr(attempts, "save", lambda **_: refuse(*[None] * 5))
        page = tab.send(CLAIM)
    again = _resend(page)

    assert bens.post(tab.address, again).status_code == 302
    assert stored(taken)[0]["mark"] == CLAIM["mark"]


def _resend(page) -> dict[str, list[str]]:
    html = page.content.decode().replace('<form class="stack"', '<form id="again" class="stack"')
    page.content = html.encode()
    return form(page, "again")


def test_the_503_page_asks_the_database_nothing(bens, taken):
    tab, asked = Tab(bens, taken), []

    def failing(execute, sql, params, many, context):
        asked.append(sql)
        if "quizzes_answer" in sql and sql.startswith("INSERT"):
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(failing):
        response = tab.send(CLAIM)
    after = asked[next(place for place, sql in enumerate(asked) if sql.startswith("INSERT")) + 1 :]

    assert response.status_code == 503
    assert not [sql for sql in after if not sql.startswith(("ROLLBACK", "RELEASE"))]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_lost_database_answers_503_before_any_page_is_asked(ben, taken, method):
    bens = Client(raise_request_exception=False)
    bens.force_login(ben)
    with connection.execute_wrapper(refuse):
        response = getattr(bens, method)(f"/attempts/{taken.public_id}/1/", CLAIM)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert (CLAIM["mark"][0] in response.content.decode()) is (method == "post")
    assert "no-store" in response.headers["Cache-Control"]


def test_no_password_is_sent_back(client):
    words = {"login": "ben@example.org", "password": "a long enough password", "next": "/courses/red-card/"}
    client.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        said = client.post("/account/login/", words).content.decode()

    assert "/courses/red-card/" in said
    assert "a long enough" not in said
