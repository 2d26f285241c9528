"""Which figures does a text give, however they are written?"""

import re


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_ONES = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = _listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_LARGE = {"hundred": "100", "thousand": "1000", "million": "million", "milliard": "milliard", "billion": "milliard"}
_FRACTIONS = {"half": "half", "halves": "half", "quarter": "quarter", "quarters": "quarter"}
_PLURALS = {"hundreds": "100", "thousands": "1000", "millions": "million", "milliards": "milliard", "tens": "10"}

_VALUES = {
    **{word: str(value) for value, word in enumerate(_ONES)},
    **{word: str(10 * value) for value, word in enumerate(_TENS, start=2)},
    **{word: str(value) for value, word in enumerate(_ORDINALS, start=1)},
    "thirtieth": "30",
    **_LARGE,
    **_PLURALS,
    **_FRACTIONS,
    "dozen": "12",
    "dozens": "12",
    "twice": "2",
    "thrice": "3",
    "double": "2",
    "doubled": "2",
    "triple": "3",
}
# Words that are figures only now and then.
_EVERYDAY = frozenset(("one", "first", "second", "zero"))
_FIGURE = re.compile(r"\d[\d.,]*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def figures(text: str) -> frozenset[str]:
    """Every figure of a text in one writing: ``1,140`` and ``1140`` are the same, ``seven`` is 7, ``third`` is 3.

    Everyday words such as *one* and *first* are left out.
    """
    digits = {found[0].rstrip(".,").replace(",", "") for found in _FIGURE.finditer(text)}
    return frozenset(digits | {value for found in _WORD.finditer(text.casefold()) for value in _values(found[0])})


def _values(word: str) -> tuple[str, ...]:
    """*Twenty-first* is 21; of another compound each part counts (*three-monthly*)."""
    if word in _EVERYDAY:
        return ()
    head, _, tail = word.partition("-")
    if head in _TENS and _VALUES.get(tail, "").isdigit() and int(_VALUES[tail]) < 10:
        return (str(int(_VALUES[head]) + int(_VALUES[tail])),)
    return tuple(_VALUES[part] for part in (head, tail) if part in _VALUES and part not in _EVERYDAY)
