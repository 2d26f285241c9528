"""Where do words follow each other, exactly or nearly? An index of words and of every three in a row, by number.

It knows numbers only. Case does not count when it is looked into; whoever asks for the very words gets them compared.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import accumulate, chain, islice, repeat
from operator import attrgetter, rshift, sub
from typing import NamedTuple, Self

# The number that stands between texts which no quotation runs through, and that of a word which stands nowhere.
BORDER, UNKNOWN = 0, -1

_SIZE = 3
_IN_BUCKET = 4
# Up to so many hits are looked at one by one, and one more for each two dozen that would else be counted.
_FEW, _TO_COUNT = 64, 24

type Places = Sequence[int]


class Hit(NamedTuple):
    """A place that shares words with a quotation: they stand `after` words from where the quotation would begin."""

    place: int
    after: int

    @property
    def begin(self) -> int:
        return self.place - self.after


@dataclass(frozen=True, slots=True)
class Run:
    """Words in this order. `_among`: where the rarest part of them stands, which begins `_after` words later."""

    _wanted: array[int]
    _words: array[int]
    _among: Places
    _after: int

    @property
    def length(self) -> int:
        return len(self._wanted)

    def first(self, start: int) -> int | None:
        """The first place from `start` on where these very words follow each other."""
        for at in range(bisect_left(self._among, start + self._after), len(self._among)):
            place = self._among[at] - self._after
            if self._words[place : place + self.length] == self._wanted:
                return place
        return None


@dataclass(frozen=True, slots=True)
class Shingles:
    """The index over one row of words. `plain` has for each word's number that of the word in small letters.

    Shingles are put into buckets by their hash, about four in each; the buckets lie one after another in one array,
    and in each the places are in order. So there is no object for a place, and nothing is sorted.
    """

    words: array[int]
    plain: Sequence[int]
    standing: Sequence[Places]
    _starts: array[int]
    _places: memoryview

    @classmethod
    def of(cls, words: array[int], plain: Sequence[int]) -> Self:
        row = array("I", map(plain.__getitem__, words))
        buckets = 1 << (len(row) // _IN_BUCKET).bit_length()
        keys = array("I", map((buckets - 1).__and__, _hashes(row)))
        starts, places = _grouped(keys, buckets)
        return cls(words, plain, _standing(row, len(plain)), starts, memoryview(places))

    def run(self, wanted: Sequence[int]) -> Run | None:
        """To look for these very words in order; None if one of them stands nowhere."""
        if not wanted or UNKNOWN in wanted:
            return None
        row = [self.plain[word] for word in wanted]
        if len(row) < _SIZE:
            after = min(range(len(row)), key=lambda at: len(self.standing[row[at]]))
            return Run(array("I", wanted), self.words, self.standing[row[after]], after)
        starts, keys = self._starts, self._keys(row)
        counts = [starts[key + 1] - starts[key] for key in keys]
        after = counts.index(min(counts))
        return Run(array("I", wanted), self.words, self._bucket(keys[after]), after)

    def likely(self, given: Sequence[int], most: int, within: Sequence[range]) -> Iterator[Iterable[Hit]]:
        """Where the given words, in small letters, may stand: without an edit, then with one, up to the most.

        An edit spoils at most three shingles. So of any 3 e + 1 of them e edits leave one whole, and the rarest 3 e + 1
        lead to every place with so few. Once those stand in many places, only the ones where several come together
        are looked at. Each list is in order, but for places nearer to each other than twice the quotation's length.
        """
        asked = _Asked.of(self, given, within)
        few = _FEW + asked.hits_of(asked.rarest) // _TO_COUNT
        for edits in range(most + 1):
            fresh = asked.rarest[max(0, _SIZE * edits - 2) : _SIZE * edits + 1]
            if asked.hits_of(fresh) > few:
                yield from asked.crowded(edits, most)
                return
            yield asked.with_split(edits, sorted(asked.hits(fresh), key=_BEGIN))

    def buckets(self, row: Sequence[int]) -> list[Places]:
        """For each shingle of a row, the places of all that share its bucket."""
        return list(map(self._bucket, self._keys(row)))

    def _keys(self, row: Sequence[int]) -> list[int]:
        last = len(self._starts) - 2
        return [key & last for key in _hashes(row)]

    def _bucket(self, key: int) -> Places:
        return self._places[self._starts[key] : self._starts[key + 1]]

    def shared(self, wanted: frozenset[int], within: range) -> int:
        """How many of these words, in small letters, stand in a stretch."""
        row = self.words[max(0, within.start) : within.stop]
        return len(wanted.intersection(map(self.plain.__getitem__, row)))


_BEGIN = attrgetter("begin")


@dataclass(slots=True)
class _Crowd:
    """Where a quotation would begin for several hits; how many of its shingles were looked up there already."""

    begins: range
    votes: int
    shared: int | None = None
    looked: int = 0


@dataclass(frozen=True, slots=True)
class _Asked:
    """Given words with the places of each of their shingles, and which of these are the rarest."""

    index: Shingles
    given: Sequence[int]
    wanted: frozenset[int]
    within: Sequence[range]
    groups: Sequence[Places]
    rarest: Sequence[int]

    @classmethod
    def of(cls, index: Shingles, given: Sequence[int], within: Sequence[range]) -> Self:
        groups: list[Places] = [
            () if UNKNOWN in given[after : after + _SIZE] else bucket
            for after, bucket in enumerate(index.buckets(given))
        ]
        rarest = sorted(range(len(groups)), key=lambda after: len(groups[after]))
        return cls(index, given, frozenset(given), within, groups, rarest)

    def hits_of(self, shingles: Iterable[int]) -> int:
        """How many hits these shingles have at most."""
        return sum(len(self.groups[after]) for after in shingles)

    def hits(self, shingles: Iterable[int], begins: range | None = None) -> Iterator[Hit]:
        """Where shingles stand; `begins` bounds where the quotation would begin."""
        words, plain = self.index.words, self.index.plain
        for after in shingles:
            first, second, third = self.given[after : after + _SIZE]
            within = self.within if begins is None else _overlaps(self.within, begins, after)
            for at in _inside(self.groups[after], within):
                if plain[words[at]] == first and plain[words[at + 1]] == second and plain[words[at + 2]] == third:
                    yield Hit(at, after)

    def crowded(self, edits: int, most: int) -> Iterator[Iterable[Hit]]:
        """The rest of `likely`, from so many edits on: where as many shingles come together as these leave whole."""
        asked = self.rarest[: _SIZE * most + 4]
        crowds = self._crowds(asked, most)
        for allowed in range(edits, most + 1):
            yield self.with_split(allowed, self._in_crowds(crowds, asked, allowed))

    def _crowds(self, asked: Sequence[int], most: int) -> list[_Crowd]:
        """Hits are counted by where the quotation would begin, in bins.

        Edits move that by no more than their number, so the hits of one place lie in one bin or in two neighbours.
        """
        bits, votes = most.bit_length(), Counter[int]()
        for after in asked:
            begins = map(sub, _inside(self.groups[after], self.within), repeat(after))
            votes.update(map(rshift, begins, repeat(bits)))
        least = max(1, len(asked) - _SIZE * most)
        found = []
        for bin in sorted(bin for bin, count in votes.items() if 2 * count >= least):
            together = votes[bin] + max(votes.get(bin - 1, 0), votes.get(bin + 1, 0))
            if together >= least:
                found.append(_Crowd(range((bin - 1) << bits, (bin + 2) << bits), together))
        return found

    def _in_crowds(self, crowds: Iterable[_Crowd], asked: Sequence[int], edits: int) -> Iterator[Hit]:
        """A crowd that may have so few edits is looked at more closely, and again at more of its shingles later."""
        whole, upto = len(asked) - _SIZE * edits, _SIZE * edits + 1
        for crowd in crowds:
            if crowd.looked or (crowd.votes >= whole and self._shared(crowd) >= len(self.wanted) - edits):
                yield from self.hits(asked[crowd.looked : upto], crowd.begins)
                crowd.looked = upto

    def _shared(self, crowd: _Crowd) -> int:
        if crowd.shared is None:
            around = range(crowd.begins.start, crowd.begins.stop + len(self.given))
            crowd.shared = self.index.shared(self.wanted, around)
        return crowd.shared

    def with_split(self, edits: int, hits: Iterable[Hit]) -> Iterable[Hit]:
        """With the places of four or five words that stand around another word: there one edit spoils every shingle."""
        if edits != 1 or len(self.given) not in (4, 5):
            return hits
        return merge(hits, self._split(), key=_BEGIN)

    def _split(self) -> Iterator[Hit]:
        ends = (*self.given[:2], *self.given[-2:])
        if UNKNOWN in ends:
            return
        standing, words, plain = self.index.standing, self.index.words, self.index.plain
        wanted = sorted(zip((0, 1, 3, 4), ends, strict=True), key=lambda one: len(standing[one[1]]))
        (after, rarest), *others = wanted
        # Five words that all lie in the row.
        places = list(_inside(standing[rarest], _overlaps(self.within, range(len(words) - 4), after)))
        for other, word in others:
            ahead = other - after
            places = [place for place in places if plain[words[place + ahead]] == word]
        yield from (Hit(place, after) for place in places)


def _hashes(row: Sequence[int]) -> Iterator[int]:
    """A number for each three in a row. Numbers are not hashed by chance, so it is always the same."""
    return map(hash, zip(row, islice(row, 1, None), islice(row, 2, None), strict=False))


def _grouped(keys: array[int], groups: int) -> tuple[array[int], array[int]]:
    """Where each key's group begins, and after them where the last one ends; and all places, group after group."""
    starts = array("I", bytes(4 * (groups + 1)))
    for key in keys:
        starts[key] += 1
    starts = array("I", accumulate(starts))
    places = array("I", bytes(4 * len(keys)))
    # From the last place back: what was the end of a group moves down to be its start.
    for place, key in zip(range(len(keys) - 1, -1, -1), reversed(keys), strict=True):
        at = starts[key] - 1
        starts[key] = at
        places[at] = place
    return starts, places


def _standing(row: array[int], numbers: int) -> list[array[int]]:
    standing = [array("I") for _ in range(numbers)]
    for place, word in enumerate(row):
        standing[word].append(place)
    return standing


def _inside(places: Places, within: Sequence[range]) -> Places | Iterator[int]:
    parts = [places[bisect_left(places, part.start) : bisect_left(places, part.stop)] for part in within]
    return parts[0] if len(parts) == 1 else chain.from_iterable(parts)


def _overlaps(within: Iterable[range], begins: range, after: int) -> list[range]:
    cut = (range(max(p.start, begins.start + after), min(p.stop, begins.stop + after)) for p in within)
    return [part for part in cut if part]
