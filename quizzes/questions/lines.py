"""What did an author type? One set of citations a line, and the same lines back.

``¶16.3 + ¶16.5``                              two sentences of the adapted edition, together one set
``¶16.3 | cliff-1956/original ¶16.4``          the same set in two editions
``¶16.4: There the minister speaks.``          a near miss, and what to say about it
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from corpus.text.citation import ASSUMED_EDITION, Anchor, BadCitation, parse_set

from .base import Flaw, Invalid
from .evidence import ByEdition, Places

LINES = 60


def each[T](values: Mapping[str, str], field: str, work: str | None, read: Callable[[str, str | None], T]) -> list[T]:
    """Reads a field line by line; every line that cannot be read is a flaw that names its number."""
    typed = values.get(field, "").splitlines()
    if len(typed) > LINES:
        raise Invalid(Flaw(field, f"There are {len(typed)} lines; the limit is {LINES}."))
    found, flaws = [], []
    for number, line in enumerate(typed, start=1):
        try:
            found += [read(line.strip(), work)] if line.strip() else []
        except (BadCitation, Invalid) as problem:
            flaws.append(Flaw(field, f"Line {number}: {problem}"))
    if flaws:
        raise Invalid(*flaws, rest=found)
    return found


def one(values: Mapping[str, str], field: str, work: str | None) -> dict[str, list[str]]:
    """Reads all lines of a field as one set."""
    try:
        return merged(each(values, field, work, places))
    except Invalid as problem:
        rest = problem.rest
        raise Invalid(*problem.flaws, rest=merged(rest) if isinstance(rest, list) else None) from problem


def places(line: str, work: str | None) -> dict[str, list[str]]:
    """``{"adapted": ["cliff-1956/adapted ¶16.3", …]}``, as a course file would have it."""
    found: dict[str, list[str]] = {}
    for part in line.split("|"):
        for citation in parse_set(part, work=work, edition=ASSUMED_EDITION):
            edition = citation.edition or ASSUMED_EDITION
            found.setdefault(edition, []).append(f"{citation.work}/{edition} {citation.label}")
    return found


def noted(line: str, work: str | None) -> dict[str, object]:
    """A set and the words after the first colon; a citation holds none."""
    cited, _, says = line.partition(":")
    return {**places(cited, work), "says": says.strip()}


def merged(sets: Iterable[Mapping[str, list[str]]]) -> dict[str, list[str]]:
    """Several lines that mean one set."""
    found: dict[str, list[str]] = {}
    for places in sets:
        for edition, citations in places.items():
            found.setdefault(edition, []).extend(citations)
    return found


def written_noted(found: ByEdition, says: str, work: str | None) -> str:
    """The line that `noted` reads back."""
    return f"{written(found, work)}: {says}" if says else written(found, work)


def written(found: ByEdition, work: str | None) -> str:
    """The line that `places` reads back."""
    return " | ".join(_written(edition, anchors, work) for edition, anchors in sorted(found.items()) if anchors)


def _written(edition: str, anchors: Places, work: str | None) -> str:
    return " + ".join(_each_written(edition, sorted(anchors), work))


def _each_written(edition: str, anchors: list[Anchor], work: str | None) -> Iterator[str]:
    # A citation without a work keeps the one before it, so only a change of work is written out.
    before = work if edition == ASSUMED_EDITION else None
    for anchor in anchors:
        yield anchor.label if anchor.work == before else f"{anchor.work}/{edition} {anchor.label}"
        before = anchor.work
