"""Does a text say exactly this? Verbatim, apart from punctuation, nearly, or not at all (docs/quotations.md)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice
from typing import Self

from corpus.text.digest import collapsed
from corpus.text.finding import Change, Finding, Result, keeps_meaning
from corpus.text.folding import Word, words
from corpus.text.library import Library, Strand
from corpus.text.nearness import Alignment, Step, nearest
from corpus.text.passage import Paragraph
from corpus.text.shingles import Hit, Run

__all__ = ["Change", "Finding", "Library", "Result", "check", "keeps_meaning"]

# A shorter quotation is there or it is not; a longer one is only looked for as it stands.
FEWEST_FOR_NEAR = 3
MOST_FOR_NEAR = 300
LEAST_LIKENESS = Fraction(4, 5)

# Bounds that keep hostile input cheap: places whose marks are compared, places looked at, and pairs of words.
_MOST_PLACES = 10_000
_MOST_HITS = 50_000
_MOST_PAIRS = 1_000_000
_REACH = 64
# Most misquotations have no more edits; more are looked for where these are not enough.
_NARROW = 3

_WHITE = re.compile(r"\s+")


def check(quoted: str, paragraphs: Iterable[Paragraph] | Library, *, work: str | None = None) -> Finding:
    """Looks for quoted words in paragraphs, or in one work of them, and says how they differ.

    Only words that follow each other unchanged are verbatim or exact apart from punctuation. A change of one
    letter, digit or number mark makes a quotation near at best.
    """
    library = paragraphs if isinstance(paragraphs, Library) else Library.of(paragraphs)
    quotation = _Quotation.of(quoted)
    run = library.run(word.text for word in quotation.words)
    exact = _exactly(quotation, library, run, work) if run else None
    if exact and work:
        return exact
    finding = exact or _nearly(quotation, library, work) or Finding(Result.ABSENT, work or "")
    works = dict.fromkeys(_works(library, run)) if run else ()
    elsewhere = tuple(other for other in works if other != finding.work)
    return replace(finding, elsewhere=elsewhere) if elsewhere else finding


@dataclass(frozen=True, slots=True)
class _Quotation:
    text: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, quoted: str) -> Self:
        text = collapsed(quoted)
        return cls(text, words(text))

    def shown(self, index: int) -> str:
        return self.text[self.words[index].start : self.words[index].end]


def _exactly(quotation: _Quotation, library: Library, run: Run, work: str | None) -> Finding | None:
    """The first place with these very words, rather one with the same punctuation too."""
    first: Finding | None = None
    places = (found for stretch in library.stretches(work) for found in _places(library, run, stretch))
    for strand, place in islice(places, _MOST_PLACES):
        start, end = strand.start(place), strand.end(place + run.length - 1)
        span = _verbatim_span(quotation, strand.text, start)
        if span:
            return _finding(Result.VERBATIM, strand, *span, run.length)
        first = first or _finding(Result.PUNCTUATION, strand, start, end, run.length)
    return first


def _places(library: Library, run: Run, within: range) -> Iterator[tuple[Strand, int]]:
    """Where these very words follow each other and are not cut out of longer ones."""
    strand, place = None, run.first(within.start)
    while place is not None and place < within.stop:
        if strand is None or place not in strand.places:
            strand = library.strand(place)
        if not any(map(strand.holds_with_the_one_before, (place, place + run.length))):
            yield strand, place
        place = run.first(place + 1)


def _works(library: Library, run: Run) -> Iterator[str]:
    """The works that have these very words, once for each text of them."""
    start = 0
    while found := next(_places(library, run, range(start, library.size)), None):
        strand, place = found
        yield strand.work
        start = library.next_volume(place)


def _verbatim_span(quotation: _Quotation, text: str, start: int) -> tuple[int, int] | None:
    """Where exactly these signs stand, if only white space differs; `start` is the offset of the first word."""
    first_word = quotation.words[0].start
    end = _run(text, start, quotation.text[first_word:])
    if end is None:
        return None
    before = quotation.text[:first_word][::-1]
    head = _run(text[max(0, start - 4 * len(before) - _REACH) : start][::-1], 0, before) if before else 0
    return None if head is None else (start - head, end)


def _run(text: str, place: int, wanted: str) -> int | None:
    """Where `wanted` ends if it stands at `place`; each of its spaces may be any white space."""
    if text.startswith(wanted, place):
        return place + len(wanted)
    for count, part in enumerate(wanted.split(" ")):
        if count:
            blank = _WHITE.match(text, place)
            if blank is None:
                return None
            place = blank.end()
        if not text.startswith(part, place):
            return None
        place += len(part)
    return place


def _finding(result: Result, strand: Strand, start: int, end: int, count: int) -> Finding:
    first, offset = strand.located(start)
    last, end_offset = strand.located(end - 1)
    return Finding(
        result,
        first.work,
        strand.edition,
        first.number,
        last.number,
        first.note,
        offset,
        end_offset + 1,
        source_words=count,
    )


def _nearly(quotation: _Quotation, library: Library, work: str | None) -> Finding | None:
    """The place with fewest changes, of several the first."""
    given = library.numbers(word.text.casefold() for word in quotation.words)
    if not FEWEST_FOR_NEAR <= len(given) <= MOST_FOR_NEAR:
        return None
    # With q ≥ ⁴⁄₅ there is at most one edit to four given words.
    most = len(given) // 4
    search = _Search(quotation, library, given, frozenset(given), most)
    for edits, hits in enumerate(library.likely(given, most, work)):
        for hit in hits:
            if search.is_over(edits, hit):
                break
            search.look_at(hit)
        if search.is_over(edits):
            break
    return search.nearest


@dataclass(slots=True)
class _Search:
    """The nearest place of those that were looked at; `slack` is how many edits are worth a look."""

    quotation: _Quotation
    library: Library
    given: list[int]
    wanted: frozenset[int]
    slack: int
    nearest: Finding | None = None
    _place: int = 0
    _hits: int = 0
    _pairs: int = 0
    _begun: dict[int, range] = field(default_factory=dict)
    _compared: set[tuple[int, str]] = field(default_factory=set)

    @property
    def is_spent(self) -> bool:
        return self._hits >= _MOST_HITS or self._pairs >= _MOST_PAIRS

    def is_over(self, edits: int, hit: Hit | None = None) -> bool:
        """Whether what is to come has more changes than the nearest place, or as many and comes later in the texts.

        Each edit is a change, and places with fewer edits than the list at hand is for were seen before.
        """
        if self.nearest is None or len(self.nearest.changes) > edits:
            return self.is_spent
        return hit is None or hit.begin > self._place + 2 * len(self.given)

    def look_at(self, hit: Hit) -> None:
        """Compares word by word what stands around a hit, if it is new and has enough words of the quotation."""
        self._hits += 1
        begin = hit.begin
        if hit.place in self._begun.get(begin, ()):
            return
        around = range(max(0, begin - self.slack), begin + len(self.given) + self.slack)
        self._begun[begin] = around
        if self.library.shared(self.wanted, around) < len(self.wanted) - self.slack:
            return
        strand = self.library.strand(hit.place)
        self._begun[begin] = strand.places
        window = range(max(strand.places.start, around.start), min(strand.places.stop, around.stop))
        self._compare(strand, window, begin)

    def _compare(self, strand: Strand, window: range, begin: int) -> None:
        """Lays the quotation beside the words of a window, its first one no farther than the slack from `begin`."""
        if self.is_spent or not self._is_new(strand, window, begin):
            return
        alignment = self._laid(self.library.plain(window), begin - window.start)
        start, end = window.start + alignment.start, window.start + alignment.end
        if start == end or alignment.edits > self.slack:
            return
        whole = range(strand.opening(start), strand.closing(end))
        if 1 - Fraction(alignment.edits + len(whole) - (end - start), len(whole)) >= LEAST_LIKENESS:
            self._weigh(strand, whole, tuple(self._changes(strand, window.start, alignment, whole)))
        # Where an end cuts a longer word, it may be better to do without that word.
        if whole.stop > end:
            self._compare(strand, range(window.start, strand.opening(end)), begin)
        if whole.start < start:
            self._compare(strand, range(strand.closing(start), window.stop), begin)

    def _laid(self, stands: list[int], begin: int) -> Alignment:
        """So many edits move a word by no more than their number, so a narrow strip is enough where they are few."""
        for reach in sorted({min(_NARROW, self.slack), self.slack}):
            self._pairs += (2 * reach + 1) * len(self.given)
            alignment = nearest(self.given, stands, range(begin - reach, begin + reach + 1))
            if alignment.edits <= reach:
                break
        return alignment

    def _is_new(self, strand: Strand, window: range, begin: int) -> bool:
        """Whether this was not compared elsewhere: a text may repeat itself."""
        if not window:
            return False
        text = strand.text[max(0, strand.start(window.start) - 1) : strand.end(window.stop - 1) + 1]
        is_new = (begin - window.start, text) not in self._compared
        self._compared.add((begin - window.start, text))
        return is_new

    def _weigh(self, strand: Strand, whole: range, changes: tuple[Change, ...]) -> None:
        """Keeps the place with fewest changes, the first of several."""
        if self.nearest and (len(self.nearest.changes), self._place) <= (len(changes), whole.start):
            return
        result = Result.NEAR if changes else Result.PUNCTUATION
        found = _finding(result, strand, strand.start(whole.start), strand.end(whole.stop - 1), len(whole))
        meant = keeps_meaning(map(self.library.said, whole), (word.text for word in self.quotation.words))
        self.nearest, self._place = replace(found, changes=changes, keeps_meaning=meant), whole.start
        self.slack = min(self.slack, len(changes))

    def _changes(self, strand: Strand, base: int, alignment: Alignment, whole: range) -> Iterator[Change]:
        first, last = base + alignment.start, base + alignment.end
        yield from (Change(strand.shown(place), "") for place in range(whole.start, first))
        for step in alignment.steps:
            if not self._agree(base, step):
                source = "" if step.source is None else strand.shown(base + step.source)
                yield Change(source, "" if step.given is None else self.quotation.shown(step.given))
        yield from (Change(strand.shown(place), "") for place in range(last, whole.stop))

    def _agree(self, base: int, step: Step) -> bool:
        """Whether both sides have the same word; case counts here."""
        if step.source is None or step.given is None:
            return False
        return self.library.said(base + step.source) == self.quotation.words[step.given].text
