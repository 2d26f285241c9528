"""Which written answers are to be marked, in which order, and which comes next? Without names and always alike.

The order is shuffled by quiz and question: two markers and two days see the same, and it says nothing of who wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString

from accounts.models import User
from corpus import typesetting
from quizzes.bank import wording
from quizzes.bank.written import Written, written
from quizzes.handmarks import handmarking
from quizzes.models import Answer, Cause, Item, Mark, Question, Quiz, Rating
from quizzes.questions import BY_HAND
from quizzes.rules import Mode

_SALT = "quizzes.markingqueue"


@dataclass(frozen=True, slots=True)
class Place:
    """An answer in the queue. `token` names it in addresses and tells nobody whose it is."""

    number: int
    token: str
    item: int
    is_done: bool
    is_blank: bool

    @property
    def state(self) -> str:
        return f"{'done' if self.is_done else 'to do'}{', blank' if self.is_blank else ''}"


@dataclass(frozen=True)
class Queue:
    """The answers to one question of a quiz, for one marker. In a second reading: those that others marked, each
    by itself."""

    quiz: Quiz
    question: Question
    second: bool
    places: tuple[Place, ...]

    @cached_property
    def done(self) -> int:
        return sum(place.is_done for place in self.places)

    @cached_property
    def blanks(self) -> tuple[Place, ...]:
        """Left blank and not marked: for these, 0 may be given together, on request."""
        return () if self.second else tuple(place for place in self.places if place.is_blank and not place.is_done)

    @cached_property
    def left_blank(self) -> int:
        """Marked or not."""
        return sum(place.is_blank for place in self.places)

    def at(self, token: str) -> Place | None:
        return next((place for place in self.places if place.token == token), None)

    def of(self, item: int) -> Place | None:
        return next((place for place in self.places if place.item == item), None)

    def next(self, after: str = "") -> Place | None:
        """The next one to do: behind this one, then from the beginning."""
        here = self.at(after)
        start = here.number if here else 0
        turned = (*self.places[start:], *self.places[:start])
        return next((place for place in turned if not place.is_done and place != here), None)


def queue(quiz: Quiz, question: Question, among: QuerySet[Any], by: User, *, second: bool = False) -> Queue:
    """In one query. `among` are the users whose answers this marker may see."""
    rows = handed_in(among).filter(attempt__quiz=quiz, version__question=question)
    ours = Rating.objects.filter(item=OuterRef("pk"), marker=by)
    rows = rows.annotate(is_marked=_marked(), is_answered=_answered(), again=Exists(ours.filter(second=True)))
    if second:
        rows = (
            rows.filter(_marked())
            .exclude(handmarking.zeroed_together(OuterRef("pk")))
            .exclude(Exists(ours.filter(second=False)))
        )
    found = rows.values_list("pk", "again" if second else "is_marked", "is_answered")
    shuffled = sorted((_token(quiz, question, pk), pk, done, answered) for pk, done, answered in found)
    places = (
        Place(number, token, pk, done, not answered)
        for number, (token, pk, done, answered) in enumerate(shuffled, start=1)
    )
    return Queue(quiz, question, second, tuple(places))


def _token(quiz: Quiz, question: Question, item: int) -> str:
    return salted_hmac(_SALT, f"{quiz.pk}:{question.pk}:{item}", algorithm="sha256").hexdigest()[:16]


def handed_in(among: QuerySet[Any]) -> QuerySet[Item]:
    """What these users handed in for a grade and only a person marks."""
    return Item.objects.filter(
        attempt__submitted_at__isnull=False,
        attempt__rules__mode=Mode.GRADED.value,
        attempt__user__in=among,
        version__kind__in=BY_HAND,
    )


def waiting(among: QuerySet[Any]) -> QuerySet[Item]:
    """What of it has no mark yet."""
    return handed_in(among).exclude(_marked())


def _marked() -> Exists:
    return Exists(Mark.objects.filter(item=OuterRef("pk")))


def _answered() -> Exists:
    """Something was written, by what was saved last."""
    later = Answer.objects.filter(item=OuterRef("item"), revision__gt=OuterRef("revision"))
    return Exists(Answer.objects.filter(~Exists(later), item=OuterRef("pk"), blank=False))


def items_of(places: tuple[Place, ...]) -> list[Item]:
    """With attempt, version and key, as the verbs of `quizzes.handmarks.handmarking` want them."""
    found = Item.objects.filter(pk__in=[place.item for place in places])
    return list(found.select_related("attempt__quiz", "version__key"))


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the marking of one question is."""

    answers: int = 0
    marked: int = 0
    blank: int = 0
    twice: int = 0

    @property
    def words(self) -> str:
        return f"{self.marked} of {self.answers} marked" if self.answers else "nothing handed in yet"

    @property
    def is_done(self) -> bool:
        return self.marked == self.answers


def counts(quizzes: list[int], among: QuerySet[Any]) -> Mapping[tuple[int, str], Counts]:
    """By quiz and name of the question, in one query."""
    again = Exists(Rating.objects.filter(item=OuterRef("pk"), second=True))
    rows = handed_in(among).filter(attempt__quiz__in=quizzes).order_by()
    rows = rows.alias(is_marked=_marked(), is_answered=_answered(), again=again)
    told = rows.values_list("attempt__quiz", "version__question__slug").annotate(
        handed=Count("pk"),
        marked=Count("pk", filter=Q(is_marked=True)),
        blank=Count("pk", filter=Q(is_answered=False, is_marked=False)),
        twice=Count("pk", filter=Q(again=True)),
    )
    return {(quiz, slug): Counts(*numbers) for quiz, slug, *numbers in told}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer on the marker's desk. In a second reading `mark` is never loaded; `rating` is this marker's own."""

    place: Place
    item: Item
    content: Any
    key: Any
    response: Any
    written: Written | None
    mark: Mark | None
    rating: Rating | None

    @property
    def level(self) -> int | None:
        """What is chosen when the page comes."""
        if self.rating is not None:
            return self.rating.level
        level = self.mark.outcome.parts.get("level") if self.mark and self.mark.cause == Cause.HAND else None
        return int(level) if level is not None else None

    @property
    def comment(self) -> str:
        given = self.rating or self.mark
        return given.comment if given else ""

    @property
    def reading(self) -> SafeString | None:
        """The text that stood beside the question."""
        passage = wording.text_of(self.item)
        if passage is None or self.item.revision is None:
            return None
        return typesetting.reading(passage, self.item.revision.edition.work.voices)

    @property
    def seen(self) -> int:
        return self.mark.number if self.mark else 0


def sheet(place: Place, by: User, *, second: bool = False) -> Sheet:
    """In four queries."""
    loaded = Item.objects.select_related("attempt__quiz", "version__key", "revision__edition__work")
    item = loaded.defer("revision__report", "revision__annotations").get(pk=place.item)
    answer = item.answers.order_by("-revision").first()
    content = item.version.content
    response = content.response(answer.response if answer else {})
    marks = item.marks.select_related("made_by").order_by("-number")
    own = item.ratings.filter(marker=by, second=True).order_by("-number")
    return Sheet(
        place=place,
        item=item,
        content=content,
        key=item.version.key.content,
        response=response,
        written=written(item, content, response),
        mark=None if second else marks.first(),
        rating=own.first() if second else None,
    )
