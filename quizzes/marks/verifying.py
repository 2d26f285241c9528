"""Does everything come out again: marks from answers, keys from texts, the ledger from its beginning? (T70)

Differences are sentences, told as they are found. Nothing is changed, and what is held in memory does not grow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from corpus.models import Revision
from corpus.reading import Shelf, shelf
from corpus.text.citation import BadCitation
from quizzes.bank import keys
from quizzes.bank.publishing import UNSEEN
from quizzes.marks import ledger
from quizzes.marks.again import COLUMNS, Again, Row
from quizzes.marks.standing import Fitted
from quizzes.models import Answer, Cause, LedgerEntry, LedgerHead, Mark, QuestionVersion
from quizzes.models import Verification as Kept
from quizzes.questions import readings
from quizzes.questions.base import Invalid, Outcome, points, stored
from quizzes.questions.receipt import LEVEL, compared, unmade
from quizzes.questions.rubric import by_hand
from quizzes.rules import GRACE, Mode

BATCH = 1_000
# A save that arrives at the end of the grace may wait that long for the database.
PATIENCE = GRACE + timedelta(seconds=30)


# The key stands, but its author has not read the words to students again; no text can say whether that is done.
_ASIDE = [{"field": UNSEEN.field, "message": UNSEEN.message}]


class Difference(NamedTuple):
    """Something that does not come out as it stands. `about` is mark, key, ledger or answer."""

    about: str
    says: str


@dataclass
class Count:
    """What was asked so far. `older` marks were made by an earlier scorer, and would come to something else now."""

    marks: int = 0
    by_hand: int = 0
    older: int = 0
    keys: int = 0
    set_aside: int = 0
    entries: int = 0
    answers: int = 0


@dataclass
class Verification:
    """One run. `differences` is to be walked through once; `count` is complete afterwards."""

    count: Count = field(default_factory=Count)

    def differences(self) -> Iterator[Difference]:
        yield from self.marks()
        yield from self.keys()
        yield from self.ledger()
        yield from self.answers()

    def marks(self) -> Iterator[Difference]:
        """Every mark that the computer made, made again."""
        again = Again()
        for rows in _batches(Mark.objects.order_by("pk")):
            again.prepare(rows)
            for row in rows:
                yield from self._mark(row, again)

    def _mark(self, row: Row, again: Again) -> Iterator[Difference]:
        self.count.marks += 1
        before = Outcome.load(row["parts"])
        if unmade(before, row["cause"]):
            self.count.by_hand += 1
            return
        try:
            fit, after = again.outcome(row, before)
            told = list(compared(before, after)) + list(_columns(row, after, fit))
        except (Invalid, BadCitation, LookupError, ValueError, TypeError) as problem:
            told, fit = [f"It cannot be made again: {problem}"], None
        if told and fit is not None and fit.content.scorer != row["scorer"]:
            self.count.older += 1
        elif told:
            yield Difference("mark", f"Mark {row['pk']} ({_where(row)}): {' '.join(told)}")

    def keys(self) -> Iterator[Difference]:
        """Every present key, asked of every present text that it cites."""
        texts = _Shelves()
        for version in _latest().iterator(BATCH):
            self.count.keys += 1
            library = texts.of(version)
            flaws = [{"field": f.field, "message": f.message} for f in _flaws(version, library)]
            checks = [check.flaws for check in version.checks.filter(revision__in=texts.revisions)]
            self.count.set_aside += bool(flaws) or _ASIDE in checks
            for told in checks or ([[]] if flaws else []):
                if told != flaws and (flaws or told != _ASIDE):
                    yield Difference("key", f"The key of {version} {_stands(flaws)}, and its check says otherwise.")
            yield from (Difference("key", f"{version}: {said}") for said in _citations(version))

    def ledger(self) -> Iterator[Difference]:
        """The chain, and whether its amounts are those of the marks."""
        head = LedgerHead.objects.filter(pk=1).first()
        self.count.entries = head.number if head else 0
        # Who writes meanwhile makes the end run ahead; what is really wrong is so a second time.
        found = list(ledger.flaws())
        again = set(ledger.flaws()) if found else set()
        yield from (Difference("ledger", said) for said in found if said in again)
        for entry in _other_amounts().iterator(BATCH):
            yield Difference("ledger", f"Entry {entry.number} of the ledger and its marks name different points.")
        for mark in _unentered().select_related("item__attempt").iterator(BATCH):
            yield Difference("ledger", f"Mark {mark.pk} gave or changed a grade, and the ledger has no entry for it.")

    def answers(self) -> Iterator[Difference]:
        """Whether anything was saved after it could count, or counts and was passed over."""
        self.count.answers = Answer.objects.count()
        for answer in _late().iterator(BATCH):
            yield Difference("answer", f"Answer {answer.pk} was saved after its attempt was handed in.")
        for mark in _passed_over().iterator(BATCH):
            yield Difference("answer", f"Mark {mark.pk} was not made from the last answer that was saved.")


def _batches(marks: "QuerySet[Mark]") -> Iterator[list[Row]]:
    last = 0
    while rows := list(marks.filter(pk__gt=last).values(*COLUMNS)[:BATCH]):
        yield rows
        last = rows[-1]["pk"]


def _where(row: Row) -> str:
    return f"attempt {row['item__attempt__public_id']}, question {row['item__position']}"


def _columns(row: Row, after: Outcome, fit: Fitted) -> Iterator[str]:
    """Whether the columns of a mark say what its outcome says."""
    if row["fraction"] != (share := stored(after.fraction)):
        yield f"The share is stored as {row['fraction']} and comes to {share}."
    if row["points"] != (worth := points(after.fraction, row["possible"])):
        yield f"The points are stored as {row['points']} and come to {worth}."
    # What only a person marks is worth nothing in practice.
    whole = 0 if by_hand(fit.content) and LEVEL not in after.parts else row["version__points"]
    if row["possible"] != whole:
        yield f"It is of {row['possible']} points, and its question is worth {whole}."
    if row["reason"] != after.reason:
        yield f"The reason is stored as “{row['reason']}” and comes to “{after.reason}”."
    if row["answer__item_id"] not in (None, row["item_id"]):
        yield "It was made from the answer to another question."


def _latest() -> "QuerySet[QuestionVersion]":
    """In the order of their texts, so that a text is held once."""
    found: QuerySet[QuestionVersion] = keys.latest_versions()
    return found.exclude(reading="").order_by("reading", "pk").prefetch_related("citations")


class _Shelves:
    """The texts of a key; those of the key before it are kept, as the next mostly stands on the same."""

    def __init__(self) -> None:
        self._works: set[str] = set()
        self._shelf: Shelf | None = None
        self.revisions: list[int] = []

    def of(self, version: QuestionVersion) -> Shelf:
        works = readings.works(version.passages)
        if self._shelf is None or works != self._works:
            self._works, self._shelf = works, shelf(works)
            present = Revision.objects.present().filter(edition__work__slug__in=works)
            self.revisions = list(present.values_list("pk", flat=True))
        return self._shelf


def _flaws(version: QuestionVersion, library: Shelf) -> list[Any]:
    return list(version.content.flaws(version.key.content, library))


def _stands(flaws: list[dict[str, str]]) -> str:
    return f"does not stand in the present text ({flaws[0]['message']})" if flaws else "stands in the present text"


def _citations(version: QuestionVersion) -> Iterator[str]:
    """Whether the rows by which others find a key are what the key says."""
    key = version.key.content
    said = {(c.role, c.number, c.edition, c.anchor) for c in key.cited()}
    rows = {(c.role, c.place, c.edition, c.anchor) for c in version.citations.all()}
    if said != rows:
        yield "the places that its key cites are not those that are listed for it."
    hashes = key.dump().get("hashes", {})
    for row in version.citations.all():
        known = hashes.get(row.edition, {}).get(row.anchor.value)
        if known is not None and known != row.hash:
            yield f"its key and its list disagree about the words at {row.edition} {row.anchor.label}."


def _other_amounts() -> "QuerySet[LedgerEntry]":
    after = ~Q(points_after=F("after__points")) | ~Q(possible_after=F("after__possible"))
    before = Q(before__isnull=False) & (
        ~Q(points_before=F("before__points")) | ~Q(possible_before=F("before__possible"))
    )
    return LedgerEntry.objects.filter(after | before).order_by("number")


def _unentered() -> "QuerySet[Mark]":
    """Marks that changed a grade, or that a person gave, and that are in no entry; a try in practice is no grade."""
    earlier = Mark.objects.filter(item=OuterRef("item"), number=OuterRef("number") - 1)
    other = earlier.filter(~Q(points=OuterRef("points")) | ~Q(possible=OuterRef("possible")))
    entered = LedgerEntry.objects.filter(after=OuterRef("pk"))
    given = Q(cause__in=[Cause.HAND, Cause.OVERRIDE])
    graded = Mark.objects.filter(Exists(other) | given, item__attempt__rules__mode=Mode.GRADED.value)
    return graded.filter(~Exists(entered)).order_by("pk")


def _late() -> "QuerySet[Answer]":
    after = F("item__attempt__submitted_at") + PATIENCE
    return Answer.objects.filter(item__attempt__submitted_at__isnull=False, given_at__gt=after).order_by("pk")


def _passed_over() -> "QuerySet[Mark]":
    """First marks of graded attempts where something later stands saved."""
    later = Answer.objects.filter(item=OuterRef("item"), revision__gt=Coalesce(OuterRef("answer__revision"), 0))
    first = Mark.objects.filter(number=1, item__attempt__rules__mode=Mode.GRADED.value)
    return first.filter(Exists(later)).order_by("pk")


def keep(count: Count, findings: Sequence[str], differences: int, *, now: datetime) -> Kept:
    """What a run came to, for staff to see."""
    return Kept.objects.create(
        made_at=now,
        marks=count.marks,
        keys=count.keys,
        entries=count.entries,
        differences=differences,
        findings=list(findings),
    )


def told(marks: int, keys: int, entries: int, differences: int) -> str:
    """A run in a sentence: ``1,204 marks, 17 keys, a ledger of 31 entries: nothing differs.``"""
    ledger = f"a ledger of {entries:,} {'entry' if entries == 1 else 'entries'}"
    end = _many(differences, "difference") if differences else "nothing differs"
    return f"{_many(marks, 'mark')}, {_many(keys, 'key')}, {ledger}: {end}."


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
