"""In which places may a quotation stand that proves a claim, and how is its score told?"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from corpus.text.citation import Citation
from corpus.text.folding import words

from . import codec, seals
from .base import Cited, Flaw, Library, Outcome, Policy, Table
from .evidence import HALF, ByEdition, Ground, Places
from .quoting import SHORT, Quoting
from .shares import share as written_share
from .telling import counted, share, strictly

MOST = 20


@dataclass(frozen=True, slots=True)
class Key(seals.Sealed):
    """The places that prove it, by edition, and what an exact quotation from elsewhere earns."""

    proofs: tuple[ByEdition, ...] = ()
    elsewhere: Fraction = Fraction(0)

    def accepted(self, edition: str) -> tuple[Places, ...]:
        """Sentences where the key names some in this edition, else the paragraphs that all editions share."""
        return Ground.of(self.proofs, {}, edition).sets

    def cited(self) -> Iterator[Cited]:
        for number, places in enumerate(self.proofs, start=1):
            for edition, found in places.items():
                yield from (Cited("proof", number, edition, anchor) for anchor in sorted(found))

    def dump(self) -> dict[str, object]:
        return {
            "proofs": [codec.dumped(proof) for proof in self.proofs],
            "elsewhere": str(self.elsewhere),
            "hashes": seals.dumped(self.hashes),
        }

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(
            proofs=tuple(map(codec.loaded, codec.tables(body, "proofs"))),
            elsewhere=written_share(body, "elsewhere", "0"),
            hashes=seals.loaded(codec.subtable(body, "hashes")),
        )

    @classmethod
    def from_table(cls, table: Table, work: str) -> Self:
        return cls(tuple(_places(table, work)), written_share(table, "elsewhere", "0"))

    def flaws(self, reading: Citation, least: int, library: Library) -> Iterator[Flaw]:
        if not self.proofs:
            yield Flaw("proof", "Nothing is accepted; name at least one place that proves the claim.")
        if len(self.proofs) > MOST:
            yield Flaw("proof", f"There are {len(self.proofs)} accepted places; the limit is {MOST}.")
        for number, places in enumerate(self.proofs, start=1):
            if not any(places.values()):
                yield Flaw("proof", f"Proof {number} names no sentence.")
        if self.elsewhere == 1:
            yield Flaw("elsewhere", "A quotation from elsewhere would earn everything; give it less, such as 1/4.")
        told = list(seals.flaws(self.cited(), reading, self.hashes, library))
        yield from told
        for number, places in enumerate(self.proofs if not told else (), start=1):
            yield from _length_flaws(number, places, least, library)


def _places(table: Table, work: str) -> Iterator[dict[str, Places]]:
    for number, places in enumerate(codec.tables(table, "proof"), start=1):
        with codec.at("proof", f"Proof {number}"):
            yield codec.cited(places, work)


def _length_flaws(number: int, places: ByEdition, least: int, library: Library) -> Iterator[Flaw]:
    for edition, found in places.items():
        said = [library.words(edition, place) for place in found]
        length = sum(len(words(text)) for text in said if text)
        if all(said) and length < least:
            yield Flaw("least", f"Proof {number} has {counted(length, 'word')} in {edition}; {least} are asked for.")


def heading(outcome: Outcome) -> str:
    """A few words over a marked quotation: ``Exact``, ``One word of 21 differs``."""
    found = Quoting.from_outcome(outcome)
    said = {
        SHORT: "Too short for a quotation",
        "exact": "Exact",
        "typographic": "Exact apart from punctuation",
        "absent": "No quotation from the reading",
    }.get(outcome.reason)
    if outcome.reason == "elsewhere":
        return "A quotation, but not of what proves it"
    meaning = "" if found.keeps_meaning else ", and the meaning with it"
    return said or f"{_differing(found)[0].upper()}{_differing(found)[1:]}{meaning}"


def _differing(found: Quoting) -> str:
    differ = "differs" if found.edits == 1 else "differ"
    return f"{counted(found.edits, 'word')} of {found.of} {differ}"


def explain(outcome: Outcome) -> str:
    """One sentence with the numbers of this answer."""
    found = Quoting.from_outcome(outcome)
    if found.policy == Policy.STRICT:
        return f"{_said(found, outcome.reason)}; {strictly(outcome.fraction)}."
    return f"{_said(found, outcome.reason)}, {_earned(found, outcome)}."


def _said(found: Quoting, reason: str) -> str:
    match reason:
        case "short":
            return f"You quoted {counted(found.edits, 'word')} and {counted(found.of, 'word')} are asked for"
        case "exact":
            return "Your quotation stands word for word in a passage that proves the claim"
        case "typographic":
            return "Apart from punctuation your quotation stands word for word in a passage that proves the claim"
        case "absent":
            return "These words do not stand together in the reading, not even four fifths of them"
        case "elsewhere":
            return f"Your quotation stands in the reading{_but(found)}, yet not within a passage that proves the claim"
    meaning = "" if found.keeps_meaning else ", and a negation, a number or the like is among what differs"
    return f"In your quotation {_differing(found)} from the passage that proves the claim{meaning}"


def _but(found: Quoting) -> str:
    return f" but {_differing(found)}" if found.edits else ""


def _earned(found: Quoting, outcome: Outcome) -> str:
    if not outcome.fraction:
        return "so you earn nothing"
    if outcome.fraction == 1:
        return "so you earn it all"
    if not found.in_place:
        times = "" if found.quality == 1 else f" × {share(found.quality)} = {share(outcome.fraction)}"
        return f"so your score is {share(found.elsewhere)}{times}"
    if not found.keeps_meaning and found.quality == HALF:
        return "so it earns half at most: ½"
    return f"so your score is 1 − {found.edits}/{found.of} = {share(outcome.fraction)}"
