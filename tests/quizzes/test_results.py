"""What the results page adds up: marks as they were rounded, and in practice the best try."""

from decimal import Decimal
from uuid import uuid4

import pytest

from quizzes import attempts
from quizzes.results import page
from quizzes.rules import Mode
from tests.factories.corpus import NOW
from tests.factories.quizzes import RIGHT, answered, attempt, quiz

pytestmark = pytest.mark.django_db


def check(taken, response, base=0):
    item = taken.items.select_related("attempt", "version__key").get(position=1)
    attempts.check(item=item, sent=attempts.Save(response, base, uuid4()), blank=False, now=NOW)


def test_a_second_try_counts_a_quarter_less(ben):
    taken = attempt(ben, quiz(Mode.PRACTICE))
    check(taken, {"verdict": "contradicted"})
    check(taken, RIGHT[1], base=1)

    (result,) = page(taken).results
    assert (result.tries, result.mark.points, result.earned) == (2, Decimal("2.00"), Decimal("1.50"))


def test_a_worse_try_afterwards_takes_nothing_away(ben):
    taken = attempt(ben, quiz(Mode.PRACTICE))
    check(taken, RIGHT[1])
    check(taken, {"verdict": "contradicted"}, base=1)

    assert page(taken).earned == Decimal("2.00")


def test_the_total_is_the_sum_of_what_stands_below(ben):
    taken = attempt(ben)
    answered(taken, 1, {"verdict": "supported", "mark": ["maren-1956:p3.s3"]})
    answered(taken, 4, RIGHT[4])
    attempts.submit(attempt=taken, now=NOW)

    shown = page(taken)
    assert (shown.earned, shown.possible) == (Decimal("3.25"), Decimal("8.00"))
    assert shown.earned == sum(result.earned for result in shown.results)


def test_half_a_proof_is_drawn_as_half_the_height(ben):
    taken = attempt(ben)
    answered(taken, 1, {"verdict": "supported", "mark": ["maren-1956:p3.s3"]})
    attempts.submit(attempt=taken, now=NOW)

    corner = page(taken).results[0].corner
    assert (corner.share, corner.large["area"]) == ("½", "M12 58h116v58h-116z")


def test_citations_in_the_reason_are_links(ben):
    taken = attempt(ben)
    attempts.submit(attempt=taken, now=NOW)

    assert 'href="/library/maren-1956/adapted/p3/#p3-s5"' in page(taken).results[0].reason
