"""A class that has handed in a quiz, and regrades of it through the ordinary verbs."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from quizzes.models import Attempt, Mark, Quiz, Regrade
from quizzes.regrades import regrading
from quizzes.taking import attempts
from tests.factories.accounts import person
from tests.factories.corpus import NOW
from tests.factories.quizzes import HEARD, answered, attempt, question

LATER = NOW + timedelta(days=1)
# The neutral sentence of HEARD is a proof of its own.
WIDER: dict[str, Any] = {**HEARD, "proof": [{"adapted": ["¶3.3", "¶3.5"]}, {"adapted": ["¶3.4"]}], "neutral": {}}
FOURTH: dict[str, Any] = {"verdict": "supported", "mark": ["maren-1956:p3.s4"]}


def handed_in(user: User, of: Quiz, responses: dict[int, dict[str, Any]], **rules: Any) -> Attempt:
    taken = attempt(user, of, **rules)
    for position, response in responses.items():
        answered(taken, position, response)
    return attempts.submit(attempt=taken, now=NOW)


def asked(of: Quiz, **facts: Any) -> Regrade:
    """Asked for by Ada, a day later."""
    told = {"reason": "The sentence says it as well.", "by": person("Ada Verhoeven", is_staff=True), "now": LATER}
    return regrading.ask(quiz=of, **(told | facts))


def looked_at(of: Quiz, **facts: Any) -> Regrade:
    return regrading.advance(regrade=asked(of, **facts), now=LATER, seconds=60)


def applied(of: Quiz, **facts: Any) -> Regrade:
    found = looked_at(of, **facts)
    regrading.apply(regrade=found, by=found.asked_by, now=LATER)
    return regrading.advance(regrade=found, now=LATER, seconds=60)


def undone(regrade: Regrade, now: datetime = LATER) -> Regrade:
    regrading.undo(regrade=regrade, by=regrade.asked_by, now=now)
    return regrading.advance(regrade=regrade, now=now, seconds=60)


def wider(slug: str = "q1") -> None:
    """The next version of a question, with a key that takes one sentence more."""
    question(slug, WIDER)


def grade(taken: Attempt, position: int = 1) -> Mark:
    """The mark that stands."""
    return Mark.objects.filter(item__attempt=taken, item__position=position).order_by("-number")[0]
