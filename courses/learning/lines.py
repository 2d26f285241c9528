"""What does a text look like as a line? Its length, black as far as read, an upright where something was proved.

It shows reading and proving in one figure (DESIGN.md); `words` says the same beside it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_PARAGRAPH = 12  # width of a paragraph, in the figure's own units
_GAP = 6  # between two readings
_LEVEL, _TALL = 20, 18


class Place(NamedTuple):
    """A paragraph of a work."""

    work: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """One reading: a run of paragraphs, both ends included."""

    work: str
    first: int
    last: int
    read: bool

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def holds(self, place: Place) -> bool:
        return place.work == self.work and self.first <= place.paragraph <= self.last


@dataclass(frozen=True, slots=True)
class Line:
    """The readings of a lesson in order; `proved` are paragraphs with a proof, of `asked` questions `right` were."""

    stretches: Sequence[Stretch]
    proved: Collection[Place] = ()
    right: int = 0
    asked: int = 0

    @property
    def width(self) -> int:
        return sum(s.length for s in self.stretches) * _PARAGRAPH + _GAP * max(0, len(self.stretches) - 1)

    @property
    def height(self) -> int:
        return _LEVEL + 4

    @property
    def unread(self) -> str:
        """SVG path data: a stroke along every reading not read yet."""
        return "".join(_along(start, s) for start, s in self._placed() if not s.read)

    @property
    def read(self) -> str:
        return "".join(_along(start, s) for start, s in self._placed() if s.read)

    @property
    def strokes(self) -> str:
        """SVG path data: an upright over the middle of each paragraph with a proof."""
        return "".join(f"M{x} {_LEVEL}v-{_TALL}" for x in sorted(self._uprights()))

    @property
    def words(self) -> str:
        total = sum(s.length for s in self.stretches)
        read = sum(s.length for s in self.stretches if s.read)
        told = [f"{read} of {total} paragraphs read"] if total else []
        if self.asked:
            told.append(f"{self.right} of {self.asked} question{'' if self.asked == 1 else 's'} proved")
        places = len(set(self._uprights()))
        if places:
            told.append(f"with proofs in {places} {'paragraph' if places == 1 else 'paragraphs'}")
        return ", ".join(told)

    def _placed(self) -> Iterator[tuple[int, Stretch]]:
        start = 0
        for stretch in self.stretches:
            yield start, stretch
            start += stretch.length * _PARAGRAPH + _GAP

    def _uprights(self) -> Iterator[int]:
        for place in set(self.proved):
            for start, stretch in self._placed():
                if stretch.holds(place):
                    yield start + (place.paragraph - stretch.first) * _PARAGRAPH + _PARAGRAPH // 2
                    break


def _along(start: int, stretch: Stretch) -> str:
    return f"M{start} {_LEVEL}h{stretch.length * _PARAGRAPH}"
