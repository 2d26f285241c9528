"""Which kinds need the words of a text, and how do they get them? As a value, from whoever shows or marks them."""

from typing import Protocol, Self, runtime_checkable

from corpus.text.passage import Passage


@runtime_checkable
class Worded(Protocol):
    """A kind that is shown, read or marked from the words of its reading, which it never holds itself.

    Its body and key name places. All its other methods are those of `Kind`; they answer when the text is at hand.
    """

    def over(self, text: Passage) -> Self:
        """The same question with the words of its reading at hand."""

    def beside(self, text: Passage) -> Passage | None:
        """The reading as it may stand beside the question; None where it would give the answer away."""
