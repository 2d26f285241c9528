"""A question on Maren of each kind beyond source check and choice, with answers to it as a form sends them."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from quizzes.bank import keys
from quizzes.models import Attempt, QuestionVersion, Quiz, QuizItem
from quizzes.rules import Mode
from tests.factories.corpus import NOW, library
from tests.factories.quizzes import BankFactory, QuizFactory, attempt

FOUND: dict[str, Any] = {
    "ask": "Mark what kept the copies under control.",
    "reading": "maren-1956 ¶1-3",
    "proof": [{"adapted": ["¶2.3", "¶2.4"]}],
    "neutral": {"adapted": ["¶2.2"]},
    "near": [{"adapted": ["¶1.2"], "says": "That was in the hall, before any copy travelled."}],
}
ORDERED: dict[str, Any] = {
    "ask": "Put these in the order in which Maren dates them.",
    "reading": "maren-1956 ¶1-4",
    "item": [
        {"text": "The speech is given", "says": "On the last night of the congress, [¶1.1]."},
        {"text": "A printed copy begins to travel", "says": "Within days, [¶2.1]."},
        {"text": "Several million people have heard it", "says": "By the end of March, [¶3.2]."},
        {"text": "A rumour of it is abroad", "says": "In April, [¶4.1]."},
        {"text": "A full version in English is abroad", "says": "In June, [¶4.1]."},
    ],
    "evidence": {"adapted": ["¶1.1", "¶2.1", "¶3.2", "¶4.1"]},
}
MATCHED: dict[str, Any] = {
    "ask": "What does Maren say of each?",
    "reading": "maren-1956 ¶1-4",
    "pair": [
        {"prompt": "The foreign guests", "answer": "had gone before the speech was given"},
        {"prompt": "The couriers", "answer": "carried a copy to the regions", "says": "[¶2.2]"},
        {"prompt": "The fitter", "answer": "was not free to say what he had heard", "says": "[¶3.5]"},
    ],
    "other": ["signed for a copy at the hotel"],
    "evidence": {"adapted": ["¶1.1", "¶2.2", "¶3.5"]},
}
COUNTED: dict[str, Any] = {
    "ask": "How long after the rumour did the full version in English arrive?",
    "reading": "maren-1956 ¶4",
    "answer": 2,
    "unit": "months",
    "other_units": ["days", "weeks"],
    "evidence": {"adapted": ["¶4.1"]},
}
DATED: dict[str, Any] = {
    "ask": "When did Maren write?",
    "answer": "1956 to 1957",
    "year": True,
}
TABLES = {
    "find_evidence": FOUND,
    "ordering": ORDERED,
    "matching": MATCHED,
    "numeric": COUNTED,
}


def question_of(kind: str, table: dict[str, Any], slug: str = "") -> QuestionVersion:
    """A question of any kind through the ordinary door."""
    draft = keys.Draft(kind=kind, table=table, reason="The text says *so*.", points=Decimal(2))
    return keys.write(bank=BankFactory(), slug=slug or kind, draft=draft, by=None, now=NOW)


def quiz_of_kinds(mode: Mode = Mode.GRADED) -> Quiz:
    """One question of each kind, in the order of `TABLES`, and a year without a reading."""
    library()
    made = QuizFactory(slug=f"kinds-{mode.value}", mode=mode.value, title="Every kind")
    asked = [question_of(kind, table) for kind, table in TABLES.items()] + [question_of("numeric", DATED, "year")]
    for place, version in enumerate(asked, start=1):
        QuizItem.objects.create(quiz=made, position=place, question=version.question)
    return made


def attempt_at_kinds(user: User, mode: Mode = Mode.GRADED, **rules: Any) -> Attempt:
    return attempt(user, quiz_of_kinds(mode), **rules)
