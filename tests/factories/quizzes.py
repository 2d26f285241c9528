"""Questions on Maren, a quiz of them, and attempts made through the ordinary verbs."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import factory

from accounts.models import User
from corpus.models import Revision
from quizzes.bank import keys
from quizzes.models import Answer, Attempt, Bank, Pool, QuestionVersion, Quiz, QuizItem
from quizzes.rules import Mode, Rules
from quizzes.taking import attempts
from tests.factories.corpus import NOW, library

HEARD: dict[str, Any] = {
    "reading": "maren-1956 ¶1-3",
    "claim": "Workers were allowed to hear the speech but not to mention it.",
    "verdict": "supported",
    "proof": [{"adapted": ["¶3.3", "¶3.5"]}],
    "neutral": {"adapted": ["¶3.4"]},
    "near": [{"adapted": ["¶2.4"], "says": "A signature is not an order to be silent."}],
}
LATE: dict[str, Any] = {
    "reading": "maren-1956 ¶4",
    "claim": "A full English version of the speech was abroad by spring.",
    "verdict": "contradicted",
    "proof": [{"adapted": ["¶4.1"]}],
}
ABSENT: dict[str, Any] = {
    "reading": "maren-1956 ¶4-5",
    "claim": "The full English version was brought abroad by a courier of the congress.",
    "verdict": "not_in_source",
    "near": [{"adapted": ["¶4.1"], "says": "It says when the text came, not who brought it."}],
    "missing": "who",
}
CHOICE: dict[str, Any] = {
    "ask": "According to Maren, why could one copy serve a whole region?",
    "reading": "maren-1956 ¶2",
    "option": [
        {"text": "It was printed again in each town", "right": False, "says": "No second printing is named."},
        {"text": "It was read aloud and then sent on", "right": True},
        {"text": "It was quoted in the factory newspaper", "right": False},
    ],
    "evidence": {"adapted": ["¶2.3"]},
}


class BankFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Bank
        django_get_or_create = ("slug",)

    slug = "history"
    title = "History"


class QuizFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Quiz
        django_get_or_create = ("bank", "slug")

    bank = factory.SubFactory(BankFactory)
    slug = "behind-closed-doors"
    title = "Behind closed doors"
    mode = Mode.GRADED.value


def question(slug: str = "heard", table: dict[str, Any] = HEARD, **facts: Any) -> QuestionVersion:
    """A question through the ordinary door; Maren must be in the library."""
    kind = "choice" if "option" in table else "source_check"
    about_maren = table.get("reading", "maren-1956").startswith("maren-1956")
    reason = facts.pop("reason", "[¶3.5] says *outside that hall*." if about_maren else "The text says *so*.")
    said = {name: facts.pop(name) for name in ("feedback", "hints") if name in facts}
    draft = keys.Draft(kind=kind, table=table, reason=reason, points=Decimal(2), **said)
    return keys.write(bank=facts.pop("bank", None) or BankFactory(), slug=slug, draft=draft, by=None, now=NOW)


def quiz(mode: Mode = Mode.GRADED, length: int = 4) -> Quiz:
    """A quiz on Maren; beyond four questions they repeat with other names."""
    if not Revision.objects.exists():
        library()
    made = QuizFactory(slug=f"{mode.value}-{length}", mode=mode.value)
    tables = (HEARD, LATE, ABSENT, CHOICE)
    for place in range(1, length + 1):
        version = question(f"q{place}", tables[(place - 1) % 4])
        QuizItem.objects.get_or_create(quiz=made, position=place, defaults={"question": version.question})
    return made


def pooled(take: int = 2, mode: Mode = Mode.GRADED) -> Quiz:
    """One fixed question, and `take` of five."""
    made = quiz(mode, 6)
    pool = Pool.objects.create(quiz=made, label="Close reading", take=take)
    made.items.filter(position__gte=2).update(pool=pool)
    return made


def attempt(user: User, of: Quiz | None = None, **rules: Any) -> Attempt:
    of = of or quiz()
    held = Rules(mode=Mode(of.mode), **rules)
    return attempts.begin(quiz=of, user=user, rules=held, edition="adapted", return_to="/", now=NOW)


def answered(taken: Attempt, position: int, response: dict[str, Any], base: int = 0) -> Answer:
    """Saves an answer as the page would."""
    item = taken.items.select_related("attempt", "version").get(position=position)
    sent = attempts.Save(response, base, uuid4())
    return attempts.save(item=item, sent=sent, blank=not any(response.values()), now=NOW + timedelta(minutes=base))


RIGHT: dict[int, dict[str, Any]] = {
    1: {"verdict": "supported", "mark": ["maren-1956:p3.s3", "maren-1956:p3.s5"]},
    2: {"verdict": "contradicted", "mark": ["maren-1956:p4.s1"]},
    3: {"verdict": "not_in_source", "mark": ["maren-1956:p4.s1"], "missing": "who"},
    4: {"choice": ["b"]},
}
