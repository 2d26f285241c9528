"""Where does a sentence begin? Our own rules, numbered, because a citation must not move with a library.

A sentence ends at ``.`` ``!`` ``?`` or an ellipsis, with the closing marks behind it, where white space and
something that can open a sentence follow. `docs/sentences.md` lists every rule and where the rules fail.
Whoever changes what `starts` answers for any text raises `RULES_VERSION`.

Each character is looked at a bounded number of times, and no pattern gives back what it took (T59).
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.text.abbreviations import runs_on, shortens, word_at
from corpus.text.asides import Aside, joins_the_sentence_before, outermost
from corpus.text.lexicon import NAME_LINKS, SENTENCE_OPENERS, VERBS_OF_SAYING

RULES_VERSION = 1

_STOPS = re.compile(r"[.!?…](?:\s?[.!?…])*+")
_WEAK = frozenset(("..", "...", "…"))
# Closing marks, with the mark of a note, and a guillemet set off by a space as French does.
_CLOSING = re.compile(r"(?:[”’“‘»›\"')\]*†‡¹²³⁰⁴-⁹]|\s?\[\d{1,3}\]|\s»(?=\s))*+")
_BLANK = re.compile(r"\s*+")
_EXCLAIMS = frozenset("!?")
_QUOTES = frozenset("”’“‘»›\"'")
# Opening marks, and the ellipsis of a quotation that begins in the middle.
_OPENING = re.compile(r"\s++((?:[“‘„‚«‹»\"'’(\[¿¡]\s?)*+)((?<=[“‘„\"'(\[])(?:…|\.\s?\.\s?\.)\s?)?+")
_ALNUM = re.compile(r"[^\W_]")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[ivxIVX]{1,5}|[a-zA-Z])(?:\.\d{1,3}){0,3}")
_LINE = re.compile(r"^[^\S\n]*+(\S)", re.MULTILINE)
_ARTICLES = frozenset(("the", "a", "an"))

# How far one stop may look around for a speaker or an article.
_REACH = 120


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
        first_word = self._word_from(0)
        for run in _STOPS.finditer(self.text):
            if run.start() < first_word:
                continue
            begin = self._start_after(run, first_word)
            if begin is not None:
                yield begin
                first_word = self._word_from(begin)

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

    def _leaves_its_aside(self, run: re.Match[str], end: int, first_word: int) -> bool:
        """A sentence ends with parentheses if it filled them or if a full stop closes it, never inside."""
        aside = self._aside_around(run.start())
        if aside is None:
            return True
        if end <= aside.closing:
            return False
        is_whole_sentence = aside.opening < first_word
        return is_whole_sentence or (run.group() == "." and not shortens(self.text, run.start()))

    def _aside_around(self, place: int) -> Aside | None:
        index = bisect_right(self._openings, place) - 1
        return self.asides[index] if index >= 0 and place < self.asides[index].closing else None

    def _past_sources(self, place: int) -> int:
        """Behind every source and note that stands in parentheses after the sentence."""
        while aside := self._aside_from(place):
            after = self._past_closing(aside.closing + 1)
            if not joins_the_sentence_before(self.text, aside) or self._continues_small(after):
                return place
            place = after
        return place

    def _aside_from(self, place: int) -> Aside | None:
        index = bisect_left(self._openings, place)
        if index == len(self.asides) or self.text[place : self.asides[index].opening].strip():
            return None
        return self.asides[index]

    def _continues_small(self, place: int) -> bool:
        """“(Old) habits stay”, “[T]he end”: the parentheses belong to the sentence that follows."""
        found = _BLANK.match(self.text, place)
        following = self.text[found.end() : found.end() + 1] if found else ""
        return following.islower() or self.text[place : place + 1].isalnum()

    def _opening_at(self, place: int) -> re.Match[str] | None:
        """The white space and opening marks before something that can open a sentence."""
        found = _OPENING.match(self.text, place)
        return found if found and _can_open(self.text[found.end() : found.end() + 1]) else None

    def _runs_on(self, run: re.Match[str], end: int, first_word: int, opening: re.Match[str]) -> bool:
        """Whether the sentence goes on after this run of stops although a capital or a number follows."""
        marks = self.text[run.end() : end]
        if run.group() == ".":
            said = self.text[first_word : min(run.start(), first_word + 24)]
            return _ENUMERATOR.fullmatch(said) is not None or (
                not marks and runs_on(self.text, run.start(), opening.end())
            )
        if not _QUOTES.intersection(marks) or opening.group(1) or not _EXCLAIMS.intersection(run.group()):
            return False
        return self._speaker_follows(opening.end()) or self._is_quoted_name(run.start(), opening.end())

    def _shows_a_start(self, end: int, opening: re.Match[str]) -> bool:
        """An ellipsis ends a sentence only where the capital cannot be there for another reason."""
        is_new_line = "\n" in self.text[end : opening.start(1)]
        return self.text[opening.end()].isalpha() and not (self.line_broken and is_new_line)

    def _speaker_follows(self, place: int) -> bool:
        """“Never!” Marshal Orlo shouted: names and then a verb of saying."""
        words = self.text[place : place + _REACH].split()
        if words[0] in SENTENCE_OPENERS:
            return False
        for count, word in enumerate(words):
            if count and word.rstrip(",.:;") in VERBS_OF_SAYING:
                return True
            if not word[0].isupper() and word not in NAME_LINKS:
                return False
        return False

    def _is_quoted_name(self, stop: int, following: int) -> bool:
        """The “Forward!” Group: an article before the quotation marks and a name after them."""
        before = self.text[max(0, stop - _REACH) : stop]
        opening = max(before.rfind(mark) for mark in '“‘"„«')
        led_in = before[: max(opening, 0)].split()
        return bool(led_in) and led_in[-1].lower() in _ARTICLES and not self._is_opener(following)

    def _is_opener(self, place: int) -> bool:
        return word_at(self.text, place) in SENTENCE_OPENERS


def _can_open(mark: str) -> bool:
    """A capital, a digit or a currency sign; a letter of a script without capitals counts as one."""
    return (
        mark.isdecimal()
        or (mark.isalpha() and not mark.islower())
        or unicodedata.category(mark or " ") == "Sc"
    )
