"""What stands on a saved page: which blocks of words, and what else that is not read?"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from urllib.parse import unquote

from corpus.formats import margins
from corpus.formats.draft import MOST_PARAGRAPHS, Kind, Unreadable
from corpus.formats.elements import (
    CELLS,
    CONTAINERS,
    ENDED_BY,
    ENDING,
    HEADINGS,
    VOID,
    Place,
    inside,
    is_around,
    kind_of,
)
from corpus.formats.galley import Galley, Runs
from corpus.formats.markup import WITHOUT_TAGS, Tag, Unread, Words, pieces, worded

_AUTHORS = frozenset(("author", "dc.creator", "citation_author"))
MOST_BLOCKS = 2 * MOST_PARAGRAPHS  # with all that stands around the text
_LONGEST_FACT = 300  # characters


@dataclass(frozen=True, slots=True)
class Block:
    """Words between two ends. `names` are the anchors at its head, `places` all in it, `links` where it leads."""

    line: int
    runs: Runs
    place: Place
    level: int
    names: frozenset[str]
    places: frozenset[str]
    links: frozenset[str]
    number: str  # of an item in an ordered list
    is_around: bool  # links, dates and the like


@dataclass(slots=True)
class Page:
    """`hushed` is the longest part that was left out for its name alone; it is counted in words, like the rest."""

    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    authors: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    swallowing: list[int] = field(default_factory=list)  # lines of tags that hold tags
    unclosed: list[tuple[int, str]] = field(default_factory=list)
    is_marked_up: bool = False
    heard: int = 0
    unheard: int = 0
    hushed: int = 0


@dataclass(slots=True)
class _Open:
    """An element that may hold blocks. `inline` is what is left out among its words, `depth` how deep we are in it."""

    name: str
    place: Place
    hushed_at: int = -1  # how many words were unheard when it was left out for its name
    number: int = 1  # of the next item
    inline: str = ""
    inline_name: str = ""
    depth: int = 0


def read(text: str, *, trusting: bool = True) -> Page:
    """Only a `trusting` reader leaves out what is merely called “share” or “nav”."""
    reader = _Reader(trusting)
    for piece in pieces(text):
        reader.take(piece)
    reader.finish()
    return reader.page


@dataclass(slots=True)
class _Reader:
    trusting: bool
    page: Page = field(default_factory=Page)
    _line: int = 1
    _open: list[_Open] = field(default_factory=lambda: [_Open("", Place())])
    _names: Counter[str] = field(default_factory=Counter)  # of what is open
    _galley: Galley = field(default_factory=Galley)
    _level: int = 0
    _why: str = ""  # this paragraph is left out
    _kind: Kind | None = None  # of this paragraph alone
    _is_around: bool = False  # this paragraph
    _number: str = ""
    _serial: Iterator[int] = field(default_factory=lambda: count(1))
    _in_title: bool = False

    def take(self, piece: Words | Unread | Tag) -> None:
        match piece:
            case Words():
                self._say(piece.raw)
            case Unread():
                self._pass_over(piece)
            case Tag(closes=True):
                self._end(piece.name)
            case _:
                self._begin(piece)
                self.page.swallowing += [self._line] if piece.swallows else []
        self._line += piece.raw.count("\n")

    def finish(self) -> None:
        self._flush()
        while len(self._open) > 1:
            self._pop()

    def _say(self, raw: str) -> None:
        if self._in_title:
            self.page.title += raw
            return
        words = len(raw.split())
        if self._is_silent:
            self.page.unheard += words
            return
        self.page.heard += words
        for number, line in enumerate(raw.split("\n") if self._top.place.is_pre else [raw]):
            if number:
                self._end_line()
            self._galley.say(worded(line), self._line + number)

    @property
    def _top(self) -> _Open:
        return self._open[-1]

    @property
    def _is_silent(self) -> bool:
        return bool(self._why or self._top.inline or self._top.place.why)

    def _pass_over(self, piece: Unread) -> None:
        why = margins.by_nature(piece.name, {}, in_article=True)
        self.page.left_out.update([why] if why else [])
        self.page.unclosed += [] if piece.is_closed else [(self._line, piece.name)]

    def _begin(self, tag: Tag) -> None:
        name, attributes = tag.name, tag.attributes()
        if name in ENDING:
            self._flush()
            self.page.is_marked_up = True
        if name in VOID:
            self._stand_alone(name, attributes)
        elif name in CONTAINERS:
            self._push(name, attributes)
        elif name == "title":
            self._in_title = not (self.page.title or self._is_silent)
        elif name == "p" or name in HEADINGS:
            self._head(name, attributes)
        elif name not in WITHOUT_TAGS:
            self._begin_inline(name, attributes, is_empty=tag.raw.endswith("/>"))
        for anchor in (attributes.get("id"), attributes.get("name") if name == "a" else None):
            if anchor and not self._is_silent:
                self._galley.place(anchor)

    def _stand_alone(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "br":
            self._end_line()
            self.page.is_marked_up = True
        elif name == "img":
            self.page.left_out[margins.PICTURES] += not self._is_silent
        elif name == "meta" and attributes.get("name", "").lower() in _AUTHORS:
            self.page.authors.append(fact(attributes.get("content", "")))

    def _end_line(self) -> None:
        if not self._is_silent and self._galley.end_line() and not self._level:
            self._flush()

    def _head(self, name: str, attributes: Mapping[str, str]) -> None:
        """A paragraph or a heading ends where the next block begins, so nothing hangs on its end tag."""
        self._why, _ = self._reason(name, attributes)
        self._kind, self._is_around = kind_of(name, attributes), is_around(attributes)
        self._level = int(name[1]) if name in HEADINGS else self._level

    def _reason(self, name: str, attributes: Mapping[str, str]) -> tuple[str, bool]:
        """Why the element is left out, and whether only for its name; counted once for all that it holds."""
        nature = margins.by_nature(name, attributes, in_article=bool(self._top.place.scope))
        why = nature or (margins.by_name(name, attributes) if self.trusting else "")
        self.page.left_out.update([why] if why and not self._is_silent else [])
        return why, bool(why) and not nature

    def _push(self, name: str, attributes: Mapping[str, str]) -> None:
        while len(self._open) > 1 and self._top.name in ENDED_BY.get(name, ()):
            self._pop()
        if name in CELLS:
            self._galley.end_cell()
        outer, was_silent = self._top, self._is_silent
        why, is_named = self._reason(name, attributes)
        place = inside(outer.place, name, attributes, self._serial)
        place = replace(place, why=outer.place.why or outer.inline or why)
        self._open.append(_Open(name, place, self.page.unheard if is_named and not was_silent else -1))
        self._names[name] += 1
        if name == "ol" and (start := attributes.get("start", "")).isdecimal() and len(start) < 6:
            self._top.number = int(start)
        if name == "li":
            self._number = f"{outer.number}. " if outer.name == "ol" else ""
            outer.number += 1

    def _begin_inline(self, name: str, attributes: Mapping[str, str], *, is_empty: bool) -> None:
        top = self._top
        if self._is_silent:
            top.depth += top.inline_name == name and not is_empty
            return
        why, _ = self._reason(name, attributes)
        if why and not is_empty:
            top.inline, top.inline_name, top.depth = why, name, 1
        elif name == "a":
            self._galley.end_link()
            if "href" in attributes:
                self._galley.begin_link(unquote(attributes["href"].partition("#")[2]))
        elif name == "sup":
            self._galley.begin_raised()
        elif name == "q":
            self._galley.say("“", self._line)

    def _end(self, name: str) -> None:
        if name == "br":
            self._end_line()
        if name in ENDING:
            self._flush()
        if name in HEADINGS:
            self._level = 0
        elif name == "title":
            self._in_title = False
        elif name in CONTAINERS:
            while self._names[name] and self._pop() != name:
                pass
        else:
            self._end_inline(name)

    def _end_inline(self, name: str) -> None:
        top = self._top
        if top.inline:
            top.depth -= top.inline_name == name
            top.inline = top.inline if top.depth > 0 else ""
        elif self._is_silent:
            return
        elif name == "a":
            self._galley.end_link()
        elif name == "sup":
            self._galley.end_raised()
        elif name == "q":
            self._galley.say("”", self._line)

    def _pop(self) -> str:
        closed = self._open.pop()
        self._names[closed.name] -= 1
        self._number = "" if closed.name == "li" else self._number
        if closed.hushed_at >= 0:
            self.page.hushed = max(self.page.hushed, self.page.unheard - closed.hushed_at)
        return closed.name

    def _flush(self) -> None:
        """The words so far are a block. Anchors without words belong to the next one."""
        if self._galley.line:
            rows, is_row = self._galley.rows()
            self.page.blocks += [self._block(runs, is_links, is_row) for runs, is_links in rows]
            self._galley, self._level, self._number = Galley(), 0, ""
            if len(self.page.blocks) > MOST_BLOCKS:
                raise Unreadable(
                    f"The page has more than {MOST_BLOCKS:,} blocks of words, the limit. Import it in parts."
                )
        elif self._galley.runs:
            self._galley = Galley(names=self._galley.names, places=self._galley.places)
        self._why, self._kind, self._is_around = "", None, False

    def _block(self, runs: Runs, is_links: bool, is_row: bool) -> Block:
        galley, place = self._galley, self._top.place
        if is_row:
            place = replace(place, kind=Kind.LIST, listed=place.listed or place.table, item=next(self._serial))
        return Block(
            line=galley.line,
            runs=runs,
            place=replace(place, kind=self._kind) if self._kind else place,
            level=self._level,
            names=frozenset(galley.names),
            places=frozenset(galley.places),
            links=frozenset(galley.links),
            number=self._number,
            is_around=is_links or self._is_around or place.is_around,
        )


def fact(text: str) -> str:
    """What a page says about itself, on one line, without signs that cannot be seen."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line[:_LONGEST_FACT]
