"""Where in a library do these very words follow each other, and what stands around them?

`check` names one place and judges it. Here all places are asked for, word by word and whatever the capitals, so that
the pieces of a quotation can be laid beside each other.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from corpus.text.citation import Anchor
from corpus.text.digest import collapsed
from corpus.text.finding import Finding, Result
from corpus.text.folding import words
from corpus.text.library import Library, Strand
from corpus.text.passage import Paragraph
from corpus.text.shingles import BORDER

MOST_PLACES = 200  # of the same words that are looked at
_PLACE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the library that follow each other: their places, the end excluded."""

    start: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A library with its words in one row, in small letters and by number. Build it once."""

    library: Library
    row: array[int] = field(init=False, repr=False)
    _threes: array[int] = field(init=False, repr=False)
    _by_paragraph: dict[tuple[str, str, bool, int], int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_paragraph = {
            (paragraph.work, strand.edition, paragraph.note, paragraph.number): strand.places.start
            for strand in _strands(self.library)
            for paragraph in strand.paragraphs
        }
        row = array("I", self.library.plain(range(self.library.size)))
        object.__setattr__(self, "row", row)
        object.__setattr__(self, "_threes", _indexed(row))
        object.__setattr__(self, "_by_paragraph", by_paragraph)

    @classmethod
    def of(cls, library: "Library | Ground") -> "Ground":
        return library if isinstance(library, Ground) else cls(library)

    def numbers(self, wanted: Sequence[str]) -> list[int]:
        """Case-folded words as the row knows them; a negative number for one that stands nowhere."""
        return self.library.numbers(wanted)

    def places(self, wanted: Sequence[int]) -> list[int]:
        """Where these words begin, as whole words, at most `MOST_PLACES` times."""
        return list(islice(self._found(wanted), MOST_PLACES))

    def _found(self, wanted: Sequence[int]) -> Iterator[int]:
        if len(wanted) < 3 or min(wanted) < 0:
            yield from self.within(wanted, 0, len(self.row))
            return
        said = array("I", wanted)
        after = self._rarest(wanted)
        for place in self._seeds(wanted, after):
            start = place - after
            if self.row[start : start + len(said)] == said and self._is_whole(start, start + len(said)):
                yield start

    def _rarest(self, wanted: Sequence[int]) -> int:
        """Which three of the words stand in fewest places."""
        return min(range(len(wanted) - 2), key=lambda after: len(self._among(wanted, after)))

    def _seeds(self, wanted: Sequence[int], after: int) -> Iterator[int]:
        """Where three of the words may stand."""
        return (self._threes[at] & _PLACE for at in self._among(wanted, after))

    def _among(self, wanted: Sequence[int], after: int) -> range:
        key = _key(*wanted[after : after + 3])
        return range(bisect_left(self._threes, key), bisect_right(self._threes, key | _PLACE))

    def within(self, wanted: Sequence[int], start: int, end: int) -> Iterator[int]:
        """Where a few words begin between two places, as whole words."""
        if not wanted or min(wanted) < 0:
            return
        said, at = array("I", wanted), start
        while True:
            try:
                at = self.row.index(said[0], at, end)
            except ValueError:
                return
            stop = at + len(said)
            if stop <= end and self.row[at:stop] == said and self._is_whole(at, stop):
                yield at
            at += 1

    def longest(self, wanted: Sequence[int], start: int) -> list[Stretch]:
        """The longest runs that say what `wanted` says from `start` on, of three words or more."""
        head = wanted[start : start + 3]
        if len(head) < 3 or min(head) < 0:
            return []
        found: list[Stretch] = []
        for place in islice(self._seeds(wanted, start), MOST_PLACES):
            run = self._run(wanted, start, place)
            best = found[0].size if found else 3
            if run.size >= best:
                found = [*(found if run.size == best else ()), run]
        return found

    def _run(self, wanted: Sequence[int], start: int, place: int) -> Stretch:
        """As many words as are the same from here on, to the end of a whole word."""
        size, most = 0, min(len(wanted) - start, len(self.row) - place)
        while size < most and self.row[place + size] == wanted[start + size]:
            size += 1
        while size and not self._is_whole(place, place + size):
            size -= 1
        return Stretch(place, place + size)

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether both ends are ends of words; a hyphen holds two together."""
        strand = self.library.strand(start)
        return not (strand.holds_with_the_one_before(start) or strand.holds_with_the_one_before(end))

    def strand(self, place: int) -> Strand:
        return self.library.strand(place)

    def reach(self, place: int) -> int:
        """How far on from here a quotation may go: to the end of the paragraph or block quotation, or of the next
        paragraph if the same voice goes on in it."""
        strand = self.library.strand(place)
        after = strand.places.stop + 1
        if after < self.library.size and _follows(strand, following := self.library.strand(after)):
            return following.places.stop
        return strand.places.stop

    def back(self, place: int) -> int:
        """How far back from here a quotation may have begun."""
        strand = self.library.strand(place)
        before = strand.places.start - 1
        if before >= 0 and _follows(preceding := self.library.strand(before), strand):
            return preceding.places.start
        return strand.places.start

    def shown(self, place: int) -> str:
        """A word as it stands."""
        return self.library.strand(place).shown(place)

    def said(self, place: int) -> str:
        """A word in its normal form, capitals and all."""
        return self.library.said(place)

    def text(self, stretch: Stretch) -> str:
        """The text from the first word to the last, marks and all."""
        parts, place = list[str](), stretch.start
        while place < stretch.end:
            strand = self.library.strand(place)
            last = min(stretch.end, strand.places.stop)
            if place < last:
                parts.append(strand.text[strand.start(place) : strand.end(last - 1)])
            place = strand.places.stop + 1
        return " ".join(parts)

    def between(self, one: Stretch, other: Stretch) -> str:
        """What stands between two stretches that follow each other, marks and all; nothing if there is no word."""
        gone = self.text(Stretch(one.end, max(one.end, other.start)))
        first, last = self.library.strand(one.end - 1), self.library.strand(other.start)
        if not gone:
            return ""
        if first.places == last.places:
            return first.text[first.end(one.end - 1) : last.start(other.start)].strip()
        return f"{first.text[first.end(one.end - 1) :]} {last.text[: last.start(other.start)]}".strip()

    def finding(self, stretch: Stretch, result: Result) -> Finding:
        """A stretch as a finding."""
        first, last = self.library.strand(stretch.start), self.library.strand(stretch.end - 1)
        start, offset = first.located(first.start(stretch.start))
        end, end_offset = last.located(last.end(stretch.end - 1) - 1)
        at = (start.work, first.edition, start.number, end.number, start.note, offset, end_offset + 1)
        return Finding(result, *at, source_words=stretch.size)

    def stretch(self, finding: Finding) -> Stretch | None:
        """The words that a finding names."""
        strand = self._strand_of(finding)
        if strand is None:
            return None
        start = bisect_left(strand.places, _offset(strand, finding.paragraph, finding.start), key=strand.start)
        end = bisect_left(strand.places, _offset(strand, finding.to_paragraph, finding.end), key=strand.start)
        return Stretch(strand.places.start + start, strand.places.start + end)

    def _strand_of(self, finding: Finding) -> Strand | None:
        place = self._by_paragraph.get((finding.work, finding.edition, finding.note, finding.paragraph))
        return None if place is None else self.library.strand(place)

    def paragraph(self, finding: Finding) -> Paragraph | None:
        """The paragraph that a finding begins in."""
        strand = self._strand_of(finding)
        return next((p for p in strand.paragraphs if p.number == finding.paragraph), None) if strand else None

    def anchor(self, finding: Finding) -> Anchor | None:
        """The sentence that a finding begins in."""
        paragraph = self.paragraph(finding)
        if paragraph is None:
            return None
        sentence = bisect_right(paragraph.sentence_starts, finding.start)
        return Anchor(finding.work, finding.paragraph, sentence, finding.note)

    def has_the_same_marks(self, stretch: Stretch, quoted: str) -> bool:
        """Whether the text between these words is as quoted, white space aside."""
        said = words(collapsed(quoted))
        return bool(said) and collapsed(self.text(stretch)) == collapsed(quoted)[said[0].start : said[-1].end]


def _indexed(row: Sequence[int]) -> array[int]:
    """Each three words with the place where they begin: a hash and a place in eight bytes, in order."""
    threes = enumerate(zip(row, row[1:], row[2:], strict=False))
    return array("Q", sorted(_key(*three) | place for place, three in threes if BORDER not in three))


def _key(one: int, two: int, three: int) -> int:
    """Numbers hash alike everywhere. Others may share the key; whoever asks compares the words."""
    return (hash((one, two, three)) & _PLACE) << 32


def _strands(library: Library) -> Iterator[Strand]:
    place = 0
    while place < library.size:
        strand = library.strand(place)
        yield strand
        place = strand.places.stop + 1


def _follows(strand: Strand, following: Strand) -> bool:
    before, after = strand.paragraphs[-1], following.paragraphs[0]
    return (before.work, strand.edition, before.voice, before.note) == (
        after.work,
        following.edition,
        after.voice,
        after.note,
    ) and after.number == before.number + 1


def _offset(strand: Strand, paragraph: int, offset: int) -> int:
    """An offset in a paragraph as one in its strand."""
    before = (len(one.text) + 1 for one in strand.paragraphs if one.number < paragraph)
    return sum(before) + offset
