"""Do the words that a key leans on still stand where it says, unchanged?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Self

from corpus.text.citation import Anchor, Citation
from corpus.text.digest import short_hash

from . import codec
from .base import Cited, Flaw, Library, Table

MARKABLE = 120  # sentences that one page can offer

type Hashes = Mapping[str, Mapping[Anchor, str]]  # by edition, then place


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What leans on places in the texts, with a short hash of the words at each."""

    hashes: Hashes = field(default_factory=dict)

    def cited(self) -> Iterator[Cited]:
        """Every place it leans on."""
        raise NotImplementedError

    def sealed(self, library: Library) -> Self:
        return replace(self, hashes=sealed(self.cited(), self.hashes, library))


def sealed(cited: Iterable[Cited], before: Hashes, library: Library) -> Hashes:
    """A hash of the words at each place whose text is here.

    A hash from before stays, so that sealing again never hides that the words have changed.
    """
    hashes: dict[str, dict[Anchor, str]] = {}
    for place in cited:
        words = library.words(place.edition, place.anchor)
        known = _hash(before, place) or (short_hash(words) if words is not None else "")
        if known:
            hashes.setdefault(place.edition, {})[place.anchor] = known
    return hashes


def flaws(cited: Iterable[Cited], reading: Citation | None, hashes: Hashes, library: Library) -> Iterator[Flaw]:
    """At most one flaw for each place."""
    for place in cited:
        trouble = _trouble(place, reading, _hash(hashes, place), library)
        if trouble:
            yield Flaw(place.role, f"{place.role.capitalize()} {place.number}: {trouble}")


def reading_flaws(reading: Citation, library: Library) -> Iterator[Flaw]:
    """Whether the paragraphs to read exist in every edition that is here."""
    editions = library.editions(reading.work)
    if not editions:
        yield Flaw("reading", f"There is no work {reading.work} here.")
    for edition in editions:
        for end in dict.fromkeys((reading.anchors[0], reading.anchors[-1])):
            if library.words(edition, end) is None:
                yield Flaw("reading", f"{reading.work}/{edition} has no {end.label}.")


def length_flaws(reading: Citation, library: Library) -> Iterator[Flaw]:
    """Whether a page can offer all the sentences to be marked, in the edition that is named or all that are here."""
    for edition in (reading.edition,) if reading.edition else library.editions(reading.work):
        if (total := _sentences(edition, reading, library)) > MARKABLE:
            yield Flaw(
                "reading",
                f"{reading} has {total} sentences in {reading.work}/{edition}; the limit is {MARKABLE}. Take fewer.",
            )


def _sentences(edition: str, reading: Citation, library: Library) -> int:
    return sum(_sentences_of(edition, paragraph, library) for paragraph in reading.anchors)


def _sentences_of(edition: str, paragraph: Anchor, library: Library) -> int:
    # A paragraph does not say how many it has; its last sentence is the one before the first that is not there.
    return next(n for n in count() if library.words(edition, replace(paragraph, sentence=n + 1)) is None)


def _trouble(place: Cited, reading: Citation | None, known: str, library: Library) -> str:
    where = f"{place.edition} {place.anchor.label}"
    if reading is not None and not reading.covers(place.anchor):
        return f"{where} lies outside the reading {reading}; widen the reading or cite another sentence."
    if not library.editions(place.anchor.work):
        return "" if reading is not None else f"there is no work {place.anchor.work} here."  # told at the reading
    if place.edition not in library.editions(place.anchor.work):
        # The originals are input data and may come later; every other edition is ours and must be here.
        return "" if place.edition == "original" else f"{place.anchor.work} has no edition {place.edition}."
    words = library.words(place.edition, place.anchor)
    if words is None:
        return f"there is no {where}."
    if known and short_hash(words) != known:
        return f"the words at {where} changed; read them again and confirm the key."
    return ""


def _hash(hashes: Hashes, place: Cited) -> str:
    return hashes.get(place.edition, {}).get(place.anchor, "")


def dumped(hashes: Hashes) -> dict[str, object]:
    return {edition: {a.value: known for a, known in sorted(found.items())} for edition, found in hashes.items()}


def loaded(table: Table) -> Hashes:
    """Reads `dumped` back."""
    return {edition: _loaded(codec.subtable(table, edition)) for edition in table}


def _loaded(table: Table) -> dict[Anchor, str]:
    return {Anchor.of(value): codec.text(table, value) for value in table}
