"""Which sentences of a reading does a student mark, which are on offer, and what does the key say of them?"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from corpus.text.citation import Anchor, Citation

from . import codec, lines, pick, proofs, seals
from .base import Field, Flaw, Invalid, Key, Library, Post, Response, Table
from .evidence import Places
from .question import Question

LIMIT, MOST_LIMIT = 5, 20

READING = Field("reading", "Reading", "line", "Paragraphs of a work, for example cliff-1956 ¶14-18.")
NEUTRAL = Field(
    "neutral",
    "Neutral",
    "citations",
    "Sentences that neither help nor harm: ¶14.1 + ¶14.2.",
    required=False,
    pick=pick.NEUTRAL,
)
MARKS = Field("limit", "Marks allowed", "number", f"{LIMIT} unless a proof is longer; it must not hint at the key.")


class Marked[K: Key, R: Response](Question[K, R]):
    """A kind in which students mark up to `limit` sentences of a reading."""

    __slots__ = ()

    marks_text: ClassVar[bool] = True
    reading: Citation
    limit: int

    def marks(self, post: Post, final: bool, shown: Collection[Anchor] | None) -> Places:
        """What is marked in a form; raises Invalid where it is not on offer, or too much."""
        marks = codec.anchors(post.getlist("mark"), "mark")
        flaws = [*self._stray(marks, shown), *(() if final else self._excess(marks))]
        if flaws:
            raise Invalid(*flaws)
        return marks

    def _stray(self, marks: Places, shown: Collection[Anchor] | None) -> Iterator[Flaw]:
        offered = [mark for mark in marks if mark.sentence and self.reading.covers(mark)]
        strays = marks - {mark for mark in offered if shown is None or mark in shown}
        if strays:
            yield Flaw("mark", f"{min(strays)} is no sentence of the reading; mark sentences of {self.reading}.")

    def _excess(self, marks: Places) -> Iterator[Flaw]:
        excess = len(marks) - self.limit
        if excess > 0:
            yield Flaw("mark", f"You marked {len(marks)} sentences; the limit is {self.limit}. Unmark {excess}.")

    def proving_form(self, key: proofs.Key) -> dict[str, str]:
        """The fields that `typed` reads back."""
        work = self.reading.work
        return {
            "reading": str(self.reading),
            "proof": "\n".join(lines.written(proof, work) for proof in key.proofs),
            "neutral": lines.written(key.neutral, work),
            "near": "\n".join(lines.written_noted(near.places, near.says, work) for near in key.near),
            "limit": str(self.limit),
        }

    def reading_flaws(self, library: Library) -> Iterator[Flaw]:
        yield from seals.reading_flaws(self.reading, library)
        yield from seals.length_flaws(self.reading, library)


def dumped(marks: Places) -> list[str]:
    return [anchor.value for anchor in sorted(marks)]


def loaded(body: Table) -> Places:
    """Reads `dumped` back, from the field of a response that holds it."""
    return codec.anchors(codec.texts(body, "mark"), "mark")


def limit(table: Table) -> int:
    return codec.whole(table, "limit", LIMIT, 1, MOST_LIMIT)


def ideal(sets: tuple[Places, ...]) -> list[str]:
    """The marks that are a complete proof: those of the first set."""
    # Where the key names a whole paragraph, its first sentence stands for it.
    return [replace(place, sentence=place.sentence or 1).value for place in sorted(sets[0])] if sets else []


def typed(values: Mapping[str, str], plain: Table) -> dict[str, object]:
    """The table of a course file from a form: what every such kind asks for, and what is `plain` in its own."""
    work = codec.reading(values).work
    return codec.together(
        plain,
        proof=lambda: lines.each(values, "proof", work, lines.places),
        near=lambda: lines.each(values, "near", work, lines.noted),
        neutral=lambda: lines.one(values, "neutral", work),
        limit=lambda: codec.number(values, "limit", LIMIT),
    )
