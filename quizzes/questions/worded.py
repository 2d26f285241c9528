"""Which kinds need the words of a text, and how do they get them? As a value, from whoever shows or marks them."""

from dataclasses import dataclass, field, replace
from typing import Protocol, Self, runtime_checkable

from corpus.text.passage import Passage

from .base import Key, Response
from .question import Question
from .specimen import HARROW


@runtime_checkable
class Worded(Protocol):
    """A kind that is shown, read or marked from the words of its reading, which it never holds itself.

    Its body and key name places. All its other methods are those of `Kind`; they answer when the text is at hand.
    """

    def over(self, text: Passage) -> Self:
        """The same question with the words of its reading at hand."""

    def beside(self, text: Passage) -> Passage | None:
        """The reading as it may stand beside the question; None where it would give the answer away."""


@dataclass(frozen=True, slots=True)
class OverText[K: Key, R: Response](Question[K, R]):
    """A question with the words of its reading, once they were handed over; they are no part of its body."""

    text: Passage | None = field(default=None, compare=False, repr=False, kw_only=True)

    def over(self, text: Passage) -> Self:
        return replace(self, text=text)

    @classmethod
    def example(cls) -> tuple[Self, K]:
        content, key = cls.from_table(cls.example_table)
        return content.over(HARROW), key
