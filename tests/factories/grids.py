"""A second invented work beside Maren, and a grid that holds three claims against both."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from corpus.models import Revision
from quizzes.bank import keys
from quizzes.models import Attempt, QuestionVersion, Quiz, QuizItem
from quizzes.rules import Mode
from tests.factories.corpus import NOW, WorkFactory, library, revision
from tests.factories.quizzes import BankFactory, QuizFactory, attempt

KESSEL = """\
## §0 Later

¶1
The speech lasted most of a day, and the hall put questions after it.
Stenographers took down every word.

¶2
A copy was lent to each region for two days.
Nobody signed for the copies.

¶3
Abroad the whole text was known in April.
How it got there is not told.
"""
GRID: dict[str, Any] = {
    "ask": "What do Maren and Kessel say of the speech and its copies?",
    "readings": ["maren-1956 ¶1-4", "kessel-1958 ¶1-3"],
    "claims": [
        "Nobody discussed the speech once it was over.",
        "Whoever took a copy put a name to it.",
        "A guest of the congress brought the text abroad.",
    ],
    "cell": [
        {"at": "1-1", "verdict": "agrees", "proof": [{"adapted": ["¶1.3"]}], "says": "[¶1.3] says so."},
        {"at": "1-2", "verdict": "contradicts", "proof": [{"adapted": ["¶1.1"]}]},
        {"at": "2-1", "verdict": "agrees", "proof": [{"adapted": ["¶2.4"]}], "neutral": {"adapted": ["¶2.3"]}},
        {"at": "2-2", "verdict": "contradicts", "proof": [{"adapted": ["¶2.2"]}]},
        {"at": "3-1", "verdict": "silent", "near": [{"adapted": ["¶4.1"], "says": "When it came, not with whom."}]},
        {"at": "3-2", "verdict": "silent", "evidence": False, "says": "[¶3.2] says that it is not told."},
    ],
}
REASON = "Kessel has the hall ask, [kessel-1958 ¶1.1]; Maren has it silent, [maren-1956 ¶1.3]."


def kessel(text: str = KESSEL) -> Revision:
    work = WorkFactory(
        slug="kessel-1958", author="Paul Kessel", author_sort="Kessel, Paul", title="Later", year="1958", voices={}
    )
    return revision(text, work=work)


def both() -> tuple[Revision, Revision]:
    """Maren and Kessel."""
    return library(), kessel()


def grid(table: dict[str, Any] | None = None, slug: str = "grid", reason: str = REASON) -> QuestionVersion:
    """The grid through the ordinary door; both works must be in the library."""
    draft = keys.Draft(kind="corroboration", table=table or GRID, reason=reason, points=Decimal(6))
    return keys.write(bank=BankFactory(), slug=slug, draft=draft, by=None, now=NOW)


def grid_quiz(mode: Mode = Mode.GRADED) -> Quiz:
    if not Revision.objects.filter(edition__work__slug="kessel-1958").exists():
        both()
    made = QuizFactory(slug=f"grid-{mode.value}", mode=mode.value, title="Two accounts")
    QuizItem.objects.get_or_create(quiz=made, position=1, defaults={"question": grid().question})
    return made


def grid_attempt(user: User, mode: Mode = Mode.GRADED, **rules: Any) -> Attempt:
    return attempt(user, grid_quiz(mode), **rules)
