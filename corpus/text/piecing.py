"""Do the pieces of a quotation stand near each other and in order?

Near each other means: in one paragraph or block quotation, or the next piece in the following paragraph of the same
voice.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Self

from corpus.text.finding import Change, Finding, Result
from corpus.text.folding import words
from corpus.text.ground import Ground, Stretch
from corpus.text.omissions import Piece
from corpus.text.quotation import check

MOST_REPLACED = 3  # words of the source that an insertion may stand for
_FEWEST_FOR_NEAR = 5  # words of a piece; one edit in four is too many
_MOST_TRIED = 60  # pieces laid beside each other in turn, so that many short ones do not make much work
_FEW = 20  # places at most whose capitals are compared

type Rank = Callable[[Stretch], int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and the words of the library that it gives; `stretch` None where there are none."""

    piece: Piece
    stretch: Stretch | None
    changes: tuple[Change, ...] = ()
    is_exact: bool = False

    @property
    def size(self) -> int:
        return len(words(self.piece.text))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A piece with its case-folded words and the places where they may stand."""

    piece: Piece
    numbers: tuple[int, ...]
    places: tuple[Stretch, ...]  # the likeliest first
    starts: tuple[int, ...]  # where they begin, in the order of the library
    near: Finding | None = None

    @classmethod
    def of(cls, piece: Piece, numbers: tuple[int, ...], places: Sequence[Stretch], near: Finding | None = None) -> Self:
        return cls(piece, numbers, tuple(places), tuple(sorted(stretch.start for stretch in places)), near)

    def at(self, start: int) -> Stretch:
        return Stretch(start, start + (self.places[0].size if self.places else len(self.numbers)))

    @property
    def is_short(self) -> bool:
        return len(self.numbers) < 3


def laid(pieces: Sequence[Piece], ground: Ground, rank: Rank) -> list[Placed]:
    """Each piece where it stands: all in order and near each other if that can be, else each by itself."""
    wanted = [_wanted(piece, ground, rank) for piece in pieces]
    best: list[Stretch | None] = [None] * len(wanted)
    anchor = _anchor(wanted)
    starts = wanted[anchor].places or _short(wanted[anchor], ground)
    for start in islice(starts, max(2, _MOST_TRIED // len(wanted))):
        found = _around(wanted, anchor, start, ground)
        if sum(map(bool, found)) > sum(map(bool, best)):
            best = found
        if all(best):
            break
    return [_placed(one, at or _alone(one), ground) for one, at in zip(wanted, best, strict=True)]


def in_order(placed: Sequence[Placed], ground: Ground) -> bool:
    """Whether every piece stands, each after the one before and near it."""
    stretches = [one.stretch for one in placed]
    pairs = pairwise(stretches)
    return all(stretches) and all(one and other and goes_on(one, other, ground) for one, other in pairs)


def goes_on(one: Stretch, other: Stretch, ground: Ground) -> bool:
    return one.end <= other.start < ground.reach(one.end - 1)


def _wanted(piece: Piece, ground: Ground, rank: Rank) -> _Wanted:
    numbers = tuple(ground.numbers([word.text.casefold() for word in words(piece.text)]))
    if len(numbers) < 3:
        return _Wanted.of(piece, numbers, ())
    places = sorted((Stretch(at, at + len(numbers)) for at in ground.places(numbers)), key=rank)
    if places or len(numbers) < _FEWEST_FOR_NEAR:
        return _Wanted.of(piece, numbers, places)
    near = check(piece.text, ground.library)
    stretch = ground.stretch(near) if near.result is Result.NEAR else None
    return _Wanted.of(piece, numbers, [stretch], near) if stretch else _Wanted.of(piece, numbers, ())


def _anchor(wanted: Sequence[_Wanted]) -> int:
    """The piece that stands in fewest places; the longest of several."""
    placed = [index for index, one in enumerate(wanted) if one.places]
    return min(placed, key=lambda index: (len(wanted[index].places), -len(wanted[index].numbers)), default=0)


def _short(one: _Wanted, ground: Ground) -> Iterator[Stretch]:
    if one.is_short:
        yield from map(one.at, ground.within(one.numbers, 0, len(ground.row)))


def _alone(one: _Wanted) -> Stretch | None:
    return one.places[0] if one.places else None


def _around(wanted: Sequence[_Wanted], anchor: int, start: Stretch, ground: Ground) -> list[Stretch | None]:
    """The pieces before and after one of them, each as close to it as it stands."""
    found: list[Stretch | None] = [None] * len(wanted)
    found[anchor] = last = start
    for index in range(anchor + 1, len(wanted)):
        found[index] = following = _after(wanted[index], last, ground)
        last = following or last
    last = start
    for index in range(anchor - 1, -1, -1):
        found[index] = before = _before(wanted[index], last, ground)
        last = before or last
    return found


def _after(one: _Wanted, last: Stretch, ground: Ground) -> Stretch | None:
    return _nearest(one, _standing(one, last.end, ground.reach(last.end - 1), ground), ground)


def _before(one: _Wanted, last: Stretch, ground: Ground) -> Stretch | None:
    found = _standing(one, ground.back(last.start), last.start, ground)
    return _nearest(one, [start for start in found if one.at(start).end <= last.start][::-1], ground)


def _standing(one: _Wanted, start: int, end: int, ground: Ground) -> Sequence[int]:
    """Where a piece begins between two places, in order."""
    if one.is_short:
        return list(ground.within(one.numbers, start, end))
    return one.starts[bisect_left(one.starts, start) : bisect_left(one.starts, end)]


def _nearest(one: _Wanted, starts: Sequence[int], ground: Ground) -> Stretch | None:
    """The first of some places, rather one with the same capitals."""
    same = (at for at in starts[:_FEW] if not one.near and not any(changed_capitals(one.piece, one.at(at), ground)))
    at = next(same, starts[0] if starts else None)
    return None if at is None else one.at(at)


def _placed(one: _Wanted, stretch: Stretch | None, ground: Ground) -> Placed:
    if stretch is None:
        return Placed(one.piece, None)
    if one.near:
        return Placed(one.piece, stretch, one.near.changes)
    changes = tuple(changed_capitals(one.piece, stretch, ground))
    return Placed(one.piece, stretch, changes, not changes and ground.has_the_same_marks(stretch, one.piece.text))


def changed_capitals(piece: Piece, stretch: Stretch, ground: Ground) -> Iterator[Change]:
    """Where the same words differ in a capital that the writer did not mark as changed."""
    for at, word in enumerate(words(piece.text), start=stretch.start):
        is_marked = any(word.start <= place < word.end for place in piece.changed_capitals)
        if word.text != ground.said(at) and not is_marked:
            yield Change(ground.shown(at), piece.text[word.start : word.end])
