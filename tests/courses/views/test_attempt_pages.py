"""What is on record of a student's attempt, as those who teach the course see it."""

import json

import pytest

from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.queries import counted

pytestmark = pytest.mark.django_db


def address(school, rest):
    return f"/courses/red-card/answers/{school.handed_in.public_id}/{rest}"


def test_the_instructor_reads_the_log_under_the_students_name(school):
    text = school.client("ada").get(address(school, "log/")).content.decode()

    assert "Ben Ito" in text
    assert "Marked by the computer: 8.00 of 8.00 points." in text


def test_student_and_instructor_hold_the_same_receipt(school):
    hers = school.client("ada").get(address(school, "1/receipt.json"))
    his = school.client("ben").get(f"/attempts/{school.handed_in.public_id}/1/receipt.json")

    assert json.loads(hers.content)["digest"] == json.loads(his.content)["digest"]


def test_the_instructor_has_the_receipt_before_the_student(school):
    held = school.sitting
    held.rules |= {"release": "close", "closes_at": "2999-01-01T00:00:00+00:00"}
    held.save()
    attempts.submit(attempt=held, now=NOW)

    assert school.client("ben").get(f"/attempts/{held.public_id}/1/receipt/").status_code == 404
    assert school.client("ada").get(f"/courses/red-card/answers/{held.public_id}/1/receipt/").status_code == 200


@pytest.mark.parametrize("place", ["log/", "1/receipt/", "1/receipt.json"])
def test_nothing_is_there_before_it_is_handed_in(school, place):
    found = school.client("ada").get(f"/courses/red-card/answers/{school.sitting.public_id}/{place}")

    assert found.status_code == 404


def test_the_pages_lead_to_each_other(school):
    client = school.client("ada")
    answers = client.get(address(school, "")).content.decode()

    assert f'href="{address(school, "log/")}"' in answers
    assert f'href="{address(school, "1/receipt/")}"' in answers
    assert 'href="../../"' in client.get(address(school, "1/receipt/")).content.decode()
    assert 'href="../receipt.json"' in client.get(address(school, "1/receipt/")).content.decode()


def test_the_log_asks_as_much_of_the_database_in_a_large_class(school):
    client = school.client("ada")
    client.get(address(school, "log/"))
    with counted() as queries:
        client.get(address(school, "log/"))

    assert queries.total <= 12, queries
