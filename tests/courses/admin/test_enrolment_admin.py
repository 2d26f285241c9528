"""Students of a course in the admin: found, brought in, put into sections, let go; however many, and only one's own."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from courses.models import Enrolment, Override
from courses.terms import handing
from quizzes.models import Attempt
from tests.courses.admin.test_admin import change
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, course, enrol, step, taught
from tests.factories.quizzes import BankFactory
from tests.queries import counted

pytestmark = pytest.mark.django_db
LIST = "/admin/courses/enrolment/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def red_card(ada, ben):
    """Ada's course; Ben studies in it."""
    made = taught(minutes=30)
    made.bank.editors.add(ada)
    enrol(made, ben, section="11b")
    appoint(made, ada)
    return made


@pytest.fixture
def theirs(cleo):
    """A student of a course that somebody else teaches."""
    made = course("other", title="Another", bank=BankFactory(slug="other", title="Another bank"))
    appoint(made, cleo)
    return enrol(made, UserFactory(name="Zoe Elsewhere", email="zoe@example.org"), section="secret")[0]


def crowd(red_card, size: int, **facts) -> list[Enrolment]:
    people = User.objects.bulk_create(
        User(email=f"s{n}@example.org", name=f"Student {n}", sort_name=f"Student {n:03}") for n in range(size)
    )
    return Enrolment.objects.bulk_create(Enrolment(course=red_card, user=one, began_at=NOW, **facts) for one in people)


def read(client, user, address=LIST):
    client.force_login(user)
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


def add(client, user, red_card, addresses, section=""):
    client.force_login(user)
    return client.post(f"{LIST}add/", {"course": red_card.pk, "addresses": addresses, "section": section})


def told(found, field="addresses") -> str:
    return " ".join(found.context["errors"].get(field, []))


def act(client, user, action, rows, **values):
    """What the page that asks sends back."""
    client.force_login(user)
    body = {"action": action, "_selected_action": [row.pk for row in rows], "done": "x", **values}
    return client.post(LIST, body)


def history(row) -> list[str]:
    about = LogEntry.objects.filter(object_id=row.pk, content_type__model=row._meta.model_name)
    return [entry.get_change_message() for entry in about]


# A large course


def test_a_course_of_six_hundred_is_saved(client, red_card, ada):
    crowd(red_card, 600)
    assert change(client, ada, f"course/{red_card.pk}/change/", title="Renamed").status_code == 302

    red_card.refresh_from_db()
    assert red_card.title == "Renamed"


@pytest.mark.parametrize("size", [3, 600])
def test_no_page_grows_with_the_class(client, red_card, ada, size):
    """In queries or in length."""
    enrolled = crowd(red_card, size)
    client.force_login(ada)
    most = {f"course/{red_card.pk}/change/": 12, f"enrolment/?course={red_card.pk}": 10, "enrolment/": 10}
    for address, queries in {**most, f"enrolment/{enrolled[0].pk}/change/": 7, "enrolment/add/": 5}.items():
        with counted() as asked:
            page = client.get(f"/admin/courses/{address}")
        assert asked.total <= queries, f"{address}\n{asked}"
        assert len(page.content) < 60_000, address


@pytest.mark.parametrize("size", [3, 600])
def test_what_is_done_to_many_asks_the_same_however_many(client, red_card, ada, size):
    rows = crowd(red_card, size)
    client.force_login(ada)
    chosen = {"_selected_action": [rows[0].pk], "select_across": "1", "done": "x"}
    with counted() as asked:
        client.post(LIST, {**chosen, "action": "set_section", "section": "12c"})

    assert asked.total <= 20, asked
    assert Enrolment.objects.filter(section="12c").count() == size + 1


@pytest.mark.parametrize("size", [3, 600])
def test_many_are_brought_in_with_few_queries(client, red_card, ada, size):
    people = User.objects.bulk_create(User(email=f"s{n}@example.org", name=f"S {n}") for n in range(size))
    client.force_login(ada)
    with counted() as asked:
        add(client, ada, red_card, "\n".join(one.email for one in people), "11b")

    assert asked.total <= 25, asked
    assert red_card.enrolments.count() == size + 1


# Found


@pytest.mark.parametrize(
    ("left", "words"), [(0, "1 student: look, set sections, end"), (1, "0 students"), (1, "(1 more has left)")]
)
def test_the_course_says_how_many_and_leads_to_them(client, red_card, ada, left, words):
    red_card.enrolments.update(ended_at=NOW if left else None)
    page = read(client, ada, f"/admin/courses/course/{red_card.pk}/change/")

    assert words in page
    assert f'href="{LIST}?course={red_card.pk}"' in page
    assert f'href="{LIST}add/?course={red_card.pk}"' in page


def test_a_new_course_says_when_its_students_come(client, red_card, ada):
    assert "Save the course first" in read(client, ada, "/admin/courses/course/add/")


def test_the_list_is_paged_and_searched(client, red_card, ada):
    crowd(red_card, 120)
    page = read(client, ada, f"{LIST}?course={red_card.pk}")
    assert page.count('class="action-select"') == 50
    assert "Student 119" not in page

    assert "s119@example.org" in read(client, ada, f"{LIST}?course={red_card.pk}&q=s119")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"ben", "nora", "omar"}),
        ("section=11b", {"ben"}),
        ("section=", {"nora", "omar"}),
        ("section=%00", set()),
        ("section=secret", set()),
        ("who=here", {"ben", "nora"}),
        ("who=left", {"omar"}),
        ("q=%00", {"ben", "nora", "omar"}),
        ("course=0", set()),
        ("course=%00", set()),
        ("course=²", set()),
        ("course=99999999999999999999", set()),
        ("course={theirs}", set()),
        ("course={mine}", {"ben", "nora", "omar"}),
    ],
)
def test_the_list_is_filtered(client, red_card, theirs, ada, asked, shown):
    enrol(red_card, UserFactory(email="nora@example.org"))
    enrol(red_card, UserFactory(email="omar@example.org"), ended_at=NOW)
    page = read(client, ada, f"{LIST}?{asked.format(mine=red_card.pk, theirs=theirs.course_id)}")

    assert {who for who in ("ben", "nora", "omar", "zoe") if f"{who}@example.org" in page} == shown
    assert ">secret<" not in page


def test_a_course_without_a_student_yet_lists_nobody(client, red_card, ada):
    """Not the students of the only course that has some."""
    empty = course("empty", title="Empty")
    appoint(empty, ada)

    assert "ben@example.org" not in read(client, ada, f"{LIST}?course={empty.pk}")


# Brought in


def test_a_student_is_enrolled_by_address(client, red_card, ada, cleo):
    found = add(client, ada, red_card, cleo.email, " 11b  early ")

    assert found.headers["Location"] == f"{LIST}?course={red_card.pk}"
    made = Enrolment.objects.get(user=cleo)
    assert (made.course, made.section, made.ended_at) == (red_card, "11b early", None)
    assert history(made) == ["Enrolled."]
    assert history(red_card) == [f"1 student enrolled: {cleo}."]


@pytest.mark.parametrize(
    "addresses",
    [
        "S0@example.org\r\ns1@example.org\r\n",
        "s0@example.org, s1@example.org; s0@example.org",
        "s0@example.org\ts1@example.org",
        '"Nought, S" <s0@example.org>, One <s1@example.org>',
    ],
)
def test_many_are_enrolled_by_pasting(client, red_card, ada, addresses):
    for number in range(2):
        UserFactory(email=f"s{number}@example.org")
    add(client, ada, red_card, addresses)

    people = set(red_card.enrolments.values_list("user__email", flat=True))
    assert people == {"ben@example.org", "s0@example.org", "s1@example.org"}


@pytest.mark.parametrize(
    ("addresses", "says"),
    [
        ("nobody@example.org", "Nobody logs in with nobody@example.org. An administrator makes accounts."),
        ("nobody@example.org cleo@example.org noone@example.org", "with nobody@example.org, noone@example.org."),
        ("BEN@example.org", "ben@example.org is in the course already"),
        ("omar@example.org", "omar@example.org has left this course. Let them back in"),
        ("cleo", "No e-mail address: cleo."),
        ("cleo nobody@example.org", "No e-mail address: cleo. Nobody logs in with nobody@example.org."),
        ("Marsh, Cleo <cleo@example.org>", "No e-mail address: marsh."),
        ("", "This field is required."),
    ],
)
def test_who_cannot_be_enrolled_is_told_and_nobody_is(client, red_card, ada, cleo, addresses, says):
    enrol(red_card, UserFactory(email="omar@example.org"), ended_at=NOW)
    found = add(client, ada, red_card, addresses)

    assert says in told(found)
    assert escape(addresses) in found.content.decode()
    assert red_card.enrolments.count() == 2


def test_who_is_in_the_course_stays_as_they_are_when_a_list_is_pasted(client, red_card, ada, ben, cleo):
    add(client, ada, red_card, f"{ben.email} {cleo.email}", "12c")

    assert dict(red_card.enrolments.values_list("user__name", "section")) == {str(ben): "11b", str(cleo): "12c"}


def test_a_section_that_is_too_long_is_told(client, red_card, ada, cleo):
    assert "at most 40 characters" in told(add(client, ada, red_card, cleo.email, "x" * 41), "section")


def test_the_course_that_one_comes_from_is_chosen(client, red_card, ada):
    appoint(course("empty", title="Empty"), ada)

    assert f'<option value="{red_card.pk}" selected>' in read(client, ada, f"{LIST}add/?course={red_card.pk}")


# Changed


def one(client, user, row, **values):
    sent = {"section": row.section, "ended_at": "", **values}
    client.force_login(user)
    return client.post(f"{LIST}{row.pk}/change/", sent)


def test_who_comes_into_a_section_has_its_rules_in_what_runs(client, red_card, ada, ben, monkeypatch):
    handing.begin(step=step(red_card, 4), user=ben, edition="adapted", return_to="/", now=NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + 10 * MINUTE)
    for section, minutes in (("12c", 50), ("12d", 70), ("12e", 90)):
        rule = {"section": section, "minutes": minutes}
        Override.objects.create(step=step(red_card, 4), reason="x", made_by=ada, made_at=NOW, **rule)
    mine = red_card.enrolments.get()

    one(client, ada, mine, section=" 12c ")
    assert (red_card.enrolments.get().section, Attempt.objects.get().ends_at) == ("12c", NOW + 50 * MINUTE)

    act(client, ada, "set_section", [mine], section=" 12d ")
    assert (red_card.enrolments.get().section, Attempt.objects.get().ends_at) == ("12d", NOW + 70 * MINUTE)


def test_leaving_is_a_date_and_kept_in_both_histories(client, red_card, ada, ben):
    mine = red_card.enrolments.get()
    at = timezone.localtime(mine.began_at + timedelta(days=1))
    Enrolment.objects.update(began_at=at - timedelta(days=900))
    one(client, ada, mine, ended_at=(at - timedelta(days=800)).strftime("%Y-%m-%dT%H:%M"))

    assert red_card.enrolments.get().ended_at is not None
    assert history(mine) == ["Changed Ended at."]
    assert history(red_card) == [f"{ben}: Changed Ended at."]


@pytest.mark.parametrize(("days", "says"), [(1, "still to come"), (-4000, "came into the course on")])
@pytest.mark.parametrize("way", ["one", "many"])
def test_a_date_of_leaving_that_cannot_be_is_told_at_its_field(client, red_card, ada, days, says, way):
    Enrolment.objects.update(began_at=timezone.now() - timedelta(days=100))
    mine, at = red_card.enrolments.get(), timezone.localtime(timezone.now() + timedelta(days=days))
    when = at.strftime("%Y-%m-%dT%H:%M")
    found = one(client, ada, mine, ended_at=when) if way == "one" else act(client, ada, "end", [mine], ended_at=when)

    assert says in " ".join(found.context["adminform"].form.errors["ended_at"])
    assert red_card.enrolments.get().ended_at is None


def test_many_are_asked_about_first_and_nothing_is_done(client, red_card, ada):
    rows = crowd(red_card, 70)
    client.force_login(ada)
    body = {"action": "end", "index": "0", "_selected_action": [row.pk for row in rows[:50]], "select_across": "0"}
    page = client.post(f"{LIST}?course={red_card.pk}", body).content.decode()

    assert "<h2>50 students</h2>" in page
    assert "and 38 more" in page
    assert "All 71 that the list found" in page
    assert page.count('name="_selected_action"') == 50
    assert not Enrolment.objects.exclude(ended_at=None).exists()


def test_many_leave_and_come_back(client, red_card, ada):
    rows = crowd(red_card, 3)
    Enrolment.objects.update(began_at=timezone.now() - timedelta(days=9))
    when = timezone.localtime(timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    act(client, ada, "end", rows[:2], ended_at=when)
    assert red_card.enrolments.active().count() == 2

    act(client, ada, "let_back_in", rows[:1])
    assert red_card.enrolments.active().count() == 3
    back, gone = history(rows[0])
    assert back == "Let back in."
    assert gone.startswith("Left the course, ")
    assert history(red_card)[0] == "1 student let back in: Student 0."


def test_who_stands_there_already_is_not_said_to_be_changed(client, red_card, ada, ben):
    (other,) = crowd(red_card, 1)
    client.force_login(ada)
    mine = red_card.enrolments.get(user=ben)
    body = {"action": "set_section", "_selected_action": [mine.pk, other.pk], "done": "x", "section": "11b"}
    page = client.post(LIST, body, follow=True).content.decode()

    assert "1 student put in section 11b." in page
    assert "Nothing to change for 1 student of those selected." in page
    assert (history(mine), history(other)) == ([], ["Put in section 11b."])


def test_the_history_of_a_course_does_not_list_hundreds(client, red_card, ada):
    rows = crowd(red_card, 70)
    act(client, ada, "set_section", rows[:1], section="12c", select_across="1")

    (told,) = history(red_card)
    assert told.startswith("71 students put in section 12c: ")
    assert told.endswith("; and 59 more.")


def test_all_that_the_list_found_is_what_it_found(client, red_card, ada):
    rows = crowd(red_card, 60)
    client.force_login(ada)
    body = {"action": "set_section", "_selected_action": [rows[0].pk], "select_across": "1", "done": "x"}
    client.post(f"{LIST}?section=", {**body, "section": "12c"})

    assert sorted(set(red_card.enrolments.values_list("section", flat=True))) == ["11b", "12c"]
    assert red_card.enrolments.get(section="11b").user.email == "ben@example.org"


@pytest.mark.parametrize("pk", ["x", "-1", "", "9" * 40])
def test_a_selection_that_no_list_offers_is_refused(client, red_card, ada, pk):
    client.force_login(ada)
    body = {"action": "set_section", "_selected_action": [pk], "done": "x", "section": "12c"}

    assert client.post(LIST, body).status_code == 400


# Whose


def test_students_of_others_are_not_found(client, red_card, theirs, ada):
    page = read(client, ada)
    assert "Elsewhere" not in page
    assert "Another" not in page

    for view in ("change/", "history/"):
        assert client.get(f"{LIST}{theirs.pk}/{view}").status_code == 404


def test_students_of_others_are_not_changed(client, red_card, theirs, ada, cleo):
    one(client, ada, theirs, section="mine")
    act(client, ada, "set_section", [theirs], section="mine")
    act(client, ada, "set_section", [theirs], section="mine", select_across="1")
    found = add(client, ada, theirs.course, cleo.email)

    theirs.refresh_from_db()
    assert theirs.section == "secret"
    assert "valid choice" in told(found, "course")
    assert theirs.course.enrolments.count() == 1


@pytest.mark.parametrize("address", [LIST, f"{LIST}add/"])
def test_who_may_not_use_the_admin_comes_to_neither_page(client, ben, red_card, address):
    client.force_login(ben)

    assert client.get(address).status_code == 302


def test_an_administrator_sees_all(client, red_card, theirs):
    root = UserFactory(name="Root Person", is_staff=True, is_superuser=True)

    assert {"Elsewhere, Zoe", "ben@example.org"} <= {
        words for words in ("Elsewhere, Zoe", "ben@example.org") if words in read(client, root)
    }


def test_nobody_is_deleted(client, red_card, ada):
    client.force_login(ada)
    mine = red_card.enrolments.get()

    assert client.post(f"{LIST}{mine.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in read(client, ada)
