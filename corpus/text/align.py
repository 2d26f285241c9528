"""What has changed between two revisions of a text, paragraph by paragraph?

Paragraphs are known by their number and by a hash of their words, so no words are needed to compare them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

type Numbered = tuple[int, str]


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """The words of one old paragraph stand unchanged under another number."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Report:
    """Every old and every new paragraph, by number, in exactly one of these."""

    same: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    extra: tuple[int, ...] = ()
    moved: tuple[Move, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        return not (self.changed or self.missing or self.extra or self.moved)

    @property
    def sentence(self) -> str:
        """For people: “66 paragraphs are the same, ¶12 changed, ¶70 is new.”"""
        if self.is_unchanged:
            return _all(len(self.same))
        return f"{', '.join(self._parts())}."

    def _parts(self) -> Iterator[str]:
        yield _counted(len(self.same))
        if self.changed:
            yield f"{_named(self.changed)} changed"
        for old, new in _runs(self.moved):
            yield f"{_label(*old)} {_is_or_are(old)} now {_label(*new)}"
        if self.missing:
            yield f"{_named(self.missing)} {'is' if len(self.missing) == 1 else 'are'} missing"
        if self.extra:
            yield f"{_named(self.extra)} {'is' if len(self.extra) == 1 else 'are'} new"


def compare(old: Sequence[Numbered], new: Sequence[Numbered]) -> Report:
    """Compares two revisions given as (number, hash) in order.

    A paragraph has moved only where its hash occurs once among the old and once among the new paragraphs that
    are not the same: nothing is guessed.
    """
    was, now = dict(old), dict(new)
    same = {number for number in was if now.get(number) == was[number]}
    moved = tuple(_moves(_without(was, same), _without(now, same)))
    gone = was.keys() - same - {move.old for move in moved}
    come = now.keys() - same - {move.new for move in moved}
    return Report(
        same=_sorted(same),
        changed=_sorted(gone & come),
        missing=_sorted(gone - come),
        extra=_sorted(come - gone),
        moved=moved,
    )


def _without(paragraphs: dict[int, str], numbers: set[int]) -> dict[int, str]:
    return {number: words for number, words in paragraphs.items() if number not in numbers}


def _sorted(numbers: set[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


def _moves(was: dict[int, str], now: dict[int, str]) -> Iterator[Move]:
    before, after = Counter(was.values()), Counter(now.values())
    place = {words: number for number, words in now.items()}
    for number, words in was.items():
        if before[words] == after[words] == 1:
            yield Move(number, place[words])


type _Run = tuple[int, int]


def _runs(moves: Sequence[Move]) -> Iterator[tuple[_Run, _Run]]:
    """Moves that shift a run of paragraphs by the same step are told as one."""
    start = 0
    for place in range(1, len(moves) + 1):
        if place == len(moves) or not _follows(moves[place - 1], moves[place]):
            first, last = moves[start], moves[place - 1]
            yield (first.old, last.old), (first.new, last.new)
            start = place


def _follows(move: Move, following: Move) -> bool:
    return (following.old, following.new) == (move.old + 1, move.new + 1)


def _named(numbers: Sequence[int]) -> str:
    """¶3, ¶5-7 and ¶9"""
    labels = [_label(*run) for run, _ in _runs([Move(number, number) for number in numbers])]
    return " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


def _label(first: int, last: int) -> str:
    return f"¶{first}" if first == last else f"¶{first}-{last}"


def _is_or_are(run: _Run) -> str:
    return "is" if run[0] == run[1] else "are"


def _counted(count: int) -> str:
    return "1 paragraph is the same" if count == 1 else f"{count or 'No'} paragraphs are the same"


def _all(count: int) -> str:
    return {0: "There are no paragraphs.", 1: "The one paragraph is the same."}.get(
        count, f"All {count} paragraphs are the same."
    )
