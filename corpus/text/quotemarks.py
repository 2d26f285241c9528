"""Where does a text open and close its quotation marks, and which of its signs are apostrophes?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SIGN = re.compile("[\"“”„«»'‘’‚]")
# What may close each double mark; writers mix curly and straight ones.
_CLOSED_BY = {"“": '”"', "„": '“”"', "«": "»", '"': '"”', "”": '”"'}
_SINGLE_OPENERS = "‘‚'"
_BEFORE_OPENING = frozenset("([{—–-/\"“„«'‘‚")
_NOT_OPENED = frozenset(".,;:!?)]}")
# Words that begin with an apostrophe (’56, ’tis), which looks like a mark if it is straight or bent by a machine.
_ELISION = re.compile(r"(?:\d\ds?|tis|twas|twere|til|till|em|cause|bout|round|n)\b", re.IGNORECASE)
_POSSESSIVE_AFTER = frozenset("sxzSXZ")
# What no possessive stands before: after one of these words the sign before it was a closing mark.
_FUNCTION_WORDS = """
    again are as at because but by did for from had has have he here in is it now of on she so than that then there
    they to too was were when which while who will with would
"""
_NOT_POSSESSED = frozenset(_FUNCTION_WORDS.split())
# Beyond so many signs nothing closes what may be an apostrophe.
_FAR = 20


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between marks: from the opening mark to after the closing one.

    `runs` are the words themselves; there are several where a mark opens anew at the head of each paragraph.
    """

    start: int
    end: int
    runs: tuple[tuple[int, int], ...]
    is_single: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """The outermost quotations of a text in order, and the opening marks that nothing closes."""

    found: tuple[Marked, ...]
    unclosed: tuple[int, ...]


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner."""

    sign: str
    place: int
    since: int
    runs: list[tuple[int, int]]

    def closed(self, place: int) -> Marked:
        return Marked(self.place, place + 1, (*self.runs, (self.since, place)), self.sign in _SINGLE_OPENERS)


def marked(text: str, paragraphs: Iterable[tuple[int, int]]) -> Marks:
    """Quotations by their marks, paragraph by paragraph, so that a forgotten mark spoils one paragraph at most.

    What stands in marks inside a quotation belongs to it.
    """
    scan = _Scan(text)
    for start, end in paragraphs:
        scan.paragraph(start, end)
    scan.give_up()
    return Marks(tuple(scan.found), tuple(scan.unclosed))


class _Scan:
    """One walk over the marks of a text. Every mark is looked at a bounded number of times (T59)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Marked] = []
        self.unclosed: list[int] = []
        self.running: _Open | None = None

    def paragraph(self, start: int, end: int) -> None:
        signs = [sign.start() for sign in _SIGN.finditer(self.text, start, end)]
        index = self._reopened(signs, start, end) if self.running else 0
        while index < len(signs):
            index = self._step(signs, index, end)
        if self.running:
            self.running.runs.append((self.running.since, end))

    def give_up(self) -> None:
        if self.running:
            self.unclosed.append(self.running.place)
        self.running = None

    def _reopened(self, signs: Sequence[int], start: int, end: int) -> int:
        """Whether the paragraph begins with the mark that is still open; if not, that one was forgotten."""
        head = next((place for place in range(start, end) if not self.text[place].isspace()), end)
        assert self.running
        if (
            signs
            and signs[0] == head
            and self.text[head] in (self.running.sign, '"' if self.running.sign == "“" else "")
        ):
            self.running.since = head + 1
            return 1
        self.give_up()
        return 0

    def _step(self, signs: Sequence[int], index: int, end: int) -> int:
        place = signs[index]
        sign = self.text[place]
        if self.running and self.running.sign in _SINGLE_OPENERS:
            return self._single(signs, index - 1, end, self.running)
        if self.running:
            if self._closes(self.running.sign, place):
                self.found.append(self.running.closed(place))
                self.running = None
            elif self._opens(place):
                self.give_up()
                self.running = _Open(sign, place, place + 1, [])
        elif self._opens(place):
            self.running = _Open(sign, place, place + 1, [])
        elif self._opens_single(place):
            return self._single(signs, index, end, _Open(sign, place, place + 1, []))
        return index + 1

    def _single(self, signs: Sequence[int], index: int, end: int, opened: _Open) -> int:
        """Closes a single mark at once or not at all, so that an apostrophe swallows nothing."""
        closing, reached_the_end = self._single_close(signs, index, is_doubtful=self._is_elision(opened.place))
        self.running = None
        if closing is not None:
            self.found.append(opened.closed(signs[closing]))
            return closing + 1
        if reached_the_end and opened.sign == "‘" and self._is_reopened_after(end):
            self.running = opened
            return len(signs)
        return index + 1

    def _is_reopened_after(self, end: int) -> bool:
        following = self.text[end : end + 200].lstrip()
        return following.startswith("‘")

    def _single_close(self, signs: Sequence[int], index: int, *, is_doubtful: bool) -> tuple[int | None, bool]:
        """The sign that closes a single mark, and whether the paragraph ended first.

        A sign after *s* and before a further word may be a possessive (the workers’ councils): it closes only where no
        surer one follows before the next opening mark.
        """
        nested, perhaps = "", None
        for at in range(index + 1, min(len(signs), index + _FAR) if is_doubtful else len(signs)):
            place = signs[at]
            if nested:
                if self._closes(nested, place):
                    nested = ""
                elif self._opens(place):
                    return (None if is_doubtful else perhaps), False
            elif self._opens(place):
                nested = self.text[place]
            elif self._opens_single(place) and not self._is_elision(place):
                return (None if is_doubtful else perhaps), False
            elif self._closes_single(place):
                if not self._may_be_possessive(place):
                    return at, False
                perhaps = at if perhaps is None else perhaps
        return (None if is_doubtful else perhaps), True

    def _opens(self, place: int) -> bool:
        """Whether a double mark opens here: something follows at once, and nothing stands before that it closes."""
        sign, before, after = self.text[place], self._at(place - 1), self._at(place + 1)
        if sign not in _CLOSED_BY or after.isspace():
            return False
        if sign in "“„«" and after.isalnum():
            return True
        is_stop = after in _NOT_OPENED and self._at(place + 2) != "." and sign not in "“„«"
        return not is_stop and (before.isspace() or before in _BEFORE_OPENING)

    def _closes(self, opened: str, place: int) -> bool:
        sign, before, after = self.text[place], self._at(place - 1), self._at(place + 1)
        if sign == '"' and sign in _CLOSED_BY[opened]:
            return not before.isspace() or after.isspace()
        # Word processors now and then bend a closing mark the wrong way.
        is_bent = sign == opened == "“" and not before.isspace() and not after.isalnum()
        return sign in _CLOSED_BY[opened] or is_bent

    def _opens_single(self, place: int) -> bool:
        sign, before, after = self.text[place], self._at(place - 1), self._at(place + 1)
        if sign not in _SINGLE_OPENERS or after.isspace() or (after in _NOT_OPENED and self._at(place + 2) != "."):
            return False
        return before.isspace() or before in _BEFORE_OPENING

    def _closes_single(self, place: int) -> bool:
        return self.text[place] in "'’" and not self._at(place - 1).isspace() and not self._at(place + 1).isalnum()

    def _may_be_possessive(self, place: int) -> bool:
        if (
            self._at(place - 1) not in _POSSESSIVE_AFTER
            or self._at(place + 1) != " "
            or not self._at(place + 2).isalnum()
        ):
            return False
        following = self.text[place + 2 : place + 12].split(maxsplit=1)[0]
        return following.rstrip(".,;:!?)") not in _NOT_POSSESSED

    def _is_elision(self, place: int) -> bool:
        return _ELISION.match(self.text, place + 1) is not None

    def _at(self, place: int) -> str:
        """The sign at an offset; a space before the beginning and after the end."""
        return self.text[place] if 0 <= place < len(self.text) else " "
