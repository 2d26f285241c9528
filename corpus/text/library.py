"""Where do words stand in the texts that we hold? Every text is folded once, and all are looked up in one index.

Words have places: all texts are laid in one row, with a border after each paragraph or block quotation.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count, groupby
from typing import Self

from corpus.text.folding import words
from corpus.text.passage import Paragraph, Passage
from corpus.text.shingles import BORDER, UNKNOWN, Hit, Run, Shingles

_BETWEEN = "\x1f"
# What holds two words together: a hyphen, or nothing at all between a number and its sign.
_HOLDING = frozenset(("-", "‐", "‑", ""))
_QUOTATIONS = frozenset(("quotation", "epigraph"))


@dataclass(frozen=True, slots=True)
class Strand:
    """Paragraphs that a quotation may run through: one paragraph, or all of one block quotation.

    `places` are those of its words; `_starts` and `_lengths` say where each stands in the text.
    """

    edition: str
    paragraphs: Sequence[Paragraph]
    places: range
    _starts: Sequence[int]
    _lengths: Sequence[int]
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _text(self.paragraphs))

    @property
    def work(self) -> str:
        return self.paragraphs[0].work

    def start(self, place: int) -> int:
        """Where a word begins in the text."""
        return self._starts[place - self.places.start]

    def end(self, place: int) -> int:
        return self.start(place) + self._lengths[place - self.places.start]

    def shown(self, place: int) -> str:
        """A word as it stands in the text."""
        return self.text[self.start(place) : self.end(place)]

    def holds_with_the_one_before(self, place: int) -> bool:
        """Whether this word is the rest of a longer one: “anti-royal”, “20%”."""
        if not self.places.start < place < self.places.stop:
            return False
        return self.text[self.end(place - 1) : self.start(place)] in _HOLDING

    def opening(self, place: int) -> int:
        """Where the longer word begins that is cut before this place; the place itself, if none is."""
        while self.holds_with_the_one_before(place):
            place -= 1
        return place

    def closing(self, place: int) -> int:
        """The place after that longer word."""
        while self.holds_with_the_one_before(place):
            place += 1
        return place

    def located(self, offset: int) -> tuple[Paragraph, int]:
        """The paragraph at an offset of the strand's text, and the offset inside it."""
        bases = [0, *accumulate(len(paragraph.text) + 1 for paragraph in self.paragraphs)]
        index = bisect_right(bases, offset) - 1
        return self.paragraphs[index], offset - bases[index]


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """One text folded: its words by number, and where each stands in its strand. It never changes.

    Columns of small numbers, not objects: five bytes a word as a rule, and the vocabulary.
    """

    work: str
    edition: str
    paragraphs: tuple[Paragraph, ...]
    words: array[int]
    _vocabulary: str
    _starts: array[int]
    _lengths: array[int]
    # Where the words and the paragraphs of each strand begin; the last ones end.
    _first_words: array[int]
    _first_paragraphs: array[int]

    @classmethod
    def of(cls, work: str, edition: str, paragraphs: tuple[Paragraph, ...]) -> Self:
        numbers = defaultdict[str, int](count(BORDER + 1).__next__)
        row, starts, lengths = array("I"), array("I"), array("I")
        first_words, first_paragraphs = array("I", [0]), array("I", [0])
        for strand in _strands(paragraphs):
            said = words(_text(strand))
            row.extend([*(numbers[word.text] for word in said), BORDER])
            starts.extend([*(word.start for word in said), 0])
            lengths.extend([*(word.end - word.start for word in said), 0])
            first_words.append(len(row))
            first_paragraphs.append(first_paragraphs[-1] + len(strand))
        vocabulary = _BETWEEN.join(numbers)
        columns = (_narrow(row), vocabulary, _narrow(starts), _narrow(lengths), first_words, first_paragraphs)
        return cls(work, edition, paragraphs, *columns)

    @property
    def vocabulary(self) -> list[str]:
        """Every word once, from number 1 on."""
        return self._vocabulary.split(_BETWEEN) if self._vocabulary else []

    def strand(self, place: int, base: int) -> Strand:
        """The strand around a place in a row in which this volume begins at `base`."""
        number = bisect_right(self._first_words, place - base) - 1
        start, end = self._first_words[number], self._first_words[number + 1] - 1
        return Strand(
            self.edition,
            self.paragraphs[self._first_paragraphs[number] : self._first_paragraphs[number + 1]],
            range(base + start, base + end),
            memoryview(self._starts)[start:end],
            memoryview(self._lengths)[start:end],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Texts made ready for asking. Build it once; it does not change."""

    volumes: tuple[Volume, ...]
    _bases: Sequence[int] = field(init=False, repr=False)
    _numbers: Mapping[str, int] = field(init=False, repr=False)
    _vocabulary: Sequence[str] = field(init=False, repr=False)
    _shingles: Shingles = field(init=False, repr=False)

    def __post_init__(self) -> None:
        numbers = defaultdict[str, int](count(BORDER + 1).__next__)
        row = array("I")
        for volume in self.volumes:
            known = [BORDER, *map(numbers.__getitem__, volume.vocabulary)]
            row.extend(map(known.__getitem__, volume.words))
        plain = [BORDER, *(numbers[word.casefold()] for word in tuple(numbers))]
        plain.extend(range(len(plain), len(numbers) + 1))
        object.__setattr__(self, "_bases", [0, *accumulate(len(volume.words) for volume in self.volumes)])
        object.__setattr__(self, "_numbers", dict(numbers))
        object.__setattr__(self, "_vocabulary", ("", *numbers))
        object.__setattr__(self, "_shingles", Shingles.of(row, array("I", plain)))

    @classmethod
    def of(cls, paragraphs: Iterable[Paragraph], *, edition: str = "") -> Self:
        """Paragraphs of any works, in order."""
        works = groupby(paragraphs, key=lambda paragraph: paragraph.work)
        return cls(tuple(Volume.of(work, edition, tuple(its)) for work, its in works))

    @classmethod
    def of_passages(cls, passages: Iterable[Passage]) -> Self:
        """Whole editions, so that a finding can name the edition too."""
        return cls(tuple(Volume.of(p.work, p.edition, p.paragraphs) for p in passages))

    @property
    def works(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(volume.work for volume in self.volumes))

    def numbers(self, said: Iterable[str]) -> list[int]:
        """Words as the index knows them."""
        return [self._numbers.get(word, UNKNOWN) for word in said]

    def run(self, said: Iterable[str]) -> Run | None:
        """To look for these very words in order; None if one of them stands nowhere."""
        return self._shingles.run(self.numbers(said))

    def likely(self, given: Sequence[int], most: int, work: str | None) -> Iterator[Iterable[Hit]]:
        """Where words, in small letters, may stand in one work or in all: without an edit, then with one, with two …"""
        return self._shingles.likely(given, most, self.stretches(work))

    @property
    def size(self) -> int:
        """How many places there are."""
        return self._bases[-1]

    def stretches(self, work: str | None) -> list[range]:
        """The places of all texts, or of each text of one work."""
        if work is None:
            return [range(self.size)]
        volumes = zip(self.volumes, self._bases, self._bases[1:], strict=False)
        return [range(start, end) for volume, start, end in volumes if volume.work == work]

    def strand(self, place: int) -> Strand:
        number = self._volume(place)
        return self.volumes[number].strand(place, self._bases[number])

    def next_volume(self, place: int) -> int:
        """Where the text after the one at this place begins."""
        return self._bases[self._volume(place) + 1]

    def _volume(self, place: int) -> int:
        return bisect_right(self._bases, place) - 1

    def plain(self, places: range) -> list[int]:
        """The words at these places in small letters."""
        return [self._shingles.plain[word] for word in self._shingles.words[places.start : places.stop]]

    def shared(self, wanted: frozenset[int], places: range) -> int:
        """How many of these words, in small letters, stand there."""
        return self._shingles.shared(wanted, places)

    def said(self, place: int) -> str:
        """A word in its normal form."""
        return self._vocabulary[self._shingles.words[place]]


def _narrow(values: array[int]) -> array[int]:
    """The same numbers in as few bytes as the largest needs."""
    most = max(values, default=0)
    return array("B" if most < 1 << 8 else "H" if most < 1 << 16 else "I", values)


def _strands(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    block: list[Paragraph] = []
    for paragraph in paragraphs:
        if block and not _continues(block[-1], paragraph):
            yield block
            block = []
        block.append(paragraph)
    if block:
        yield block


def _text(paragraphs: Iterable[Paragraph]) -> str:
    return " ".join(paragraph.text for paragraph in paragraphs)


def _continues(paragraph: Paragraph, following: Paragraph) -> bool:
    """Whether both stand in one block quotation: the same speaker goes on in the next paragraph."""
    return (
        paragraph.kind == following.kind
        and paragraph.kind in _QUOTATIONS
        and (paragraph.work, paragraph.voice, paragraph.note) == (following.work, following.voice, following.note)
        and following.number == paragraph.number + 1
    )
