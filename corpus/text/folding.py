"""What of a text counts when words are compared? The one normal form, and the way back to the text.

Letters, digits and number marks count; the form of quotation marks, dashes and dots, white space and invisible
signs do not (SCORING.md §3, docs/quotations.md). NFKC is never applied: it would change signs that authors chose.
"""

import re
import unicodedata
from dataclasses import dataclass

_MARKS = {
    **dict.fromkeys("‘’‚‛`´ʼ", "'"),
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    "…": "...",
    # The soft hyphen, zero-width and direction signs: nobody sees them.
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c", ""),
    **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))), ""),
}


@dataclass(frozen=True, slots=True)
class Folded:
    """The normal form of a text. `origin[i]` is the offset in the NFC text that the sign at `i` came from."""

    text: str
    origin: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its normal form, and where it stands in the text before folding (end excluded)."""

    text: str
    start: int
    end: int


def fold(text: str) -> Folded:
    """The normal form: NFC, straight marks, one dash, three dots for an ellipsis, single spaces, trimmed.

    Offsets count in the NFC text; stored texts are NFC already.
    """
    signs: list[str] = []
    origin: list[int] = []
    for place, sign in enumerate(unicodedata.normalize("NFC", text)):
        folded = " " if sign.isspace() else _MARKS.get(sign, sign)
        if folded != " " or (signs and signs[-1] != " "):
            signs.extend(folded)
            origin.extend([place] * len(folded))
    if signs and signs[-1] == " ":
        signs.pop()
        origin.pop()
    return Folded("".join(signs), tuple(origin))


def words(text: str) -> tuple[Word, ...]:
    """The words of a text; what stands between them is punctuation.

    An apostrophe inside a word, and the marks inside a number or the sign before it, are part of the word.
    """
    folded = fold(text)
    return tuple(
        Word(folded.text[found.start() : found.end()], folded.origin[found.start()], folded.origin[found.end() - 1] + 1)
        for found in _WORD.finditer(folded.text.translate(_CLASSES))
    )


class _Classes(dict[int, str]):
    """The class of each sign: l letter, d digit, s symbol, x punctuation; marks that may join keep their own."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        kind = unicodedata.category(sign)
        if sign in " '.,-/:":
            found = sign
        elif kind[0] in "LM" or sign in "\u200c\u200d":
            found = "l"
        elif kind[0] == "N":
            found = "d"
        else:
            found = "s" if kind in ("Sc", "Sm", "So") or sign in "%‰&§@#′″" else "x"
        self[code] = found
        return found


_CLASSES = _Classes()

# Over classes, not signs. Possessive throughout: nothing is tried twice (T59).
_WORD = re.compile(r"(?:(?<![^ ])-?\.?(?=d))?+[ld]++(?:'(?=[ld])[ld]++|(?<=d)[.,/:-](?=d)[ld]++)*+|s")
