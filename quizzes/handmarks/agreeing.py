"""Do the markers of a question agree, and where do they not? From ratings that were given without seeing another's.

These are the first marker's own, the latest, and all second ones. Who corrects a mark has seen it and is left out; so
is 0 that was given to all blank answers together, for nobody read them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import OuterRef

from quizzes.analysis.agreement import Scale, Weight, alpha, differing, kappa
from quizzes.analysis.figure import Figure
from quizzes.handmarks import handmarking
from quizzes.handmarks.markingqueue import Place, Queue
from quizzes.marks.sums import present_marks
from quizzes.models import Cause, Mark, Rating


class Named(NamedTuple):
    """A figure with its name, as a page tells it."""

    name: str
    figure: Figure

    @property
    def words(self) -> str:
        return "–" if self.figure.value is None else f"{self.figure.value:.3f}".replace("-", "−")


class Level(NamedTuple):
    marker: str
    level: int


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that two markers rated differently, and the mark that stands."""

    place: Place
    levels: tuple[Level, ...]
    mark: Mark

    @property
    def level(self) -> Any:
        """None where an instructor set points of another amount."""
        return self.mark.outcome.parts.get("level") if self.mark.cause == Cause.HAND else None

    @property
    def is_settled(self) -> bool:
        return bool(self.mark.outcome.parts.get("settled"))


@dataclass(frozen=True)
class Agreement:
    """The ratings of a question as a table: answers by markers. `others` were rated by a rubric of other levels;
    `blank` got 0 with all that were left blank."""

    places: tuple[Place, ...]
    markers: Mapping[int, str]
    table: Mapping[int, Mapping[int, int]]  # by item and marker
    marks: Mapping[int, Mark]
    highest: int
    others: int
    blank: int = 0

    @cached_property
    def columns(self) -> list[list[int | None]]:
        """The levels of each marker, answer by answer."""
        return [[self.table[place.item].get(marker) for place in self.places] for marker in self.markers]

    @property
    def readings(self) -> list[tuple[str, int]]:
        """How many answers each marker rated."""
        return [
            (name, sum(level is not None for level in column))
            for name, column in zip(self.markers.values(), self.columns, strict=True)
        ]

    @property
    def twice(self) -> int:
        return sum(len(self.table[place.item]) > 1 for place in self.places)

    @property
    def alike(self) -> int:
        return self.twice - len(self.differences)

    @property
    def kappas(self) -> list[Named]:
        return [Named(f"Cohen’s κ, {weight}", self._kappa(weight)) for weight in Weight]

    def _kappa(self, weight: Weight) -> Figure:
        if len(self.columns) > 2:
            return Figure.none(f"it compares two markers, and there are {len(self.columns)}")
        if not self.columns:
            return Figure.none("nobody has rated answers yet")
        if len(self.columns) < 2:
            return Figure.none("only one marker has rated answers")
        first, second = self.columns
        return kappa(first, second, weight)

    @property
    def alphas(self) -> list[Named]:
        return [Named(f"Krippendorff’s α, {scale}", alpha(self.columns, scale)) for scale in Scale]

    @property
    def reasons(self) -> list[str]:
        """Why there is a dash, each reason once."""
        given = (f"{one.name.split(',')[0]}: {one.figure.reason}." for one in (*self.kappas, *self.alphas))
        return list(dict.fromkeys(said for said in given if not said.endswith(": .")))

    @cached_property
    def differences(self) -> list[Difference]:
        return [self._difference(self.places[number]) for number in differing(self.columns)]

    def _difference(self, place: Place) -> Difference:
        given = self.table[place.item]
        levels = tuple(Level(name, given[marker]) for marker, name in self.markers.items() if marker in given)
        return Difference(place, levels, self.marks[place.item])

    @property
    def open(self) -> list[Difference]:
        return [one for one in self.differences if not one.is_settled]


def agreement(queue: Queue) -> Agreement:
    """Of the answers in a marker's queue, in two queries."""
    items = [place.item for place in queue.places]
    unread = handmarking.zeroed_together(OuterRef("item"))
    rated = Rating.objects.filter(item__in=items).annotate(unread=unread).select_related("marker")
    given = list(rated.order_by("item", "number"))
    ratings = [rating for rating in given if not (rating.unread and rating.number == 1)]
    usual = Counter(rating.highest for rating in ratings)
    highest = max(usual, key=lambda levels: (usual[levels], levels), default=0)
    others = {rating.item_id for rating in ratings if rating.highest != highest}
    table: dict[int, dict[int, int]] = {}
    for rating in blind(rating for rating in ratings if rating.item_id not in others):
        table.setdefault(rating.item_id, {})[rating.marker_id] = rating.level
    marks = {mark.item_id: mark for mark in present_marks().filter(item__in=table)}
    places = tuple(place for place in queue.places if place.item in table)
    return Agreement(places, _markers(ratings, table), table, marks, highest, len(others), len(given) - len(ratings))


def blind(ratings: Iterable[Rating]) -> Iterator[Rating]:
    """Those that their marker gave without having seen another's, in their order."""
    first: dict[int, int] = {}
    for rating in ratings:
        if rating.second or first.setdefault(rating.item_id, rating.marker_id) == rating.marker_id:
            yield rating


def _markers(ratings: Sequence[Rating], table: Mapping[int, Mapping[int, int]]) -> dict[int, str]:
    rated = {marker for given in table.values() for marker in given}
    return {r.marker_id: str(r.marker) for r in ratings if r.marker_id in rated}
