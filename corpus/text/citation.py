"""Where does it stand? Citations as people type them and as exports carry them.

``cliff-1956/adapted ¶14.2-3``   sentences 2 and 3 of paragraph 14 in one edition
``cliff-1956 ¶14``               a whole paragraph, in every edition
``cliff-1956 ¶11-14``            a run of paragraphs
``cliff-1956/original n1``       a note

Paragraph numbers run through a work and are the same in every edition; sentence numbers count inside
the paragraph and belong to an edition.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import total_ordering

ASSUMED_EDITION = "adapted"  # what an author means who names none

# A slug is bounded so that a hostile line cannot make the pattern work hard (T59).
_WORK = r"[a-z0-9](?:[a-z0-9-]{0,62})"
_WHOLE = re.compile(
    rf"(?:(?P<work>{_WORK})(?:/(?P<edition>[a-z][a-z0-9-]{{0,30}}))?\s+)?"
    r"(?P<mark>¶|n)\s?(?P<number>[0-9]{1,5})"
    r"(?:\.(?P<sentence>[0-9]{1,4}))?"
    r"(?:[-–](?P<last>[0-9]{1,5}))?"
)
# Stored and compared, so there is one way to write each: nothing counts from 0, nothing begins with 0.
_VALUE = re.compile(
    rf"(?P<work>{_WORK}):(?P<mark>[pn])(?P<number>[1-9][0-9]{{0,4}})(?:\.s(?P<sentence>[1-9][0-9]{{0,3}}))?"
)


class BadCitation(ValueError):
    """The text is not a citation; the message says how one is written."""


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """One sentence of a work, or a whole paragraph when `sentence` is 0. `note` anchors count apart."""

    work: str
    paragraph: int
    sentence: int = 0
    note: bool = False

    def __str__(self) -> str:
        return f"{self.work} {self.label}"

    @property
    def label(self) -> str:
        """Without the work, as students read it: ``¶7.2``."""
        point = f".{self.sentence}" if self.sentence else ""
        return f"{'n' if self.note else '¶'}{self.paragraph}{point}"

    @property
    def value(self) -> str:
        """In forms and stored answers: ``cliff-1956:p7.s2``."""
        point = f".s{self.sentence}" if self.sentence else ""
        return f"{self.work}:{'n' if self.note else 'p'}{self.paragraph}{point}"

    @property
    def html_id(self) -> str:
        """In addresses: ``p7-s2``."""
        point = f"-s{self.sentence}" if self.sentence else ""
        return f"{'n' if self.note else 'p'}{self.paragraph}{point}"

    @property
    def whole(self) -> "Anchor":
        """The paragraph that the sentence stands in."""
        return Anchor(self.work, self.paragraph, 0, self.note)

    @classmethod
    def of(cls, value: str) -> "Anchor":
        """Reads `value` back; raises BadCitation."""
        found = _VALUE.fullmatch(value)
        if found is None:
            raise BadCitation(f"“{value[:80]}” does not name a sentence; one is written cliff-1956:p7.s2.")
        return cls(found["work"], int(found["number"]), int(found["sentence"] or 0), found["mark"] == "n")


@total_ordering
@dataclass(frozen=True, slots=True)
class Citation:
    """A passage: one paragraph or a run of them, or a run of sentences inside one paragraph.

    `edition` None means every edition. `sentence` None means whole paragraphs. Both ends are included.
    """

    work: str
    edition: str | None
    paragraph: int
    to_paragraph: int
    sentence: int | None = None
    to_sentence: int | None = None
    note: bool = False

    def __lt__(self, other: "Citation") -> bool:
        return self._rank < other._rank

    @property
    def _rank(self) -> tuple[str, str, bool, int, int, int, int]:
        """The order of the text; every edition comes before a named one, the whole before its parts."""
        sentences = (self.sentence or 0, self.to_sentence or 0)
        return (self.work, self.edition or "", self.note, self.paragraph, sentences[0], self.to_paragraph, sentences[1])

    def __str__(self) -> str:
        edition = f"/{self.edition}" if self.edition else ""
        return f"{self.work}{edition} {self.label}"

    @property
    def label(self) -> str:
        """Without work and edition: ``¶14.2-3``."""
        text = f"{'n' if self.note else '¶'}{self.paragraph}"
        if self.sentence is not None:
            text += f".{self.sentence}"
            return text if self.to_sentence == self.sentence else f"{text}-{self.to_sentence}"
        return text if self.to_paragraph == self.paragraph else f"{text}-{self.to_paragraph}"

    @property
    def printed(self) -> str:
        """The label as print has it, a run with a dash: ``¶7–11``. It can be read back too."""
        return self.label.replace("-", "–")

    @property
    def whole(self) -> "Citation":
        """The paragraphs that it stands in, in every edition."""
        return Citation(self.work, None, self.paragraph, self.to_paragraph, note=self.note)

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every sentence of a sentence range, or every paragraph of a paragraph range."""
        return tuple(self._anchors())

    def _anchors(self) -> Iterator[Anchor]:
        if self.sentence is not None and self.to_sentence is not None:
            for number in range(self.sentence, self.to_sentence + 1):
                yield Anchor(self.work, self.paragraph, number, self.note)
        else:
            for number in range(self.paragraph, self.to_paragraph + 1):
                yield Anchor(self.work, number, 0, self.note)

    def covers(self, anchor: Anchor) -> bool:
        """Whether the sentence or paragraph lies inside this passage."""
        if anchor.work != self.work or anchor.note != self.note:
            return False
        if not self.paragraph <= anchor.paragraph <= self.to_paragraph:
            return False
        if self.sentence is None or self.to_sentence is None:
            return True
        return self.sentence <= anchor.sentence <= self.to_sentence


def parse(text: str, *, work: str | None = None, edition: str | None = None) -> Citation:
    """Reads one citation. `work` and `edition` stand in where the text names none.

    Raises BadCitation with a sentence that says what is wrong and how to write it.
    """
    found = _WHOLE.fullmatch(text.strip())
    if found is None:
        raise BadCitation(f"“{text.strip()[:80]}” is not a citation; write for example cliff-1956/adapted ¶14.2-3.")
    named = found["work"] or work
    if named is None:
        raise BadCitation(f"“{text.strip()}” names no work; write for example cliff-1956 {text.strip()}.")
    number, last = int(found["number"]), found["last"]
    sentence = int(found["sentence"]) if found["sentence"] else None
    start = number if sentence is None else sentence
    end = int(last) if last else start
    if number < 1 or start < 1:
        raise BadCitation(f"“{text.strip()}” counts from zero; paragraphs and sentences count from 1.")
    if end < start:
        raise BadCitation(f"“{text.strip()}” runs backwards; write the smaller number first.")
    if end - start >= 1000:
        raise BadCitation(f"“{text.strip()}” is longer than 1,000 steps; cite a shorter run.")
    own_edition = found["edition"] or (edition if found["work"] is None or found["work"] == work else None)
    note = found["mark"] == "n"
    if sentence is None:
        return Citation(named, own_edition, number, end, None, None, note)
    return Citation(named, own_edition, number, number, sentence, end, note)


def parse_set(text: str, *, work: str | None = None, edition: str | None = None) -> tuple[Citation, ...]:
    """Reads a set of citations joined by ``+``; a later one keeps the work and edition of the one before."""
    found: list[Citation] = []
    for part in text.split("+"):
        citation = parse(part, work=work, edition=edition)
        found.append(citation)
        work, edition = citation.work, citation.edition
    return tuple(found)
