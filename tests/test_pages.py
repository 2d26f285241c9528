"""What holds for every page? Its headers, that looking changes nothing, and what becomes of hostile input (T43–T60)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client

from corpus.models import GlossaryEntry
from courses.models import Course
from quizzes.models import Answer, Question, Quiz
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.corpus import WorkFactory, revision
from tests.factories.courses import appoint, asking, course, enrol, lesson, reading
from tests.factories.quizzes import RIGHT, BankFactory, QuizFactory, question
from tests.queries import Queries, counted
from tests.school import ANONYMOUS, School, routes

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
READERS = (ANONYMOUS, "ben", "ada", "vera")
_ELSEWHERE = re.compile(r"\s*(?:https?:)?//(?!testserver/)", re.IGNORECASE)


class _Reader(HTMLParser):
    """What a browser would take for markup: elements and their attributes, whatever the text says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.own: list[str] = []
        self.elsewhere: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, listed: list[tuple[str, str | None]]) -> None:
        said = dict(listed)
        if tag == "style" or (tag == "script" and "src" not in said and said.get("type") != "application/json"):
            self.own.append(tag)
        self.own += [f"{tag} {name}" for name in said if name == "style" or name.startswith("on")]
        self.elsewhere += [value for name, value in listed if value and name != "xmlns" and _ELSEWHERE.match(value)]


@dataclass(frozen=True)
class Seen:
    who: str
    address: str
    page: HttpResponse
    queries: Queries

    @property
    def html(self) -> str:
        return "" if self.page.streaming else self.page.content.decode()

    def __str__(self) -> str:
        return f"{self.who} at {self.address}"


def addresses(school: School) -> Iterator[str]:
    """Every route once, and the pages that one route has several of."""
    for route in routes():
        if not re.search(r"[<?^]", route):
            yield school.address(route)
    for step in (2, 3, 4):
        yield f"/courses/red-card/1/{step}/"
    for view in ("?edition=original", "?edition=pairs", "?edition=nonsense"):
        yield f"/courses/red-card/1/1/{view}"
    for taken in (school.practice, school.handed_in, school.sitting):
        yield from (
            f"/attempts/{taken.public_id}/{part}" for part in ("", "1/", "4/", "1/?view=read", "review/", "results/")
        )
    yield from ("/library/maren-1956/original/0/", "/library/maren-1956/pairs/0/", "/library/maren-1956/original/p4/")
    yield from (f"/admin/quizzes/question/add/?kind={kind}" for kind in ("choice", "source_check"))
    yield from (
        "/courses/red-card/export/answers.csv",
        "/courses/red-card/class/?page=2",
        "/nowhere/",
        "/admin/nowhere/",
    )


@pytest.fixture(scope="module")
def seen(school) -> list[Seen]:
    """Every page as it answers somebody who may, somebody who may not, and nobody."""
    found = []
    for who in READERS:
        for address in addresses(school):
            client = school.client(who)
            with counted() as queries:
                page = client.get(address)
            found.append(Seen(who, address, page, queries))
    return found


def wrong(seen: list[Seen], is_wrong) -> list[str]:
    return [f"{one}: {said}" for one in seen if (said := is_wrong(one))]


# Headers


def test_every_answer_carries_the_policy_exactly(seen):
    def other(one: Seen) -> Any:
        said = one.page.headers.get("Content-Security-Policy", "")
        return said if dict(part.split(" ", 1) for part in said.split("; ")) != POLICY else ""

    assert wrong(seen, other) == []


def test_no_page_carries_a_policy_that_is_only_reported(seen):
    assert wrong(seen, lambda one: "Content-Security-Policy-Report-Only" in one.page.headers) == []


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_carries_the_header(seen, header, value):
    assert wrong(seen, lambda one: one.page.headers.get(header) != value) == []


def test_no_cache_keeps_what_a_signed_in_person_sees(seen):
    mine = [one for one in seen if one.who != ANONYMOUS]

    assert wrong(mine, lambda one: not {"no-store", "private"} <= _directives(one)) == []


def _directives(one: Seen) -> set[str]:
    return {part.strip() for part in one.page.headers.get("Cache-Control", "").split(",")}


def test_every_answer_says_that_it_differs_by_person_and_by_script(seen):
    assert wrong(seen, lambda one: not {"Cookie", "HX-Request"} <= set(one.page.headers["Vary"].split(", "))) == []


def test_a_log_in_is_not_kept_by_a_cache(client):
    page = client.post("/account/login/", _ines())

    assert (page.status_code, "no-store" in page.headers["Cache-Control"]) == (302, True)


def _ines() -> dict[str, str]:
    """Somebody who can log in, and how."""
    ines = UserFactory(name="Ines Bakker", password=make_password(PASSWORD))
    return {"login": ines.email, "password": PASSWORD}


def test_the_session_is_out_of_reach_of_scripts():
    cookie = Client().post("/account/login/", _ines()).cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


# What stands in the pages


def test_the_pages_that_are_looked_at_are_pages(seen):
    answered = {one.address for one in seen if one.page.status_code == 200}

    assert len(answered) > 60


def test_no_page_has_a_script_style_or_handler_of_its_own(seen):
    assert wrong(seen, lambda one: _Reader(one.html).own) == []


def test_no_page_names_an_address_elsewhere(seen):
    assert wrong(seen, lambda one: _Reader(one.html).elsewhere) == []


def test_htmx_runs_no_code_of_pages_asks_no_other_site_and_keeps_no_history(seen):
    """T44, on every page that loads it."""
    wanted = {"allowEval": False, "selfRequestsOnly": True, "historyCacheSize": 0, "includeIndicatorStyles": False}
    with_scripts = [one for one in seen if "htmx" in one.html and "hx-post" in one.html]
    configs = [json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", one.html)[1]) for one in with_scripts]

    assert configs
    assert all(config.items() >= wanted.items() for config in configs)


def test_looking_changes_nothing(seen):
    # At the first look allauth copies the address of an account into its own table.
    ours = [one for one in seen if one.address != "/account/email/"]

    assert wrong(ours, lambda one: one.queries.writes and str(one.queries)) == []


# Return addresses

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://testserver@evil.example/",
    "\x00https://evil.example",
    "https://evil.example\\@testserver/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_reading_settings_lead_back_into_the_site_alone(client, target):
    assert client.post("/settings/reading/", {"back": target}).headers["Location"] == "/"


@pytest.mark.parametrize(
    "target", ["/library/", "/courses/red-card/1/1/?edition=pairs#check", "http://testserver/library/"]
)
def test_reading_settings_lead_back_to_where_one_was(client, target):
    assert client.post("/settings/reading/", {"back": target}).headers["Location"] == target


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_log_in_leads_into_the_site_alone(school, target):
    to = school.client("ben").get(f"/account/login/?{urlencode({'next': target})}").headers["Location"]

    assert to == "/"


# Malformed requests

SENSELESS = {
    "nothing": "",
    "NUL": "a\x00b",
    "only NUL": "\x00",
    "surrogate": b"\xed\xa0\x80",
    "cut off": b"\xc3",
    "latin": b"\xff\xfe",
    "number": "9" * 5000,
    "negative": "-1",
    "other digits": "٣",
    "null": "null",
    "list": "[]",
    "table": '{"a": {}}',
    "markup": "<script>alert(1)</script>",
    "direction": "\u202etxt.exe\u2066",
    "long": "x" * 20_000,
    "break": "a\r\nSet-Cookie: a=b",
    "pattern": "(a+)+$" * 100,
}
FIELDS = (
    "revision",
    "key",
    "verdict",
    "mark",
    "nothing_close",
    "missing",
    "choice",
    "unmark",
    "goto",
    "flag",
    "next",
    "check",
)


def encoded(fields: dict[str, Any]) -> dict[str, Any]:
    body = urlencode(
        [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    )
    return {"data": body, "content_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("name", FIELDS)
def test_a_senseless_field_of_an_attempt_is_no_error_of_ours(school, name):
    sound = {**RIGHT[1], "revision": "0", "key": "0" * 32}
    client, homes = school.client("ben"), [f"/attempts/{a.public_id}" for a in (school.sitting, school.practice)]
    for value in (*SENSELESS.values(), *([value] * 3 for value in ("", "\x00", "x"))):
        for address in (f"{homes[0]}/1/", f"{homes[0]}/4/", f"{homes[1]}/1/"):
            page = client.post(address, **encoded(sound | {name: value}))
            assert page.status_code in {302, 400, 409, 422}
    assert "\\u0000" not in str(list(Answer.objects.values_list("response", flat=True)))


BODIES = [
    (b"", "application/x-www-form-urlencoded"),
    (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    (b"%", "application/x-www-form-urlencoded"),
    (b"&&&==;;%00=%00", "application/x-www-form-urlencoded"),
    (b"a=b", "application/x-www-form-urlencoded; charset=utf-99"),
    (b"a=b", "application/x-www-form-urlencoded; charset=utf-16"),
    (b"[[[[", "application/json"),
    (b"{}", "application/json; charset=\x01"),
    (b"no boundary at all", "multipart/form-data"),
    (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
    (b"--x\r\n\r\n\r\n--x--", "multipart/form-data; boundary=\xff"),
    (
        b'--x\r\nContent-Disposition: form-data; name="mark"; filename="a"\r\n\r\nb\r\n--x--',
        "multipart/form-data; boundary=x",
    ),
    (b"&".join(b"mark=1" for _ in range(2_001)), "application/x-www-form-urlencoded"),
    (b"mark=" + b"x" * 1_100_000, "application/x-www-form-urlencoded"),
    (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "text/xml"),
    (b"text", ""),
    (b"text", ";;;"),
]
POSTED = (
    "accounts:reading",
    "courses:read",
    "courses:start",
    "quizzes:question",
    "quizzes:submit",
    "account_login",
    "account_reset_password",
    "account_email",
)


@pytest.mark.parametrize("route", POSTED)
def test_a_senseless_body_is_no_error_of_ours(school, route):
    for client in (school.client("ben"), school.client(ANONYMOUS)):
        for body, kind in BODIES:
            page = client.generic("POST", school.address(route), data=body, content_type=kind)
            assert page.status_code < 500


def test_too_much_in_one_form_is_told_on_our_own_page(school):
    page = school.client("ben").post(school.address("quizzes:question"), **encoded({"mark": ["x"] * 2_001}))

    assert (page.status_code, "The server could not read this" in page.content.decode()) == (400, True)


@pytest.mark.parametrize(
    "address",
    [
        "/attempts/not-a-uuid/",
        "/attempts/00000000-0000-0000-0000-000000000000/",
        "/attempts/00000000-0000-0000-0000-00000000000g/1/",
        f"/attempts/{'9' * 5000}/",
        f"/courses/red-card/{'9' * 5000}/",
        "/courses/red-card/99999999999999999999/",
        "/courses/red-card/1/99999999999999999999/",
        "/courses/red-card/%00/",
        "/courses/red-card/class/?page=%00",
        "/courses/red-card/class/?page=-1",
        f"/courses/red-card/class/?page={'9' * 5000}",
        "/courses/red-card/class/?page=%D9%A3%D9%A3",
        "/courses/red-card/export/grades.exe",
        "/courses/red-card/export/users.csv",
        f"/library/maren-1956/adapted/{'9' * 5000}/",
        "/library/maren-1956/adapted/99999999999999999999/",
        "/library/maren-1956/adapted/p99999999999999999999/",
        "/library/maren-1956/%2e%2e/1/",
        "/library/%ED%A0%80/",
        f"/library/{'a' * 5000}/",
    ],
)
def test_an_address_that_makes_no_sense_is_not_found(school, address):
    assert school.client("ada").get(address).status_code == 404


SENSELESS_IN_ADDRESSES = ("%00", "%ED%A0%80", "9" * 5000, "9" * 20, "-1", "x", "%E2%80%AE", "__", "")


@pytest.mark.parametrize(
    "address",
    [
        "/courses/red-card/1/1/?edition={}",
        "/attempts/{{attempt}}/1/?view={}",
        "/account/login/?next={}",
        "/admin/quizzes/question/?q={}",
        "/admin/quizzes/question/?bank__id__exact={}",
        "/admin/quizzes/question/?o={}",
        "/admin/quizzes/question/?p={}",
        "/admin/quizzes/question/?{}=1",
        "/admin/quizzes/question/add/?kind={}",
        "/admin/quizzes/question/add/?kind=choice&bank={}",
        "/admin/quizzes/question/{}/change/",
        "/admin/quizzes/question/{}/history/",
        "/admin/quizzes/question/{}/preview/",
        "/admin/quizzes/quiz/add/?bank={}",
        "/admin/accounts/user/?q={}",
        "/admin/accounts/user/{}/change/",
        "/admin/autocomplete/?term={}",
        "/admin/r/{}/1/",
    ],
)
def test_a_question_that_makes_no_sense_is_no_error_of_ours(school, address):
    client = school.client("ben" if "attempt" in address or "courses/red" in address else "vera")
    for value in SENSELESS_IN_ADDRESSES:
        asked = address.format(value).replace("{attempt}", str(school.sitting.public_id))
        assert client.get(asked).status_code < 500


@pytest.mark.parametrize(
    "value", ["[", "[" * 3000, "null", '"x"', '{"size": 10}', "{" * 20_000, '{"theme": []}', "\xff"]
)
def test_a_spoilt_cookie_is_as_good_as_none(client, value):
    client.cookies["reading"] = quote(value, safe="[]{}")
    client.cookies["sessionid"] = value[:60]

    assert client.get("/library/").status_code == 200
    client.cookies["reading"] = value
    assert client.get("/library/").status_code == 200


@pytest.mark.parametrize("value", SENSELESS.values(), ids=SENSELESS)
@pytest.mark.parametrize("name", ["size", "theme", "face", "spacing", "back"])
def test_senseless_reading_settings_are_left_as_they_were(school, name, value):
    client = school.client("ben")
    page = client.post("/settings/reading/", **encoded({"size": "20", "theme": "dark", name: value}))
    school.ben.refresh_from_db()

    assert page.status_code == 302
    assert school.ben.reading == {"size": 20, "theme": "dark", "face": "serif", "spacing": "normal"} | (
        {} if name not in {"size", "theme"} else {name: {"size": 18, "theme": "system"}[name]}
    )


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver\x00", "a b", "@"])
def test_an_unknown_host_is_refused(client, host):
    assert client.get("/library/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "route", ["quizzes:question", "quizzes:submit", "courses:start", "accounts:reading", "account_login"]
)
def test_a_form_without_its_token_is_answered_on_our_own_page(school, route):
    who = ANONYMOUS if route == "account_login" else "ben"
    page = school.client(who, enforce_csrf_checks=True).post(school.address(route), RIGHT[1])

    assert page.status_code == 403
    assert "Please send it again" in page.content.decode()
    assert "Nothing was stored" in page.content.decode()


def test_a_script_without_its_token_is_refused_and_stores_nothing(school):
    client = school.client("ben", enforce_csrf_checks=True)
    page = client.post(school.address("quizzes:question"), RIGHT[1], headers={"HX-Request": "true"})

    assert (page.status_code, Answer.objects.filter(item__attempt=school.sitting).count()) == (403, 0)


# Hostile text

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)></title>"
STORY = f"""\
## §0 The {EVIL} edition

¶1
He wrote {EVIL} on the wall.
Then he left.

¶2 {{voice=listener kind=quotation}}
They read {EVIL} aloud.
"""


@pytest.fixture
def hostile(ben, ada) -> Course:
    """A course in which every text that anybody can write tries to be more than text."""
    work = WorkFactory(
        slug="evil-1956",
        author=EVIL,
        author_sort=EVIL,
        title=EVIL,
        genre=EVIL,
        year="1956",
        rights=EVIL,
        card=[[EVIL, EVIL]] * 7,
        voices={"listener": EVIL},
    )
    revision(STORY, work=work)
    GlossaryEntry.objects.create(work=work, term=EVIL, kind="person", text=EVIL, paragraphs=[1])
    made = course("evil", title=EVIL, term=EVIL, about=EVIL, bank=BankFactory(title=EVIL))
    first = lesson(made, title=EVIL, aims=[EVIL], question=EVIL)
    reading(first, 1, "evil-1956 ¶1-2").lesson.steps.update(title=EVIL)
    for place, mode in ((2, "practice"), (3, "graded")):
        asking(first, place, _quiz(made, mode), title=EVIL)
    for user in (ben, ada):
        type(user).objects.filter(pk=user.pk).update(name=EVIL, sort_name=EVIL, number=f"{user.pk}{EVIL}"[:64])
    enrol(made, ben)
    appoint(made, ada)
    made.bank.editors.add(ada)
    return made


def _quiz(made: Course, mode: str) -> Quiz:
    asked = QuizFactory(bank=made.bank, slug=f"evil-{mode}", title=EVIL, intro=EVIL, mode=mode)
    tables = (
        {
            "reading": "evil-1956 ¶1-2",
            "claim": f"Claim {EVIL}",
            "verdict": "supported",
            "proof": [{"adapted": ["¶1.1"]}],
            "near": [{"adapted": ["¶2.1"], "says": EVIL}],
        },
        {
            "ask": EVIL,
            "reading": "evil-1956 ¶1",
            "option": [{"text": f"{letter} {EVIL}", "right": letter == "a", "says": EVIL} for letter in "abc"],
        },
    )
    for place, table in enumerate(tables, start=1):
        version = question(f"{mode}-{place}", table, bank=made.bank)
        version.key.reason = f"{EVIL} [¶1.1] [{EVIL[:40]}] *{EVIL[:40]}*"
        version.key.save()
        asked.items.create(position=place, question=version.question)
    return asked


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_hostile_text_stays_text_on_every_page(hostile, ben, ada):
    bens, adas = _signed_in(ben), _signed_in(ada)
    pages = [
        bens.get(a) for a in ("/", "/courses/evil/", "/courses/evil/1/", *(f"/courses/evil/1/{n}/" for n in (1, 2, 3)))
    ]
    pages += [bens.get(a) for a in ("/library/", "/library/evil-1956/", "/library/evil-1956/adapted/0/")]
    for step in (2, 3):
        home = bens.post(f"/courses/evil/1/{step}/start/").headers["Location"]
        form = {"revision": "0", "key": "0" * 32, "verdict": "contradicted", "mark": ["evil-1956:p2.s1"], "check": "1"}
        pages += [bens.post(f"{home}1/", form | {"key": "1" * 32, "mark": [EVIL]}), bens.get(f"{home}1/")]
        bens.post(f"{home}1/", form)
        bens.post(f"{home}2/", form | {"choice": "b"})
        pages += [bens.post(f"{home}1/", form | {"key": "2" * 32}), bens.get(f"{home}1/"), bens.get(f"{home}2/")]
        pages += [bens.get(f"{home}review/")]
        bens.post(f"{home}submit/")
        pages += [bens.get(f"{home}results/")]
    pages += [adas.get(a) for a in ("/", "/courses/evil/class/", f"/courses/evil/answers/{home.split('/')[2]}/")]
    pages += [
        adas.get(f"/admin/{a}")
        for a in ("", "quizzes/question/", "quizzes/quiz/", "courses/course/", "courses/lesson/")
    ]
    for one in Question.objects.all():
        pages += [adas.get(f"/admin/quizzes/question/{one.pk}/{part}/") for part in ("change", "history")]
    pages += [adas.get(f"/admin/courses/course/{hostile.pk}/change/")]

    assert [page.request["PATH_INFO"] for page in pages if page.status_code not in {200, 409, 422}] == []
    assert [page.request["PATH_INFO"] for page in pages if _escaped_badly(page.content.decode())] == []
    assert sum("alert(1)" in page.content.decode() for page in pages) > 25


def _escaped_badly(html: str) -> bool:
    return "<script>alert" in html or "<img src=x" in html or bool(_Reader(html).own)


def test_what_was_sent_is_text_on_the_503_page(school, monkeypatch):
    from django.db import OperationalError

    from quizzes.taking import attempts

    def full(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(attempts, "save", full)
    form = {**RIGHT[1], "revision": "0", "key": "0" * 32, "note": f"words {EVIL}", EVIL: "x"}
    page = school.client("ben").post(f"{school.address('quizzes:question')}?{urlencode({'a': EVIL})}", form)

    assert page.status_code == 503
    assert not _escaped_badly(page.content.decode())
    assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_an_address_that_was_not_found_is_not_repeated_as_markup(school):
    page = school.client("ben").get(f"/{quote(EVIL)}/")

    assert not _escaped_badly(page.content.decode())
