"""What stands in parentheses: a source, a note on the quotation, or a remark of its own?"""

import re
from dataclasses import dataclass

from corpus.text.lexicon import QUOTATION_NOTES, SOURCE_OPENERS, STAGE_DIRECTIONS, TITLE_LINKS

_PAIRS = {")": "(", "]": "["}
_LONGEST_SOURCE = 400
_CLOSING_MARKS = "”’»›\"' "
_MARKS = ".,:;!?“”‘’\"'()[]–— "

_PAGES = re.compile(r"\b(?:p|pp|fol|ff|col|cols|no|nos|vol)\.\s?\d++(?:\s?[–-]\s?\d++)?+(?=[,;]|$)", re.IGNORECASE)
_WORK_CITED = re.compile(r"\b(?:op|loc)\.\s?cit\b")
_ENDS_IN_NUMBER = re.compile(r"\d(?:[\w/–-]{0,8})$")


@dataclass(frozen=True, slots=True)
class Aside:
    """A pair of parentheses or square brackets: the offsets of the opening and of the closing one."""

    opening: int
    closing: int


def outermost(text: str) -> tuple[Aside, ...]:
    """The pairs that stand in no other pair, in order. A bracket without its partner counts for nothing."""
    found: list[Aside] = []
    waiting: list[int] = []
    open_of = {"(": 0, "[": 0}
    for place, mark in enumerate(text):
        if mark in open_of:
            waiting.append(place)
            open_of[mark] += 1
        elif mark in _PAIRS and open_of[_PAIRS[mark]]:
            aside = Aside(_partner(text, waiting, _PAIRS[mark], open_of), place)
            while found and found[-1].opening > aside.opening:
                found.pop()
            found.append(aside)
    return tuple(found)


def _partner(text: str, waiting: list[int], mark: str, open_of: dict[str, int]) -> int:
    """Takes the last waiting bracket of this kind; those that opened after it have no partner."""
    while True:
        place = waiting.pop()
        open_of[text[place]] -= 1
        if text[place] == mark:
            return place


def joins_the_sentence_before(text: str, aside: Aside) -> bool:
    """Whether words in parentheses belong to the sentence before: a source, a gloss, a note on the quotation.

    Stage directions and remarks that are sentences of their own do not.
    """
    inner = text[aside.opening + 1 : aside.closing].strip()
    if inner[:1].islower() or not any(map(str.isalnum, inner)):
        return True
    words = _words(inner)
    is_source = len(inner) < _LONGEST_SOURCE and _is_source(inner.rstrip(" ."), words)
    # In square brackets an editor supplies words, so only what is surely a source joins.
    if text[aside.opening] == "[":
        return is_source and any(map(str.isdecimal, inner))
    return is_source or not (_has_own_stop(inner) or _is_direction(words))


def is_bare_direction(text: str, aside: Aside) -> bool:
    """Whether this is a stage direction that does without a full stop: “(Laughter)”."""
    inner = text[aside.opening + 1 : aside.closing].strip()
    return len(inner) < _LONGEST_SOURCE and not _has_own_stop(inner) and _is_direction(_words(inner))


def _words(inner: str) -> list[str]:
    return [word.strip(_MARKS) for word in inner[:_LONGEST_SOURCE].split()]


def _is_direction(words: list[str]) -> bool:
    return any(word.lower() in STAGE_DIRECTIONS for word in words)


def _has_own_stop(inner: str) -> bool:
    return inner.rstrip(_CLOSING_MARKS)[-1:] in tuple(".!?…")


def _is_source(inner: str, words: list[str]) -> bool:
    if words[0].lower() in SOURCE_OPENERS or _PAGES.search(inner) or _WORK_CITED.search(inner):
        return True
    if len(words) <= 8 and any(word.lower() in QUOTATION_NOTES for word in words):
        return True
    told = sum(word.islower() and word not in TITLE_LINKS for word in words)
    has_number = _ENDS_IN_NUMBER.search(inner) is not None
    # Newspapers and titles are written with capitals; to tell something takes a verb without one.
    return (has_number and told * 5 <= len(words)) or (told == 0 and not _is_direction(words))
