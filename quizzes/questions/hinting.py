"""Where should a student look who asks for a hint? First a part of the reading, then the paragraph (SCORING.md §4)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .base import Cited

# What a hint takes off every later try. An author's third hint costs nothing more: after it comes the answer.
COSTS = (Fraction(1, 10), Fraction(1, 5), Fraction(0))

_DECIDING = ("proof", "evidence", "at")
_CLOSEST = "near"
_MARKED_OUT = "neutral"
_FEWEST = 4  # paragraphs of a section that are worth dividing


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the reading, as far as it is read: its title and the numbers of its paragraphs."""

    title: str
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        return f"“{self.title}”, {_range(self.numbers)}" if self.title else _range(self.numbers)


def places(cited: Iterable[Cited], parts: Sequence[Part], edition: str, *, may_be_absent: bool) -> tuple[str, ...]:
    """The hints that a key's places give, in steps; none where they would tell nothing.

    They never say whether it is a proof or the closest passage. `may_be_absent`: that nothing is cited is an answer.
    """
    cited = [place for place in cited if place.role != _MARKED_OUT]
    read = {number for part in parts for number in part.numbers}
    found = _shortest(cited, edition) & read
    if len(read) < 2 or not (found or (may_be_absent and not cited)):
        return ()
    return tuple(_steps(found, _divided(parts)))


def _steps(found: set[int], parts: Sequence[Part]) -> Iterator[str]:
    if not found:
        if parts[1:]:
            yield f"You can leave out {parts[0]}: nothing there decides it."
        yield "No paragraph of the reading decides it."
        return
    if parts[1:]:
        touched = [str(part) for part in parts if found & set(part.numbers)]
        yield f"What decides it stands in {_listed(touched)}."
    yield f"What decides it stands in {_listed([f'¶{number}' for number in sorted(found)])}."


def _shortest(cited: Sequence[Cited], edition: str) -> set[int]:
    """The paragraphs of the set that lies closest together; a closest passage where there is no proof."""
    for roles in (_DECIDING, (_CLOSEST,)):
        sets: dict[tuple[str, int], list[Cited]] = {}
        for place in cited:
            if place.role in roles and not place.anchor.note:
                sets.setdefault((place.role, place.number), []).append(place)
        if sets:
            return min((_paragraphs(places, edition) for places in sets.values()), key=len)
    return set()


def _paragraphs(places: Sequence[Cited], edition: str) -> set[int]:
    """In the edition that is read, or in any: paragraphs have the same numbers in all."""
    here = {place.anchor.paragraph for place in places if place.edition == edition}
    return here or {place.anchor.paragraph for place in places}


def _divided(parts: Sequence[Part]) -> Sequence[Part]:
    """A reading of one section is halved where that narrows it: to name the whole would tell nothing."""
    if len(parts) != 1 or len(parts[0].numbers) < _FEWEST:
        return parts
    title, numbers = parts[0].title, parts[0].numbers
    half = (len(numbers) + 1) // 2
    return Part(title, numbers[:half]), Part(title, numbers[half:])


def _range(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    return f"¶{first}" if first == last else f"¶{first}-{last}"


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
