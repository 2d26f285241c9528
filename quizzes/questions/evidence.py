"""How good is the evidence? Marked sentences against the sets that prove a verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from corpus.text.citation import Anchor

type Places = frozenset[Anchor]
type ByEdition = Mapping[str, Places]

NONE: Places = frozenset()
QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)


def score(right: bool, evidence: Fraction) -> Fraction:
    """A quarter for the verdict, a quarter for the evidence, half for having both."""
    return QUARTER * right + QUARTER * evidence + HALF * right * evidence


class Measured:
    """How good marks are, by four counts: `found` of the `needed` places of the best set, `belonging` of `counted`."""

    __slots__ = ()

    found: int
    needed: int
    belonging: int
    counted: int

    @property
    def completeness(self) -> Fraction:
        """How much of a complete proof is marked."""
        return Fraction(self.found, self.needed) if self.needed else Fraction(0)

    @property
    def focus(self) -> Fraction:
        """Which share of the marks belongs to a proof."""
        return Fraction(self.belonging, self.counted) if self.belonging else Fraction(0)

    @property
    def value(self) -> Fraction:
        return self.completeness * self.focus


@dataclass(frozen=True, slots=True)
class Evidence(Measured):
    """The best proof, and how many marks were found in it, belong to any proof, count, or are passed over."""

    best: Places
    found: int
    needed: int
    belonging: int
    counted: int
    neutral: int


def evidence(marks: Places, sets: Iterable[Places], neutral: Places = NONE) -> Evidence:
    """How much of a complete proof is marked, and which share of the marks belongs to a proof."""
    sets = minimal(sets)
    key = union(sets)
    best = max(sets, key=lambda proof: Fraction(len(marks & proof), len(proof)), default=NONE)
    neutral = neutral - key
    return Evidence(
        best=best,
        found=len(marks & best),
        needed=len(best),
        belonging=len(marks & key),
        counted=len(marks - neutral),
        neutral=len(marks & neutral),
    )


def minimal(sets: Iterable[Places]) -> tuple[Places, ...]:
    """Without empty sets and without any that contains another; of two equal ones the first stays."""
    distinct = dict.fromkeys(proof for proof in sets if proof)
    return tuple(proof for proof in distinct if not any(other < proof for other in distinct))


def union(sets: Iterable[Places]) -> Places:
    return NONE.union(*sets)


def paragraphs(places: Places) -> Places:
    return frozenset(place.whole for place in places)


@dataclass(frozen=True, slots=True)
class Ground:
    """What counts for a reader of one edition: sufficient sets, and places that neither help nor harm."""

    sets: tuple[Places, ...]
    neutral: Places
    by_paragraph: bool

    @classmethod
    def of(cls, proofs: Sequence[ByEdition], neutral: ByEdition, edition: str) -> "Ground":
        """Sentences where the key names some in this edition, else the paragraphs that all editions share."""
        here = [proof[edition] for proof in proofs if proof.get(edition)]
        without = [proof for proof in proofs if not proof.get(edition)]
        elsewhere = [paragraphs(places) for proof in without for places in proof.values()]
        if elsewhere and not here:
            return cls(minimal(elsewhere), paragraphs(union(neutral.values())), by_paragraph=True)
        # A proof that only another edition names still proves: it counts by paragraph, unless a set of
        # this edition stands in the same paragraphs and so is the same proof.
        known = {paragraphs(places) for places in here}
        unnamed = [places for places in elsewhere if places not in known]
        return cls(minimal([*here, *unnamed]), neutral.get(edition, NONE), by_paragraph=False)

    @property
    def key(self) -> Places:
        return union(self.sets)

    def evidence(self, marks: Places) -> Evidence:
        return evidence(frozenset(map(self.place, marks)), self.sets, self.neutral)

    def place(self, mark: Anchor) -> Anchor:
        """What a marked sentence counts as: itself, or its paragraph where the key names only that."""
        if self.by_paragraph:
            return mark.whole
        named = self.key | self.neutral
        return mark if mark in named or mark.whole not in named else mark.whole
