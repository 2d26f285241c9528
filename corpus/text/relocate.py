"""Where do cited words stand in a revised text? Kept, moved whole to one other place, or changed: never guessed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from corpus.text.citation import Anchor
from corpus.text.digest import collapsed
from corpus.text.passage import Paragraph, Passage, Sentence

# How many signs of a sentence are enough to look it up by; what is found is compared whole.
_HEAD = 24
# Below this share of common words a sentence is not shown as what became of another.
_LEAST_LIKENESS = 0.4


class Fate(StrEnum):
    KEPT = "kept"  # the same words at the same place
    MOVED = "moved"  # the same words, once in the old text and once in the new one
    CHANGED = "changed"  # other words stand there, or the words stand in several places
    GONE = "gone"  # the place is not there any more


@dataclass(frozen=True, slots=True)
class Relocated:
    """What became of one cited place. `to` are the sentences that now have its very words, in order.

    `now` is what stands at the old place, None where there is none; `nearest` is the likeliest other place to look at.
    """

    at: Anchor
    fate: Fate
    words: str
    to: tuple[Anchor, ...] = ()
    now: str | None = None
    nearest: Anchor | None = None


class Relocation:
    """Compares two revisions of one edition. Places are looked up in the new text only if something was not kept."""

    def __init__(self, old: Passage, new: Passage) -> None:
        self.old, self.new = old, new

    def of(self, at: Anchor) -> Relocated:
        """Raises KeyError where the old text has no such place."""
        words, now = self.old.words(at), self.new.words(at)
        if words is None:
            raise KeyError(at)
        if now is not None and _same(words, now):
            return Relocated(at, Fate.KEPT, words, (at,), now)
        places = self._places(words, at)
        if len(places) == 1 and self._is_single(words, at):
            return Relocated(at, Fate.MOVED, words, places[0], now)
        return Relocated(at, Fate.GONE if now is None else Fate.CHANGED, words, (), now, self._nearest(words, at))

    def _is_single(self, words: str, at: Anchor) -> bool:
        """If the old text has the words twice, nobody knows which of them is meant by the one that is left."""
        return len(_found(words, at, self._old_starts, self._old_paragraphs)) == 1

    def _places(self, words: str, at: Anchor) -> list[tuple[Anchor, ...]]:
        return _found(words, at, self._new_starts, self._new_paragraphs)

    @cached_property
    def _new_paragraphs(self) -> dict[Anchor, Paragraph]:
        return {paragraph.anchor: paragraph for paragraph in self.new.paragraphs}

    @cached_property
    def _old_paragraphs(self) -> dict[Anchor, Paragraph]:
        return {paragraph.anchor: paragraph for paragraph in self.old.paragraphs}

    @cached_property
    def _new_starts(self) -> dict[str, list[Anchor]]:
        return _starts(self.new)

    @cached_property
    def _old_starts(self) -> dict[str, list[Anchor]]:
        return _starts(self.old)

    def _nearest(self, words: str, at: Anchor) -> Anchor | None:
        """The place most like the old one, the same paragraph first; only for people to look at."""
        wanted = frozenset(words.casefold().split())
        best = max(self._candidates(at), key=lambda found: (_likeness(wanted, found[1]), found[0] == at), default=None)
        return best[0] if best and _likeness(wanted, best[1]) >= _LEAST_LIKENESS else None

    def _candidates(self, at: Anchor) -> Iterator[tuple[Anchor, str]]:
        """What changed: in an unchanged paragraph nothing can have come of another."""
        before = {paragraph.anchor: paragraph.text for paragraph in self.old.paragraphs}
        for paragraph in self.new.paragraphs:
            if before.get(paragraph.anchor) != paragraph.text:
                if at.sentence:
                    yield from ((sentence.anchor, sentence.text) for sentence in paragraph.sentences)
                else:
                    yield paragraph.anchor, paragraph.text


def _same(one: str, other: str) -> bool:
    return one == other or collapsed(one) == collapsed(other)


def _starts(text: Passage) -> dict[str, list[Anchor]]:
    """Every sentence and paragraph by how it begins."""
    found: dict[str, list[Anchor]] = defaultdict(list)
    for paragraph in text.paragraphs:
        found[_head(paragraph.text)].append(paragraph.anchor)
        for sentence in paragraph.sentences:
            found[_head(sentence.text)].append(sentence.anchor)
    return dict(found)


def _head(text: str) -> str:
    # White space collapses to fewer signs, never to more; four times the length is enough to collapse first.
    return collapsed(text[: 4 * _HEAD])[:_HEAD]


def _found(
    words: str, at: Anchor, starts: dict[str, list[Anchor]], paragraphs: dict[Anchor, Paragraph]
) -> list[tuple[Anchor, ...]]:
    """The places that have these words: paragraphs for a paragraph, sentences or runs of them for a sentence."""
    wanted = collapsed(words)
    # A run that begins with a shorter sentence is found by that sentence's beginning.
    heads = {_head(wanted)} | {_head(wanted[:length]) for length in range(1, _HEAD)}
    anchors = dict.fromkeys(anchor for head in heads for anchor in starts.get(head, ()))
    return [run for anchor in anchors if (run := _run(wanted, at, anchor, paragraphs))]


def _run(wanted: str, at: Anchor, anchor: Anchor, paragraphs: dict[Anchor, Paragraph]) -> tuple[Anchor, ...]:
    """The sentences from `anchor` on that together are the words wanted, or none."""
    if bool(anchor.sentence) != bool(at.sentence):
        return ()
    paragraph = paragraphs[anchor.whole]
    if not anchor.sentence:
        return (anchor,) if collapsed(paragraph.text) == wanted else ()
    sentences: Sequence[Sentence] = paragraph.sentences[anchor.sentence - 1 :]
    for count, sentence in enumerate(sentences, start=1):
        said = collapsed(paragraph.text[sentences[0].start : sentence.end])
        if len(said) >= len(wanted):
            return tuple(one.anchor for one in sentences[:count]) if said == wanted else ()
    return ()


def _likeness(wanted: frozenset[str], text: str) -> float:
    """The share of words in common (Dice)."""
    given = frozenset(text.casefold().split())
    return 2 * len(wanted & given) / (len(wanted) + len(given)) if wanted and given else 0.0
