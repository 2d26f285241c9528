"""Courses and lessons in the admin: whose, what is wrong with what is typed, and where that is told."""

import re

import pytest

from courses.models import Appointment, Course, Lesson, Step
from tests.factories.accounts import UserFactory
from tests.factories.corpus import library
from tests.factories.courses import appoint, course, enrol, has_read, lesson, reading, step, taught
from tests.factories.quizzes import BankFactory, attempt, quiz
from tests.queries import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def red_card(ada, ben):
    """Ada's course; she edits its bank."""
    made = taught()
    made.bank.editors.add(ada)
    enrol(made, ben)
    appoint(made, ada)
    return made


@pytest.fixture
def others(cleo):
    """A course that somebody else teaches."""
    made = course("other", title="Another", bank=BankFactory(slug="other", title="Another bank"))
    lesson(made, title="Not Ada's")
    appoint(made, cleo)
    return made


def get(client, user, address, status=200):
    client.force_login(user)
    found = client.get(f"/admin/courses/{address}")
    assert found.status_code == status
    return found.content.decode()


def form(response):
    """What the page's form would send if nothing was changed."""
    sent = {}
    context = response.context
    for part in [context["adminform"].form, *(f for s in context["inline_admin_formsets"] for f in s.formset)]:
        for bound in part:
            value = bound.value()
            sent[bound.html_name] = "" if value is None else value
    for inline in context["inline_admin_formsets"]:
        for bound in inline.formset.management_form:
            sent[bound.html_name] = bound.value()
    return {name: value for name, value in sent.items() if value is not False}


def change(client, user, address, **values):
    client.force_login(user)
    address = f"/admin/courses/{address}"
    return client.post(address, {**form(client.get(address)), **values})


def errors(response):
    """Every error of the page with its field."""
    context = response.context
    found = dict(context["adminform"].form.errors)
    for inline in context["inline_admin_formsets"]:
        for part in inline.formset.forms:
            found |= part.errors
        if inline.formset.non_form_errors():
            found["__all__"] = inline.formset.non_form_errors()
    return {field: " ".join(told) for field, told in found.items()}


def test_an_instructor_sees_her_own_courses_and_lessons(client, red_card, others, ada):
    assert "Secret and public" in get(client, ada, "course/")
    assert "Another" not in get(client, ada, "course/")
    assert "Not Ada" not in get(client, ada, "lesson/")


@pytest.mark.parametrize("view", ["change/", "history/"])
def test_somebody_elses_course_and_lesson_are_not_found(client, red_card, others, ada, view):
    for address in (f"course/{others.pk}/{view}", f"lesson/{others.lessons.get().pk}/{view}"):
        get(client, ada, address, 302)  # the admin's own “does not exist”


def test_somebody_elses_bank_course_and_quiz_are_not_offered(client, red_card, others, ada):
    quiz_of_others = quiz()
    quiz_of_others.bank = others.bank
    quiz_of_others.title, quiz_of_others.slug = "Their quiz", "theirs"
    quiz_of_others.pk = None
    quiz_of_others.save()
    lesson_page = get(client, ada, f"lesson/{red_card.lessons.get().pk}/change/")

    assert "Their quiz" not in lesson_page
    assert "Another" not in lesson_page
    assert "Another bank" not in get(client, ada, f"course/{red_card.pk}/change/")


@pytest.mark.parametrize("who", ["ben", "dana"])
def test_the_admin_is_for_staff(client, request, red_card, who):
    get(client, request.getfixturevalue(who), "course/", 302)


def test_whoever_makes_a_course_teaches_it(client, red_card, ada):
    client.force_login(ada)
    address = "/admin/courses/course/add/"
    sent = {**form(client.get(address)), "title": "New", "slug": "new", "bank": red_card.bank.pk}
    client.post(address, sent)

    assert Appointment.objects.get(course__slug="new").user == ada


def test_an_instructor_appoints_nobody(client, red_card, ada, cleo):
    assert "appointments-TOTAL_FORMS" not in get(client, ada, f"course/{red_card.pk}/change/")


def test_an_administrator_appoints_by_address(client, red_card, dana):
    root = UserFactory(name="Root Person", is_staff=True, is_superuser=True)
    values = {"appointments-TOTAL_FORMS": 2, "appointments-1-person": dana.email, "appointments-1-role": "registrar"}
    change(client, root, f"course/{red_card.pk}/change/", **values)

    assert Appointment.objects.get(user=dana).role == "registrar"


def arrange(client, ada, red_card, **values):
    """The lesson with one more step."""
    where = f"lesson/{red_card.lessons.get().pk}/change/"
    new = {f"steps-4-{name}": value for name, value in {"position": 5, "title": "More", **values}.items()}
    return change(client, ada, where, **{"steps-TOTAL_FORMS": 5, **new})


def test_a_reading_is_added_to_a_lesson(client, red_card, ada):
    arrange(client, ada, red_card, reading="maren-1956 ¶5")

    assert Step.objects.get(position=5).reading == "maren-1956 ¶5"


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"reading": "the last part"}, "reading", "is not a citation"),
        ({"reading": "maren-1956 ¶9"}, "reading", "maren-1956 has no ¶9; it has 5 paragraphs."),
        ({}, "reading", "Write what is read"),
        ({"reading": "maren-1956 ¶5", "quiz": "any"}, "quiz", "A step is read or asked"),
        ({"quiz": "any", "release": "close"}, "closes_at", "say when that is"),
        ({"reading": "maren-1956 ¶5", "position": 1}, "position", "Another step stands at 1"),
        ({"quiz": "any", "pass_mark": "160"}, "pass_mark", "at most 100 per cent"),
        ({"quiz": "any", "pass_mark": "1000"}, "pass_mark", "at most 100 per cent"),
        ({"quiz": "any", "minutes": "-5"}, "minutes", "1 to 1440"),
        ({"quiz": "any", "tries": "-1"}, "tries", "at least 1"),
        (
            {"quiz": "any", "opens_at": "2026-11-23T12:00", "closes_at": "2026-11-22T12:00"},
            "closes_at",
            "It closes before it opens",
        ),
    ],
)
def test_what_is_wrong_with_a_step_is_told_at_its_field(client, red_card, ada, values, field, told):
    if values.get("quiz"):
        values = {**values, "quiz": step(red_card, 4).quiz_id}
    found = arrange(client, ada, red_card, **values)

    assert told in errors(found)[field]


SETS = {
    "closes_at": "2020-11-22T12:00",
    "tries": "0",
    "pass_mark": "160",
    "release_at": "2020-11-22T12:00",
}


@pytest.mark.parametrize("field", SETS)
def test_a_set_of_fields_that_holds_an_error_is_open_and_the_others_are_not(client, red_card, ada, field):
    values = {"opens_at": "2026-11-23T12:00"} if field == "closes_at" else {}
    found = arrange(client, ada, red_card, quiz=step(red_card, 4).quiz_id, **values, **{field: SETS[field]})
    page = found.content.decode()
    (holds,) = re.findall(r"<details[^>]*>(?:(?!</details>).)*errorlist(?:(?!</details>).)*</details>", page, re.S)

    assert field in errors(found)
    assert holds.startswith("<details open>")
    assert page.count("<details open") == 1


def test_a_set_without_an_error_is_closed(client, red_card, ada):
    assert "<details open" not in get(client, ada, f"lesson/{red_card.lessons.get().pk}/change/")


@pytest.mark.parametrize("address", ["course/{course}/change/", "lesson/add/"])
def test_a_number_that_another_lesson_has_is_told_at_the_number(client, red_card, ada, address):
    if "add" in address:
        values = {"course": red_card.pk, "position": 1, "title": "More", "minutes": 45}
    else:
        values = {"lessons-TOTAL_FORMS": 2, "lessons-1-position": 1, "lessons-1-title": "x", "lessons-1-minutes": 45}
    found = change(client, ada, address.format(course=red_card.pk), **values)

    assert "Another lesson stands at 1" in errors(found)["position"]


def test_a_row_of_a_table_is_not_named_above_itself(client, red_card, ada):
    lesson = red_card.lessons.get()
    page = get(client, ada, f"course/{red_card.pk}/change/")
    (row,) = re.findall(r'<tr class="form-row has_original".*?</tr>', page, re.S)
    (before, after) = row.split('class="delete"')

    assert re.sub(r"<[^>]+>", "", before.split("</td>")[0]).strip() == ""
    assert f'href="/admin/courses/lesson/{lesson.pk}/change/"' in after


@pytest.mark.parametrize("address", ["courses/lesson/", "courses/course/", "quizzes/question/"])
def test_a_list_that_is_too_wide_scrolls_in_a_region_with_a_name(client, red_card, ada, address):
    client.force_login(ada)
    page = client.get(f"/admin/{address}").content.decode()
    (region,) = re.findall(r'<div class="results"[^>]*>', page)

    assert 'role="region"' in region
    assert 'tabindex="0"' in region
    assert re.search(r'aria-label="(Lessons|Courses|Questions): the list"', region)


def test_a_step_that_students_read_is_not_deleted(client, red_card, ada, ben):
    has_read(ben, step(red_card, 1))
    found = change(client, ada, f"lesson/{red_card.lessons.get().pk}/change/", **{"steps-0-DELETE": "on"})

    assert "students have read it or begun its quiz" in errors(found)["__all__"]
    assert Step.objects.count() == 4


def test_a_lesson_with_a_begun_quiz_is_not_deleted(client, red_card, ada, ben):
    attempt(ben, step(red_card, 4).quiz)
    client.force_login(ada)
    found = client.post(f"/admin/courses/lesson/{red_card.lessons.get().pk}/delete/", {"post": "yes"})

    assert found.status_code == 403
    assert Lesson.objects.exists()


def test_a_lesson_that_nobody_used_is_deleted(client, ada):
    library()
    unused = reading(lesson(course()), 1).lesson
    appoint(unused.course, ada)
    client.force_login(ada)
    client.post(f"/admin/courses/lesson/{unused.pk}/delete/", {"post": "yes"})

    assert not Lesson.objects.exists()


def test_a_course_is_not_deleted(client, red_card, ada):
    client.force_login(ada)

    assert client.post(f"/admin/courses/course/{red_card.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Course.objects.exists()


def test_aims_are_typed_one_a_line(client, red_card, ada):
    change(client, ada, f"lesson/{red_card.lessons.get().pk}/change/", aims="Tell who speaks\n\nDate the text\n")

    assert Lesson.objects.get().aims == ["Tell who speaks", "Date the text"]


@pytest.mark.parametrize("address", ["course/", "lesson/"])
@pytest.mark.parametrize("size", [1, 30])
def test_a_list_asks_the_same_whatever_its_length(client, red_card, ada, address, size):
    for number in range(size):
        appoint(lesson(course(f"c{number}", title=f"Course {number}")).course, ada)
    client.force_login(ada)
    with counted() as queries:
        client.get(f"/admin/courses/{address}")

    assert queries.total <= 8, queries
