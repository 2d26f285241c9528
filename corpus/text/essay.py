"""What does an essay quote? Every quotation in running prose, by its marks or its indented lines."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from corpus.text.attribution import Cited, attributed, cited_after, cited_at_the_end, speaker
from corpus.text.folding import words
from corpus.text.lexicon import TITLE_LINKS
from corpus.text.quotemarks import Marked, Marks, marked

LONGEST = 200_000  # characters of an essay
MOST = 500  # quotations in it
FEWEST_WORDS = 3  # of a quotation; fewer are a term

# Longer lines are paragraphs of their own: the essay was pasted from a program that wraps them.
_WRAPPED = 120
_INDENTED = re.compile(r" {4}|\t| {0,3}>")
_INDENT = re.compile(r"[ \t]*(?:>[ \t]*)*")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_PAIRS = ("“”", '""', "‘’", "«»", "„“")


class TooMuch(ValueError):
    """The essay is beyond what is checked at once; the message names the figure."""


class Form(StrEnum):
    """How a quotation is marked."""

    DOUBLE = "double"
    SINGLE = "single"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an essay, or the lines of a block quotation: offsets, the end excluded."""

    start: int
    end: int
    is_quotation: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in an essay. `start` and `end` take its marks in, `text` leaves them out.

    `speaker` is the name that the essay gives for the words, `cited` the place. A term is one word or two, or a title:
    perhaps only a mark of distance.
    """

    start: int
    end: int
    text: str
    form: Form = Form.DOUBLE
    speaker: str = ""
    cited: Cited | None = None

    is_term: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_term", len(words(self.text)) < FEWEST_WORDS or self._is_title)

    @property
    def _is_title(self) -> bool:
        """Whether every word has a capital: a name for something rather than what somebody says."""
        said = [word for word in self.text.split() if any(map(str.isalnum, word))]
        capitals = (word.strip("“‘\"'(")[:1].isupper() or word in TITLE_LINKS for word in said)
        return self.form is not Form.BLOCK and self.text[-1:] not in tuple(".!?…") and all(capitals)


@dataclass(frozen=True, slots=True)
class Essay:
    """An essay as it was read. `unclosed` are marks that open and never close."""

    text: str
    blocks: tuple[Block, ...]
    quotations: tuple[Quoted, ...]
    unclosed: tuple[int, ...]


def quotations(text: str) -> tuple[Quoted, ...]:
    """Every quotation in the order of the text; raises TooMuch."""
    return read(text).quotations


def read(text: str) -> Essay:
    """Reads an essay; raises TooMuch. Offsets count in `text` as it is given (see `cleaned`)."""
    if len(text) > LONGEST:
        raise TooMuch(f"The essay has {len(text):,} characters; the limit is {LONGEST:,}. Check it in parts.")
    found = tuple(blocks(text))
    marks = marked(text, ((block.start, block.end) for block in found if not block.is_quotation))
    count = len(marks.found) + sum(block.is_quotation for block in found)
    if count > MOST:
        raise TooMuch(f"The essay has {count:,} quotations; the limit is {MOST}. Check it in parts.")
    quoted = sorted([*_in_marks(text, found, marks), *_in_blocks(text, found)], key=lambda one: one.start)
    return Essay(text, found, tuple(quoted), marks.unclosed)


def cleaned(text: str) -> str:
    """The essay with line feeds only, without controls that nobody sees or that turn the direction of writing (T60)."""
    return _UNSEEN.sub("", re.sub("\r\n?|[\v\f\u0085\u2028\u2029]", "\n", text))


def blocks(text: str) -> Iterator[Block]:
    """Paragraphs and block quotations in order. Blank lines part them; so do line ends where lines are long."""
    chunks = list(_chunks(text))
    # Where most paragraphs are indented, that is how the essay begins a paragraph.
    indented = sum(text[chunk[0].start : chunk[0].end].startswith(("\t", "    ")) for chunk in chunks)
    is_manner = indented >= 3 and 2 * indented > len(chunks)
    for chunk in chunks:
        yield from _parted(text, chunk, is_manner)


def _chunks(text: str) -> Iterator[Sequence[Block]]:
    """The lines that stand between blank ones, or single lines where they are long."""
    for is_blank, run in groupby(_lines(text), key=lambda line: not text[line.start : line.end].strip()):
        lines = list(run)
        if is_blank:
            continue
        if any(line.end - line.start > _WRAPPED and not line.is_quotation for line in lines):
            yield from ([line] for line in lines)
        else:
            yield lines


def _lines(text: str) -> Iterator[Block]:
    start = 0
    for line in text.split("\n"):
        yield Block(start, start + len(line), _INDENTED.match(line) is not None)
        start += len(line) + 1


def _parted(text: str, lines: Sequence[Block], is_manner: bool) -> Iterator[Block]:
    is_first_line_indent = lines[0].is_quotation and not any(line.is_quotation for line in lines[1:]) and len(lines) > 1

    def is_quotation(line: Block) -> bool:
        is_marked = text[line.start : line.end].lstrip(" ").startswith(">")
        return line.is_quotation and (is_marked or not (is_manner or is_first_line_indent))

    for is_quoted, run in groupby(lines, key=is_quotation):
        part = list(run)
        yield Block(part[0].start, part[-1].end, is_quoted)


def _in_marks(text: str, found: Iterable[Block], marks: Marks) -> Iterator[Quoted]:
    ends = [block.end for block in found]
    last = 0
    for place, mark in enumerate(marks.found):
        following = marks.found[place + 1].start if place + 1 < len(marks.found) else len(text)
        limit = min(following, ends[bisect_left(ends, mark.end)])
        yield _quoted(text, mark, last, limit)
        last = mark.end


def _quoted(text: str, mark: Marked, after: int, limit: int) -> Quoted:
    words = " ".join(text[start:end].strip() for start, end in mark.runs)
    before = text[max(after, mark.start - 400) : mark.start].rpartition("\n\n")[2]
    form = Form.SINGLE if mark.is_single else Form.DOUBLE
    named = speaker(before, text[mark.end : limit], words[-1:])
    return Quoted(mark.start, mark.end, words, form, named, cited_after(text, mark.end, limit))


def _in_blocks(text: str, found: Sequence[Block]) -> Iterator[Quoted]:
    for block in found:
        if block.is_quotation:
            yield _block_quoted(text, block)


def _block_quoted(text: str, block: Block) -> Quoted:
    """Without the citation or the name that closes it, and without marks around the whole."""
    cited = cited_at_the_end(text, block.start, block.end)
    body = text[block.start : cited.start if cited else block.end]
    lines = [line[_INDENT.match(line).end() :].strip() for line in body.split("\n")]  # type: ignore[union-attr]
    closes_with_a_name = len(lines) > 1 and lines[-1].startswith(("—", "–", "- "))
    named = attributed(lines[-1]) if closes_with_a_name else ""
    said = " ".join(lines[:-1] if closes_with_a_name else lines).strip()
    if len(said) > 1 and said[0] + said[-1] in _PAIRS and not any(mark in said[1:-1] for mark in (said[0], said[-1])):
        said = said[1:-1]
    before = text[max(0, block.start - 400) : block.start].rstrip()
    named = named or speaker(before, "")
    return Quoted(block.start, block.end, said, Form.BLOCK, named, cited or cited_after(text, block.end, len(text)))
