"""Does this full stop only shorten a word, so that the sentence runs on?"""

import re

from corpus.text.lexicon import (
    LEADING_SHORT_FORMS,
    NUMBERED_SHORT_FORMS,
    OLD_MONEY,
    SENTENCE_OPENERS,
    TRAILING_SHORT_FORMS,
)

_SHORT_FORMS = LEADING_SHORT_FORMS | NUMBERED_SHORT_FORMS | TRAILING_SHORT_FORMS | {"etc"}
_ROMAN = frozenset("IVXLCDM")
_LONGEST = 24
# What a tail hangs on: “5s.” on a number, “Lund’s.” on a word.
_HELD = "0"
_HOLDS = re.compile(r"(?s:.?)\d|\w[’']")


def runs_on(text: str, stop: int, following: int) -> bool:
    """Whether the full stop at `stop` shortens a word and the word at `following` continues the sentence."""
    word = _before(text, stop)
    if word in LEADING_SHORT_FORMS or (word in OLD_MONEY and _is_number(text, following)):
        return True
    if word in NUMBERED_SHORT_FORMS and _is_number(text, following) and not _is_answer(text, word, following):
        return True
    if word in TRAILING_SHORT_FORMS or _is_initial(word):
        return word_at(text, following) not in SENTENCE_OPENERS
    return False


def shortens(text: str, stop: int) -> bool:
    """Whether the full stop follows a known short form or an initial."""
    word = _before(text, stop)
    return word in _SHORT_FORMS or _is_initial(word)


def word_at(text: str, place: int) -> str:
    """The word that begins here; an initial keeps its full stop ("A."), so that it is no opening word."""
    end = place
    while end < len(text) and end - place < _LONGEST and text[end].isalpha():
        end += 1
    is_initial = end - place == 1 and text[end : end + 1] == "."
    return text[place : end + is_initial]


def _before(text: str, stop: int) -> str:
    """The letters and inner full stops before `stop`; a sign in front where they are only a tail."""
    start = stop
    while start and stop - start < _LONGEST and (text[start - 1].isalpha() or text[start - 1] == "."):
        start -= 1
    word = text[start:stop].lstrip(".")
    return f"{_HELD}{word}" if word and _HOLDS.fullmatch(text, max(0, start - 2), start) else word


def _is_initial(word: str) -> bool:
    """One letter, or letters between full stops: V, V.A, U.S.S.R, Ph.D. A tail is none."""
    return len(word.rpartition(".")[2]) == 1


def _is_number(text: str, place: int) -> bool:
    word = word_at(text, place).rstrip(".")
    return text[place].isdecimal() or (bool(word) and set(word) <= _ROMAN)


def _is_answer(text: str, word: str, following: int) -> bool:
    """“No. I stayed.”: the pronoun rather than a Roman number."""
    return word in ("No", "no") and word_at(text, following) == "I"
