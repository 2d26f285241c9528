"""Where does an essay say that its words stand, and where do they stand best?"""

from dataclasses import dataclass
from typing import Self

from corpus.text.attribution import Cited
from corpus.text.essay import Quoted
from corpus.text.finding import Finding, Result
from corpus.text.folding import words
from corpus.text.ground import Ground, Stretch
from corpus.text.library import Library
from corpus.text.quotation import check
from corpus.text.voices import Voices, is_same

EXACT = (Result.VERBATIM, Result.PUNCTUATION)


@dataclass(frozen=True, slots=True)
class Asked:
    """A quotation with where to look first: `works` are those that the essay cites or whose author it names."""

    quoted: Quoted
    ground: Ground
    voices: Voices
    works: tuple[str, ...]
    cites_a_work: bool

    @classmethod
    def of(cls, quoted: Quoted, ground: Ground, voices: Voices) -> Self:
        cited = quoted.cited
        if cited and cited.name:
            return cls(quoted, ground, voices, works_meant(cited, ground, voices), True)
        named = [
            work for work in ground.library.works if quoted.speaker and is_same(quoted.speaker, voices.author(work))
        ]
        return cls(quoted, ground, voices, tuple(named), False)

    def rank(self, stretch: Stretch) -> int:
        """0 for the cited paragraph, 1 for a work that is named, 2 for any other."""
        strand = self.ground.strand(stretch.start)
        if self.works and strand.work not in self.works:
            return 2
        place = self.quoted.cited and self.quoted.cited.place
        numbers = range(place.paragraph, place.to_paragraph + 1) if place else ()
        is_cited = any(p.number in numbers and p.note == (place and place.note) for p in strand.paragraphs)
        return 0 if is_cited else 1


def works_meant(cited: Cited, ground: Ground, voices: Voices) -> tuple[str, ...]:
    """The works that a citation names, by slug or by author; none where it names no work that is here."""
    return (cited.name,) if cited.name in ground.library.works else voices.works_of(cited.name, cited.year)


def found_in(asked: Asked, text: str) -> Finding:
    """The best place: as exact as can be, then the cited one, then a named work."""
    anywhere = check(text, asked.ground.library)
    if at_the_place := _at_the_cited_place(asked, text, anywhere):
        return at_the_place
    if not asked.works or anywhere.work in asked.works:
        return anywhere
    is_exact = anywhere.result in EXACT
    works = [work for work in asked.works if not is_exact or work in anywhere.elsewhere]
    inside = [check(text, asked.ground.library, work=work) for work in works]
    order = list(Result)
    best = min(inside, key=lambda found: order.index(found.result), default=anywhere)
    return best if order.index(best.result) <= order.index(anywhere.result) else anywhere


def _at_the_cited_place(asked: Asked, text: str, found: Finding) -> Finding | None:
    """The words in the paragraph that the essay cites, if they follow each other there."""
    stretch = asked.ground.stretch(found) if found.result in EXACT else None
    if stretch and asked.rank(stretch) == 0:
        return found
    if not (asked.quoted.cited and asked.quoted.cited.place):
        return None
    numbers = asked.ground.numbers([word.text.casefold() for word in words(text)])
    for at in asked.ground.places(numbers):
        if asked.rank(Stretch(at, at + len(numbers))) == 0:
            strand = asked.ground.strand(at)
            found = check(text, Library.of(strand.paragraphs, edition=strand.edition))
            if found.result in EXACT:
                return found
    return None
