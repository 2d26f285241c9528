"""Whose words are these? The author of a work, somebody whom the author quotes, or somebody quoted by that one."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.text.lexicon import LEADING_SHORT_FORMS, NAME_LINKS
from corpus.text.passage import Paragraph
from corpus.text.quotemarks import marked

# Words of a name that many share, or that no name is told by.
_TITLES = ("the", "chairman", "comrade", "comrades", "general", "marshal", "minister", "president", "secretary")
_SHARED = NAME_LINKS.union(_TITLES, map(str.casefold, LEADING_SHORT_FORMS))


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks in the works of a library: its author, title and year, and the printed names of those
    who are quoted in it.
    """

    authors: Mapping[str, str]
    printed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, str] = field(default_factory=dict)

    def author(self, work: str) -> str:
        return self.authors.get(work, "")

    def name(self, work: str, voice: str) -> str:
        """A speaker as printed; the author for ""."""
        return self.printed.get(work, {}).get(voice, voice) if voice else self.author(work)

    def works_of(self, name: str, year: str = "") -> tuple[str, ...]:
        """The works that a citation means: by slug, or by the author's name with the year where one is given."""
        if name in self.authors:
            return (name,)
        found = tuple(work for work, author in self.authors.items() if is_same(name, author))
        return tuple(work for work in found if year in f"{work} {self.years.get(work, '')}") or found


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who says some words of a source. `chain` begins with the author: (Roberts, Kommunist) is Kommunist in Roberts.

    `is_in_marks` says that the words stand in quotation marks whose speaker is not recorded; `others` are those who say
    a part of them only.
    """

    chain: tuple[str, ...]
    is_in_marks: bool = False
    others: tuple[str, ...] = ()

    @property
    def speaker(self) -> str:
        return self.chain[-1]

    @property
    def sentence(self) -> str:
        """“Roberts quotes Kommunist here, and Kommunist quotes Orlo.”"""
        names = [self.chain[0], *map(inside, self.chain[1:])]
        links = [f"{outer} quotes {inner}" for outer, inner in pairwise(names)]
        return f"{', and '.join(links)} here." if links else f"{self.speaker} speaks here."


def speaking(voices: Voices, paragraph: Paragraph, start: int, end: int) -> Speaking:
    """Who says the words from `start` to `end` of a paragraph."""
    around = sorted((s for s in paragraph.spans if s.start <= start and end <= s.end), key=lambda s: s.start - s.end)
    ids = ["", paragraph.voice, *(span.voice for span in around)]
    names = [voices.name(paragraph.work, voice) for place, voice in enumerate(ids) if voice or not place]
    chain = tuple(_without_repeats(names))
    within = (s for s in paragraph.spans if s not in around and s.start < end and start < s.end)
    others = tuple(dict.fromkeys(voices.name(paragraph.work, span.voice) for span in within))
    in_marks = len(chain) == 1 and _stands_in_marks(paragraph.text, start, end)
    return Speaking(chain, in_marks, tuple(name for name in others if name not in chain))


def _without_repeats(names: list[str]) -> Iterator[str]:
    last = ""
    for name in names:
        if name and name != last:
            yield name
            last = name
    if not last:
        yield "the author"


def _stands_in_marks(text: str, start: int, end: int) -> bool:
    found = marked(text, [(0, len(text))]).found
    at = bisect_right([mark.start for mark in found], start) - 1
    # Two words between marks are a term of the author's more often than somebody's speech.
    return at >= 0 and end <= found[at].end and len(text[found[at].start : found[at].end].split()) > 2


def inside(name: str) -> str:
    """A printed name inside a sentence: an unnamed listener."""
    head, _, rest = name.partition(" ")
    return f"{head.lower()} {rest}" if head in ("A", "An", "The") and rest else name


def is_same(named: str, printed: str) -> bool:
    """Whether two names can mean the same: they share a word that tells people apart (N. Khrushchev, Khrushchev’s)."""
    return bool(_telling(named) & _telling(printed))


def _telling(name: str) -> frozenset[str]:
    words = (word.strip(".,;:()“”\"'’").casefold() for word in name.replace("’s", "").replace("-", " ").split())
    return frozenset(word for word in words if len(word) > 1 and word not in _SHARED)
