"""Ten thousand edits at random, and no citation changes its words without being told."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from corpus.text.citation import Anchor
from corpus.text.passage import Paragraph, Passage
from corpus.text.relocate import Fate, Relocated, Relocation

EDITS_MADE = 10_000
WORDS = (
    "the",
    "pit",
    "was",
    "shut",
    "in",
    "May",
    "nobody",
    "told",
    "men",
    "went",
    "home",
    "wrote",
    "it",
    "down",
    "not",
)


def sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(1, 5))).capitalize() + "."


def inserted(text: list[list[str]], dice: random.Random) -> None:
    if dice.random() < 0.5:
        text.insert(dice.randint(0, len(text)), [sentence(dice)])
    else:
        inside = dice.choice(text)
        inside.insert(dice.randint(0, len(inside)), sentence(dice))


def deleted(text: list[list[str]], dice: random.Random) -> None:
    inside = dice.choice(text)
    inside.pop(dice.randrange(len(inside)))
    if not inside:
        text.remove(inside)


def split(text: list[list[str]], dice: random.Random) -> None:
    at = dice.randrange(len(text))
    cut = dice.randint(0, len(text[at]))
    text[at : at + 1] = [part for part in (text[at][:cut], text[at][cut:]) if part]


def joined(text: list[list[str]], dice: random.Random) -> None:
    if dice.random() < 0.5 and len(text) > 1:
        at = dice.randrange(len(text) - 1)
        text[at : at + 2] = [text[at] + text[at + 1]]
    else:
        inside = dice.choice(text)
        inside[:] = [" ".join(inside[:2]), *inside[2:]]


def moved(text: list[list[str]], dice: random.Random) -> None:
    text.insert(dice.randrange(len(text)), text.pop(dice.randrange(len(text))))


def retyped(text: list[list[str]], dice: random.Random) -> None:
    inside = dice.choice(text)
    at = dice.randrange(len(inside))
    words = inside[at].split()
    words[dice.randrange(len(words))] = dice.choice(WORDS)
    inside[at] = " ".join(words)


EDITS: tuple[Callable[[list[list[str]], random.Random], None], ...] = (
    inserted,
    deleted,
    split,
    joined,
    moved,
    retyped,
)


def edited(text: list[list[str]], dice: random.Random) -> list[list[str]]:
    new = [list(inside) for inside in text]
    dice.choice(EDITS)(new, dice)
    return new or [[sentence(dice)]]


def passage(text: tuple[tuple[str, ...], ...]) -> Passage:
    return Passage("harrow", "adapted", "-", tuple(paragraph(n, *said) for n, said in enumerate(text, start=1)))


def paragraph(number: int, *sentences: str) -> Paragraph:
    starts = [sum(len(s) + 1 for s in sentences[:count]) for count in range(len(sentences))]
    return Paragraph("harrow", number, "prose", "", " ".join(sentences), tuple(starts))


def places(text: Passage) -> list[Anchor]:
    return [anchor for p in text.paragraphs for anchor in (p.anchor, *(s.anchor for s in p.sentences))]


def occurrences(text: Passage) -> Counter[tuple[str, bool]]:
    """Counted the slow way: every run of sentences, and every paragraph."""
    counted = Counter((p.text, False) for p in text.paragraphs)
    for p in text.paragraphs:
        said = [s.text for s in p.sentences]
        runs = [(first, last) for first in range(len(said)) for last in range(first, len(said))]
        counted.update((" ".join(said[first : last + 1]), True) for first, last in runs)
    return counted


@dataclass(frozen=True)
class Counts:
    text: Passage
    of: Counter[tuple[str, bool]]


def complaint(old: Counts, new: Counts, anchor: Anchor, found: Relocated) -> str:
    words, now = old.text.words(anchor), new.text.words(anchor)
    counted = (words, bool(anchor.sentence))
    is_single = old.of[counted] == new.of[counted] == 1
    expected = Fate.KEPT if now == words else Fate.MOVED if is_single else None
    if expected and found.fate is not expected:
        return f"{anchor.label} is {found.fate}, not {expected}"
    if found.to and " ".join(new.text.words(place) for place in found.to) != words:
        return f"{anchor.label} changed its words in silence"
    return "" if expected or not found.to else f"{anchor.label} was moved by a guess"


def counts(text: list[list[str]]) -> Counts:
    made = passage(tuple(map(tuple, text)))
    return Counts(made, occurrences(made))


def test_no_citation_changes_its_words_in_silence():
    dice, text = random.Random(1956), []
    for _ in range(EDITS_MADE):
        if not 1 < sum(map(len, text)) <= 12:
            text = [[sentence(dice) for _ in range(2)] for _ in range(3)]
            before = counts(text)
        text = edited(text, dice)
        after = counts(text)
        relocation = Relocation(before.text, after.text)
        told = [complaint(before, after, anchor, relocation.of(anchor)) for anchor in places(before.text)]
        assert not any(told), (told, before.text, after.text)
        before = after
