"""Which signs of a Markdown paragraph are marking, and what is left without them?

Near to CommonMark, and each sign is looked at a bounded number of times (T59): what could be looked for a second time
in vain is remembered or bounded.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from corpus.formats.marks import Mark, Run
from corpus.formats.markup import worded

_SIGN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<code>`++)|\[\^(?P<note>[^\[\]\s]{1,40})\]|(?P<opening>!?\[)|(?P<closing>\])"
    r"|(?P<emphasis>\*++|_++|~~)"
)
_TARGET = re.compile(
    r"\(\s*+(?:<[^<>\n]{0,2000}+>|[^\s()<]{0,2000}+(?:\([^\s()]{0,500}+\)[^\s()]{0,2000}+){0,9}+)"
    r"""(?:\s++(?:"[^"]{0,1000}+"|'[^']{0,1000}+'|\([^()]{0,1000}+\)))?+\s*+\)"""
)
_REFERENCE = re.compile(r"\[([^\[\]]{0,200}+)\]")
LONGEST_NAME = 200  # characters, of a link


@dataclass(frozen=True, slots=True)
class Known:
    """What the whole text defines: the keys of its notes and the names of its links, both folded."""

    notes: Mapping[str, int]
    links: Collection[str]


def folded(name: str) -> str:
    """Names of notes and links are compared without regard to capitals and white space."""
    return " ".join(name.split()).casefold()


def read(text: str, known: Known) -> tuple[tuple[Run, ...], int]:
    """The words, with the marks of notes among them, and how many pictures were left out."""
    line = _Line(text, known)
    line.read()
    return tuple(run for run in line.runs if run != ""), line.pictures


@dataclass(slots=True)
class _Opener:
    """A sign that may open emphasis, where it stands among the runs, and how much of it is left."""

    at: int
    sign: str
    length: int


@dataclass(frozen=True, slots=True)
class _Bracket:
    at: int  # among the runs
    behind: int  # in the text
    is_picture: bool


@dataclass(slots=True)
class _Line:
    text: str
    known: Known
    runs: list[Run] = field(default_factory=list)
    pictures: int = 0
    _openers: list[_Opener] = field(default_factory=list)
    _waiting: Counter[str] = field(default_factory=Counter)  # openers by sign
    _brackets: list[_Bracket] = field(default_factory=list)
    _ticks: dict[int, list[int]] = field(default_factory=dict)  # where backticks stand, by how many

    def read(self) -> None:
        for ticks in re.finditer("`++", self.text):
            self._ticks.setdefault(len(ticks[0]), []).append(ticks.start())
        at = 0
        while found := _SIGN.search(self.text, at):
            self.runs.append(worded(self.text[at : found.start()]))
            at = self._take(found)
        self.runs.append(worded(self.text[at:]))

    def _take(self, found: re.Match[str]) -> int:
        """Reads a sign; returns where to go on."""
        match found.lastgroup:
            case "code":
                return self._code(found)
            case "note":
                key = self.known.notes.get(folded(found["note"]))
                self.runs.append(Mark(key, found[0]) if key else found[0])
            case "opening":
                self._brackets.append(_Bracket(len(self.runs), found.end(), found[0] == "!["))
                self.runs.append(found[0])
            case "closing":
                return self._close(found.start())
            case "emphasis":
                self._emphasise(found[0], found.start())
            case _:
                self.runs.append(found["escaped"])
        return found.end()

    def _code(self, found: re.Match[str]) -> int:
        same = self._ticks.get(len(found[0]), [])  # none where the first of them was escaped
        following = bisect_left(same, found.end())
        if following == len(same):
            self.runs.append(found[0])
            return found.end()
        self.runs.append(self.text[found.end() : same[following]])
        return same[following] + len(found[0])

    def _close(self, at: int) -> int:
        """A closing bracket: of a link its words stay, of a picture nothing."""
        bracket = self._brackets.pop() if self._brackets else None
        name = self.text[bracket.behind : min(at, bracket.behind + LONGEST_NAME + 1)] if bracket else ""
        end = self._target(name, at + 1) if bracket else None
        if bracket is None or end is None:
            self.runs.append("]")
            return at + 1
        while self._openers and self._openers[-1].at > bracket.at:
            self._waiting[self._openers.pop().sign] -= 1
        if bracket.is_picture:
            del self.runs[bracket.at :]
            self.pictures += 1
        else:
            self.runs[bracket.at] = ""
        return end

    def _target(self, name: str, at: int) -> int | None:
        """Where the link ends whose words end before `at`; None where they are no link."""
        target = _TARGET.match(self.text, at)
        if target:
            return target.end()
        reference = _REFERENCE.match(self.text, at)
        if reference and folded(reference[1] or name) in self.known.links:
            return reference.end()
        return at if folded(name) in self.known.links else None

    def _emphasise(self, signs: str, at: int) -> None:
        opens, closes = _flanks(self.text[at - 1 : at], signs[0], self.text[at + len(signs) : at + len(signs) + 1])
        length = len(signs)
        while closes and length and self._waiting[signs[0]]:
            opener = self._openers[-1]
            if opener.sign == signs[0]:
                taken = min(length, opener.length)
                opener.length, length = opener.length - taken, length - taken
                self.runs[opener.at] = opener.sign * opener.length
            if opener.sign != signs[0] or not opener.length:
                self._waiting[self._openers.pop().sign] -= 1
        if opens and length:
            self._openers.append(_Opener(len(self.runs), signs[0], length))
            self._waiting[signs[0]] += 1
        self.runs.append(signs[0] * length)


def _flanks(before: str, sign: str, after: str) -> tuple[bool, bool]:
    """Whether a run of signs may open and whether it may close emphasis, as CommonMark has it."""
    left = not _is_white(after) and (not _is_mark(after) or _is_white(before) or _is_mark(before))
    right = not _is_white(before) and (not _is_mark(before) or _is_white(after) or _is_mark(after))
    if sign == "_":
        return left and (not right or _is_mark(before)), right and (not left or _is_mark(after))
    return left, right


def _is_white(sign: str) -> bool:
    return not sign or sign.isspace()


def _is_mark(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign)[0] in "PS"
