"""Does a retold edition say what its original says, as far as a machine can tell?

Figures, names and marked words of each paragraph must occur in the same paragraph of the original; sections keep to a
length and a reading level. Whether the sense is right only a reader can tell.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from corpus.text import quotation
from corpus.text.numerals import figures
from corpus.text.passage import Paragraph, Section, word_count

# The bounds of the house for an edition in plain words.
MOST_WORDS = 25  # of a sentence
MOST_MARKED = 6  # words in quotation marks
LEAST_SHARE, MOST_SHARE = 35, 60  # per cent of the original's words, by section
EXEMPT = 25  # a paragraph of fewer words than this may keep its length
HARDEST_SECTION, HARDEST_PARAGRAPH = 8.0, 10.0  # automated readability index
# What a run of capital words counts as when the level is measured.
_SHORT = 4

_INSERTED = re.compile(r"\[[^\[\]]{0,80}\]")
_MARKED = re.compile(r"“([^“”]{1,400})”")
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*")
_OPENS = re.compile(r"(?:^|[.!?…:]\s+|[“‘(]\s*)$")
_PLACE = re.compile(r"¶(\d+)")
_POSSESSIVE = re.compile(r"(?:’s|'s|’|')$")


class Matter(StrEnum):
    """What a machine can find fault with."""

    FIGURE = "figure"
    NAME = "name"
    MARKED = "marked words"
    SENTENCE = "sentence"
    LENGTH = "length"
    LEVEL = "level"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend, or to list as an exception with its reason. `words` is what an exception names."""

    matter: Matter
    place: str
    words: str
    says: str

    def __str__(self) -> str:
        return f"{self.place} {self.matter}: {self.says}".strip()

    @property
    def paragraph(self) -> int:
        """The number of the paragraph, 0 for a fault of a section or of the whole."""
        found = _PLACE.match(self.place)
        return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Names:
    """`always` may stand anywhere (the author, the voices); each of `aliases` is one person's or thing's names."""

    always: frozenset[str] = frozenset()
    aliases: tuple[frozenset[str], ...] = ()

    @classmethod
    def of(cls, always: Iterable[str], aliases: Iterable[Collection[str]] = ()) -> "Names":
        return cls(frozenset(_tokens(always)), tuple(frozenset(_tokens(group)) for group in aliases))

    def also(self, token: str) -> frozenset[str]:
        """Every token of the groups that this token belongs to."""
        return frozenset().union(*(group for group in self.aliases if token in group))


def _tokens(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (_bare(found[0]) for found in _TOKEN.finditer(name))


def _bare(token: str) -> str:
    return _POSSESSIVE.sub("", token).casefold()


def faults(original: Sequence[Section], retold: Sequence[Section], names: Names) -> Iterator[Fault]:
    """What a machine finds, in the order of the text; what is not retold yet is listed once at the end."""
    ours = {p.number: p for section in retold for p in section.paragraphs}
    theirs = {p.number: p for section in original for p in section.paragraphs}
    for number in sorted(ours.keys() - theirs.keys()):
        yield Fault(Matter.PLACE, f"¶{number}", "", "the original has no such paragraph")
    seen = _Seen.of([*ours.values(), *theirs.values()])
    for section in original:
        pairs = [(p, ours[p.number]) for p in section.paragraphs if p.number in ours]
        present = set(names.always)
        for source in section.paragraphs:
            present |= _present(source)
            if told := ours.get(source.number):
                yield from _placed(source, told)
                yield from _in_paragraph(source, told, names, seen, present)
        if pairs:
            yield from _in_section(section.number, pairs, seen)
    if missing := sorted(theirs.keys() - ours.keys()):
        yield Fault(Matter.PLACE, "", "", f"not retold yet: {', '.join(_ranges(missing))}")


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        yield f"¶{found[0]}" if len(found) == 1 else f"¶{found[0]}-{found[-1]}"


def _placed(source: Paragraph, told: Paragraph) -> Iterator[Fault]:
    if (source.kind, source.voice) != (told.kind, told.voice):
        wanted = f"kind {source.kind}, voice {source.voice or 'of the author'}"
        yield Fault(Matter.PLACE, f"¶{told.number}", "", f"the original has {wanted}")


def _in_paragraph(
    source: Paragraph, told: Paragraph, names: Names, seen: "_Seen", allowed: Collection[str]
) -> Iterator[Fault]:
    """`allowed` are the names of the section so far: a pronoun may be resolved, nobody may be added."""
    known = figures(source.text)
    for sentence in told.sentences:
        place = sentence.anchor.label
        text = _INSERTED.sub("", sentence.text)
        if (length := word_count(text)) > MOST_WORDS:
            yield Fault(Matter.SENTENCE, place, "", f"{length} words; {MOST_WORDS} is the most")
        for figure in sorted(figures(text) - known):
            yield Fault(Matter.FIGURE, place, figure, f"{figure} is not in the original paragraph")
        for token in dict.fromkeys(seen.names(text)):
            if not _stands(_bare(token), allowed, names):
                yield Fault(Matter.NAME, place, token, f"{token} is not in the original paragraph")
        yield from _marked(place, text, source)


def _present(paragraph: Paragraph) -> set[str]:
    return {_bare(found[0]) for found in _TOKEN.finditer(paragraph.text)} | {
        part for found in _TOKEN.finditer(paragraph.text) for part in _bare(found[0]).split("-")
    }


def _stands(token: str, allowed: Collection[str], names: Names) -> bool:
    """The name itself, another form of it (Hungary, Hungarian), or another name of the same."""
    if token in allowed or any(other in allowed for other in names.also(token)):
        return True
    parts = token.split("-")
    if len(parts) > 1:
        return all(_stands(part, allowed, names) for part in parts)
    return any(_is_form(token, other) for other in allowed)


def _is_form(one: str, other: str) -> bool:
    least = max(4, min(len(one), len(other)) - 3)
    return one[:least] == other[:least] and len(one) >= least <= len(other)


def _marked(place: str, text: str, source: Paragraph) -> Iterator[Fault]:
    for found in _MARKED.finditer(text):
        words = found[1].rstrip(".,;:!?")
        if (count := word_count(words)) > MOST_MARKED:
            yield Fault(Matter.MARKED, place, words, f"“{words}” has {count} words; {MOST_MARKED} is the most")
        result = quotation.check(words, [source]).result
        if result not in (quotation.Result.VERBATIM, quotation.Result.PUNCTUATION):
            yield Fault(Matter.MARKED, place, words, f"“{words}” is not in the original paragraph word for word")


@dataclass(frozen=True, slots=True)
class _Seen:
    """Which words are written with a capital inside sentences, and which ones ever without."""

    capital: frozenset[str]
    small: frozenset[str]

    @classmethod
    def of(cls, paragraphs: Iterable[Paragraph]) -> "_Seen":
        capital, small = set[str](), set[str]()
        for paragraph in paragraphs:
            for found in _TOKEN.finditer(paragraph.text):
                if found[0][0].islower():
                    small.add(_bare(found[0]))
                elif not _OPENS.search(paragraph.text[max(0, found.start() - 4) : found.start()]):
                    capital.add(_bare(found[0]))
        return cls(frozenset(capital), frozenset(small))

    def names(self, text: str) -> Iterator[str]:
        """Words with a capital; the first of a sentence only where it has one inside sentences too."""
        for found in _TOKEN.finditer(text):
            token = _bare(found[0])
            if not found[0][0].isupper() or len(token) < 2:
                continue
            opens = _OPENS.search(text[max(0, found.start() - 4) : found.start()])
            if not opens or (token in self.capital and token not in self.small):
                yield _POSSESSIVE.sub("", found[0])


def _in_section(number: int, pairs: Sequence[tuple[Paragraph, Paragraph]], seen: _Seen) -> Iterator[Fault]:
    counted = [(source, told) for source, told in pairs if word_count(source.text) >= EXEMPT]
    if counted:
        share = 100 * sum(word_count(p.text) for _, p in counted) / sum(word_count(p.text) for p, _ in counted)
        if not LEAST_SHARE <= share <= MOST_SHARE:
            says = f"{share:.0f} % of the original's words; {LEAST_SHARE} to {MOST_SHARE} is asked"
            yield Fault(Matter.LENGTH, f"§{number}", "", says)
    for _, told in pairs:
        if (hard := level([told], seen)) > HARDEST_PARAGRAPH and word_count(told.text) >= EXEMPT:
            says = f"readability index {hard:.1f}; {HARDEST_PARAGRAPH:.0f} is the most"
            yield Fault(Matter.LEVEL, f"¶{told.number}", "", says)
    hard = level([told for _, told in pairs], seen)
    if hard > HARDEST_SECTION:
        yield Fault(Matter.LEVEL, f"§{number}", "", f"readability index {hard:.1f}; {HARDEST_SECTION:.0f} is the most")


def level(paragraphs: Sequence[Paragraph], seen: "_Seen | None" = None) -> float:
    """The automated readability index (Smith, Senter 1967): about the school year that can read it.

    4.71 × characters a word + 0.5 × words a sentence − 21.43, where a run of names counts as one short word.
    """
    seen = seen or _Seen.of(paragraphs)
    characters = words = sentences = 0
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            lengths = list(_lengths(sentence.text, frozenset(seen.names(sentence.text))))
            characters, words, sentences = characters + sum(lengths), words + len(lengths), sentences + 1
    return 4.71 * characters / words + 0.5 * words / sentences - 21.43 if words else 0.0


def _lengths(text: str, names: Collection[str]) -> Iterator[int]:
    """Characters of each word; names that follow each other are one."""
    for is_name, run in groupby(text.split(), key=lambda word: _is_name(word, names)):
        if is_name:
            yield _SHORT
        else:
            yield from (length for word in run if (length := sum(map(str.isalnum, word))))


def _is_name(word: str, names: Collection[str]) -> bool:
    found = _TOKEN.search(word)
    return found is not None and _POSSESSIVE.sub("", found[0]) in names


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why words may stand in a retold paragraph though the original paragraph has them not."""

    paragraph: int
    words: str
    reason: str


def remaining(found: Iterable[Fault], excuses: Iterable[Excuse]) -> Iterator[Fault]:
    """The faults that no excuse covers; an excuse that covers nothing is a fault itself."""
    unused = {(excuse.paragraph, excuse.words.casefold()) for excuse in excuses}
    excused = frozenset(unused)
    for fault in found:
        key = (fault.paragraph, fault.words.casefold())
        if key not in excused:
            yield fault
        unused.discard(key)
    for paragraph, words in sorted(unused):
        yield Fault(Matter.PLACE, f"¶{paragraph}", words, f"the exception for “{words}” is not needed; take it out")
