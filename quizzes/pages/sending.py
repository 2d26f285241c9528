"""What did the student send? Read by the kind of question, or told what is to be corrected."""

import json
import re
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from quizzes.certainty import BY_NUMBER
from quizzes.pages.asking import QuestionPage
from quizzes.pages.clock import over
from quizzes.questions.base import Flaw, Invalid
from quizzes.rules import Refused
from quizzes.taking import attempts
from quizzes.taking.attempts import Save

_TAB = re.compile(r"[0-9a-f-]{1,36}", re.ASCII)


def sent_with(page: QuestionPage, post: Any) -> Save:
    """What a form sends, read by the kind against the sentences that were shown (T20). Raises Invalid."""
    page.base, page.tab = base_of(post, page), _tab(post) or page.tab
    body = _read(page, _without(post)).dump()
    page.sure = _certainty(post) if page.asks_certainty else None
    if page.base is None:
        raise Invalid(Flaw("revision", "The form lost its revision number. Reload the page; what you saved is kept."))
    # A form brought again by the browser's Back button may hold its old key with another answer: no resending.
    said = [page.base, body] if page.sure is None else [page.base, body, page.sure]
    return Save(body, page.base, uuid5(_key(post), json.dumps(said, sort_keys=True)), page.sure, page.tab)


def _tab(post: Any) -> str:
    """Which tab a form stands in, as its script or its page named it; what is no such name is passed over."""
    found = _TAB.fullmatch(post.get("tab", ""))
    return found[0] if found else ""


def _certainty(post: Any) -> int | None:
    chosen = post.get("certainty", "")
    if chosen and chosen not in map(str, BY_NUMBER):
        raise Invalid(Flaw("certainty", "Say how sure you are with one of the three buttons."))
    return int(chosen) if chosen else None


def _read(page: QuestionPage, post: Any) -> Any:
    """Where something is to be corrected, the page goes on showing what was sent (T69)."""
    shown = page.sentences
    try:
        page.sent = page.content.read(post, shown=shown)
    except Invalid:
        with suppress(Invalid):
            page.sent = page.content.read(post, final=True, shown=shown)
        raise
    return page.sent


class _Unmarked:
    """Form data without the sentence that an “Unmark” button took away."""

    def __init__(self, post: Any, value: str) -> None:
        self.post, self.value = post, value

    def getlist(self, name: str) -> list[str]:
        return [value for value in self.post.getlist(name) if name != "mark" or value != self.value]


def _without(post: Any) -> Any:
    return _Unmarked(post, post["unmark"]) if post.get("unmark") else post


def base_of(post: Any, page: QuestionPage) -> int | None:
    """The revision that a form was built on, if it says one that there is."""
    sent = post.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 and int(sent) <= page.stored else None


def _key(post: Any) -> UUID:
    try:
        return UUID(post.get("key", ""))
    except ValueError:
        raise Invalid(Flaw("key", "The form lost its key. Reload the page; what you saved is kept.")) from None


NOT_KEPT = (Invalid, attempts.Stale, Refused)


def not_kept(page: QuestionPage, problem: Exception, now: datetime) -> tuple[int, str]:
    """Has the page say why an answer was not kept. Returns the status, and the part of the page that says it."""
    match problem:
        case attempts.Stale():
            page.conflict = problem.current
            return 409, "conflict"
        case Invalid():
            page.flaws = problem.flaws
        case _:
            page.flaws, page.over = [Flaw("", str(problem))], over(page.attempt, now)
    return 422, "errors"
