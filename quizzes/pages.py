"""What does the attempt page show, and what did the student send? One page, in whole or as a fragment."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db.models import BigIntegerField, Exists, IntegerField, OuterRef, QuerySet, Subquery, UUIDField
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from corpus import reading, typesetting
from corpus.prepared import Slot, prepared
from corpus.text.citation import Anchor
from corpus.text.passage import Passage
from quizzes import grading, wording
from quizzes.attempts import Save
from quizzes.models import Answer, Attempt, Item, Mark
from quizzes.questions.base import Flaw, Invalid
from quizzes.results import ItemResult, item_result

FIRST_WORDS = 12
MOST_QUESTIONS = 32_767


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigator."""

    item: Item
    state: str
    current: bool

    @property
    def is_blank(self) -> bool:
        return self.state.startswith("blank")

    @property
    def asks(self) -> str:
        """The question in a line."""
        return str(self.item.version.content.title)


@dataclass(frozen=True, slots=True)
class Marked:
    """One line of the marked list."""

    anchor: Anchor
    words: str


@dataclass
class QuestionPage:
    """Everything the page of one question needs. `stored` is the revision that the database held when the page was
    asked for; `base` and `sent` are what the form built on and what it said, as long as it is not kept.

    What only the whole page shows is loaded when it is shown, so that a save asks little of the database (P4).
    """

    item: Item
    stored: int = 0
    base: int | None = None
    sent: Any = None
    flaws: Sequence[Flaw] = ()
    conflict: Answer | None = None
    was_checked: bool = False
    marks: Sequence[Mark] = ()
    key: UUID = field(default_factory=uuid4)

    @property
    def attempt(self) -> Attempt:
        return self.item.attempt

    @cached_property
    def items(self) -> Sequence[Item]:
        return _all_of(attempt=self.attempt.pk)

    @cached_property
    def answers(self) -> Mapping[int, Answer]:
        return grading.latest_answers(self.attempt)

    @cached_property
    def content(self) -> Any:
        return wording.content_of(self.item)

    @cached_property
    def answer(self) -> Answer | None:
        return self.answers.get(self.item.pk)

    @cached_property
    def response(self) -> Any:
        """What the form shows: what was just sent, else what is saved."""
        if self.sent is not None:
            return self.sent
        return self.content.response(self.answer.response if self.answer else {})

    @property
    def revision(self) -> int:
        """What the next save builds on: never an answer that the student has not seen (T19)."""
        if self.conflict is not None:
            return self.conflict.revision
        if self.base is not None:
            return self.base
        return self.answer.revision if self.answer else 0

    def keeps(self, answer: Answer) -> None:
        """What was sent is now what is stored."""
        self.answer, self.base = answer, None

    @property
    def saved_at(self) -> str:
        return f"{localtime(self.answer.given_at):%H:%M}" if self.answer else ""

    @property
    def kind_template(self) -> str:
        return f"quizzes/kinds/{self.item.version.kind}.html"

    @cached_property
    def passage(self) -> Passage | None:
        """The text beside the question."""
        return wording.beside(self.item, self.content)

    @property
    def sentences(self) -> frozenset[Anchor] | None:
        """Where the sentences that were shown stand (T20)."""
        if self.item.revision is None or self.item.version.passage is None:
            return None
        return reading.sentences_of(self.item.revision, self.item.version.passage)

    @property
    def marks_text(self) -> bool:
        return self.passage is not None and bool(self.content.marks_text)

    @property
    def voices(self) -> Mapping[str, str]:
        return self.item.revision.edition.work.voices if self.item.revision else {}

    @property
    def text(self) -> SafeString:
        """The reading with boxes."""
        assert self.passage is not None
        return typesetting.marking(self.passage, self.voices, {a.value for a in self.response.marks})

    @property
    def plain_text(self) -> SafeString:
        """The reading without boxes."""
        assert self.passage is not None
        return typesetting.reading(self.passage, self.voices)

    @property
    def skips(self) -> SafeString:
        """The way to each paragraph."""
        assert self.passage is not None
        return typesetting.skips(self.passage)

    @property
    def marked(self) -> list[Marked]:
        return self.listed(self.response)

    @property
    def theirs(self) -> Any:
        """What stands saved when another tab was first."""
        return self.content.response(self.conflict.response) if self.conflict else None

    @property
    def their_marks(self) -> list[Marked]:
        return self.listed(self.theirs) if self.conflict else []

    def listed(self, response: Any) -> list[Marked]:
        found = getattr(response, "marks", ())
        return [Marked(anchor, _first(self.passage, anchor)) for anchor in sorted(found)]

    @property
    def navigator(self) -> Iterator[Place]:
        for item in self.items:
            yield Place(item, _state(item, self.answers.get(item.pk)), item.position == self.item.position)

    @property
    def previous(self) -> int | None:
        return self.item.position - 1 if self.item.position > 1 else None

    @property
    def next(self) -> int | None:
        return self.item.position + 1 if self.item.position < len(self.items) else None

    @cached_property
    def result(self) -> ItemResult | None:
        """Practice: what the last check gave."""
        return item_result(self.item, self.marks, practice=True) if self.marks else None


def _first(passage: Passage | None, anchor: Anchor) -> str:
    words = (passage.words(anchor) or "").split() if passage else []
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")


def _state(item: Item, answer: Answer | None) -> str:
    state = "blank" if answer is None or answer.blank else "answered"
    return f"{state}, flagged" if item.flagged else state


def places(attempt: Attempt) -> list[Place]:
    """The items of an attempt with their states, for the review page."""
    answers = grading.latest_answers(attempt)
    return [
        Place(item, _state(item, answers.get(item.pk)), current=False)
        for item in attempt.items.select_related("version")
    ]


def question_page(user: Any, public_id: UUID, position: int) -> QuestionPage | None:
    """The page as it stands, or None where the student has no such question. Keys are not loaded (T32)."""
    found = _asked(user=user.pk, public_id=public_id, position=min(position, MOST_QUESTIONS))
    return QuestionPage(found[0], stored=found[0].saved or 0, was_checked=found[0].was_checked) if found else None


@prepared(user=BigIntegerField(), public_id=UUIDField(), position=IntegerField())
def _asked(user: Slot, public_id: Slot, position: Slot) -> QuerySet[Any]:
    """A question of a student's own attempt, with the `saved` revision of its answer."""
    stored = Answer.objects.filter(item=OuterRef("pk")).order_by("-revision").values("revision")
    marks = Mark.objects.filter(item=OuterRef("pk"))
    mine = Item.objects.filter(attempt__user=user, attempt__public_id=public_id, position=position)
    wanted = mine.select_related("attempt__quiz", "version", "revision__edition__work")
    lean = wanted.defer("revision__report", "revision__annotations")
    return lean.annotate(saved=Subquery(stored[:1]), was_checked=Exists(marks))


@prepared(attempt=BigIntegerField())
def _all_of(attempt: Slot) -> QuerySet[Item]:
    return Item.objects.filter(attempt=attempt)


def with_marks(page: QuestionPage) -> QuestionPage:
    """Practice only, and only after a check: loads the marks and the key, to show what the last check gave."""
    page.marks = list(page.item.marks.select_related("answer", "item__version__key").order_by("number"))
    if page.marks:
        page.item.version.key = page.marks[0].item.version.key
    return page


def sent_with(page: QuestionPage, post: Any) -> Save:
    """What a form sends, read by the kind against the sentences that were shown (T20). Raises Invalid."""
    page.base = _base(post, page)
    body = _read(page, _without(post)).dump()
    if page.base is None:
        raise Invalid(Flaw("revision", "The form lost its revision number. Reload the page; what you saved is kept."))
    # A form brought again by the browser's Back button may hold its old key with another answer: no resending.
    return Save(body, page.base, uuid5(_key(post), json.dumps([page.base, body], sort_keys=True)))


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


def _base(post: Any, page: QuestionPage) -> int | None:
    sent = post.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 and int(sent) <= page.stored else None


def _key(post: Any) -> UUID:
    try:
        return UUID(post.get("key", ""))
    except ValueError:
        raise Invalid(Flaw("key", "The form lost its key. Reload the page; what you saved is kept.")) from None
