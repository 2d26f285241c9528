"""Which words stand at a place, and with which numbers? Words count through their paragraph, from 1.

A word is what stands between white space. The marks round it are not part of it: in “no,” the word is no.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from corpus.text.citation import Anchor

from .evidence import Places

type Says = Callable[[Anchor], str | None]  # the words at a place, or None where there is no such place


class Word(NamedTuple):
    """A word with the marks around it. `core` is empty where marks stand alone."""

    number: int
    before: str
    core: str
    after: str

    @property
    def whole(self) -> str:
        return f"{self.before}{self.core}{self.after}"

    @classmethod
    def of(cls, number: int, written: str) -> Self:
        signs = [place for place, sign in enumerate(written) if sign.isalnum()]
        if not signs:
            return cls(number, written, "", "")
        start, end = signs[0], signs[-1] + 1
        return cls(number, written[:start], written[start:end], written[end:])


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of a run of sentences, and how many stand before them in the paragraph."""

    before: int
    words: tuple[Word, ...]

    @classmethod
    def at(cls, places: Places, says: Says) -> Self | None:
        """None where one of the places is not there."""
        run = sorted(places)
        said = [says(place) for place in run]
        if not run or any(words is None for words in said):
            return None
        earlier = (says(replace(run[0], sentence=number)) for number in range(1, run[0].sentence))
        before = sum(len((words or "").split()) for words in earlier)
        written = [word for words in said for word in (words or "").split()]
        return cls(before, tuple(Word.of(number, word) for number, word in enumerate(written, start=before + 1)))

    @property
    def numbers(self) -> range:
        return range(self.before + 1, self.before + len(self.words) + 1)

    @property
    def text(self) -> str:
        return " ".join(word.whole for word in self.words)

    @property
    def numbered(self) -> str:
        """For authors, who write the numbers: ``1 No, 2 pit, 3 closed``."""
        return ", ".join(f"{word.number} {word.core}" for word in self.words if word.core)

    def word(self, number: int) -> Word | None:
        return self.words[number - self.before - 1] if number in self.numbers else None

    def part(self, first: int, last: int) -> "Counted | None":
        """The words from one number to another; None where they are not all here."""
        if first not in self.numbers or last not in self.numbers or first > last:
            return None
        return Counted(first - 1, self.words[first - self.before - 1 : last - self.before])
