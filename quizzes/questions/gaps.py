"""Which words belong into the gaps of a sentence, and what is each worth?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_lowercase
from typing import NamedTuple, Self

from corpus.text.citation import Citation

from . import codec, says
from .backing import SAYS, Backed, Backing, strokes
from .base import Flaw, Invalid, Library, Table
from .shares import share
from .spelling import is_slip, normal

MOST, MOST_ACCEPTED, HEAVIEST = 12, 12, 10
LONGEST = 60  # signs of an accepted form
OR = "|"  # between accepted forms, where an author types

_GAP = re.compile(r"\{([a-z])\}")


class Piece(NamedTuple):
    """A stretch of the sentence and the gap after it; the last stretch has none."""

    text: str
    gap: str
    number: int


def pieces(text: str) -> tuple[Piece, ...]:
    """``Within {a} weeks`` is “Within ”, the gap a, and “ weeks”."""
    parts = _GAP.split(text)
    cut = zip(parts[::2], [*parts[1::2], ""], strict=True)
    return tuple(Piece(said, gap, number if gap else 0) for number, (said, gap) in enumerate(cut, start=1))


def filled(text: str, words: Mapping[str, str]) -> str:
    return "".join(f"{piece.text}{words.get(piece.gap, '')}" for piece in pieces(text))


@dataclass(frozen=True, slots=True)
class Gap:
    """What may stand in a gap, the first form being the one that is told; `weight` is its share among the gaps."""

    id: str
    accept: tuple[str, ...]
    weight: int = 1
    says: str = ""

    def __str__(self) -> str:
        head = f"{self.id} x{self.weight}" if self.weight > 1 else self.id
        return f"{head}) {f' {OR} '.join(self.accept)}{strokes(self.says)}"

    def credit(self, typed: str, slip: Fraction) -> Fraction:
        given, accepted = normal(typed), [normal(form) for form in self.accept]
        if given and given in accepted:
            return Fraction(1)
        return slip if given and any(is_slip(given, form) for form in accepted) else Fraction(0)

    def dump(self) -> dict[str, object]:
        return {"id": self.id, "accept": list(self.accept), "weight": self.weight, "says": self.says}

    @classmethod
    def load(cls, body: Table) -> Self:
        weight, said = codec.whole(body, "weight", 1, 1, HEAVIEST), codec.line(body, "says", "")
        accept = tuple(codec.line({"accept": form}, "accept") for form in codec.texts(body, "accept"))
        return cls(codec.text(body, "id"), accept, weight, said)


@dataclass(frozen=True, slots=True)
class Key(Backed):
    """The gaps, what a slip of the pen earns, and where the reading bears it out."""

    gaps: tuple[Gap, ...]
    slip: Fraction = Fraction(0)

    def dump(self) -> dict[str, object]:
        return {"gaps": [gap.dump() for gap in self.gaps], "typo": str(self.slip), **self.backing.dump()}

    @classmethod
    def load(cls, body: Table) -> Self:
        gaps = tuple(map(Gap.load, codec.tables(body, "gaps")))
        return cls(gaps, share(body, "typo", "0"), backing=Backing.load(body))

    @classmethod
    def from_table(cls, table: Table, reading: Citation | None) -> Self:
        gaps = tuple(_written(number, gap) for number, gap in enumerate(codec.tables(table, "gap"), start=1))
        if len(gaps) > MOST:
            raise Invalid(Flaw("gap", f"There are {len(gaps)} gaps; the limit is {MOST}."))
        return cls(gaps, share(table, "typo", "0"), backing=Backing.from_table(table, reading))


def _written(number: int, table: Table) -> Gap:
    with codec.at("gap", f"Gap {table.get('id') or number}"):
        codec.nothing_unknown(table, ("id", "accept", "weight", "says"))
        return Gap.load(table)


def typed(line: str, work: str | None = None) -> dict[str, object]:
    """``a x2) nine | 9 // The second sentence counts them.``: the letter, its weight, what is accepted, what to say."""
    head, found, rest = line.partition(")")
    id, _, weight = head.partition(" x")
    if not found or id.strip() not in tuple(ascii_lowercase):
        raise Invalid(Flaw("gap", f"“{line[:40]}” does not begin with its letter; write for example a) nine {OR} 9."))
    accept, _, said = rest.partition(SAYS)
    forms = [form.strip() for form in accept.split(OR) if form.strip()]
    heavy = {"weight": codec.number({"weight": weight}, "weight", 1)}
    return {"id": id.strip(), "accept": forms, **heavy, "says": said.strip()}


def flaws(text: str, key: Key, reading: Citation | None, library: Library) -> Iterator[Flaw]:
    asked, known = [piece.gap for piece in pieces(text) if piece.gap], [gap.id for gap in key.gaps]
    if not asked:
        yield Flaw("text", "There is no gap; write {a} where the first word is to be filled in.")
    if any("{" in piece.text or "}" in piece.text for piece in pieces(text)):
        yield Flaw("text", "A brace stands alone; a gap is one small letter in braces, such as {a}.")
    for id in sorted(set(asked)):
        if asked.count(id) > 1:
            yield Flaw("text", f"Gap {id} stands {asked.count(id)} times; give each gap a letter of its own.")
        if id not in known:
            yield Flaw("gap", f"Nothing is accepted for gap {id}; write it as a line of its own.")
    for id in sorted(set(known)):
        if known.count(id) > 1:
            yield Flaw(
                "gap", f"Gap {id} has {known.count(id)} lines; put what is accepted into one, with {OR} between."
            )
        if id not in asked:
            yield Flaw("gap", f"There is no gap {id}; write {{{id}}} into the text or take the line out.")
    for gap in key.gaps:
        yield from _gap_flaws(gap, reading, library)
    yield from _copies(text, key, library)


def _gap_flaws(gap: Gap, reading: Citation | None, library: Library) -> Iterator[Flaw]:
    if not gap.accept:
        yield Flaw("gap", f"Gap {gap.id} accepts nothing; write what belongs there.")
    if len(gap.accept) > MOST_ACCEPTED:
        yield Flaw("gap", f"Gap {gap.id} accepts {len(gap.accept)} forms; the limit is {MOST_ACCEPTED}.")
    yield from _form_flaws(gap)
    yield from says.flaws("gap", f"Gap {gap.id}", gap.says, reading, library)


def _form_flaws(gap: Gap) -> Iterator[Flaw]:
    seen: dict[str, str] = {}
    for form in gap.accept:
        if len(form) > LONGEST:
            yield Flaw("gap", f"Gap {gap.id} accepts a form of {len(form)} signs; the limit is {LONGEST}.")
        plain = normal(form)
        if not plain:
            yield Flaw("gap", f"Gap {gap.id}: “{form}” holds no letter or figure, so nobody could write it.")
        elif seen.setdefault(plain, form) is not form:
            yield Flaw("gap", f"Gap {gap.id}: “{form}” counts as “{seen[plain]}” already; take one out.")


def _copies(text: str, key: Key, library: Library) -> Iterator[Flaw]:
    """The words around the gaps are ours, not the source's."""
    whole = normal(filled(text, {gap.id: gap.accept[0] for gap in key.gaps if gap.accept}))
    for place in key.cited():
        if whole and whole == normal(library.words(place.edition, place.anchor) or ""):
            yield Flaw("text", f"This is what {place.edition} {place.anchor.label} says; word it unlike it.")


class Filled(NamedTuple):
    """One gap as results list it."""

    number: int
    typed: str
    key: str
    others: tuple[str, ...]
    says: str
    is_right: bool
    is_slip: bool


def results(text: str, key: Key, given: Mapping[str, str]) -> tuple[Filled, ...]:
    known = {gap.id: gap for gap in key.gaps}
    asked = [(piece.number, known[piece.gap]) for piece in pieces(text) if piece.gap in known]
    return tuple(_filled(number, gap, given.get(gap.id, ""), key.slip) for number, gap in asked)


def _filled(number: int, gap: Gap, typed: str, slip: Fraction) -> Filled:
    right, near = gap.credit(typed, Fraction(0)) == 1, gap.credit(typed, Fraction(1)) == 1
    return Filled(number, typed, gap.accept[0], gap.accept[1:], gap.says, right, slip > 0 and near and not right)
