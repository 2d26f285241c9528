"""Which headings, paragraphs, lists and notes do the lines of a Markdown text make?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from corpus.formats.draft import MOST_PARAGRAPHS, Kind, Unreadable
from corpus.formats.emphasis import folded
from corpus.formats.marks import LINE_END

_QUOTED = re.compile(r"(?: {0,3}> ?)++")
_FENCE = re.compile(r" {0,3}(`{3,}+|~{3,}+)[^`]*+")
_HEADING = re.compile(r" {0,3}(#{1,6}+)(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:(=++)|-{2,}+)[ \t]*+")
_NOTE = re.compile(r" {0,3}\[\^([^\[\]\s]{1,40})\]:")
_LINK = re.compile(
    r""" {0,3}\[([^\[\]^][^\[\]]{0,199})\]:[ \t]*+(?:<[^<>]*+>|(?=\S*[/#:@]|\S*?\.\w)\S++)"""
    r"""[ \t]*+(?:"[^"]*+"|'[^']*+'|\([^()]*+\))?+[ \t]*+"""
)
_ITEM = re.compile(r"[ \t]*+(?:([-*+])|(\d{1,3})([.)]))[ \t]++(?=\S)")
MOST_LEAVES = 2 * MOST_PARAGRAPHS
_INDENTED = 4  # columns from which lines are kept as they stand
_INSIDE = 2  # columns from which a paragraph belongs to the item or note above


@dataclass(frozen=True, slots=True)
class Leaf:
    """A heading (of some `level`), a paragraph, one of an item of a list, or one of a note (of some `key`)."""

    line: int
    text: str = ""
    kind: Kind = Kind.PROSE
    level: int = 0
    key: int = 0
    label: str = ""
    listed: int = 0
    item: int = 0
    number: str = ""  # of the item: “3. ”
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """`notes` are keys by folded label, `links` the folded names of links that are defined somewhere."""

    leaves: tuple[Leaf, ...]
    notes: Mapping[str, int]
    links: frozenset[str]


def read(lines: Iterable[tuple[int, str]]) -> Outline:
    """Lines come with their numbers."""
    reader = _Reader()
    for number, line in lines:
        reader.take(number, line)
    reader.close()
    return Outline(tuple(reader.leaves), reader.notes, frozenset(reader.links))


@dataclass(slots=True)
class _Reader:
    leaves: list[Leaf] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    _leaf: Leaf | None = None  # being read
    _lines: list[str] = field(default_factory=list)
    _fence: str = ""
    _kind: Kind = Kind.PROSE  # of what begins on this line
    _list: tuple[int, str] = (0, "")  # which one, and by which sign
    _item: int = 0
    _note: tuple[int, str] = (0, "")  # its key and its label
    _serial: Iterator[int] = field(default_factory=lambda: count(1))

    def take(self, number: int, line: str) -> None:
        mark = _QUOTED.match(line)
        words = line[mark.end() :] if mark else line
        self._kind = Kind.QUOTATION if mark else Kind.PROSE
        if self._fence:
            self._take_fenced(words)
        elif not words.strip():
            self.close()
        else:
            # The other way round, a quotation runs on in lines that nobody marked.
            if self._leaf and mark and self._leaf.kind is not Kind.QUOTATION:
                self.close()
            self._take_words(number, words)

    def close(self) -> None:
        """Ends what is being read."""
        if self._leaf:
            keeps = self._leaf.is_code or (
                not self._leaf.item and not self._leaf.key and all(map(_is_indented, self._lines))
            )
            self.leaves.append(replace(self._leaf, text=_joined(self._lines, keeps=keeps)))
            if len(self.leaves) > MOST_LEAVES:
                raise Unreadable(f"The file has more than {MOST_LEAVES:,} headings, paragraphs and rows, the limit.")
        self._leaf, self._lines, self._fence = None, [], ""

    def _take_words(self, number: int, words: str) -> None:
        """The first that knows the line takes it."""
        for takes in (
            self._fenced,
            self._heading,
            self._underline,
            self._rule,
            self._begins_note,
            self._link,
            self._row,
        ):
            if takes(number, words):
                return
        if self._leaf is None:
            self._begin_paragraph(number, words)
        self._lines.append(words)

    def _take_fenced(self, words: str) -> None:
        bare = words.strip()
        if bare.startswith(self._fence) and not bare.strip(self._fence[0]):
            self.close()
        else:
            self._lines.append(words)

    def _fenced(self, number: int, words: str) -> bool:
        found = _FENCE.fullmatch(words)
        if found:
            self._begin(Leaf(number, kind=self._kind, is_code=True))
            self._fence = found[1]
        return found is not None

    def _heading(self, number: int, words: str) -> bool:
        found = _HEADING.match(words)
        if found is None:
            return False
        text = words[found.end() :].strip()
        bare = text.rstrip("#")
        text = bare.rstrip() if not bare or bare[-1].isspace() else text
        self._begin(Leaf(number, kind=self._kind, level=0 if self._kind is Kind.QUOTATION else len(found[1])))
        self._lines.append(text)
        self.close()
        return True

    def _underline(self, number: int, words: str) -> bool:
        """A line of signs under a paragraph makes it a heading."""
        leaf, found = self._leaf, _UNDERLINE.fullmatch(words)
        if leaf is None or found is None or leaf.listed or leaf.key or leaf.kind is not Kind.PROSE:
            return False
        self._leaf = replace(leaf, level=1 if found[1] else 2)
        self.close()
        return True

    def _rule(self, number: int, words: str) -> bool:
        signs = "".join(words.split())
        if len(signs) < 3 or signs.strip(signs[0]) or signs[0] not in "*-_":
            return False
        self.close()
        self._leave()
        return True

    def _begins_note(self, number: int, words: str) -> bool:
        found = _NOTE.match(words)
        if found is None:
            return False
        key = next(self._serial)
        self.notes.setdefault(folded(found[1]), key)
        self.close()
        self._leave(note=(key, found[1]))
        if words[found.end() :].strip():
            self._begin_paragraph(number, " " * _INSIDE)
            self._lines.append(words[found.end() :])
        return True

    def _link(self, number: int, words: str) -> bool:
        """Where a name leads: no words of the text."""
        found = _LINK.fullmatch(words) if self._leaf is None else None
        if found:
            self.links.add(folded(found[1]))
        return found is not None

    def _row(self, number: int, words: str) -> bool:
        found = _ITEM.match(words)
        # “1957.” at the head of a line inside a paragraph begins no list.
        if found is None or (self._leaf and not self._leaf.listed and (found[2] or "1") != "1"):
            return False
        sign, width = found[1] or found[3], _width(words)
        is_inside = width >= _INSIDE and (self._list[0] > 0 or self._note[0] > 0)
        if width >= _INDENTED and not is_inside:
            return False
        self.close()
        if not is_inside:
            self._leave(listed=self._list if self._list[1] == sign else (0, ""))
        self._list = self._list if self._list[0] else (next(self._serial), sign)
        self._item = next(self._serial)
        self._begin_paragraph(number, " " * _INSIDE)
        if self._leaf:
            self._leaf = replace(self._leaf, number=f"{found[2]}{found[3]} " if found[2] else "")
        self._lines.append(words[found.end() :])
        return True

    def _begin_paragraph(self, number: int, words: str) -> None:
        """Of the item or note above where it is set in."""
        if _width(words) < _INSIDE:
            self._leave()
        kind = Kind.LIST if self._list[0] and self._kind is Kind.PROSE else self._kind
        key, label = self._note
        self._leaf = Leaf(number, "", kind, 0, key, label, self._list[0], self._item)

    def _begin(self, leaf: Leaf) -> None:
        self.close()
        self._leave()
        self._leaf = leaf

    def _leave(self, *, note: tuple[int, str] = (0, ""), listed: tuple[int, str] = (0, "")) -> None:
        """Ends the list and the note above, or changes over to others."""
        self._note, self._list = note, listed
        self._item = 0


def _width(line: str) -> int:
    """The columns before the first word."""
    expanded = line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4)
    return len(expanded)


def _is_indented(line: str) -> bool:
    return _width(line) >= _INDENTED


def _joined(lines: list[str], *, keeps: bool) -> str:
    """A line ends for good where two spaces or a backslash say so, or where all are to be kept."""
    return "".join(line + LINE_END if keeps else _ended(line) for line in lines[:-1]) + (lines[-1] if lines else "")


def _ended(line: str) -> str:
    if line.endswith("  "):
        return line + LINE_END
    backslashes = len(line) - len(line.rstrip("\\"))
    return f"{line[:-1]}{LINE_END}" if backslashes % 2 else f"{line}\n"
