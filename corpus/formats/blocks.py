"""Of which blocks does a plain text consist, and what is each of them?

A block is a run of lines that are not blank. Blocks are numbered from 1, and a profile names them by number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.formats.draft import LONGEST_PARAGRAPH, LONGEST_TITLE, too_long

# Other white space is the author's, and stays.
_WHITE = re.compile("[ \t\n\u00a0]+")
_NOTE = re.compile(r"(\d{1,3})\. (?=\S)")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_END_MARKERS = re.compile(r"(?: ?\[\d{1,3}\]){1,9}$")
_DECIMAL = re.compile(r"\d[.,]\d")
_ISSUE = re.compile(r"\b(?:Vol|No|pp?)\.")

OPENING_MARKS = "“‘\"'([«„"
CLOSING_MARKS = "”’\"')]»"
_CREDITS = ("Source:", "Transcribed", "Transcription", "Marked up", "Scanned", "Published by")
INVITATION = ("Join us", "If you want more information")


class Role(StrEnum):
    """What a block is for the reader. The values are the keys of a profile's `[blocks]`."""

    FRONT = "front"  # author and title before the text
    CREDITS = "credits"
    FURNITURE = "furniture"  # links, dates of an upload, invitations
    HEADING = "heading"
    RUN_IN = "run_in"  # a paragraph whose heading stands before its first ": "
    BREAK = "break"  # a paragraph that opens a section without a title
    PROSE = "prose"
    LINES = "lines"  # a paragraph that keeps its line ends
    ROW = "row"  # neighbours make one list
    HYPHEN = "hyphen"  # runs on from the block before, whose hyphen was the printer's
    SPACE = "space"  # runs on from the block before
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines; `line` is where it begins in the file."""

    number: int
    line: int
    raw: str

    @property
    def text(self) -> str:
        """On one line, white space collapsed."""
        return collapsed(self.raw)

    @property
    def lines(self) -> str:
        """White space collapsed inside each line, line ends kept."""
        return "\n".join(collapsed(line) for line in self.raw.split("\n"))

    @property
    def is_one_line(self) -> bool:
        return "\n" not in self.raw


def collapsed(text: str) -> str:
    return _WHITE.sub(" ", text).strip()


def split(text: str) -> tuple[Block, ...]:
    """The blocks of a text in order. Raises Unreadable for one over the limit."""
    return tuple(Block(number, line, raw) for number, (line, raw) in enumerate(_runs(text.split("\n")), start=1))


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    run: list[str] = []
    for number, line in enumerate((*lines, ""), start=1):
        if line.strip():
            run.append(line)
        elif run:
            raw = "\n".join(run)
            if len(raw) > LONGEST_PARAGRAPH:
                raise too_long(f"The paragraph on line {number - len(run)}", len(raw))
            yield number - len(run), raw
            run = []


def note_number(text: str) -> int | None:
    """The number of a block that reads "k. …"."""
    found = _NOTE.match(text)
    return int(found[1]) if found else None


def without_note_number(text: str) -> str:
    return _NOTE.sub("", text, count=1)


def survey(blocks: Sequence[Block]) -> tuple[Role, ...]:
    """What each block is by the generic rules."""
    start = _front(blocks)
    end = max(start, _end(blocks))
    notes = _notes(blocks[start:end])
    body = blocks[start : end - notes]
    return (
        *(kept_out(block) or Role.FRONT for block in blocks[:start]),
        *_body(body),
        *[Role.NOTE] * notes,
        *(kept_out(block) or Role.FURNITURE for block in blocks[end:]),
    )


def _front(blocks: Sequence[Block]) -> int:
    """How many blocks stand before the text: up to the credits, or else all titles but the last."""
    titles = 0
    for block in blocks:
        if not (kept_out(block) or _is_title(block)):
            break
        titles += 1
    matter = [at for at in range(titles) if kept_out(blocks[at])]
    return matter[-1] + 1 if matter else max(0, titles - 1)


def _end(blocks: Sequence[Block]) -> int:
    """Where the text ends and the furniture below it begins."""
    end = len(blocks)
    while end and (kept_out(blocks[end - 1]) or blocks[end - 1].text.startswith(INVITATION)):
        end -= 1
    return end


def _notes(blocks: Sequence[Block]) -> int:
    """How many of the last blocks are notes: "k. …" where [k] stands in the text before."""
    first: dict[int, int] = {}
    for at, block in enumerate(blocks):
        for number in _MARKER.findall(block.raw):
            first.setdefault(int(number), at)
    found: set[int] = set()
    for at in range(len(blocks) - 1, 0, -1):
        number = note_number(blocks[at].text)
        if number is None or number in found or first.get(number, at) >= at:
            break
        found.add(number)
    return len(found)


def _body(blocks: Sequence[Block]) -> list[Role]:
    roles = [_role(blocks, at) for at in range(len(blocks))]
    # A heading over nothing, such as the one over the notes, heads no section.
    for at in range(len(roles) - 1, -1, -1):
        if roles[at] not in (Role.HEADING, Role.FURNITURE):
            break
        roles[at] = Role.FURNITURE
    return roles


def _role(body: Sequence[Block], at: int) -> Role:
    block = body[at]
    if _is_furniture(block):
        return Role.FURNITURE
    if is_row(block):
        neighbours = (*body[max(0, at - 1) : at], *body[at + 1 : at + 2])
        return Role.ROW if any(map(is_row, neighbours)) else Role.PROSE
    if at and block.text[0].islower() and _ends_in_hyphen(body[at - 1].text):
        return Role.HYPHEN
    return Role.HEADING if is_heading(block) else Role.PROSE


def is_heading(block: Block) -> bool:
    """One line of one to eight words that does not end like a sentence."""
    text = block.text
    if not block.is_one_line or len(text) > LONGEST_TITLE or len(text.split()) > 8 or is_row(block):
        return False
    opens = text[0].isupper() or text[0].isdigit() or text[0] in OPENING_MARKS
    return opens and not _ends_like_a_sentence(text) and not _DECIMAL.search(text)


def _ends_like_a_sentence(text: str) -> bool:
    text = _END_MARKERS.sub("", text)
    bare = text.rstrip(CLOSING_MARKS)
    if bare.endswith((".", ",", "!", "…")) or text.endswith((";", ":", "-")):
        return True
    return bare != text and bare.endswith("?")


def is_row(block: Block) -> bool:
    """A row of a table: "Name: … number … per cent" on one line of up to fifteen words."""
    name, colon, rest = block.text.partition(": ")
    if not (colon and block.is_one_line and name[:1].isupper()) or len(block.text.split()) > 15:
        return False
    share = rest.replace("percent", "per cent").replace("%", " per cent").find("per cent")
    return share > 0 and any(character.isdigit() for character in rest[:share])


def _ends_in_hyphen(text: str) -> bool:
    return len(text) > 1 and text.endswith("-") and text[-2].isalpha()


def kept_out(block: Block) -> Role | None:
    """Furniture or credits: what is kept out of the reading text at both ends."""
    if _is_furniture(block):
        return Role.FURNITURE
    return Role.CREDITS if _is_credits(block) else None


def _is_furniture(block: Block) -> bool:
    text = block.text
    if not block.is_one_line or len(text.split()) > 15:
        return False
    return " | " in text or text.startswith("Last updated") or text == "Top of page"


def _is_credits(block: Block) -> bool:
    lines = block.lines.split("\n")
    return any(line.startswith(_CREDITS) for line in lines) or _names_its_source(lines[0])


def _names_its_source(line: str) -> bool:
    """ "From <journal>, Vol. …, pp. …": short and with an issue or pages, since prose may begin with "From" too."""
    return line.startswith("From ") and len(line.split()) <= 20 and bool(_ISSUE.search(line))


def _is_title(block: Block) -> bool:
    """A line that may name author, title, subtitle or date: like a heading, but a little longer."""
    short = block.is_one_line and len(block.text.split()) <= 12
    return short and not _ends_like_a_sentence(block.text) and not is_row(block)
