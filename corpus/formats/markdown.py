"""What does a text in Markdown say? Near to CommonMark, and no more of it than prose needs."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats import emphasis, outline
from corpus.formats.article import Part, composed
from corpus.formats.draft import LIMIT, Draft
from corpus.formats.elements import KNOWN
from corpus.formats.emphasis import Known
from corpus.formats.marks import LINE_END
from corpus.formats.markup import Tag, Unread, Words, expanded, pieces
from corpus.formats.outline import Outline
from corpus.formats.source import decoded
from corpus.text import sentences

NAME = "markdown"
TITLE = "Markdown"
SUFFIXES: tuple[str, ...] = (".md",)
VERSION = 1

_FACT = re.compile(r"[A-Za-z][\w-]{0,39}:(?: .*)?")
_MOST_FACTS = 200  # lines


def read(data: bytes) -> Draft:
    """Raises Unreadable."""
    source = decoded(_expanded(data))
    text, left_out, unclosed = _without_tags(source.text)
    lines = text.split("\n")
    front = _front(lines)
    found = outline.read(enumerate(lines[front:], start=front + 1))
    parts, pictures = _parts(found)
    left_out["pictures"] += pictures
    draft = composed(parts, [line.strip() for line in lines[1 : max(front - 1, 1)] if line.strip()])
    return replace(
        draft,
        source_hash=hashlib.sha256(data).hexdigest(),
        rules=f"{NAME}/{VERSION} sentences/{sentences.RULES_VERSION}",
        warnings=(*source.warnings, *_losses(left_out, unclosed), *draft.warnings),
    )


def _expanded(data: bytes) -> bytes:
    """The bytes with references as their signs. What is no text is left to `decoded`, which says why."""
    if len(data) > LIMIT:
        return data
    try:
        return expanded(data.decode("utf-8")).encode()
    except UnicodeDecodeError:
        return data


def _without_tags(text: str) -> tuple[str, Counter[str], list[int]]:
    """The text with its lines but without HTML; what was left out; where something is never closed."""
    kept: list[str] = []
    left_out: Counter[str] = Counter()
    unclosed: list[int] = []
    line = 1
    for piece in pieces(text):
        kept.append(_kept(piece))
        if isinstance(piece, Unread):
            left_out["comments" if piece.name == "comment" else "scripts and the like"] += 1
            unclosed += [] if piece.is_closed else [line]
        elif isinstance(piece, Tag) and kept[-1].strip("\n") == "":
            left_out["tags"] += 1
        line += piece.raw.count("\n")
    return "".join(kept), left_out, unclosed


def _kept(piece: Words | Tag | Unread) -> str:
    if isinstance(piece, Words):
        return piece.raw
    if isinstance(piece, Tag):
        if ":" in piece.name or "@" in piece.name:
            return piece.raw[1:-1]  # an address in angle brackets
        if piece.name not in KNOWN or piece.swallows or "\n\n" in piece.raw:
            return piece.raw  # “<illegible>” is a word, and no tag reaches into another paragraph
        if piece.name == "br":
            return LINE_END
    return "\n" * piece.raw.count("\n")


def _front(lines: Sequence[str]) -> int:
    """How many lines are front matter: facts between two lines of hyphens at the head of the file."""
    if lines[0].rstrip() != "---":
        return 0
    for at, line in enumerate(lines[1:_MOST_FACTS], start=1):
        if line.rstrip() in ("---", "..."):
            return at + 1
        if at == 1 and not _FACT.fullmatch(line.rstrip()):
            break
    return 0


def _parts(found: Outline) -> tuple[list[Part], int]:
    """The parts of the article, and how many pictures were left out."""
    known = Known(found.notes, found.links)
    parts: list[Part] = []
    pictures = 0
    for leaf in found.leaves:
        runs, shown = ((leaf.text,), 0) if leaf.is_code else emphasis.read(leaf.text, known)
        runs = (leaf.number, *runs) if leaf.number else runs
        parts.append(Part(leaf.line, runs, leaf.kind, leaf.level, leaf.key, leaf.label, leaf.listed, leaf.item))
        pictures += shown
    return parts, pictures


def _losses(left_out: Counter[str], unclosed: Sequence[int]) -> Iterator[str]:
    if left_out.total():
        yield f"Left out: {', '.join(f'{what} ({times})' for what, times in sorted(left_out.items()) if times)}."
    yield from (f"Line {line} opens what nothing closes; all behind it was left out." for line in unclosed)
