"""What does the page of a checked essay show? The essay with its quotations in place, and what came of each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from corpus.text.essay import Block, Essay
from corpus.text.finding import Finding
from corpus.text.ground import Ground
from corpus.text.verdict import Checked, Part, Verdict
from corpus.text.voices import Voices
from corpus.text.worddiff import Side, pieces

# Words of a source that were left out are shown up to this many, then only their beginning and end.
MOST_LEFT_OUT = 40
MOST_COMPARED = 6_000  # characters of a quotation whose words are shown one by one
_SHOWN = 6
_LOST_MARKS, _WORDS_AFTER_A_LOST_MARK = 10, 6
# Upright and red where the source proves the words, hollow where it has others.
_FORMS = {Verdict.NEAR: "missed", Verdict.SPLICE: "missed", Verdict.ABSENT: ""}


class Bit(NamedTuple):
    """Words in the source and in the essay, or only in one of them."""

    side: Side
    words: str


class Place(NamedTuple):
    """Where words stand, as a link, and the words with what differs."""

    label: str
    url: str
    bits: tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of one quotation."""

    number: int
    checked: Checked
    label: str
    places: tuple[Place, ...]

    @property
    def form(self) -> str:
        return _FORMS.get(self.checked.verdict, "proof")

    @property
    def is_term(self) -> bool:
        return self.checked.quoted.is_term


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the essay's text, in a quotation or between two; `is_last` is where its number stands."""

    text: str
    shown: Shown | None = None
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the essay, and the quotations that begin in it."""

    is_quotation: bool
    runs: tuple[Run, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class EssayPage:
    """`with_original` says whether the originals were asked too."""

    essay: Essay
    shown: tuple[Shown, ...]
    with_original: bool

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        quoted = [one.checked.quoted for one in self.shown]
        starts, ends = [one.start for one in quoted], [one.end for one in quoted]
        for block in self.essay.blocks:
            first, last = bisect_right(ends, block.start), bisect_left(starts, block.end)
            inside = self.shown[first:last]
            begun = tuple(one for one in inside if one.checked.quoted.start >= block.start)
            yield Paragraph(block.is_quotation, tuple(_runs(self.essay.text, block, inside)), begun)

    @property
    def quotations(self) -> list[Shown]:
        """What is counted: quotations of three words and more from works that are here."""
        return [one for one in self.shown if not (one.is_term or one.checked.is_foreign)]

    @property
    def holding(self) -> int:
        return sum(one.checked.verdict.holds for one in self.quotations)

    @property
    def to_look_at(self) -> list[Shown]:
        return [one for one in self.shown if one.checked.needs_a_look]

    @property
    def terms(self) -> int:
        return sum(one.is_term for one in self.shown)

    @property
    def foreign(self) -> int:
        return sum(one.checked.is_foreign for one in self.shown)

    @property
    def lost_marks(self) -> list[str]:
        """The words after the first marks that are never closed."""
        places = self.essay.unclosed[:_LOST_MARKS]
        after = (self.essay.text[place : place + 200].split("\n")[0].split() for place in places)
        return [" ".join(words[:_WORDS_AFTER_A_LOST_MARK]) for words in after]


def essay_page(
    essay: Essay, found: Sequence[Checked], ground: Ground, voices: Voices, *, with_original: bool
) -> EssayPage:
    shown = tuple(
        Shown(number, one, _label(one, with_original), tuple(_places(one, ground, voices)))
        for number, one in enumerate(found, start=1)
    )
    return EssayPage(essay, shown, with_original)


def _label(found: Checked, with_original: bool) -> str:
    if found.verdict is not Verdict.ABSENT:
        return found.verdict.label
    if found.quoted.is_term:
        return "A term, not found"
    if found.is_foreign:
        return "Not checked"
    if found.elsewhere:
        return "Not in the work that you cite"
    return found.verdict.label if with_original else "Not in the adapted editions"


def _places(found: Checked, ground: Ground, voices: Voices) -> Iterator[Place]:
    """One place for pieces that stand together, one each for those that do not."""
    if found.there:
        yield _place(found.there, ground, voices, ())
    elif found.verdict is Verdict.VERBATIM:
        yield _place(found.parts[0].finding, ground, voices, ())
    elif found.verdict in (Verdict.SPLICE, Verdict.ABSENT):
        for part in found.parts:
            yield _place(part.finding, ground, voices, _compared(part))
    else:
        bits = tuple(bit for part in found.parts for bit in (*_between(part), *_compared(part)))
        yield _place(found.parts[0].finding, ground, voices, bits)


def _place(finding: Finding, ground: Ground, voices: Voices, bits: tuple[Bit, ...]) -> Place:
    at = ground.anchor(finding)
    assert at, "what was found has a place"
    edition = f", {finding.edition}" if finding.edition else ""
    label = f"{voices.author(finding.work)} {voices.years.get(finding.work, '')}".strip() or finding.work
    name = "corpus:note" if at.note else "corpus:paragraph"
    url = f"{reverse(name, args=[finding.work, finding.edition, at.paragraph])}#{at.html_id}"
    return Place(f"{label}, {at.label}{edition}", url, bits)


def _compared(part: Part) -> tuple[Bit, ...]:
    """Word by word; what is too long to be compared at once is not shown."""
    if max(len(part.source), len(part.given)) > MOST_COMPARED:
        return ()
    return tuple(Bit(piece.side, piece.words) for piece in pieces(part.source, part.given))


def _between(part: Part) -> Iterator[Bit]:
    if part.inserted:
        yield Bit("new", " ".join(part.inserted))
    if part.left_out:
        yield Bit("old", _shortened(part.left_out))


def _shortened(text: str) -> str:
    words = text.split()
    if len(words) <= MOST_LEFT_OUT:
        return text
    between = len(words) - 2 * _SHOWN
    return f"{' '.join(words[:_SHOWN])} ({between} words) {' '.join(words[-_SHOWN:])}"


def _runs(text: str, block: Block, shown: Sequence[Shown]) -> Iterator[Run]:
    place = block.start
    for one in shown:
        quoted = one.checked.quoted
        start, end = max(quoted.start, block.start), min(quoted.end, block.end)
        yield Run(text[place:start])
        yield Run(text[start:end], one, start == quoted.start, end == quoted.end)
        place = end
    yield Run(text[place : block.end])
