"""What does the attempt page show, and what did the student send? One page, in whole or as a fragment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from corpus import reading, typesetting
from corpus.text.citation import Anchor
from corpus.text.passage import Passage
from quizzes import grading
from quizzes.attempts import Save
from quizzes.models import Answer, Attempt, Item, Mark
from quizzes.questions.base import Flaw, Invalid
from quizzes.results import ItemResult, item_result

FIRST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigator."""

    item: Item
    state: str
    current: bool

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
    """Everything the page of one question needs. `sent` is what the form held when it could not be kept."""

    attempt: Attempt
    item: Item
    items: Sequence[Item]
    answers: Mapping[int, Answer]
    sent: Any = None
    flaws: Sequence[Flaw] = ()
    conflict: Answer | None = None
    mark: Mark | None = None
    key: UUID = field(default_factory=uuid4)

    @cached_property
    def content(self) -> Any:
        return self.item.version.content

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
        return self.answer.revision if self.answer else 0

    @property
    def saved_at(self) -> str:
        return f"{localtime(self.answer.given_at):%H:%M}" if self.answer else ""

    @property
    def kind_template(self) -> str:
        return f"quizzes/kinds/{self.item.version.kind}.html"

    @cached_property
    def passage(self) -> Passage | None:
        if self.item.revision is None or self.item.version.passage is None:
            return None
        return reading.passage_of(self.item.revision, self.item.version.passage)

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
        return item_result(self.item, self.mark) if self.mark else None


def _first(passage: Passage | None, anchor: Anchor) -> str:
    words = (passage.words(anchor) or "").split() if passage else []
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")


def _state(item: Item, answer: Answer | None) -> str:
    if item.flagged:
        return "flagged"
    return "blank" if answer is None or answer.blank else "answered"


def places(attempt: Attempt) -> list[Place]:
    """The items of an attempt with their states, for the review page."""
    answers = grading.latest_answers(attempt)
    return [
        Place(item, _state(item, answers.get(item.pk)), current=False)
        for item in attempt.items.select_related("version")
    ]


def question_page(attempt: Attempt, position: int) -> QuestionPage | None:
    """The page as it stands, or None where the attempt has no such question. Keys are not loaded (T32)."""
    items = list(attempt.items.select_related("version", "revision__edition__work"))
    item = next((item for item in items if item.position == position), None)
    if item is None:
        return None
    for one in items:
        one.attempt = attempt
    return QuestionPage(attempt, item, items, grading.latest_answers(attempt))


def shown_last_mark(page: QuestionPage) -> QuestionPage:
    """Practice only: loads the key and the last mark, to show what the last check gave."""
    page.mark = page.item.marks.select_related("answer", "item__version__key").order_by("-number").first()
    if page.mark is not None:
        page.item.version.key = page.mark.item.version.key
    return page


def sent_with(page: QuestionPage, post: Any) -> Save:
    """What a form sends, read by the kind against the sentences that were shown (T20). Raises Invalid."""
    shown = {s.anchor for s in page.passage.sentences()} if page.passage else None
    response = page.content.read(_without(post), shown=shown)
    page.sent = response
    return Save(response.dump(), _base(post, page), _key(post))


class _Unmarked:
    """Form data without the sentence that an “Unmark” button took away."""

    def __init__(self, post: Any, value: str) -> None:
        self.post, self.value = post, value

    def getlist(self, name: str) -> list[str]:
        return [value for value in self.post.getlist(name) if name != "mark" or value != self.value]


def _without(post: Any) -> Any:
    return _Unmarked(post, post["unmark"]) if post.get("unmark") else post


def _base(post: Any, page: QuestionPage) -> int:
    sent = post.get("revision", "")
    if not sent.isdecimal() or len(sent) > 9:
        raise Invalid(Flaw("revision", "The form lost its revision number. Reload the page; what you saved is kept."))
    return int(sent)


def _key(post: Any) -> UUID:
    try:
        return UUID(post.get("key", ""))
    except ValueError:
        raise Invalid(Flaw("key", "The form lost its key. Reload the page; what you saved is kept.")) from None
