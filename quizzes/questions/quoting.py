"""What is a typed quotation worth, and does it stand where the claim is proved? (SCORING.md §3)

What is the same and what differs, `corpus.text.quotation` alone decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, Self

from corpus.text.citation import Anchor
from corpus.text.finding import Finding, Result
from corpus.text.passage import Paragraph, Passage, Sentence
from corpus.text.quotation import check

from .base import Outcome, Policy
from .evidence import HALF, NONE, Places
from .parts import Parts

SHORT = "short"
# Under these names an outcome is kept; the first two are the words of SCORING.md §3.
_REASONS = {Result.VERBATIM: "exact", Result.PUNCTUATION: "typographic", Result.NEAR: "near", Result.ABSENT: "absent"}


class Stands(NamedTuple):
    """Where quoted words stand. `place` is the accepted one that holds them, or empty where none does."""

    finding: Finding
    place: Places
    at: tuple[Anchor, ...]

    @property
    def quality(self) -> Fraction:
        """1 for the very words, less for each word that differs, half at most where the meaning differs."""
        if self.finding.result is not Result.NEAR:
            return Fraction(self.finding.result is not Result.ABSENT)
        return self.finding.likeness if self.finding.keeps_meaning else min(HALF, self.finding.likeness)


def found(quoted: str, text: Passage, accepted: Sequence[Places], elsewhere: Fraction) -> Stands:
    """The place that serves the student best: an accepted one, else any other of the reading."""
    inside = [Stands(check(quoted, _part(text, place)), place, tuple(sorted(place))) for place in accepted]
    outside = check(quoted, text.paragraphs)
    # At the same worth an accepted place goes first.
    return max(
        (*inside, Stands(outside, NONE, tuple(_touched(outside, text)))),
        key=lambda stands: (stands.quality * (1 if stands.place else elsewhere), stands.quality),
    )


def _part(text: Passage, place: Places) -> Iterator[Paragraph]:
    """The sentences of a place as paragraphs of their own; no quotation runs over what lies between two."""
    for paragraph in text.paragraphs:
        chosen = [s for s in paragraph.sentences if s.anchor in place or paragraph.anchor in place]
        for run in _runs(chosen):
            words = paragraph.text[run[0].start : run[-1].end].rstrip()
            yield replace(paragraph, text=words, sentence_starts=(0,), spans=())


def _runs(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    cuts = [place for place, (one, other) in enumerate(pairwise(sentences), start=1) if one.end != other.start]
    for start, end in pairwise([0, *cuts, len(sentences)]):
        if start < end:
            yield sentences[start:end]


def _touched(finding: Finding, text: Passage) -> Iterator[Anchor]:
    """The sentences of which a quotation holds words."""
    for paragraph in text.paragraphs:
        if finding.paragraph <= paragraph.number <= finding.to_paragraph and paragraph.note == finding.note:
            start = finding.start if paragraph.number == finding.paragraph else 0
            end = finding.end if paragraph.number == finding.to_paragraph else len(paragraph.text)
            yield from (s.anchor for s in paragraph.sentences if s.start < end and start < s.end)


@dataclass(frozen=True, slots=True)
class Quoting(Parts):
    """The numbers behind a score, as an outcome keeps them: no word of the text is among them."""

    policy: str
    result: str
    in_place: bool
    keeps_meaning: bool
    edits: int
    of: int
    quality: Fraction
    elsewhere: Fraction

    @classmethod
    def short(cls, policy: str, words: int, least: int) -> Self:
        """Too few words to be a quotation."""
        return cls(policy, SHORT, False, True, words, least, Fraction(0), Fraction(0))

    @classmethod
    def of_place(cls, stands: Stands, policy: str, elsewhere: Fraction) -> Self:
        finding = stands.finding
        return cls(
            policy=policy,
            result=finding.result.value,
            in_place=bool(stands.place),
            keeps_meaning=finding.keeps_meaning,
            edits=len(finding.changes),
            of=finding.source_words,
            quality=stands.quality,
            elsewhere=elsewhere,
        )

    @property
    def share(self) -> Fraction:
        if self.policy == Policy.STRICT:
            return Fraction(self.in_place and self.quality == 1)
        return self.quality if self.in_place else self.quality * self.elsewhere

    @property
    def reason(self) -> str:
        if self.result == SHORT:
            return SHORT
        if self.quality and not self.in_place:
            return "elsewhere"
        return _REASONS[Result(self.result)] if self.keeps_meaning else "meaning"

    def outcome(self) -> Outcome:
        return Outcome(self.share, asdict(self), self.reason)
