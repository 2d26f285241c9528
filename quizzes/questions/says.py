"""Do the places exist that an author's words send students to?"""

import re
from collections.abc import Iterator

from corpus.text.citation import ASSUMED_EDITION, BadCitation, Citation, parse

from .base import Flaw, Library

_BRACKETS = re.compile(r"\[([^\[\]]{2,80})\]")


def flaws(field: str, name: str, text: str, reading: Citation | None, library: Library) -> Iterator[Flaw]:
    """One flaw for each citation in brackets that leads nowhere. Other brackets are just brackets."""
    for written in dict.fromkeys(_BRACKETS.findall(text)):
        try:
            citation = parse(written, work=reading.work if reading else None, edition=ASSUMED_EDITION)
        except BadCitation as problem:
            if "¶" in written and reading is not None:
                yield Flaw(field, f"{name}: {problem}")
        else:
            yield from _missing(field, name, citation, library)


def unnamed(field: str, name: str, text: str) -> Iterator[Flaw]:
    """One flaw for each citation that could be of any of several works."""
    for written in dict.fromkeys(_BRACKETS.findall(text)):
        try:
            parse(written)
        except BadCitation as problem:
            if "¶" in written:
                yield Flaw(field, f"{name}: {problem}")


def _missing(field: str, name: str, citation: Citation, library: Library) -> Iterator[Flaw]:
    # A work or an edition that is not here cannot be asked.
    edition = citation.edition or ASSUMED_EDITION
    if edition not in library.editions(citation.work):
        return
    gone = [anchor.label for anchor in citation.anchors if library.words(edition, anchor) is None]
    if gone:
        more = f" and {len(gone) - 1} more" if gone[1:] else ""
        yield Flaw(field, f"{name} cites {citation.work}/{edition}, but there is no {gone[0]}{more} there.")


def length(text: str) -> int:
    """In words; a citation is none."""
    return len(_BRACKETS.sub(" ", text).split())
