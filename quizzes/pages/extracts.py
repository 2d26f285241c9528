"""Which paragraphs hold evidence, and what is each of their sentences? As a results page shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpus.text.citation import Anchor
from corpus.text.passage import Paragraph, Passage
from quizzes.questions.base import Sign, Signs

_FORMS = {
    Sign.PROOF: "proof",
    Sign.PROOF_MARKED: "proof",
    Sign.PROOF_MISSED: "missed",
    Sign.ALSO_ACCEPTED: "also",
    Sign.ALSO_MARKED: "also",
    Sign.NEAR: "near",
    Sign.NEAR_MARKED: "near",
}
# Red is kept for what proves.
_UNPROVING = {Sign.NEAR, Sign.NEAR_MARKED, Sign.TEMPTED, Sign.NEUTRAL, Sign.NOT_NEEDED}
_MINE = {
    Sign.PROOF_MARKED,
    Sign.ALSO_MARKED,
    Sign.PARAGRAPH_MARKED,
    Sign.NEAR_MARKED,
    Sign.NEUTRAL,
    Sign.NOT_NEEDED,
    Sign.TEMPTED,
}


class Part(NamedTuple):
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence on the results page, with what it was."""

    anchor: Anchor
    text: str
    sign: Sign | None

    @property
    def form(self) -> str:
        return _FORMS.get(self.sign, "idle") if self.sign else ""

    @property
    def mine(self) -> bool:
        return self.sign in _MINE

    @property
    def parts(self) -> list["Part"]:
        """The state in words: what the key says, then what the student did."""
        said = self.sign.words.split(", ", 1) if self.sign else []
        stamp = "" if self.sign in _UNPROVING else "key"
        return [Part(words, "you" if words.lower().startswith("you") else stamp) for words in _comma(said)]


@dataclass(frozen=True, slots=True)
class Extract:
    """A paragraph with evidence in it, whole, so that the evidence has its context."""

    paragraph: Paragraph
    sign: Sign | None
    lines: tuple[Line, ...]


def extracts(passage: Passage | None, signs: Signs) -> Iterator[Extract]:
    touched = {anchor.whole for anchor in signs.at}
    for paragraph in passage.paragraphs if passage else ():
        if paragraph.anchor in touched:
            lines = tuple(Line(s.anchor, s.text, signs.at.get(s.anchor)) for s in paragraph.sentences)
            yield Extract(paragraph, signs.at.get(paragraph.anchor), lines)


def _comma(said: list[str]) -> list[str]:
    return [f"{words}," if place < len(said) - 1 else words for place, words in enumerate(said)]
