"""Which of her courses does an instructor find first at home?"""

import re

import pytest

from tests.factories.courses import appoint, course, enrol, step, taught
from tests.factories.quizzes import RIGHT
from tests.factories.regrades import FOURTH, handed_in, wider

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client, ada):
    def title():
        client.force_login(ada)
        return re.search("<h1>(.*?)</h1>", client.get("/").content.decode())[1]

    return title


@pytest.fixture
def courses(ada):
    """Two that nobody takes stand before the one with students."""
    for slug, name in (("a", "A course without students"), ("b", "Another one")):
        appoint(course(slug, title=name), ada)
    made = taught()
    appoint(made, ada)
    return made


def test_a_course_with_students_leads(courses, lead, ben):
    enrol(courses, ben)

    assert lead() == "Secret and public"


def test_a_course_that_waits_for_somebody_leads_before_one_with_more_students(courses, lead, ben, cleo, dana, ada):
    enrol(courses, ben)
    other = course("aa", title="A large one", bank=courses.bank)
    appoint(other, ada)
    enrol(other, ben, cleo, dana)
    assert lead() == "A large one"
    handed_in(ben, step(courses, 4).quiz, {**RIGHT, 1: FOURTH})
    wider()

    assert lead() == "Secret and public"


def test_where_nobody_studies_anything_the_first_leads(courses, lead):
    assert lead() == "A course without students"
