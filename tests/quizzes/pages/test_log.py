"""The log of an attempt: what was saved, when, from which tab, in order; the student's own, and the instructor's."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from quizzes.models import Answer, Item, Key
from quizzes.pages import asking, log
from quizzes.questions.base import Form
from quizzes.rules import Mode
from quizzes.taking import attempts, hints
from tests.factories import worded
from tests.factories.corpus import NOW
from tests.factories.grids import grid_attempt
from tests.factories.kinds import attempt_at_kinds
from tests.factories.quizzes import RIGHT, answered, attempt, quiz
from tests.factories.regrades import applied, handed_in, wider
from tests.forms import form
from tests.queries import counted

pytestmark = pytest.mark.django_db

HERE, THERE = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def saved(taken, position, response, *, base=0, tab=HERE, minutes=0):
    item = Item.objects.select_related("attempt", "version").get(attempt=taken, position=position)
    sent = attempts.Save(response, base, uuid4(), tab=tab)
    at = NOW + timedelta(minutes=minutes)
    return attempts.save(item=item, sent=sent, blank=not any(response.values()), now=at)


def told(taken, *, shows_marks=True):
    return [(event.what, event.position, event.tab) for event in log.of(taken, shows_marks=shows_marks).events]


def test_every_save_is_told_in_order_with_its_tab(ben):
    taken = attempt(ben)
    saved(taken, 1, {"verdict": "supported"})
    saved(taken, 2, {"verdict": "supported"}, tab=THERE, minutes=1)
    saved(taken, 1, RIGHT[1], base=1, minutes=2)
    saved(taken, 1, {"verdict": ""}, base=2, tab="", minutes=3)

    assert told(taken) == [
        ("Attempt 1 began.", None, ""),
        ("Save 1", 1, "tab 1"),
        ("Save 1", 2, "tab 2"),
        ("Save 2", 1, "tab 1"),
        ("Save 3, blank", 1, "tab not named"),
    ]
    assert log.of(taken, shows_marks=True).lead == "Answers were saved 4 times, from 2 tabs."


def test_who_handed_it_in_is_told_with_what_it_earned(ben):
    taken = handed_in(ben, quiz(), RIGHT)

    assert told(taken)[-2:] == [
        ("The student handed it in.", None, ""),
        ("Marked by the computer: 8.00 of 8.00 points.", None, ""),
    ]
    assert told(taken, shows_marks=False)[-1][0] == "The student handed it in."


def test_what_the_clock_handed_in_is_not_put_down_to_the_student(ben):
    taken = attempt(ben, closes_at=NOW + timedelta(minutes=5))
    saved(taken, 1, RIGHT[1])
    attempts.settle(attempt=taken, now=NOW + timedelta(hours=1))

    assert told(taken, shows_marks=False)[-1][0] == log.BY_TIME


def test_who_hands_in_within_the_grace_has_handed_it_in(ben):
    taken = attempt(ben, closes_at=NOW + timedelta(minutes=5))
    attempts.submit(attempt=taken, now=NOW + timedelta(minutes=5, seconds=10))

    assert told(taken, shows_marks=False)[-1][0] == log.BY_STUDENT


def test_a_changed_mark_is_told_with_its_reason(ben):
    taken = handed_in(ben, quiz(), {1: {"verdict": "supported", "mark": ["maren-1956:p3.s4"]}})
    wider()
    applied(taken.quiz)
    what, position, _ = told(taken)[-1]

    assert what.startswith("The mark changed from 0.50 of 2 to 2.00 of 2: ")
    assert position == 1


def test_checks_and_hints_of_practice_are_told(ben):
    taken = attempt(ben, quiz(Mode.PRACTICE))
    item = Item.objects.select_related("attempt__quiz", "version__key", "revision__edition__work").get(
        attempt=taken, position=1
    )
    hints.take(item=item, number=1, now=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    attempts.check(item=item, sent=attempts.Save(RIGHT[1], 0, uuid4(), tab=HERE), blank=False, now=later)
    hints.show(item=item, now=NOW + timedelta(minutes=3))

    assert [what for what, _, _ in told(taken)[1:]] == [
        "Hint 1 taken, at 10 % of the points.",
        "Save 1",
        "Checked: 2.00 of 2.",
        "The answer was shown, which closed the question.",
    ]


def test_it_costs_as_many_queries_for_many_saves_as_for_few(ben):
    taken = attempt(ben)
    saved(taken, 1, RIGHT[1])
    log.of(taken, shows_marks=True)
    with counted() as few:
        log.of(taken, shows_marks=True)
    for base in range(1, 12):
        saved(taken, 1, {**RIGHT[1], "missing": ""}, base=base)
    with counted() as many:
        log.of(taken, shows_marks=True)

    assert few.total == many.total <= 6, many


# The page


def page(user, taken):
    client = Client()
    client.force_login(user)
    return client.get(f"/attempts/{taken.public_id}/log/")


def test_the_page_tells_what_was_saved_in_the_words_of_its_kind(ben):
    taken = attempt(ben)
    saved(taken, 1, RIGHT[1])
    saved(taken, 4, RIGHT[4], minutes=1)
    text = page(ben, taken).content.decode()

    assert "Verdict: <b>Supported</b>" in text
    assert "It was read aloud and then sent on" in text
    assert re.search(r'<time datetime="[^"]+">\d+ \w+ \d{4}, \d\d:\d\d:\d\d</time><br>tab 1', text)
    assert "Marks are listed when they are shown." in text


@pytest.mark.parametrize("begun", [attempt_at_kinds, grid_attempt, lambda user: worded.attempt(user, *worded.TABLES)])
def test_every_kind_stands_in_a_log(ben, begun):
    taken = begun(ben)
    for item in taken.items.all():
        found = asking.question_page(ben, taken.public_id, item.position)
        ideal = found.content.read(form_of(found), shown=found.sentences)
        saved(taken, item.position, ideal.dump())

    assert page(ben, taken).status_code == 200


def form_of(found):
    key = Key.objects.select_related("version").get(version=found.item.version)
    return Form(found.content.ideal(key.content, edition="adapted"))


def test_marks_are_not_in_it_before_they_are_released(ben):
    taken = attempt(ben, closes_at=datetime(2999, 1, 1, tzinfo=UTC), release="close")
    answered(taken, 1, RIGHT[1])
    attempts.submit(attempt=taken, now=NOW)

    assert "Marked by" not in page(ben, taken).content.decode()


# Which tab


def sheet(ben):
    taken, client = attempt(ben), Client()
    client.force_login(ben)
    address = f"/attempts/{taken.public_id}/1/"
    return client, address, form(client.get(address))


def test_the_page_names_a_tab_and_a_save_keeps_its_name(ben):
    client, address, fields = sheet(ben)
    client.post(address, fields | {"verdict": "supported"})

    assert re.fullmatch(r"[0-9a-f-]{36}", fields["tab"][0])
    assert Answer.objects.get().tab == fields["tab"][0]


@pytest.mark.parametrize("tab", ["<script>", "a" * 37, "", "TAB", "1\n2"])
def test_what_is_no_name_of_a_tab_is_passed_over_and_the_answer_kept(ben, tab):
    client, address, fields = sheet(ben)
    client.post(address, fields | {"verdict": "supported", "tab": tab})

    assert re.fullmatch(r"[0-9a-f-]{0,36}", Answer.objects.get().tab)
    assert Answer.objects.get().tab != tab or tab == ""


def test_the_same_answer_from_another_tab_is_still_the_same_save(ben):
    client, address, fields = sheet(ben)
    for tab in (HERE, THERE):
        client.post(address, fields | {"verdict": "supported", "tab": tab})

    assert Answer.objects.get().tab == HERE
