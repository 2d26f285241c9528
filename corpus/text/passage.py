"""What does a passage of a text consist of? Values that readers, pickers and keys share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus.text.citation import Anchor, Citation


def word_count(text: str) -> int:
    """Words as the corpus counts them: parts between white space that hold a letter or digit, so no lone dashes."""
    return sum(any(map(str.isalnum, part)) for part in text.split())


@dataclass(frozen=True, slots=True)
class Span:
    """Inline speech: somebody other than the paragraph's voice speaks from `start` to `end` (offsets, end excluded)."""

    start: int
    end: int
    voice: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A slice of its paragraph: `paragraph.text[start:end].rstrip() == text`."""

    anchor: Anchor
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph of one revision of an edition. `voice` "" is the author."""

    work: str
    number: int
    kind: str
    voice: str
    text: str
    sentence_starts: tuple[int, ...]
    spans: tuple[Span, ...] = ()
    note: bool = False

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.work, self.number, 0, self.note)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; together they are the whole text."""
        ends = (*self.sentence_starts[1:], len(self.text))
        return tuple(
            Sentence(Anchor(self.work, self.number, place, self.note), start, end, self.text[start:end].rstrip())
            for place, (start, end) in enumerate(zip(self.sentence_starts, ends, strict=True), start=1)
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A headed run of paragraphs. `title` "" is the text before the first heading."""

    number: int
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of paragraphs of one revision, as it was shown to a reader. `digest` names the revision's text."""

    work: str
    edition: str
    digest: str
    paragraphs: tuple[Paragraph, ...]
    _by_anchor: Mapping[Anchor, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        found = {sentence.anchor: sentence.text for sentence in self.sentences()}
        found |= {paragraph.anchor: paragraph.text for paragraph in self.paragraphs}
        object.__setattr__(self, "_by_anchor", found)

    def sentences(self) -> Iterator[Sentence]:
        for paragraph in self.paragraphs:
            yield from paragraph.sentences

    def words(self, anchor: Anchor) -> str | None:
        """The words at an anchor (a sentence, or a paragraph), or None where this passage has no such place."""
        return self._by_anchor.get(anchor)

    def within(self, citation: Citation) -> "Passage":
        """The part of this passage that a citation covers, in whole paragraphs."""
        return Passage(
            self.work,
            self.edition,
            self.digest,
            tuple(p for p in self.paragraphs if citation.covers(p.anchor)),
        )
