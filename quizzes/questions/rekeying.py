"""Can an answer to one version of a question be held against the key of another, and what did that key change?"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Protocol

from corpus.text.citation import Anchor

from .base import Cited, Table

# What the author says to the student. An answer names none of it; all else in a body may be named: options, gaps.
_SAID = frozenset({"ask", "claim", "reading", "limit", "least", "most"})
_NOUNS = {"proof": "a proof", "near": "a closest passage", "neutral": "neutral", "evidence": "evidence"}
_MOST = 3  # places told one by one


class Citing(Protocol):
    """What is asked of a key here."""

    def cited(self) -> Iterator[Cited]: ...


def apart(kind: str, body: Table, new_kind: str, new_body: Table) -> str:
    """Why an answer to the one cannot be read as an answer to the other; nothing if it can."""
    if kind != new_kind:
        return "it is another kind of question"
    names = sorted((body.keys() | new_body.keys()) - _SAID)
    changed = [name for name in names if body.get(name) != new_body.get(name)]
    return f"what an answer refers to has changed ({', '.join(changed)})" if changed else ""


def reworded(body: Table, new_body: Table) -> bool:
    """Whether the question itself says something else."""
    return any(body.get(name) != new_body.get(name) for name in ("ask", "claim"))


def changes(old: Citing, new: Citing, edition: str) -> Iterator[str]:
    """What a key says anew about places of an edition, in a few words each."""
    before, after = _sets(old, edition), _sets(new, edition)
    said = [f"{_named(places)} is {_NOUNS[role]} now" for role, places in after if (role, places) not in before]
    said += [f"{_named(places)} is {_NOUNS[role]} no longer" for role, places in before if (role, places) not in after]
    yield from said[:_MOST]
    if len(said) > _MOST:
        yield f"{len(said) - _MOST} more places"


def _sets(key: Citing, edition: str) -> dict[tuple[str, tuple[Anchor, ...]], None]:
    """Each set of places with its role. Neutral places stand alone."""
    found: dict[tuple[str, int], list[Anchor]] = {}
    for place, cited in enumerate(key.cited()):
        if cited.edition == edition:
            number = -place - 1 if cited.role == "neutral" else cited.number
            found.setdefault((cited.role, number), []).append(cited.anchor)
    return {(role, tuple(sorted(places))): None for (role, _), places in found.items() if role in _NOUNS}


def _named(places: Iterable[Anchor]) -> str:
    return " + ".join(place.label for place in places)


def outside(key: Citing, edition: str, shown: Iterable[Anchor]) -> bool:
    """Whether every proof of an edition has a place that was not among the paragraphs shown."""
    within = frozenset(shown)
    proofs = [places for role, places in _sets(key, edition) if role in {"proof", "near"}]
    return bool(proofs) and all(any(place.whole not in within for place in places) for places in proofs)


def is_worse(points: Fraction, possible: Fraction, before: Fraction, possible_before: Fraction) -> bool:
    """Whether a student loses by a new mark: a smaller share, or fewer points for the same share."""
    if not possible:
        return before > 0
    if not possible_before:
        return points < possible
    share, share_before = points / possible, before / possible_before
    return share < share_before or (share == share_before and points < before)
