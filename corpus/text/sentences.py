"""Where does a sentence begin? Our own rules, numbered, because a citation must not move with a library.

A sentence ends at ``.`` ``!`` ``?`` or an ellipsis, with the closing marks behind it, where white space and
something that can open a sentence follow. `docs/sentences.md` lists every rule and where the rules fail.
Whoever changes what `starts` answers for any text raises `RULES_VERSION`.

Each character is looked at a bounded number of times, and no pattern gives back what it took (T59).
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from corpus.text.abbreviations import runs_on, shortens
from corpus.text.asides import Aside, is_bare_direction, joins_the_sentence_before, outermost
from corpus.text.speech import is_quoted_name, is_speaker_tag

RULES_VERSION = 1

_STOPS = re.compile(r"[.!?…](?:\s?[.!?…])*+")
_WEAK = frozenset(("..", "...", "…"))
# Closing marks, with the mark of a note, and a guillemet set off by a space as French does.
_CLOSING = re.compile(r"(?:[”’“‘»›\"')\]*†‡¹²³⁰⁴-⁹]|\s?\[\d{1,3}\]|\s»(?=\s))*+")
_BLANK = re.compile(r"\s*+")
_EXCLAIMS = frozenset("!?")
_QUOTES = frozenset("”’“‘»›\"'")
# Opening marks, and the ellipsis of a quotation that begins in the middle.
_OPENING = re.compile(r"\s++((?:[“‘„‚«‹»\"'’(\[¿¡]\s?)*+)((?<=[“‘„\"'(\[])\[?(?:…|\.\s?\.\s?\.)\]?\s?)?+")
_NUMBERED_POINT = re.compile(r"\s++(\((?:\d{1,2}|[ivxIVX]{1,5}|[a-zA-Z])\)\s++(?:[“‘\"'(]\s?)*+)")
_ALNUM = re.compile(r"[^\W_]")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[ivxIVX]{1,5}|[a-zA-Z])(?:\.\d{1,3}){0,3}")
_LONGEST_ENUMERATOR = 24
_LINE = re.compile(r"^[^\S\n]*+(\S)", re.MULTILINE)


def starts(text: str, *, line_broken: bool = False) -> tuple[int, ...]:
    """The offsets at which sentences begin; the slices between them are the whole text.

    In a `line_broken` text (verse) a capital at the head of a line does not show that a sentence begins.
    """
    return (0, *_Reading(text, line_broken, outermost(text)).later_starts()) if text else ()


def line_starts(text: str) -> tuple[int, ...]:
    """The offsets at which lines begin that are not blank, for lists and tables: every row is one unit."""
    heads = [line.start(1) for line in _LINE.finditer(text)]
    return (0, *heads[1:]) if text else ()


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    line_broken: bool
    asides: tuple[Aside, ...]
    _openings: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_openings", [aside.opening for aside in self.asides])

    def later_starts(self) -> Iterator[int]:
        """Every start but the first."""
        first_word = yield from self._after_direction(0)
        for run in _STOPS.finditer(self.text):
            begin = self._start_after(run, first_word) if run.start() > first_word else None
            if begin is not None:
                yield begin
                first_word = yield from self._after_direction(begin)

    def _after_direction(self, start: int) -> Generator[int, None, int]:
        """A stage direction without a full stop is a sentence too. Returns where the first word stands."""
        resumed = self._past_direction(start)
        if resumed:
            yield resumed
        return self._word_from(resumed or start)

    def _past_direction(self, start: int) -> int:
        """“(Laughter) Friends, …”: where the speech goes on, 0 where nothing of the kind begins here."""
        aside = self._aside_from(start)
        if aside is None or not is_bare_direction(self.text, aside):
            return 0
        opening = self._opening_at(aside.closing + 1)
        return opening.start(1) if opening else 0

    def _word_from(self, start: int) -> int:
        found = _ALNUM.search(self.text, start)
        return found.start() if found else len(self.text)

    def _start_after(self, run: re.Match[str], first_word: int) -> int | None:
        """Where the next sentence begins if one ends with this run of stops."""
        end = self._past_closing(run.end())
        if not self._leaves_its_aside(run, end, first_word):
            return None
        sourced = self._past_sources(end)
        opening = self._opening_at(sourced)
        if opening is None or self._runs_on(run, end, first_word, opening):
            return None
        is_undecided = sourced == end and "".join(run.group().split()) in _WEAK
        return None if is_undecided and not self._shows_a_start(end, opening) else opening.start(1)

    def _past_closing(self, place: int) -> int:
        found = _CLOSING.match(self.text, place)
        return found.end() if found else place

    def _past_blank(self, place: int) -> int:
        found = _BLANK.match(self.text, place)
        return found.end() if found else place

    def _leaves_its_aside(self, run: re.Match[str], end: int, first_word: int) -> bool:
        """Nothing ends inside parentheses; with them it does if it filled them or its full stop stands in them.

        “[...]” is an omission like any other.
        """
        aside = self._aside_around(run.start())
        if aside is None:
            return True
        if end <= aside.closing:
            return False
        if aside.opening < first_word or self.text[aside.opening + 1 : aside.closing] in _WEAK:
            return True
        return run.group() == "." and not shortens(self.text, run.start())

    def _aside_around(self, place: int) -> Aside | None:
        index = bisect_right(self._openings, place) - 1
        return self.asides[index] if index >= 0 and place < self.asides[index].closing else None

    def _past_sources(self, place: int) -> int:
        """Behind every source and note that stands in parentheses after the sentence."""
        while aside := self._aside_from(place):
            after = self._past_closing(aside.closing + 1)
            if _NUMBERED_POINT.match(self.text, place) or self._continues_small(after):
                return place
            if not joins_the_sentence_before(self.text, aside):
                return place
            place = after
        return place

    def _aside_from(self, place: int) -> Aside | None:
        opening = self._past_blank(place)
        index = bisect_left(self._openings, opening)
        return self.asides[index] if opening in self._openings[index : index + 1] else None

    def _continues_small(self, place: int) -> bool:
        """“(Old) habits stay”, “[T]he end”: the parentheses belong to the sentence that follows."""
        following = self._past_blank(place)
        return self.text[following : following + 1].islower() or self.text[place : place + 1].isalnum()

    def _opening_at(self, place: int) -> re.Match[str] | None:
        """The white space and opening marks before something that can open a sentence."""
        found = _NUMBERED_POINT.match(self.text, place) or _OPENING.match(self.text, place)
        return found if found and _can_open(self.text[found.end() : found.end() + 1]) else None

    def _runs_on(self, run: re.Match[str], end: int, first_word: int, opening: re.Match[str]) -> bool:
        """Whether the sentence goes on after this run of stops although a capital or a number follows."""
        marks = self.text[run.end() : end]
        is_quoted = not _QUOTES.isdisjoint(marks)
        if run.group() == ".":
            said = self.text[first_word : min(run.start(), first_word + _LONGEST_ENUMERATOR)]
            is_enumerator = not is_quoted and _ENUMERATOR.fullmatch(said) is not None
            return is_enumerator or (not marks and runs_on(self.text, run.start(), opening.end()))
        if not is_quoted or opening.group(1) or _EXCLAIMS.isdisjoint(run.group()):
            return False
        return is_speaker_tag(self.text, opening.end()) or is_quoted_name(self.text, run.start(), opening.end())

    def _shows_a_start(self, end: int, opening: re.Match[str]) -> bool:
        """An ellipsis ends a sentence only where the capital cannot be there for another reason."""
        is_new_line = "\n" in self.text[end : opening.start(1)]
        return self.text[opening.end()].isalpha() and not (self.line_broken and is_new_line)


def _can_open(mark: str) -> bool:
    """A capital, a digit or a currency sign; a letter of a script without capitals counts as one."""
    return mark.isdecimal() or (mark.isalpha() and not mark.islower()) or unicodedata.category(mark or " ") == "Sc"
