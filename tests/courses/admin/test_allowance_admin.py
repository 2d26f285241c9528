"""Extra time and overrides in the admin: whose, with which reason, and what reaches attempts that run."""

from datetime import timedelta
from decimal import Decimal

import pytest

from courses.models import ExtraTime, Override, Step
from courses.terms import handing
from quizzes.models import Attempt
from tests.courses.admin.test_admin import change, form
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, course, enrol, step, taught
from tests.factories.quizzes import BankFactory
from tests.queries import counted

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
EXTRA, OVERRIDE = "/admin/courses/extratime/", "/admin/courses/override/"


@pytest.fixture
def red_card(ada, ben):
    made = taught(minutes=30)
    made.bank.editors.add(ada)
    enrol(made, ben, section="11b")
    appoint(made, ada)
    return made


@pytest.fixture
def others(red_card, cleo):
    """Another course, with a student of its own."""
    made = course("other", title="Another", bank=BankFactory(slug="other", title="Other"))
    enrol(made, cleo)
    return made


@pytest.fixture
def running(red_card, ben) -> Attempt:
    return handing.begin(step=step(red_card, 4), user=ben, edition="adapted", return_to="/", now=NOW)


def send(client, user, address, **values):
    client.force_login(user)
    return client.post(address, values)


def errors(found) -> dict:
    return found.context["adminform"].form.errors


def extra(client, user, **values):
    return send(
        client, user, f"{EXTRA}add/", **{"person": "ben@example.org", "factor": "1.5", "reason": "Needs it."} | values
    )


def override(client, user, of: Step, **values):
    given = {"step": of.pk, "person": "", "section": "", "reason": "Was ill.", **values}
    return send(client, user, f"{OVERRIDE}add/", **given)


# Extra time


@pytest.mark.django_db
def test_extra_time_is_given_with_a_reason_and_reaches_what_runs(client, ada, running, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + 10 * MINUTE)
    assert extra(client, ada).status_code == 302

    given = ExtraTime.objects.get()
    assert (given.set_by, given.reason, given.factor) == (ada, "Needs it.", Decimal("1.50"))
    assert Attempt.objects.get().ends_at == NOW + 45 * MINUTE


@pytest.mark.parametrize("factor", ["0.99", "3.01", "4", "40", "-1", "a lot"])
def test_extra_time_out_of_its_range_is_told_at_its_field_in_plain_words(client, ada, red_card, factor):
    found = extra(client, ada, factor=factor)

    assert errors(found) == {
        "factor": ["Extra time is a factor from 1 to 3, such as 1.5; leave it empty for no time limit at all."]
    }
    assert "onstraint" not in found.content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"factor": "1.555"}, "factor"),
        ({"reason": ""}, "reason"),
        ({"person": "nobody@example.org"}, "person"),
        ({"person": "cleo@example.org"}, "person"),
        ({"person": ""}, "person"),
    ],
)
def test_what_is_wrong_with_extra_time_is_told(client, ada, others, values, field):
    found = extra(client, ada, **values)

    assert found.status_code == 200
    assert field in errors(found)
    assert not ExtraTime.objects.exists()


def test_the_history_of_extra_time_is_kept_and_cannot_be_edited(client, ada, red_card):
    for factor in ("1.5", "2"):
        extra(client, ada, factor=factor)
    first = ExtraTime.objects.order_by("pk")[0]

    assert client.get(f"{EXTRA}{first.pk}/change/").status_code == 200
    assert client.post(f"{EXTRA}{first.pk}/change/", {"factor": "3", "reason": "x"}).status_code == 403
    assert client.post(f"{EXTRA}{first.pk}/delete/", {"post": "yes"}).status_code == 403
    assert list(ExtraTime.objects.order_by("pk").values_list("factor", flat=True)) == [Decimal("1.50"), Decimal(2)]


def test_other_courses_students_are_not_found(client, ada, others, cleo):
    theirs = ExtraTime.objects.create(user=cleo, factor=2, reason="x", set_by=cleo, set_at=NOW)
    client.force_login(ada)

    assert client.get(f"{EXTRA}{theirs.pk}/change/").status_code == 404
    assert "cleo" not in client.get(EXTRA).content.decode().lower()


def test_a_student_comes_to_neither_page(client, ben, red_card):
    client.force_login(ben)

    assert {client.get(address).status_code for address in (EXTRA, OVERRIDE)} == {302}


# Overrides


def test_an_override_for_a_student_reaches_what_runs(client, ada, red_card, running, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + 10 * MINUTE)
    assert override(client, ada, step(red_card, 4), person="ben@example.org", minutes="60").status_code == 302

    assert Override.objects.get().made_by == ada
    assert Attempt.objects.get().ends_at == NOW + 60 * MINUTE


def test_an_override_for_a_section_is_withdrawn_and_kept(client, ada, red_card, running, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + 10 * MINUTE)
    override(client, ada, step(red_card, 4), section="11b", minutes="60")
    found = Override.objects.get()
    send(client, ada, f"{OVERRIDE}{found.pk}/change/", withdraw="on")

    assert Override.objects.get().withdrawn_at == NOW + 10 * MINUTE
    assert Attempt.objects.get().ends_at == NOW + 30 * MINUTE
    assert client.post(f"{OVERRIDE}{found.pk}/change/", {"withdraw": "on"}).status_code == 403
    assert client.post(f"{OVERRIDE}{found.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"minutes": "60"}, "person", "Name one student, or one section"),
        ({"minutes": "60", "person": "ben@example.org", "section": "11b"}, "person", "Name one student"),
        ({"minutes": "60", "person": "cleo@example.org"}, "person", "No student of your courses"),
        ({"minutes": "60", "section": "12c"}, "section", "No student of this course is in section"),
        ({"person": "ben@example.org"}, "__all__", "Nothing is changed"),
        ({"person": "ben@example.org", "minutes": "0"}, "minutes", "1 to 1440"),
        ({"person": "ben@example.org", "minutes": "-5"}, "minutes", "1 to 1440"),
        ({"person": "ben@example.org", "tries": "-1"}, "tries", "at least 1"),
        ({"minutes": "60", "section": "x" * 41}, "section", "at most 40 characters"),
        ({"person": "ben@example.org", "closes_at": "2026-11-20T12:00"}, "closes_at", "closes before it opens"),
        ({"person": "ben@example.org", "minutes": "60", "reason": ""}, "reason", "required"),
    ],
)
def test_what_is_wrong_with_an_override_is_told_at_its_field(client, ada, red_card, others, values, field, told):
    Step.objects.filter(quiz__mode="graded").update(opens_at=NOW)
    found = override(client, ada, step(red_card, 4), **values)

    assert told in str(errors(found)[field])
    assert "onstraint" not in found.content.decode()
    assert not Override.objects.exists()


def test_there_is_one_override_for_one_and_the_same(client, ada, red_card):
    for _ in range(2):
        found = override(client, ada, step(red_card, 4), section="11b", minutes="60")

    assert "withdraw it first" in str(errors(found)["step"])
    assert Override.objects.count() == 1


def test_a_step_of_another_course_cannot_be_overridden(client, ada, red_card, others, cleo):
    theirs = step(taught("third"), 1)
    found = override(client, ada, theirs, section="11b", opens_at="2026-11-20T12:00")

    assert "step" in errors(found)


def test_overrides_of_other_courses_are_not_found(client, ada, red_card, cleo):
    theirs = Override.objects.create(
        step=step(taught("third"), 1), user=cleo, opens_at=NOW, reason="x", made_by=cleo, made_at=NOW
    )
    client.force_login(ada)

    assert client.get(f"{OVERRIDE}{theirs.pk}/change/").status_code == 404


@pytest.mark.parametrize("size", [1, 20])
def test_lists_ask_the_same_whatever_their_length(client, ada, red_card, ben, size):
    for _ in range(size):
        ExtraTime.objects.create(user=ben, factor=2, reason="x", set_by=ada, set_at=NOW)
        Override.objects.create(
            step=step(red_card, 4), user=ben, tries=2, reason="x", made_by=ada, made_at=NOW, withdrawn_at=NOW
        )
    client.force_login(ada)
    for address in (EXTRA, OVERRIDE):
        with counted() as queries:
            client.get(address)
        assert queries.total <= 8, queries


# Steps and sections


def test_a_changed_step_reaches_what_runs(client, ada, red_card, running, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + 10 * MINUTE)
    change(client, ada, f"lesson/{red_card.lessons.get().pk}/change/", **{"steps-3-minutes": "40"})

    assert Attempt.objects.get().ends_at == NOW + 40 * MINUTE


def test_the_step_offers_its_release_where_somebody_releases(client, ada, red_card):
    Step.objects.filter(quiz__mode="graded").update(release="hand")
    client.force_login(ada)
    page = client.get(f"/admin/courses/lesson/{red_card.lessons.get().pk}/change/").content.decode()

    assert 'href="/courses/red-card/1/4/release/"' in page


def test_a_flaw_of_a_policy_stands_at_its_field(client, ada, red_card):
    found = change(client, ada, f"lesson/{red_card.lessons.get().pk}/change/", **{"steps-3-release": "date"})
    (steps,) = (formset.formset for formset in found.context["inline_admin_formsets"])

    assert "say which" in str(steps.forms[3].errors["release_at"])


def test_the_form_sends_what_it_shows(client, ada, red_card):
    client.force_login(ada)
    shown = form(client.get(f"/admin/courses/lesson/{red_card.lessons.get().pk}/change/"))

    assert (shown["steps-3-minutes"], shown["steps-3-counts"], shown["steps-3-release"]) == (30, "first", "submission")
