"""What would an answer earn now? By the present key, points and text; nothing is stored here."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from corpus.text.citation import BadCitation
from quizzes.marks.standing import Standing, Standings
from quizzes.models import Cause, Item, Mark, Question
from quizzes.questions import BY_HAND, KINDS, rekeying
from quizzes.questions.base import Invalid, Outcome, points
from quizzes.rules import Mode

SUSPENDED = "suspended"  # the reason code of what is not scored because its key does not stand (SCORING.md §1)
LEFT_BY_HAND = {
    Cause.HAND: "A person marked it; that mark stays.",
    Cause.OVERRIDE: "An instructor set this mark; it stays.",
}
WORSE = "The mark would be lower; only better ones are applied."
_LENGTH = 200
_POLICIES = {"graded": "in parts", "strict": "all or nothing"}


class Row(NamedTuple):
    """The mark that stands, with what it was made from."""

    pk: int
    item: int
    marked_by: int
    points: Decimal
    possible: Decimal
    parts: dict[str, Any]
    scorer: int
    policy: str
    edition: str
    cause: str
    response: dict[str, Any] | None
    asked_by: int
    text: int | None


_COLUMNS = (
    *("pk", "item_id", "version_id", "points", "possible", "parts", "scorer", "policy", "edition", "cause"),
    *("answer__response", "item__version_id", "item__revision_id"),
)


def standing_marks(quiz: int, question: Question | None, among: Iterable[int] | None) -> "QuerySet[Mark]":
    """The latest mark of each answer that was handed in for a grade, by answer."""
    later = Mark.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    found = Mark.objects.filter(
        ~Exists(later),
        item__attempt__quiz=quiz,
        item__attempt__submitted_at__isnull=False,
        item__attempt__rules__mode=Mode.GRADED.value,
    )
    if question is not None:
        found = found.filter(item__version__question=question)
    return found if among is None else found.filter(item__attempt__user__in=among)


def rows(marks: "QuerySet[Mark]", after: int, most: int) -> list[Row]:
    """The next ones after an item, in the order of items."""
    found = marks.filter(item__gt=after).order_by("item_id").values_list(*_COLUMNS)
    return [Row(*row) for row in found[:most]]


@dataclass(frozen=True, slots=True)
class Remade:
    """What becomes of one mark. `left_out` says why it stays after all."""

    row: Row
    version: int
    parts: dict[str, Any]
    points: Decimal
    possible: Decimal
    why: str
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class _Earned:
    parts: dict[str, Any]
    points: Decimal


class Remarker:
    """Marks many answers again; what is the same for several of them is worked out once."""

    def __init__(self, *, policy: str, only_if_better: bool, until: datetime) -> None:
        self._policy, self._only_if_better = policy, only_if_better
        self._standings = Standings(until)
        self._earned: dict[tuple[int, int, str, str, str], _Earned] = {}
        self._whys: dict[tuple[int, int, Decimal, str, str, int], str] = {}

    def remade(self, found: list[Row]) -> Iterator[Remade]:
        """Those marks that would be others, or by another key; also those that would but are left."""
        texts = _texts(found)
        versions = {row.asked_by for row in found} | {row.marked_by for row in found}
        self._standings.prepare(versions, {pk for several in texts.values() for pk in several})
        for row in found:
            new = self._remade(row, self._standings.of(row.asked_by, texts[row.item]))
            if new is not None:
                yield self._kept(new)

    def _remade(self, row: Row, standing: Standing) -> Remade | None:
        version, policy = standing.version, self._policy or row.policy
        if standing.left_out:
            return _stays(row, version.pk, standing.left_out)
        if version.kind in BY_HAND:
            return None if version.pk == row.marked_by else _stays(row, version.pk, LEFT_BY_HAND[Cause.HAND])
        if standing.suspended:
            why = f"The key does not stand in the text: {standing.suspended}"[:_LENGTH]
            same = row.parts["reason"] == SUSPENDED
            zero = Decimal("0.00")
            return (
                None if same else Remade(row, version.pk, Outcome(Fraction(0), {}, SUSPENDED).dump(), zero, zero, why)
            )
        try:
            earned = self._worth(row, standing, policy)
        except (Invalid, BadCitation):
            return _stays(row, version.pk, f"Version {version.number} cannot read this answer.")
        before = (row.marked_by, row.points, row.possible, row.parts)
        if before == (version.pk, earned.points, version.points, earned.parts):
            newest = standing.newest or version
            return _stays(row, newest.pk, standing.passed_over) if standing.passed_over else None
        why = self._why(row, standing, policy)
        return Remade(row, version.pk, earned.parts, earned.points, version.points, why)

    def _worth(self, row: Row, standing: Standing, policy: str) -> _Earned:
        """The same answer to the same version in the same text earns the same."""
        fitted = standing.fitted
        assert fitted is not None
        name = (standing.version.pk, id(fitted), policy, row.edition, json.dumps(row.response, sort_keys=True))
        earned = self._earned.get(name)
        if earned is None:
            response = fitted.content.response(row.response or {})
            outcome = fitted.content.mark(fitted.key, response, edition=row.edition, policy=policy)
            earned = _Earned(outcome.dump(), points(outcome.fraction, standing.version.points))
            self._earned[name] = earned
        return earned

    def _kept(self, new: Remade) -> Remade:
        """What a person decided stays, and what is worse where only better marks are wanted."""
        row = new.row
        left_out = new.left_out or LEFT_BY_HAND.get(Cause(row.cause), "")
        new_and_old = (new.points, new.possible, row.points, row.possible)
        if not left_out and self._only_if_better and rekeying.is_worse(*map(Fraction, new_and_old)):
            left_out = WORSE
        return Remade(row, new.version, new.parts, new.points, new.possible, new.why, left_out)

    def _why(self, row: Row, standing: Standing, policy: str) -> str:
        name = (row.marked_by, standing.version.pk, row.possible, row.policy, row.edition, row.scorer)
        if name not in self._whys:
            self._whys[name] = " ".join(self._reasons(row, standing, policy))[:_LENGTH]
        return self._whys[name]

    def _reasons(self, row: Row, standing: Standing, policy: str) -> Iterator[str]:
        old, new = self._standings.version(row.marked_by), standing.version
        if old.pk != new.pk:
            yield _key_changed(old, new, row.edition)
        if row.parts["reason"] == SUSPENDED:
            yield "The key stands in the text again."
        elif row.possible != new.points:
            yield f"Points {_short(row.possible)} → {_short(new.points)}."
        if policy != row.policy:
            yield f"Scoring {_POLICIES.get(row.policy, row.policy)} → {_POLICIES.get(policy, policy)}."
        if row.scorer != KINDS[new.kind].scorer:
            yield "The rule of this kind of question was revised."
        if standing.fitted and standing.fitted.moves:
            yield "The text was revised since; marks count where their words stood."
        if standing.passed_over:
            yield standing.passed_over


def _stays(row: Row, version: int, why: str) -> Remade:
    return Remade(row, version, row.parts, row.points, row.possible, "", why[:_LENGTH])


def _key_changed(old: Any, new: Any, edition: str) -> str:
    said = list(rekeying.changes(old.key.content, new.key.content, edition))
    if rekeying.reworded(old.body, new.body):
        said.insert(0, "the question was reworded")
    if not said and old.key.body != new.key.body:
        said.append("the key was changed")
    return f"Key version {old.number} → {new.number}{': ' if said else ''}{', '.join(said)}."


def _short(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _texts(found: list[Row]) -> dict[int, tuple[int, ...]]:
    """The revisions that each answer was given on: one, or several, or none."""
    texts: dict[int, tuple[int, ...]] = {row.item: (row.text,) if row.text is not None else () for row in found}
    without = [item for item, several in texts.items() if not several]
    for item, revision in (
        Item.texts.through.objects.filter(item__in=without).order_by("pk").values_list("item_id", "revision_id")
    ):
        texts[item] = (*texts[item], revision)
    return texts
