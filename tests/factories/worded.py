"""A question on Maren of each kind that has to do with words, written and asked through the ordinary verbs."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from corpus.models import Revision
from quizzes.bank import keys
from quizzes.models import Attempt, Question, QuestionVersion, Quiz, QuizItem
from quizzes.pages import asking, results
from quizzes.pages.results import ItemResult
from quizzes.questions import KINDS
from quizzes.questions.base import State
from quizzes.rules import Mode, Rules
from quizzes.taking import attempts
from tests.factories.corpus import NOW, library
from tests.factories.quizzes import BankFactory, QuizFactory

VOICE: dict[str, Any] = {
    "reading": "maren-1956 ¶3-5",
    "voice": [
        {"text": "Maren herself"},
        {"text": "A worker whom Maren met"},
        {"text": "A listener whom Maren quotes"},
        {"text": "An official statement"},
    ],
    "statement": [
        {"at": "¶4.1", "voice": "a", "says": "Nobody else is named as the source."},
        {"at": "¶3.3", "words": "37-49", "voice": "b", "says": "[¶3.3] says who told her."},
        {"at": "¶5.3", "voice": "c"},
    ],
    "credit": [{"given": "b", "right": "c", "share": "1/2"}],
}
CLOZE: dict[str, Any] = {
    "text": "The delegates heard the speech {a} notes, for about {b} hours; afterwards there was {c} debate.",
    "gap": [
        {"id": "a", "accept": ["without"], "says": "[¶1.2] forbids them."},
        {"id": "b", "accept": ["four", "4"]},
        {"id": "c", "accept": ["no", "not any"], "weight": 2},
    ],
    "typo": "1/2",
    "reading": "maren-1956 ¶1",
    "evidence": {"adapted": ["¶1.2", "¶1.3"]},
}
QUOTATION: dict[str, Any] = {
    "claim": "Workers were not free to speak of what they had heard.",
    "reading": "maren-1956 ¶1-3",
    "proof": [{"adapted": ["¶3.5"]}, {"adapted": ["¶3.2"]}],
    "elsewhere": "1/4",
}
REPAIR: dict[str, Any] = {
    "at": "maren-1956/adapted ¶3.2",
    "alter": [{"word": 14, "put": "May"}, {"word": 22, "put": "one"}],
}
TABLES = {"voice": VOICE, "cloze": CLOZE, "quotation": QUOTATION, "quote_repair": REPAIR}


def version(kind: str, table: dict[str, Any] | None = None, slug: str = "") -> QuestionVersion:
    """A question of one of these kinds; Maren is put into the library first."""
    if not Revision.objects.exists():
        library()
    draft = keys.Draft(kind=kind, table=table or TABLES[kind], reason="The text says *so*.", points=Decimal(2))
    return keys.write(bank=BankFactory(), slug=slug or kind, draft=draft, by=None, now=NOW)


def quiz(*kinds: str, mode: Mode = Mode.PRACTICE, table: dict[str, Any] | None = None) -> Quiz:
    """One question of each kind."""
    made = QuizFactory(slug=f"{mode.value}-{'-'.join(kinds)}", mode=mode.value)
    for place, kind in enumerate(kinds, start=1):
        QuizItem.objects.get_or_create(quiz=made, position=place, defaults={"question": version(kind, table).question})
    return made


def attempt(user: User, *kinds: str, mode: Mode = Mode.PRACTICE, table: dict[str, Any] | None = None) -> Attempt:
    return begun(user, quiz(*kinds, mode=mode, table=table))


def begun(user: User, of: Quiz) -> Attempt:
    rules = Rules(mode=Mode(of.mode))
    return attempts.begin(quiz=of, user=user, rules=rules, edition="adapted", return_to="/", now=NOW)


def checked(taken: Attempt, response: dict[str, Any], position: int = 1) -> ItemResult:
    """Practice: the answer checked, and its result as a page shows it."""
    page = asking.question_page(taken.user, taken.public_id, position)
    assert page is not None
    blank = page.content.response(response).state is State.BLANK
    attempts.check(item=page.item, sent=attempts.Save(response, page.stored, uuid4()), blank=blank, now=NOW)
    return results.page(taken).results[position - 1]


def sent_through_admin(client: Client, ada: User, kind: str, table: dict[str, Any]) -> tuple[HttpResponse, Question]:
    """A question typed into its form and kept, then opened and saved again as it is shown; the page that shows it."""
    library()
    bank = BankFactory()
    bank.editors.add(ada)
    client.force_login(ada)
    content, key = KINDS[kind].from_table(table)
    shared = {"bank": bank.pk, "slug": kind, "points": "2", "skills": "", "difficulty": "2", "reason": "It says *so*."}
    sent = {**content.form_from(key), **shared}
    client.post(f"/admin/quizzes/question/add/?kind={kind}", sent)
    kept = Question.objects.get()
    change = f"/admin/quizzes/question/{kept.pk}/change/"
    shown = client.get(change)
    fields = shown.context["adminform"].form
    client.post(change, {name: "" if (value := fields[name].value()) is None else value for name in sent})
    return shown, kept
