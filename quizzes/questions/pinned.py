"""Which text does a question stand in that gives words by their place? One edition, whatever the student reads.

Sentences and words are numbered inside an edition, so a kind that quotes by number names the edition with its reading.
It is asked on that text, and not at all before that text is here.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from corpus.text.citation import ASSUMED_EDITION, BadCitation, Citation, parse

from . import codec
from .base import Flaw, Library, Table
from .evidence import Places


def reading(table: Table, name: str = "reading") -> Citation:
    """Whole paragraphs of one edition."""
    with codec.at(name, "Reading"):
        found = parse(codec.text(table, name), edition=ASSUMED_EDITION)
        if found.sentence is not None:
            raise BadCitation(f"“{found}” is not made of whole paragraphs; write harrow-1957/original ¶11-14.")
    return _named(found)


def run(written: str, within: Citation | None = None) -> Citation:
    """A paragraph, or sentences that follow each other in one; `within` stands in for work and edition."""
    work, edition = (within.work, within.edition) if within else (None, ASSUMED_EDITION)
    found = _named(parse(written, work=work, edition=edition))
    if found.paragraph != found.to_paragraph:
        raise BadCitation(f"“{written.strip()[:80]}” runs over several paragraphs; cite words of one.")
    if within is not None and (found.work, found.edition) != (within.work, within.edition):
        raise BadCitation(f"“{found}” is of another text than the reading {within}.")
    return found


def _named(found: Citation) -> Citation:
    return found if found.edition else replace(found, edition=ASSUMED_EDITION)


def is_run(places: Places) -> bool:
    """Whether sentences stand side by side in one paragraph, as they were cited; a revised text may part them."""
    return bool(places) and all(
        (one.whole, one.sentence + 1) == (other.whole, other.sentence) for one, other in pairwise(sorted(places))
    )


def label(places: Places) -> str:
    """As students read it: ``¶12.4-5``."""
    if not is_run(places):
        return ", ".join(place.label for place in sorted(places))
    first, last = min(places), max(places)
    return first.label if first == last else f"{first.label}-{last.sentence}"


def flaws(field: str, reading: Citation, library: Library) -> Iterator[Flaw]:
    """Whether the paragraphs exist in the edition that is named, if it is here."""
    edition, editions = reading.edition or ASSUMED_EDITION, library.editions(reading.work)
    if not editions:
        yield Flaw(field, f"There is no work {reading.work} here.")
    elif edition in editions:
        for end in dict.fromkeys((reading.anchors[0].whole, reading.anchors[-1].whole)):
            if library.words(edition, end) is None:
                yield Flaw(field, f"{reading.work}/{edition} has no {end.label}.")
    elif edition != "original":
        # The originals are input data and may come later; every other edition is ours and must be here.
        yield Flaw(field, f"{reading.work} has no edition {edition}.")
