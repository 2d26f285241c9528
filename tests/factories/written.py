"""A written question on Maren in a graded quiz of the course, beside one that the computer marks; and who took it."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from courses.models import Course, Step
from quizzes.bank import keys
from quizzes.models import Attempt, Item, QuestionVersion, Quiz, QuizItem
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.corpus import NOW
from tests.factories.courses import appoint, asking, course, enrol, lesson, reading
from tests.factories.quizzes import CHOICE, RIGHT, BankFactory, QuizFactory, answered, attempt, question, quiz

SECRET: dict[str, Any] = {
    "ask": "How could the speech be secret and public at once? Quote Maren.",
    "reading": "maren-1956 ¶2-3",
    "least": 5,
    "most": 60,
    "rubric": [
        "Says nothing of how it travelled.",
        "Names the copies or the readings.",
        "Names both and quotes Maren exactly.",
        "Says too that nobody could speak of it.",
    ],
    "model": ["Copies were read aloud once and sent back.", "The fitter could not say that he had heard it."],
    "evidence": {"adapted": ["¶2.3", "¶3.5"]},
}
ANSWER = (
    "Copies travelled: “At each stop it was read aloud once and sent back.” They were numbered.\n\n"
    "Maren says that “he could repeat whole passages by mouth”, and “nobody slept that night”."
)


def written_question(slug: str = "secret", **changes: Any) -> QuestionVersion:
    draft = keys.Draft("short_answer", {**SECRET, **changes}, reason="The text says *so*.", points=Decimal(6))
    return keys.write(bank=BankFactory(), slug=slug, draft=draft, by=None, now=NOW)


def written_quiz(mode: Mode = Mode.GRADED) -> Quiz:
    """The written question first, then one with options."""
    quiz(Mode.PRACTICE, 1)
    made = QuizFactory(slug=f"written-{mode.value}", mode=mode.value, title="In your own words")
    for place, version in enumerate((written_question(), question("choose", CHOICE)), start=1):
        QuizItem.objects.get_or_create(quiz=made, position=place, defaults={"question": version.question})
    return made


def written_step(made: Course | None = None, **facts: Any) -> Step:
    """The quiz as step 2 of a second lesson, behind a reading."""
    found = written_quiz()
    second = lesson(made or course(), 2, title="In your own words")
    reading(second, 1)
    return asking(second, 2, found, **facts)


def desk(*markers: User, students: tuple[User, ...] = ()) -> Step:
    """A course with the written quiz, taught by these."""
    made = course()
    for marker in markers:
        appoint(made, marker)
    enrol(made, *students)
    return written_step(made)


def wrote(user: User, of: Quiz, text: str = ANSWER, *, submits: bool = True) -> Attempt:
    """An attempt with this answer, handed in; an empty text leaves it blank."""
    taken = attempt(user, of)
    if text:
        answered(taken, 1, {"text": text})
    answered(taken, 2, RIGHT[4])
    return attempts.submit(attempt=taken, now=NOW) if submits else taken


def first_item(taken: Attempt) -> Item:
    return Item.objects.select_related("attempt__quiz", "version__key").get(attempt=taken, position=1)
