"""Who comes into a course, into which section, and who has left: for one or for many, and never twice."""

from datetime import timedelta

import pytest

from courses.models import Enrolment
from courses.terms import enrolling
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import course, enrol

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def test_who_came_in_by_another_hand_meanwhile_stays_as_that_hand_made_it(ben, cleo):
    made = course()
    enrol(made, ben, section="11b")
    found = enrolling.enrol(course=made, people=[ben, cleo], section="12c", now=LATER)

    assert {one.user: (one.section, one.began_at) for one in found} == {ben: ("11b", NOW), cleo: ("12c", LATER)}


def test_only_who_stood_elsewhere_is_moved(ben, cleo):
    made = course()
    rows = [*enrol(made, ben, section="11b"), *enrol(made, cleo)]

    assert enrolling.put_into(rows, section="11b", now=NOW) == rows[1:]
    assert set(made.enrolments.values_list("section", flat=True)) == {"11b"}


def test_who_has_left_keeps_the_date(ben, cleo):
    rows = [*enrol(course(), ben, ended_at=NOW), *enrol(course(), cleo)]

    assert enrolling.leave(rows, at=LATER) == rows[1:]
    assert dict(Enrolment.objects.values_list("user", "ended_at")) == {ben.pk: NOW, cleo.pk: LATER}


def test_only_who_had_left_comes_back(ben, cleo):
    rows = [*enrol(course(), ben, ended_at=NOW), *enrol(course(), cleo)]

    assert enrolling.come_back(rows) == rows[:1]
    assert Enrolment.objects.active().count() == 2


def test_students_of_several_courses_are_put_into_one_section():
    rows = [row for slug in ("one", "two") for row in enrol(course(slug, title=slug), UserFactory())]
    enrolling.put_into(rows, section="11b", now=NOW)

    assert Enrolment.objects.filter(section="11b").count() == 2
