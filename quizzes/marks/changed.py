"""What has happened to a mark since the computer made it: who changed it, when, why, and was its key disputed?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Exists, F, JSONField, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce, JSONObject
from django.utils.dateparse import parse_datetime

from quizzes.bank import sources
from quizzes.marks.remarking import SUSPENDED
from quizzes.marks.standing import fitted
from quizzes.models import Appeal, Attempt, Cause, Item, LedgerEntry, Mark, Reply

NOT_SCORED, SET_HERE = "Not scored", "Marked by your instructor"
BY_A_PERSON = (Cause.HAND, Cause.OVERRIDE)
CONFIRMED = "This mark was confirmed by hand"
WHY_NOT = (
    "The key of this question does not stand in the present text, so the question counts for nobody: it earns nothing"
    " and is taken out of the points that could be earned."
)


@dataclass(frozen=True, slots=True)
class Told:
    """One change of a mark, as the student is told. `is_even` where the points stayed as they were."""

    at: datetime
    before: Decimal
    before_of: Decimal
    after: Decimal
    after_of: Decimal
    why: str
    cause: str

    @property
    def is_even(self) -> bool:
        return (self.before, self.before_of) == (self.after, self.after_of)

    @property
    def what(self) -> str:
        """What happened, before its date. Who looked and left the points as they were has confirmed them."""
        if not self.is_even:
            return "This mark was changed"
        return CONFIRMED if self.cause in BY_A_PERSON else "Checked again"

    @property
    def amounts(self) -> str:
        """“from 1.25 to 2.00”, and out of how many where that has changed."""
        if self.before_of == self.after_of:
            return f"from {self.before} to {self.after}"
        return f"from {_of(self.before, self.before_of)} to {_of(self.after, self.after_of)}"


def _of(points: Decimal, possible: Decimal) -> str:
    return f"{points} of {possible.normalize():f}" if possible else "not scored"


@dataclass(frozen=True, slots=True)
class Disputed:
    """The last time that the student disputed the key, and what came of it."""

    words: str
    reply: Reply
    said: str
    at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.reply == Reply.OPEN


def is_suspended(mark: Mark) -> bool:
    return mark.reason == SUSPENDED


def heading(mark: Mark) -> str:
    """Over a mark that no kind of question can tell about; empty where its kind does."""
    if is_suspended(mark):
        return NOT_SCORED
    return SET_HERE if mark.cause == Cause.OVERRIDE else ""


def explanation(mark: Mark) -> str:
    if is_suspended(mark):
        return WHY_NOT
    return "Your instructor set this mark; below stands why." if mark.cause == Cause.OVERRIDE else ""


def with_reasons(marks: "QuerySet[Mark]") -> "QuerySet[Mark]":
    """Each with the `entry` of the ledger that says why it was made, and the key that made it."""
    said = LedgerEntry.objects.filter(after=OuterRef("pk")).values("reason")
    return marks.select_related("answer", "version__key").annotate(entry=Subquery(said[:1]))


def with_disputes(items: "QuerySet[Item]") -> "QuerySet[Item]":
    """Each with its last `dispute` of the key as a whole; those of cells `disputes_of_cells` gives."""
    last = Appeal.objects.filter(item=OuterRef("pk"), cell="").order_by("-raised_at")
    told = JSONObject(words="words", reply="reply", said="said", at="raised_at")
    return items.annotate(dispute=Subquery(last.annotate(told=told).values("told")[:1], output_field=JSONField()))


def dispute_of(item: Any) -> Disputed | None:
    told = getattr(item, "dispute", None)
    if not told:
        return None
    return Disputed(told["words"], Reply(told["reply"]), told["said"], parse_datetime(str(told["at"])))


def load_disputes_of_cells(items: Iterable[Item]) -> None:
    """Of all these items in one query; none where there is no grid among them."""
    prefetch_related_objects([item for item in items if sources.has_several(item.version)], "appeals")


def disputes_of_cells(item: Item) -> dict[str, Disputed]:
    """The last of each cell of a grid."""
    each = sorted(item.appeals.all(), key=lambda one: one.raised_at)
    return {one.cell: Disputed(one.words, Reply(one.reply), one.said, one.raised_at) for one in each if one.cell}


def history(marks: Sequence[Any]) -> Iterator[Told]:
    """Every change after the first mark, the oldest first. `entry` must be loaded (`with_reasons`)."""
    for before, after in pairwise(marks):
        amounts = (before.points, before.possible, after.points, after.possible)
        yield Told(after.made_at, *amounts, after.entry or after.comment, after.cause)


def held(item: Item, mark: Mark) -> Item:
    """The item as its mark was made: asked by the version whose key made it, in the text that was read."""
    if mark.version_id == item.version_id or is_suspended(mark):
        return item
    several = list(item.texts.all()) if sources.has_several(item.version) else []
    found = fitted(mark.version, item, [item.revision] if item.revision else several)
    return found.item if found else item


@dataclass(frozen=True, slots=True)
class News:
    """An attempt with a changed mark or an answered dispute that the student has not noted yet."""

    attempt: Attempt
    changed: bool
    answered: bool

    @property
    def words(self) -> str:
        what = {
            (True, True): "A mark was changed, and your dispute was answered",
            (True, False): "A mark was changed",
            (False, True): "Your dispute was answered",
        }[self.changed, self.answered]
        return f"{what}; the question says why."


def with_news(attempts: "QuerySet[Attempt]") -> "QuerySet[Any]":
    """Each with what its student is to be told: `is_changed`, `is_answered`."""
    entries = LedgerEntry.objects.filter(
        number__gt=Coalesce(OuterRef("noted"), 0), item__attempt=OuterRef("pk"), before__isnull=False
    )
    moved = ~Q(points_before=F("points_after")) | ~Q(possible_before=F("possible_after"))
    answers = Appeal.objects.exclude(reply=Reply.OPEN).filter(item__attempt=OuterRef("pk"), seen_at=None)
    return attempts.annotate(is_changed=Exists(entries.filter(moved)), is_answered=Exists(answers))


def news_of(attempt: Any) -> News | None:
    """`attempt` from `with_news`."""
    told = attempt.is_changed or attempt.is_answered
    return News(attempt, attempt.is_changed, attempt.is_answered) if told else None


def news(user: Any, now: datetime) -> list[News]:
    """What a student is to be told about, the latest first. One query."""
    mine = with_news(Attempt.objects.of(user).submitted().select_related("quiz"))
    found = mine.filter(Q(is_changed=True) | Q(is_answered=True)).order_by("-submitted_at")
    return [told for one in found if one.under.shows_marks(now) and (told := news_of(one))]


def note(*, attempt: Attempt, now: datetime) -> None:
    """The student has seen what became of the marks."""
    last = (
        LedgerEntry.objects.filter(item__attempt=attempt).order_by("-number").values_list("number", flat=True).first()
    )
    Attempt.objects.filter(pk=attempt.pk).update(noted=last or 0)
    Appeal.objects.exclude(reply=Reply.OPEN).filter(item__attempt=attempt, seen_at=None).update(seen_at=now)
