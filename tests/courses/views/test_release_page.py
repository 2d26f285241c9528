"""What an instructor reads before results are released for good."""

from html import unescape

import pytest

from courses.models import Step
from quizzes.handmarks import handmarking
from quizzes.handmarks.handmarking import Given
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.courses import enrol
from tests.factories.written import desk, first_item, wrote
from tests.queries import counted

pytestmark = pytest.mark.django_db
RELEASE = "/courses/red-card/2/2/release/"


@pytest.fixture
def step(ada):
    found = desk(ada)
    Step.objects.filter(pk=found.pk).update(release="hand")
    return found


@pytest.fixture
def handed_in(step):
    def by(size):
        people = UserFactory.create_batch(size)
        enrol(step.lesson.course, *people)
        return [wrote(user, step.quiz) for user in people]

    return by


@pytest.fixture
def shown(client, ada):
    def read():
        client.force_login(ada)
        return " ".join(unescape(client.get(RELEASE).content.decode()).split())

    return read


def test_answers_that_wait_for_a_person_are_told_and_what_students_will_see(shown, handed_in, ada):
    first, *_ = handed_in(3)
    handmarking.rate(item=first_item(first), given=Given(2), seen=0, by=ada, now=NOW)
    text = shown()

    assert "2 answers of 2 students wait for a person’s mark." in text
    assert "Students will read “Not marked yet” in their place, and their grade says “to be marked”" in text
    assert '<a class="button main" href="/courses/red-card/marking/">Mark them first</a>' in text
    assert '<button class="button">Release results</button>' in text


def test_one_answer_waits(shown, handed_in):
    handed_in(1)

    assert "1 answer of 1 student waits for a person’s mark." in shown()


def test_where_all_is_marked_releasing_is_the_main_thing(shown, handed_in, ada):
    (taken,) = handed_in(1)
    handmarking.rate(item=first_item(taken), given=Given(2), seen=0, by=ada, now=NOW)
    text = shown()

    assert "for a person’s mark" not in text
    assert '<button class="button main">Release results</button>' in text


def test_before_anybody_has_handed_in_releasing_is_not_the_main_thing(shown, step):
    text = shown()

    assert "Nobody has handed in yet, so there is nothing to show." in text
    assert '<button class="button main">' not in text
    assert '<button class="button">Release before anybody has handed in</button>' in text


def test_who_is_not_in_the_course_is_not_counted(shown, step, cleo):
    wrote(cleo, step.quiz)

    assert "for a person’s mark" not in shown()


def test_it_asks_the_same_whatever_the_class(shown, handed_in, client):
    seen = []
    for size in (1, 12):
        handed_in(size)
        shown()
        with counted() as queries:
            client.get(RELEASE)
        seen.append(queries.total)

    assert seen[0] == seen[1] <= 8
