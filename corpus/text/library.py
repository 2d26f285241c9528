"""Where do words stand in the texts that we hold? Every paragraph folded once, so that asking is quick."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from corpus.text.folding import Word, words
from corpus.text.passage import Paragraph, Passage

_BETWEEN = "\x1f"
# What holds two words together: a hyphen, or nothing at all between a number and its sign.
_HOLDING = frozenset(("-", "‐", "‑", ""))
_QUOTATIONS = frozenset(("quotation", "epigraph"))


@dataclass(frozen=True, slots=True)
class Strand:
    """Paragraphs that a quotation may run through: one paragraph, or all of one block quotation."""

    edition: str
    paragraphs: tuple[Paragraph, ...]
    text: str = field(init=False)
    words: tuple[Word, ...] = field(init=False)
    _bases: list[int] = field(init=False)
    _thread: str = field(init=False)

    def __post_init__(self) -> None:
        bases = [0]
        for paragraph in self.paragraphs[:-1]:
            bases.append(bases[-1] + len(paragraph.text) + 1)
        object.__setattr__(self, "text", " ".join(paragraph.text for paragraph in self.paragraphs))
        object.__setattr__(self, "words", words(self.text))
        object.__setattr__(self, "_bases", bases)
        object.__setattr__(self, "_thread", threaded([word.text for word in self.words]))

    @property
    def work(self) -> str:
        return self.paragraphs[0].work

    def places(self, wanted: str) -> Iterator[int]:
        """Where words follow each other that `threaded` has strung: the index of the first one, each time."""
        found = self._thread.find(wanted)
        while found >= 0:
            yield self._thread.count(_BETWEEN, 0, found)
            found = self._thread.find(wanted, found + 1)

    def shown(self, index: int) -> str:
        """A word as it stands in the text."""
        return self.text[self.words[index].start : self.words[index].end]

    def holds_with_the_one_before(self, index: int) -> bool:
        """Whether this word is the rest of a longer one: “anti-royal”, “20%”."""
        if not 0 < index < len(self.words):
            return False
        return self.text[self.words[index - 1].end : self.words[index].start] in _HOLDING

    def located(self, offset: int) -> tuple[Paragraph, int]:
        """The paragraph at an offset of the strand's text, and the offset inside it."""
        index = bisect_right(self._bases, offset) - 1
        return self.paragraphs[index], offset - self._bases[index]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a strand that shares many words with a quotation; a hint, never a verdict."""

    strand: Strand
    start: int
    end: int
    shared: int


@dataclass(frozen=True, slots=True)
class Library:
    """Texts made ready for asking. Build it once; it does not change."""

    strands: tuple[Strand, ...]
    _standing: Mapping[str, list[tuple[int, int]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        standing: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, strand in enumerate(self.strands):
            for index, word in enumerate(strand.words):
                standing[word.text.casefold()].append((number, index))
        object.__setattr__(self, "_standing", dict(standing))

    @classmethod
    def of(cls, paragraphs: Iterable[Paragraph], *, edition: str = "") -> Self:
        """Paragraphs of any works, in order."""
        return cls(tuple(_strands(paragraphs, edition)))

    @classmethod
    def of_passages(cls, passages: Iterable[Passage]) -> Self:
        """Whole editions, so that a finding can name the edition too."""
        return cls(tuple(strand for p in passages for strand in _strands(p.paragraphs, p.edition)))

    @property
    def works(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(strand.work for strand in self.strands))

    def windows(self, given: Sequence[str], slack: int, work: str | None) -> list[Window]:
        """Every stretch that can hold the given words (case-folded) with at most `slack` edits, likeliest first.

        Of the slack + 1 rarest words at least one must stand unchanged, no farther than `slack` from its place.
        """
        step = max(1, slack)
        rarest = sorted(range(len(given)), key=lambda place: len(self._standing.get(given[place], ())))[: slack + 1]
        is_asked = [work in (None, strand.work) for strand in self.strands]
        heads = {
            (number, (index - place) // step)
            for place in rarest
            for number, index in self._standing.get(given[place], ())
            if is_asked[number]
        }
        wanted = Counter(given)
        found = (self._window(number, head * step, slack, step, wanted) for number, head in sorted(heads))
        fitting = [window for window in found if window.shared >= len(given) - slack]
        return sorted(fitting, key=lambda window: -window.shared)

    def _window(self, number: int, head: int, slack: int, step: int, wanted: Counter[str]) -> Window:
        strand = self.strands[number]
        start = max(0, head - slack)
        end = min(len(strand.words), head + step + wanted.total() + slack)
        stands = Counter(word.text.casefold() for word in strand.words[start:end])
        return Window(strand, start, end, (stands & wanted).total())


def threaded(wanted: Iterable[str]) -> str:
    """Words strung so that one search finds them in order, and only as whole words."""
    return _BETWEEN + "".join(f"{word}{_BETWEEN}" for word in wanted)


def _strands(paragraphs: Iterable[Paragraph], edition: str) -> Iterator[Strand]:
    block: list[Paragraph] = []
    for paragraph in paragraphs:
        if block and not _continues(block[-1], paragraph):
            yield Strand(edition, tuple(block))
            block = []
        block.append(paragraph)
    if block:
        yield Strand(edition, tuple(block))


def _continues(paragraph: Paragraph, following: Paragraph) -> bool:
    """Whether both stand in one block quotation: the same speaker goes on in the next paragraph."""
    return (
        paragraph.kind == following.kind
        and paragraph.kind in _QUOTATIONS
        and (paragraph.work, paragraph.voice, paragraph.note) == (following.work, following.voice, following.note)
        and following.number == paragraph.number + 1
    )
