"""What does the attempt page show? One page, whole or in part; `quizzes.pages.sending` reads what comes back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.db.models import BigIntegerField, Exists, IntegerField, OuterRef, QuerySet, Subquery, UUIDField
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from corpus import reading, typesetting
from corpus.prepared import Slot, prepared
from corpus.text.citation import Anchor
from corpus.text.passage import Passage
from quizzes.bank import sources, wording
from quizzes.bank.sources import Source
from quizzes.bank.written import Written, written
from quizzes.certainty import LEVELS, Level
from quizzes.marks import grading
from quizzes.models import Answer, Attempt, HintTaken, Item, Mark
from quizzes.pages.results import ItemResult, item_result
from quizzes.questions import BY_HAND
from quizzes.questions.base import Flaw
from quizzes.taking.hints import Help, help_with

FIRST_WORDS = 12
MOST_QUESTIONS = 32_767  # what the column of their places holds


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigator."""

    item: Item
    state: str
    current: bool
    open_parts: int = 0  # of an answer that is not blank

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
    sure: int | None = None
    flaws: Sequence[Flaw] = ()
    over: str = ""  # why nothing is saved any more
    no_hint: str = ""  # why there is none
    conflict: Answer | None = None
    was_checked: bool = False
    hints_taken: int = 0
    marks: Sequence[Mark] = ()
    key: UUID = field(default_factory=uuid4)
    tab: str = field(default_factory=lambda: str(uuid4()))

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
        return wording.as_asked(self.item)

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
    def asks_certainty(self) -> bool:
        """Nobody is right or wrong where only a person could say so."""
        rules = self.attempt.under
        return rules.is_practice and rules.certainty and self.item.version.kind not in BY_HAND

    @property
    def certainties(self) -> Iterator[tuple[Level, bool]]:
        """The levels, and which of them is chosen."""
        chosen = self.sure if self.sent is not None else self.answer.certainty if self.answer else None
        for level in LEVELS:
            yield level, level.number == chosen

    @cached_property
    def help(self) -> Help:
        """Practice: the hints that were taken, and what the next one costs."""
        return help_with(self.item, self.hints_taken)

    @property
    def is_closed(self) -> bool:
        """The answer was shown."""
        return self.item.shown_at is not None

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

    @cached_property
    def sources(self) -> Mapping[int, Source]:
        """The readings by their numbers, where a question stands on several."""
        return {source.number: source for source in sources.of(self.item, self.attempt.edition)}

    @property
    def sentences(self) -> frozenset[Anchor] | None:
        """Where the sentences that were shown stand (T20)."""
        if self.sources:
            return frozenset[Anchor]().union(*(source.sentences for source in self.sources.values()))
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
        return listed(getattr(response, "marks", ()), self.passage)

    @cached_property
    def written(self) -> Written | None:
        """A written answer with its quotations checked."""
        return written(self.item, self.content, self.response)

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


def listed(marks: Iterable[Anchor], passage: Passage | None) -> list[Marked]:
    """Marked sentences with their first words."""
    return [Marked(anchor, _first(passage, anchor)) for anchor in sorted(marks)]


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
        Place(item, _state(item, given := answers.get(item.pk)), current=False, open_parts=_open_parts(item, given))
        for item in attempt.items.select_related("version")
    ]


def _open_parts(item: Item, answer: Answer | None) -> int:
    if answer is None or answer.blank:
        return 0
    content = item.version.content
    found: int = content.open_parts(content.response(answer.response))
    return found


def question_page(user: Any, public_id: UUID, position: int) -> QuestionPage | None:
    """The page as it stands, or None where the student has no such question. Keys are not loaded (T32)."""
    found = _asked(user=user.pk, public_id=public_id, position=min(position, MOST_QUESTIONS))
    if not found:
        return None
    item = found[0]
    return QuestionPage(item, stored=item.saved or 0, was_checked=item.was_checked, hints_taken=item.hints_taken or 0)


@prepared(user=BigIntegerField(), public_id=UUIDField(), position=IntegerField())
def _asked(user: Slot, public_id: Slot, position: Slot) -> QuerySet[Any]:
    """A question of a student's own attempt, with the `saved` revision of its answer."""
    stored = Answer.objects.filter(item=OuterRef("pk")).order_by("-revision").values("revision")
    marks = Mark.objects.filter(item=OuterRef("pk"))
    hints = HintTaken.objects.filter(item=OuterRef("pk")).order_by("-number").values("number")
    mine = Item.objects.filter(attempt__user=user, attempt__public_id=public_id, position=position)
    wanted = mine.select_related("attempt__quiz", "version", "revision__edition__work")
    lean = wanted.defer("revision__report", "revision__annotations")
    return lean.annotate(saved=Subquery(stored[:1]), was_checked=Exists(marks), hints_taken=Subquery(hints[:1]))


@prepared(attempt=BigIntegerField())
def _all_of(attempt: Slot) -> QuerySet[Item]:
    return Item.objects.filter(attempt=attempt)


def with_marks(page: QuestionPage) -> QuestionPage:
    """Practice only, and only after a check: loads the marks and the key, to show what the last check gave."""
    marks = grading.with_hints(page.item.marks.all())
    page.marks = list(marks.select_related("answer", "item__version__key").order_by("number"))
    if page.marks:
        page.item.version.key = page.marks[0].item.version.key
    return page
