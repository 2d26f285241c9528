"""What does a key look like when the sentences that it cites stand elsewhere in a revised text?

Works on the stored form, which every kind writes alike: a list or a table of places under the name of its edition.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from corpus.text.citation import ASSUMED_EDITION, Anchor, BadCitation, Citation, parse

from .base import Table

# Where the words of a place stand now: one sentence, several where it was split, none where it is taken out.
type Moves = Mapping[Anchor, tuple[Anchor, ...]]

_BRACKETS = re.compile(r"\[([^\[\]]{2,80})\]")


def moved(body: Table, edition: str, moves: Moves, work: str | None) -> dict[str, object]:
    """A key's stored form with its places moved. What was sealed at a moved place is left open, to be sealed anew.

    A set whose last place is taken out goes too; citations in what the author says are moved along. `work` is the one
    that they mean where they name none; a table that names a work of its own means that.
    """
    named = body.get("work")
    work = named if isinstance(named, str) else work
    return {name: _moved(value, edition, moves, work, inside=name) for name, value in body.items()}


def _moved(value: object, edition: str, moves: Moves, work: str | None, inside: str) -> object:
    match value:
        case Mapping() if inside == edition:
            return {place: seal for place, seal in value.items() if _anchor(place) not in moves}
        case Mapping():
            return moved(value, edition, moves, work)
        case list() if inside == edition:
            return list(dict.fromkeys(anchor.value for place in value for anchor in _now(place, moves)))
        case list():
            return list(_kept(value, edition, moves, work))
        case str() if inside == "says":
            return cited_anew(value, edition, moves, work)
    return value


def _now(place: object, moves: Moves) -> tuple[Anchor, ...]:
    anchor = Anchor.of(str(place))
    return moves.get(anchor, (anchor,))


def _kept(values: Iterable[object], edition: str, moves: Moves, work: str | None) -> Iterator[object]:
    for value in values:
        new = _moved(value, edition, moves, work, inside="")
        if not (_count(value) and not _count(new)):
            yield new


def _count(value: object) -> int:
    """How many places a set names."""
    if isinstance(value, Mapping):
        return sum(map(_count, value.values()))
    if isinstance(value, list):
        return sum(map(_count, value))
    return isinstance(value, str) and _anchor(value) is not None


def _anchor(value: object) -> Anchor | None:
    try:
        return Anchor.of(str(value))
    except BadCitation:
        return None


def cited_anew(text: str, edition: str, moves: Moves, work: str | None) -> str:
    """An author's words with each citation where its sentences stand now; in several brackets, if they are no run."""

    def anew(found: re.Match[str]) -> str:
        citation = citation_in(found[1], work)
        if citation is None or (citation.edition or ASSUMED_EDITION) != edition:
            return found[0]
        to = [anchor for at in citation.anchors for anchor in moves.get(at, (at,))]
        if not to or to == list(citation.anchors):
            return found[0]
        return " ".join(f"[{_written(found[1], citation, run)}]" for run in _runs(to))

    return _BRACKETS.sub(anew, text)


def citations_in(text: str, work: str | None) -> Iterator[Citation]:
    """Every citation in brackets; `work` is the one that is meant where none is named."""
    for written in _BRACKETS.findall(text):
        citation = citation_in(written, work)
        if citation is not None:
            yield citation


def citation_in(written: str, work: str | None) -> Citation | None:
    try:
        return parse(written, work=work)
    except BadCitation:
        return None


def _runs(anchors: list[Anchor]) -> list[list[Anchor]]:
    """Cut where one place does not follow the other."""
    runs = [anchors[:1]]
    for one, other in pairwise(anchors):
        if _follows(one, other):
            runs[-1].append(other)
        else:
            runs.append([other])
    return runs


def _follows(one: Anchor, other: Anchor) -> bool:
    if one.note != other.note:
        return False
    if one.sentence:
        return (one.paragraph, one.sentence + 1) == (other.paragraph, other.sentence)
    return one.paragraph + 1 == other.paragraph and not other.sentence


def _written(before: str, citation: Citation, to: list[Anchor]) -> str:
    """As short as it was written: with the work only where the author named it."""
    first, last = to[0], to[-1]
    new = Citation(
        citation.work,
        citation.edition,
        first.paragraph,
        last.paragraph,
        first.sentence or None,
        last.sentence or None,
        first.note,
    )
    return str(new) if before.startswith(citation.work) else new.label
