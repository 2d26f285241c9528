"""What does a saved article page say? Its words without navigation, scripts, forms and share boxes."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats import footnotes, page
from corpus.formats.article import Part, composed, named
from corpus.formats.draft import LIMIT, Draft, Kind, Unreadable
from corpus.formats.markup import expanded, worded
from corpus.formats.page import Block, Page
from corpus.formats.source import decoded
from corpus.text import sentences

NAME = "html"
TITLE = "Saved web page"
SUFFIXES: tuple[str, ...] = (".html",)
VERSION = 1

_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-zA-Z0-9_:-]{1,40})")
_HEAD = 4_096  # bytes in which a page declares its characters
_WESTERN = frozenset(("windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1"))
_ENTITY = re.compile(r"<!ENTITY\s", re.IGNORECASE)


def read(data: bytes) -> Draft:
    """Raises Unreadable."""
    if len(data) > LIMIT:
        raise Unreadable(f"The file has {len(data):,} bytes; the limit is {LIMIT:,}. Import it in parts.")
    characters, said = _characters(data)
    source = decoded(expanded(characters).encode())
    if _ENTITY.search(source.text):
        raise Unreadable("The file defines entities of its own, so it is XML and no web page. Save the page as HTML.")
    found, doubts = _page(source.text)
    blocks, outside = _of_the_article(found.blocks)
    parts, raised = footnotes.resolved(blocks)
    parts, indented = _unindented(parts)
    draft = composed(parts, list(_front(found)))
    return replace(
        draft,
        source_hash=hashlib.sha256(data).hexdigest(),
        rules=f"{NAME}/{VERSION} sentences/{sentences.RULES_VERSION}",
        warnings=(*said, *source.warnings, *doubts, *_losses(found, outside, raised), *indented, *draft.warnings),
    )


def _characters(data: bytes) -> tuple[str, list[str]]:
    """The characters, and what was odd about them. Pages say untrue things about their characters."""
    declared = _DECLARED.search(data[:_HEAD])
    name = declared[1].decode("ascii").lower() if declared else ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _western(data, name, error.start)
    if name in ("", "utf-8", "utf8", "us-ascii", "ascii") or text.isascii():
        return text, []
    return text, [f"The page declares {name}, but it is UTF-8 and was read so."]


def _western(data: bytes, name: str, start: int) -> tuple[str, list[str]]:
    if name not in _WESTERN:
        raise _undecodable(data, name)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The page declares {name}, but byte {error.start:,} is 0x{data[error.start]:02X}, which is no sign there, "
            "and it is not UTF-8. Save it as UTF-8 and import it again."
        ) from None
    return text, [
        f"The page is not UTF-8 (byte {start:,}) and was read as windows-1252, because it declares {name}. "
        "Look whether its dashes, quotation marks and accents are right."
    ]


def _undecodable(data: bytes, name: str) -> Unreadable:
    try:
        decoded(data)
    except Unreadable as error:
        return Unreadable(f"{error} The page declares {name}." if name else str(error))
    return Unreadable("The file is not UTF-8. Save it as UTF-8 and import it again.")


def _page(text: str) -> tuple[Page, list[str]]:
    found = page.read(text)
    if not found.is_marked_up:
        raise Unreadable("The file holds no paragraph of HTML. If it is a plain text, import it as plain.")
    if found.hushed <= found.heard:
        return found, []
    return page.read(text, trusting=False), [
        "Most of the words stand in a part that is called like a margin, so nothing was left out for its name alone."
    ]


def _of_the_article(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """The blocks of the one <main> or <article> that holds most of the words, and how many stand outside it."""
    sizes: Counter[int] = Counter()
    for block in blocks:
        sizes[block.place.scope] += sum(len(run) for run in block.runs if isinstance(run, str))
    scope, size = max(sizes.items(), key=lambda own: own[1], default=(0, 0))
    if not scope or 2 * size <= sizes.total():
        return list(blocks), 0
    kept = [block for block in blocks if block.place.scope == scope]
    return kept, len(blocks) - len(kept)


def _unindented(parts: Sequence[Part]) -> tuple[list[Part], list[str]]:
    """Old pages set everything in block quotations to indent it."""
    told = [part for part in parts if not (part.level or part.key or part.is_around)]
    if not told or any(part.kind is not Kind.QUOTATION for part in told):
        return list(parts), []
    return [replace(part, kind=Kind.PROSE) for part in parts], [
        "All of the page is set as block quotation, so none of it was taken for one."
    ]


def _front(found: Page) -> Iterator[str]:
    title = page.fact(worded(found.title))
    if title:
        yield f"title: {title}"
    yield from (f"author: {author}" for author in dict.fromkeys(found.authors) if author)


def _losses(found: Page, outside: int, raised: Sequence[str]) -> Iterator[str]:
    if found.left_out.total():
        yield f"Left out: {', '.join(f'{why} ({times})' for why, times in sorted(found.left_out.items()) if times)}."
    if outside:
        yield f"Left out: {outside} paragraphs and headings outside the article."
    if found.unheard > found.heard:
        yield f"More words were left out ({found.unheard:,}) than read ({found.heard:,}). Look whether all is there."
    for line, name in found.unclosed:
        what = "a comment" if name == "comment" else f"<{name}>"
        yield f"Line {line} opens {what}, which nothing closes; all behind it was left out."
    if found.swallowing:
        lines = named([f"line {line}" for line in found.swallowing])
        yield f"A quotation mark may be missing in a tag, and words with it: {lines}."
    if raised:
        yield f"Raised figures that refer to no note, so they stay: {named(raised)}."
