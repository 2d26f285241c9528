"""What came of looking for quoted words in a text?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from corpus.text.citation import Citation
from corpus.text.lexicon import MEANING_WORDS


class Result(StrEnum):
    """How far a text says what is quoted, the best first."""

    VERBATIM = "verbatim"
    PUNCTUATION = "punctuation"
    NEAR = "near"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Change:
    """A word of the text and what was given for it; "" where one side has no word."""

    source: str
    given: str

    def __str__(self) -> str:
        if not self.given:
            return f"“{self.source}” is missing"
        if not self.source:
            return f"“{self.given}” is added"
        return f"“{self.given}” stands for “{self.source}”"

    @property
    def is_case_only(self) -> bool:
        return self.source.casefold() == self.given.casefold()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check found, and where. `start` counts in `paragraph`, `end` (excluded) in `to_paragraph`.

    When the result is absent, `paragraph` is 0. `elsewhere` names other works that have the very words.
    """

    result: Result
    work: str = ""
    edition: str = ""
    paragraph: int = 0
    to_paragraph: int = 0
    note: bool = False
    start: int = 0
    end: int = 0
    changes: tuple[Change, ...] = ()
    source_words: int = 0
    keeps_meaning: bool = True
    elsewhere: tuple[str, ...] = ()

    @property
    def citation(self) -> Citation | None:
        """Where the words stand, None when they are absent."""
        if not self.paragraph:
            return None
        return Citation(self.work, self.edition or None, self.paragraph, self.to_paragraph, note=self.note)

    @property
    def likeness(self) -> Fraction:
        """q of SCORING.md §3: 1 − edits / words of the source, never below 0."""
        if self.result is Result.ABSENT:
            return Fraction(0)
        return max(Fraction(0), 1 - Fraction(len(self.changes), self.source_words or 1))

    @property
    def sentence(self) -> str:
        """For people: “Nearly: in cliff-1956 ¶12 “never” is missing.”"""
        return f"{self._here}{_listed(self.elsewhere)}."

    @property
    def _here(self) -> str:
        where = f"in {self.citation or self.work or 'any work here'}"
        match self.result:
            case Result.VERBATIM:
                return f"These words stand {where}"
            case Result.PUNCTUATION:
                return f"These words stand {where}, with other punctuation"
            case Result.NEAR:
                return f"Nearly: {where} {'; '.join(map(str, self.changes))}"
        return f"These words do not stand {where}"


def keeps_meaning(source: Iterable[str], given: Iterable[str]) -> bool:
    """Whether numbers, negations, limits and months follow each other alike (SCORING.md §3)."""
    return [*_meaning(source)] == [*_meaning(given)]


def _meaning(said: Iterable[str]) -> Iterator[str]:
    for word in map(str.casefold, said):
        if word in MEANING_WORDS or word.endswith("n't") or any(map(str.isdecimal, word)):
            yield word


def _listed(works: tuple[str, ...]) -> str:
    return f"; they stand in {' and '.join(works)}" if works else ""
