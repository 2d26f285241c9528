"""What does the page of a reading step show? The section in one edition or two, and the questions that follow it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.safestring import SafeString

from corpus import reading, typesetting
from corpus.models import Revision, Work
from corpus.prepared import Slot, prepared
from corpus.sectionpage import PAIRS, EditionTab, Marks, Pair, card, read
from corpus.text.citation import Citation
from corpus.text.passage import Passage
from courses.models import Step
from courses.reading import passages
from quizzes.models import Attempt, Item, Mark, QuestionVersion, QuizItem
from quizzes.questions import KINDS

NOT_ANSWERED, SAVED = "not answered", "saved, not checked"


@dataclass(frozen=True, slots=True)
class Guided:
    """A question that follows the section."""

    title: str
    state: str

    @property
    def answered(self) -> bool:
        return self.state not in (NOT_ANSWERED, SAVED)


@dataclass(frozen=True, slots=True)
class Check:
    """The questions that follow a section, and whether they were begun."""

    step: Step
    questions: Sequence[Guided]
    begun: bool
    running: bool

    @property
    def heading(self) -> str:
        count = len(self.questions)
        return f"{self.step} ({count} {'question' if count == 1 else 'questions'})"

    @property
    def answered(self) -> bool:
        """Every question has been answered and checked once; what comes next is to read on."""
        return all(question.answered for question in self.questions)

    @property
    def label(self) -> str:
        if self.running:
            return "Look at the questions again" if self.answered else "Go on with the questions"
        return "Answer them again" if self.begun else "Answer the questions"


@dataclass(frozen=True)
class ReadingPage:
    """`steps` are those of the lesson, in order; `texts` the present text of each edition."""

    step: Step
    steps: Sequence[Step]
    shown: str
    texts: dict[str, Revision]
    checks: Sequence[Check]

    @cached_property
    def citation(self) -> Citation:
        found = self.step.passage
        assert found is not None
        return found

    @property
    def after(self) -> str:
        return f"¶{self.citation.to_paragraph}"

    @cached_property
    def main(self) -> Revision | None:
        """The text that is read; in the side-by-side view, the left one."""
        return self.texts.get("adapted" if self.is_pairs else self.shown)

    @property
    def is_pairs(self) -> bool:
        return self.shown == PAIRS

    @property
    def installed(self) -> bool:
        return "original" in self.texts

    @cached_property
    def work(self) -> Work | None:
        """The work, if the library has any text of it."""
        return next((revision.edition.work for revision in self.texts.values()), None)

    @property
    def card(self) -> SafeString:
        return card(self.work) if self.work else SafeString("")

    @cached_property
    def place(self) -> tuple[int, int]:
        """Section n of m."""
        readings = [s.pk for s in self.steps if s.reading]
        return readings.index(self.step.pk) + 1, len(readings)

    @property
    def answered(self) -> bool:
        return all(check.answered for check in self.checks)

    @property
    def tabs(self) -> list[EditionTab]:
        here = self.step.get_absolute_url()
        return [EditionTab(label, f"{here}?edition={kind}", kind == self.shown) for kind, label in _views(self.texts)]

    @property
    def passage(self) -> Passage | None:
        return reading.passage_of(self.main, self.citation) if self.main else None

    @property
    def html(self) -> SafeString:
        if self.passage is None or self.main is None:
            return SafeString("")
        return typesetting.marked(read(self.main, self.passage, self.citation), self.marks.anchors)

    @cached_property
    def marks(self) -> Marks:
        return Marks.of(self.main, self.citation, address(self.step, self.shown)) if self.main else Marks()

    @property
    def pairs(self) -> Iterator[Pair]:
        if not self.is_pairs:
            return
        left, right = (reading.passage_of(self.texts[kind], self.citation) for kind in ("adapted", "original"))
        by_number = {p.number: p for p in right.paragraphs}
        for paragraph in left.paragraphs:
            yield Pair(paragraph, by_number.get(paragraph.number))

    @cached_property
    def previous(self) -> Step | None:
        before = [s for s in self.steps if s.position < self.step.position and not s.is_guided]
        return before[-1] if before else None

    @cached_property
    def next(self) -> Step | None:
        return following(self.step, self.steps)

    @property
    def previous_url(self) -> str:
        return address(self.previous, self.shown) if self.previous else ""

    @property
    def next_url(self) -> str:
        return address(self.next, self.shown) if self.next else ""


def address(step: Step, view: str) -> str:
    """A step's address with the edition that somebody chose; the adapted one needs no words."""
    return step.get_absolute_url() + (f"?edition={view}" if view in ("original", PAIRS) else "")


def following(step: Step, steps: Iterable[Step]) -> Step | None:
    """The step to go on with: guided questions stand on the page of the section before them."""
    return next((s for s in steps if s.position > step.position and not s.is_guided), None)


def reading_page(step: Step, steps: Sequence[Step], asked_for: str, user: Any) -> ReadingPage:
    """Two queries beyond the lesson's steps, while the section's text is in the cache."""
    texts = passages.texts(step.passage.work, user) if step.passage else {}
    views = dict(_views(texts))
    shown = asked_for if asked_for in views else next(iter(views), "adapted")
    return ReadingPage(step, steps, shown, texts, tuple(_checks(step, steps, user)))


def _views(texts: Mapping[str, Revision]) -> Iterator[tuple[str, str]]:
    """The ways to read a section, with the names of the tabs."""
    yield from ((kind, revision.edition.title) for kind, revision in texts.items())
    if {"adapted", "original"} <= texts.keys():
        yield PAIRS, "Side by side"


def _checks(step: Step, steps: Sequence[Step], user: Any) -> Iterator[Check]:
    guided = list(_guided_after(step, steps))
    rows = _asked_between(step, guided[-1], user) if guided else []
    for found in guided:
        mine = [row for row in rows if row.quiz_id == found.quiz_id]
        if mine:
            questions = [Guided(_title(row), _state(row)) for row in mine]
            yield Check(found, questions, begun=mine[0].begun, running=mine[0].running)


def _guided_after(step: Step, steps: Sequence[Step]) -> Iterator[Step]:
    for later in steps:
        if later.position > step.position:
            if not later.is_guided:
                return
            yield later


def _asked_between(step: Step, last: Step, user: Any) -> list[Any]:
    return _questions(user=user.pk, lesson=step.lesson_id, after=step.position, last=last.position)


@prepared(user=BigIntegerField(), lesson=BigIntegerField(), after=IntegerField(), last=IntegerField())
def _questions(user: Slot, lesson: Slot, after: Slot, last: Slot) -> QuerySet[QuizItem]:
    """The questions of the quizzes after a step, each with what this student made of it last."""
    steps = Step.objects.filter(lesson=lesson, position__gt=after, position__lte=last)
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    mine = Attempt.objects.of(user).filter(quiz=OuterRef("quiz"))
    this = Q(item__attempt__user=user, item__attempt__quiz=OuterRef("quiz"))
    marks = Mark.objects.filter(this, item__version__question=OuterRef("question"))
    asked = Item.objects.filter(
        attempt__user=user, attempt__quiz=OuterRef("quiz"), version__question=OuterRef("question")
    )
    return (
        QuizItem.objects.filter(quiz__in=steps.values("quiz"))
        .order_by("quiz_id", "position")
        .annotate(
            kind=Subquery(newest.values("kind")[:1]),
            body=Subquery(newest.values("body")[:1]),
            fraction=Subquery(marks.order_by("-item__attempt__number", "-number").values("fraction")[:1]),
            saved=Exists(asked.filter(answers__blank=False)),
            begun=Exists(mine),
            running=Exists(mine.open()),
        )
    )


def _title(row: Any) -> str:
    return str(KINDS[row.kind].load(row.body).title)


def _state(row: Any) -> str:
    if row.fraction is None:
        return SAVED if row.saved else NOT_ANSWERED
    if row.fraction == 1:
        return "proved"
    return "partly right" if row.fraction else "not right yet"
