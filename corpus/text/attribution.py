"""Whom does an essay name for the words that it quotes, and which place does it cite?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.text.citation import BadCitation, Citation, parse
from corpus.text.lexicon import NAME_LINKS, SENTENCE_OPENERS, VERBS_OF_SAYING

_REACH = 160  # signs before and after a quotation that are looked at
_LONGEST_CITATION = 120
_CLOSING = {"(": ")", "[": "]"}
# What else an essay says of somebody whose words it gives. Not in the lexicon: the sentence rules do not know them.
_MORE_VERBS = """
    accused accuses adds admits announces answers argues asks asserted asserts believed believes calls claimed claims
    concedes conceded concludes condemned condemns contended contends declares demands denounced denounces described
    describes dismissed dismisses dubbed emphasised emphasises explains hailed hails holds insists judged judges
    labelled labels maintained maintains mentions noted notes observes praised praises predicted predicts proclaimed
    proclaims promised promises proposed proposes put puts recalls refers referred remarks replies reports saying
    speaks spoke stating states suggested suggests summarised summarises tells terms termed thinks thought warns
    writing
"""
_VERBS = VERBS_OF_SAYING.union(_MORE_VERBS.split())
_QUOTING = frozenset(("cited", "cites", "citing", "quoted", "quotes", "quoting"))
_PASSIVE = frozenset(("are", "be", "been", "being", "is", "was", "were"))
_MARKS = ".,:;!?()[]“”„«»‘’‚\"'–—-"
_PLACE = re.compile(
    r"(?P<sign>¶{1,2}|\b(?:paragraphs?|paras?|pars?)\b\.?|\bn)\s?"
    r"(?P<numbers>\d{1,5}(?:\.\d{1,4})?(?:\s?[-–]\s?\d{1,5})?)(?!\d)"
)
_SLUG = re.compile(r"[a-z0-9]{1,30}(?:-[a-z0-9]{1,30}){1,4}(?:/(?P<edition>[a-z]{1,30}))?")
_YEAR = re.compile(r"\b\d{4}\b")
_SENTENCE_END = re.compile(r"[.!?…]['”’\")\]]?\s+(?=[^\W\d_]{2})")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as an essay writes it. `name` is a slug or a surname; `place` counts in no work yet."""

    start: int
    end: int
    name: str
    year: str
    edition: str
    place: Citation | None


def cited_after(text: str, end: int, limit: int) -> Cited | None:
    """The citation in brackets that follows a quotation: at once, or later in its sentence if it names a paragraph."""
    opening = next((at for at in range(end, min(limit, end + _REACH)) if text[at] in _CLOSING), -1)
    between = text[end : max(opening, end)]
    if opening < 0 or "\n\n" in between or _SENTENCE_END.search(between):
        return None
    found = _read(text, opening)
    return found if found and (found.place or not between.strip(" .,;\n")) else None


def cited_at_the_end(text: str, start: int, end: int) -> Cited | None:
    """The citation in brackets that closes a block quotation."""
    last = text[start:end].rstrip(" \n\t.")
    if not last.endswith((")", "]")):
        return None
    opening = max(last.rfind(sign) for sign in _CLOSING)
    return _read(text, start + opening) if opening > 0 else None


def _read(text: str, opening: int) -> Cited | None:
    closing = text.find(_CLOSING[text[opening]], opening, opening + _LONGEST_CITATION)
    if closing < 0:
        return None
    inner = text[opening + 1 : closing]
    found = _PLACE.search(inner)
    head = inner[: found.start()] if found else inner
    slug, year = _SLUG.search(head), _YEAR.search(head)
    name = slug[0].partition("/")[0] if slug else _name_in(head)
    if found is None and not (name and year and len(head.split()) <= 4) and not slug:
        return None
    edition = (slug["edition"] or "") if slug else ""
    return Cited(
        opening, closing + 1, name, "" if slug else (year[0] if year else ""), edition, found and _place(found)
    )


def _place(found: re.Match[str]) -> Citation | None:
    sign = "n" if found["sign"] == "n" else "¶"
    try:
        return parse(f"{sign}{found['numbers'].replace(' ', '')}", work="-")
    except BadCitation:
        return None


def _name_in(head: str) -> str:
    words = [_bare(word) for word in head.split()]
    return " ".join(word for word in words if word[:1].isupper() or word in NAME_LINKS)


def speaker(before: str, after: str, last: str = "") -> str:
    """The name that stands as the subject of a verb of saying, just before the words or right after them.

    `last` is the last sign of the words: after a full stop no tag follows.
    """
    led_in = _SENTENCE_END.split(before[-_REACH:])[-1].split()
    tagged = _SENTENCE_END.split(after[:_REACH], maxsplit=1)[0].split()
    return _subject(led_in) or ("" if last == "." else _tag(tagged))


def attributed(line: str) -> str:
    """The name in the line that closes a block quotation: “— Ilse Maren, 1956”."""
    words = line.lstrip("—–- ").split()
    return _joined(words[: _name_end(words, 0)])


def _subject(words: Sequence[str]) -> str:
    """The last name that says something, is quoted, or has something according to it."""
    found, place = "", 0
    while place < len(words):
        end = _name_end(words, place)
        if end > place and _is_speaking(words, place, end):
            found = _joined(words[place:end])
        place = max(end, place + 1)
    return found


def _is_speaking(words: Sequence[str], start: int, end: int) -> bool:
    before = [_bare(word).lower() for word in words[max(0, start - 2) : start]]
    if (before[-1:] and before[-1] in _QUOTING) or before == ["according", "to"]:
        return True
    if before[-1:] and before[-1] in _VERBS and (end == len(words) or words[end - 1].endswith((",", ":"))):
        return not (before[0] in _PASSIVE and len(before) == 2)
    if words[end - 1].endswith((",", ";")) or _POSSESSIVE.search(words[end - 1]):
        return False
    for word in words[end : end + 3]:
        if _bare(word) in _PASSIVE:
            return False
        if _bare(word) in _VERBS | _QUOTING:
            return _bare(word) not in _QUOTING or end + 1 >= len(words)
        if word != word.lower() or word.endswith((",", ";")):
            return False
    return False


def _tag(words: Sequence[str]) -> str:
    """“…,” writes Cliff; “…,” Marshal Orlo then shouted; “…”, as Cliff puts it."""
    words = [word for word in words if _bare(word)][:8]
    if words[:1] == ["as"]:
        words = words[1:]
    if words and _bare(words[0]) in _VERBS:
        end = _name_end(words, 1)
        return _joined(words[1:end])
    end = _name_end(words, 0)
    return _joined(words[:end]) if end and any(_bare(word) in _VERBS for word in words[end : end + 2]) else ""


def _name_end(words: Sequence[str], start: int) -> int:
    """Where the name ends that begins here; `start` where none does."""
    end = start
    while end < len(words) and (_is_capital(words[end]) or (end > start and words[end] in NAME_LINKS - {"and"})):
        if words[end].startswith(("(", "[")):
            break
        end += 1
        if words[end - 1].endswith((",", ";", ":", ")", "”")) or _POSSESSIVE.search(words[end - 1]):
            break
    while end > start and words[end - 1] in NAME_LINKS:
        end -= 1
    return end


def _is_capital(word: str) -> bool:
    bare = _bare(word)
    return bare[:1].isupper() and bare not in SENTENCE_OPENERS


def _joined(words: Sequence[str]) -> str:
    return " ".join(_POSSESSIVE.sub("", word.strip(',;:()[]“”"')) for word in words)


def _bare(word: str) -> str:
    return word.strip(_MARKS)
