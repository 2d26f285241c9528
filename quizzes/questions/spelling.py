"""Is what was typed the word that was meant: the same, a slip of the pen away, or another?"""

from corpus.text.digest import collapsed
from corpus.text.folding import fold, words

SHORTEST = 6  # a shorter word is easily another one with a letter changed


def normal(typed: str) -> str:
    """Small letters without outer punctuation, in the one normal form (SCORING.md §3). Diacritics stay."""
    text = collapsed(typed)
    found = words(text)
    return fold(text[found[0].start : found[-1].end]).text.casefold() if found else ""


def same(typed: str, original: str) -> bool:
    """Whether both are the same words apart from punctuation; capitals count, as in quotations."""
    return [word.text for word in words(typed)] == [word.text for word in words(original)]


def is_slip(typed: str, meant: str) -> bool:
    """Whether one letter is added, left out, changed or swapped with its neighbour (Damerau–Levenshtein 1).

    Both are in the normal form. A figure is never a slip: another digit is another number.
    """
    if len(meant) < SHORTEST or any(map(str.isdecimal, typed + meant)):
        return False
    start = _alike(typed, meant)
    one, other = typed[start:], meant[start:]
    swapped = one[1:2] + one[:1] + one[2:]
    return one != other and (
        one[1:] == other or one == other[1:] or one[1:] == other[1:] or (len(one) > 1 and swapped == other)
    )


def _alike(one: str, other: str) -> int:
    """How many signs both begin with."""
    differs = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differs, min(len(one), len(other)))
