"""Where do tags and words of a page begin and end? Cut in one pass, whatever the page (T59).

html.parser looks for the end of a tag anew at every "<": 40 kB of "<a " keep it busy for nine seconds, 2 MB for
hours. So the cuts are made here, where browsers make them, and it is handed one tag at a time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

# A page may carry whole pictures in an attribute; nothing that is asked for is longer than this.
_LONGEST_TAG = 10_000

_REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_OPENING = re.compile(r"<(?:!--|/?[a-zA-Z]|[!?/])")
_COMMENT_END = re.compile(r"--!?>")
_TAG = re.compile(r"""</?([a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+))*+>""")
# Where a quotation mark stays open to the end of the file, the next bracket ends the tag.
_BROKEN_TAG = re.compile(r"</?([a-zA-Z][^\s/<>]*+)[^<>]*+>")
# In these, words that look like tags are none.
WITHOUT_TAGS = ("script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp")
_END = {name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in WITHOUT_TAGS}


@dataclass(frozen=True, slots=True)
class Words:
    """What is no tag, its references (``&amp;``) as they stand."""

    raw: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A comment, a declaration, or what stands in an element such as <script>: no text of the page."""

    raw: str
    name: str
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Tag:
    raw: str
    name: str

    @property
    def closes(self) -> bool:
        return self.raw.startswith("</")

    @property
    def swallows(self) -> bool:
        """Whether brackets stand inside it, as they do where a quotation mark was forgotten."""
        return "<" in self.raw[1:]

    def attributes(self) -> Mapping[str, str]:
        """By name; of one that is given twice the first, of one without a value the empty one."""
        is_asked = len(self.name) + 2 < len(self.raw) <= _LONGEST_TAG
        return _Attributes.of(self.raw) if is_asked else {}


type Piece = Words | Unread | Tag


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    @classmethod
    def of(cls, tag: str) -> Mapping[str, str]:
        parser = cls()
        parser.feed(tag)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.found.setdefault(name, value or "")


def expanded(text: str) -> str:
    """References to signs beyond ASCII as these signs, so that what they hide is cleaned like the rest (T60)."""
    return _REFERENCE.sub(lambda found: found[0] if unescape(found[0]).isascii() else unescape(found[0]), text)


def worded(text: str) -> str:
    """The other references as their signs. They are read last, because a sign so written is never marking."""
    return _REFERENCE.sub(lambda found: unescape(found[0]) if unescape(found[0]).isascii() else found[0], text)


def pieces(text: str) -> Iterator[Piece]:
    """The pieces in order; their raws together are the text."""
    return _Cutter(text).pieces()


@dataclass(slots=True)
class _Cutter:
    text: str
    last: int = field(init=False)  # behind it no tag ends
    is_broken: bool = False

    def __post_init__(self) -> None:
        self.last = self.text.rfind(">")

    def pieces(self) -> Iterator[Piece]:
        since = at = 0
        while opening := _OPENING.search(self.text, at):
            piece = self._piece(opening)
            if piece is None:
                at = opening.end()
                continue
            yield from self._words(since, opening.start())
            yield piece
            since = at = opening.start() + len(piece.raw)
            if isinstance(piece, Tag) and piece.name in _END and not (piece.closes or piece.raw.endswith("/>")):
                inside = self._inside(piece.name, at)
                yield inside
                since = at = at + len(inside.raw)
        yield from self._words(since, len(self.text))

    def _words(self, start: int, end: int) -> Iterator[Words]:
        if start < end:
            yield Words(self.text[start:end])

    def _piece(self, opening: re.Match[str]) -> Unread | Tag | None:
        """What begins here; None where the bracket is a word's."""
        start = opening.start()
        if opening[0] == "<!--":
            end = _COMMENT_END.search(self.text, start + 2)
            return Unread(self.text[start : end.end() if end else None], "comment", end is not None)
        if start > self.last:
            return None
        if opening[0] in ("<!", "<?", "</"):
            return Unread(self.text[start : self.text.index(">", start) + 1], "declaration")
        return self._tag(start)

    def _tag(self, start: int) -> Tag | None:
        found = None if self.is_broken else _TAG.match(self.text, start)
        if found is None:
            # Looking so far ahead a second time would take time that grows with the square.
            self.is_broken = True
            found = _BROKEN_TAG.match(self.text, start)
        return Tag(found[0], found[1].lower()) if found else None

    def _inside(self, name: str, start: int) -> Words | Unread:
        end = _END[name].search(self.text, start)
        inside = self.text[start : end.start() if end else None]
        return Words(inside) if name == "title" else Unread(inside, name, end is not None)
