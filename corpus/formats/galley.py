"""Which words and signs have come together for the next block of a page?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.formats.marks import LINE_END

_SIGN = re.compile(r"[\[(]?\s?(\d{1,4}|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§]{1,3})\s?[\])]?[.:]?")
_RAISED_SIGN = re.compile(r"[\[(]?\s?(\d{1,3}|[*†‡§]{1,3})\s?[\])]?")
_BETWEEN = re.compile(r"[\s,;–-]*")
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_UP = str.maketrans("0123456789", RAISED)
_LONGEST_SIGN = 12  # “↩ Back”
_LONGEST_CELL = 100


@dataclass(frozen=True, slots=True)
class Link:
    """A sign that may refer to a note. `target` is where it leads on the page, "" for a sign that is no link."""

    label: str
    shown: str
    target: str = ""


type Runs = Sequence[str | Link]


@dataclass(slots=True)
class Galley:
    """`line` is 0 as long as there are no words. `names` are anchors at the head, `places` all of them."""

    runs: list[str | Link] = field(default_factory=list)
    line: int = 0
    names: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)  # where its signs lead
    _cells: list[tuple[Runs, bool]] = field(default_factory=list)  # with whether each is nothing but links
    _has_words: bool = False  # in this line
    _letters: int = 0
    _linked: int = 0
    _link: tuple[int, str] | None = None  # where it began and where it leads
    _raised: int | None = None

    def say(self, text: str, line: int) -> None:
        self.runs.append(text)
        if not text.strip():
            return
        self.line = self.line or line + text[: len(text) - len(text.lstrip())].count("\n")
        self._has_words = True
        letters = sum(map(str.isalnum, text))
        self._letters += letters
        self._linked += letters if self._link else 0

    def end_line(self) -> bool:
        """Whether it was the second end in a row: that parts paragraphs."""
        is_second = bool(self.line) and not self._has_words
        self.runs.append(LINE_END)
        self._has_words = False
        return is_second

    def end_cell(self) -> None:
        self.end_link()
        if _shown(self.runs):
            self._cells.append((tuple(self.runs), 0 < self._letters == self._linked))
        self.runs, self._raised = [], None
        self._letters = self._linked = 0

    def place(self, name: str) -> None:
        self.places.add(name)
        if self._letters <= 4:
            self.names.add(name)

    def begin_link(self, target: str) -> None:
        self.end_link()
        self._link = (len(self.runs), target)

    def end_link(self) -> None:
        """A short link inside the page is a sign."""
        if self._link is None:
            return
        (start, target), self._link = self._link, None
        shown = " ".join(_shown(self.runs[start:]).split())
        if target and shown and len(shown) <= _LONGEST_SIGN:
            self.links.add(target)
            labels = [run.label for run in self.runs[start:] if isinstance(run, Link)]
            found = _SIGN.fullmatch(shown)
            self._sign(start, Link(labels[0] if labels else found[1] if found else "", shown, target))

    def begin_raised(self) -> None:
        self._raised = len(self.runs)

    def end_raised(self) -> None:
        """A raised figure is a sign; what parts several goes with them."""
        start, self._raised = self._raised, None
        raised = self.runs[start:] if start is not None else []
        if any(isinstance(run, Link) for run in raised):
            self.runs[start:] = [_up(run) for run in raised if isinstance(run, Link) or not _BETWEEN.fullmatch(run)]
            return
        shown = _shown(raised)
        found = _RAISED_SIGN.fullmatch(shown)
        if found and start is not None:
            self._sign(start, Link(found[1], shown.translate(_UP)))

    def _sign(self, start: int, sign: Link) -> None:
        first, last = self.runs[start], self.runs[-1]
        before = " " if isinstance(first, str) and first[:1].isspace() else ""
        after = " " if isinstance(last, str) and last[-1:].isspace() else ""
        self.runs[start:] = [before, sign, after]

    def rows(self) -> tuple[Sequence[tuple[Runs, bool]], bool]:
        """The words, each with whether they are nothing but links; and whether they are one row of a table.

        Cells that are no short words stand alone, as in a page that is laid out with a table.
        """
        self.end_cell()
        cells = self._cells
        if len(cells) > 1 and all(_is_short(_shown(runs)) for runs, _ in cells):
            return [([run for runs, _ in cells for run in (*runs, " ")], all(is_links for _, is_links in cells))], True
        return cells, False


def _up(run: str | Link) -> str | Link:
    return replace(run, shown=run.shown.translate(_UP)) if isinstance(run, Link) else run


def _shown(runs: Runs) -> str:
    return "".join(run if isinstance(run, str) else run.shown for run in runs).strip()


def _is_short(cell: str) -> bool:
    return len(cell) <= _LONGEST_CELL and LINE_END not in cell
