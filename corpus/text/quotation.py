"""Does a text say exactly this? Verbatim, apart from punctuation, nearly, or not at all (docs/quotations.md)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Self

from corpus.text.digest import collapsed
from corpus.text.finding import Change, Finding, Result, keeps_meaning
from corpus.text.folding import Word, words
from corpus.text.library import Library, Strand, Window, threaded
from corpus.text.nearness import Alignment, Step, nearest
from corpus.text.passage import Paragraph

__all__ = ["Change", "Finding", "Library", "Result", "check", "keeps_meaning"]

# A shorter quotation is there or it is not; a longer one is only looked for as it stands.
FEWEST_FOR_NEAR = 3
MOST_FOR_NEAR = 300
LEAST_LIKENESS = Fraction(4, 5)

# Bounds that keep hostile input cheap.
_MOST_CELLS = 1_000_000
_MOST_PLACES = 200
_REACH = 64

_WHITE = re.compile(r"\s+")


def check(quoted: str, paragraphs: Iterable[Paragraph] | Library, *, work: str | None = None) -> Finding:
    """Looks for quoted words in paragraphs, or in one work of them, and says how they differ.

    Only words that follow each other unchanged are verbatim or exact apart from punctuation. A change of one
    letter, digit or number mark makes a quotation near at best.
    """
    library = paragraphs if isinstance(paragraphs, Library) else Library.of(paragraphs)
    quotation = _Quotation.of(quoted)
    if not quotation.words:
        return Finding(Result.ABSENT, work or "")
    exact = [found for strand in library.strands if (found := _exactly(quotation, strand))]
    here = sorted((f for f in exact if work in (None, f.work)), key=lambda f: f.result is not Result.VERBATIM)
    if here:
        others = () if work else _works(exact, here[0].work)
        return replace(here[0], elsewhere=others)
    nearly = _nearly(quotation, library, work) or Finding(Result.ABSENT, work or "")
    return replace(nearly, elsewhere=_works(exact, work or ""))


@dataclass(frozen=True, slots=True)
class _Quotation:
    text: str
    words: tuple[Word, ...]
    thread: str

    @classmethod
    def of(cls, quoted: str) -> Self:
        text = collapsed(quoted)
        said = words(text)
        return cls(text, said, threaded([word.text for word in said]))

    def shown(self, index: int) -> str:
        return self.text[self.words[index].start : self.words[index].end]


def _works(findings: Iterable[Finding], but: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.work for found in findings if found.work != but))


def _exactly(quotation: _Quotation, strand: Strand) -> Finding | None:
    """The first place with these very words, rather one with the same punctuation too."""
    count = len(quotation.words)
    first: Finding | None = None
    for index in islice(strand.places(quotation.thread), _MOST_PLACES):
        if strand.holds_with_the_one_before(index) or strand.holds_with_the_one_before(index + count):
            continue
        start, end = strand.words[index].start, strand.words[index + count - 1].end
        span = _verbatim_span(quotation, strand.text, start)
        if span:
            return _finding(Result.VERBATIM, strand, *span, count)
        first = first or _finding(Result.PUNCTUATION, strand, start, end, count)
    return first


def _verbatim_span(quotation: _Quotation, text: str, start: int) -> tuple[int, int] | None:
    """Where exactly these signs stand, if only white space differs; `start` is the offset of the first word."""
    first_word = quotation.words[0].start
    before = quotation.text[:first_word][::-1]
    end = _run(text, start, quotation.text[first_word:])
    head = _run(text[max(0, start - 4 * len(before) - _REACH) : start][::-1], 0, before)
    return None if end is None or head is None else (start - head, end)


def _run(text: str, place: int, wanted: str) -> int | None:
    """Where `wanted` ends if it stands at `place`; each of its spaces may be any white space."""
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
    given = [word.text.casefold() for word in quotation.words]
    if not FEWEST_FOR_NEAR <= len(given) <= MOST_FOR_NEAR:
        return None
    # With q ≥ ⁴⁄₅ there is at most one edit to four given words.
    windows = library.windows(given, len(given) // 4, work)
    compared = (_compared(quotation, given, window) for window in _affordable(windows, len(given)))
    candidates = [found for found in compared if found]
    return min(candidates, key=lambda found: len(found.changes), default=None)


def _affordable(windows: Iterable[Window], count: int) -> Iterator[Window]:
    """The likeliest windows, as many as we can afford to compare word by word; always one."""
    cells = 0
    for window in windows:
        if cells > _MOST_CELLS:
            return
        cells += count * (window.end - window.start)
        yield window


def _compared(quotation: _Quotation, given: list[str], window: Window) -> Finding | None:
    """The nearest run of words in a window, unless it is too far to be called a quotation."""
    strand = window.strand
    stands = [word.text.casefold() for word in strand.words[window.start : window.end]]
    alignment = nearest(given, stands)
    start, end = _whole(strand, window.start + alignment.start, window.start + alignment.end)
    edits = alignment.edits + (end - start) - (alignment.end - alignment.start)
    if not start < end or 1 - Fraction(edits, end - start) < LEAST_LIKENESS:
        return None
    changes = tuple(_changes(quotation, window, alignment, start, end))
    result = Result.NEAR if changes else Result.PUNCTUATION
    found = _finding(result, strand, strand.words[start].start, strand.words[end - 1].end, end - start)
    meant = keeps_meaning((word.text for word in strand.words[start:end]), (word.text for word in quotation.words))
    return replace(found, changes=changes, keeps_meaning=meant)


def _whole(strand: Strand, start: int, end: int) -> tuple[int, int]:
    """Widened to the ends of words that a hyphen joins."""
    while strand.holds_with_the_one_before(start):
        start -= 1
    while strand.holds_with_the_one_before(end):
        end += 1
    return start, end


def _changes(quotation: _Quotation, window: Window, alignment: Alignment, start: int, end: int) -> Iterator[Change]:
    strand = window.strand
    first, last = window.start + alignment.start, window.start + alignment.end
    yield from (Change(strand.shown(index), "") for index in range(start, first))
    for step in alignment.steps:
        if not _agree(quotation, window, step):
            source = "" if step.source is None else strand.shown(window.start + step.source)
            yield Change(source, "" if step.given is None else quotation.shown(step.given))
    yield from (Change(strand.shown(index), "") for index in range(last, end))


def _agree(quotation: _Quotation, window: Window, step: Step) -> bool:
    """Whether both sides have the same word; case counts here."""
    if step.source is None or step.given is None:
        return False
    return window.strand.words[window.start + step.source].text == quotation.words[step.given].text
