"""What does a key look like that takes some sentences more: as a proof of their own, or as neutral?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import find_evidence, grid, proofs, proving
from .cells import At
from .evidence import NONE, Places


class NotPossible(Exception):
    """This key has no place for them; the message says what to do instead."""


_MEND = "Mend the key in Authoring."


def with_proof(key: Any, edition: str, places: Places, at: At | None = None) -> Any:
    """The key with one more set that suffices alone; of a grid, in the cell `at`. Raises NotPossible."""
    match key:
        case grid.Key():
            cell = _cell(key, at)
            held = with_proof(cell.proving, edition, places)
            return _with(key, at, replace(cell, proofs=held.proofs, neutral=held.neutral, near=held.near))
        case proofs.Key(absent=True):
            raise NotPossible(f"The key says that the reading does not say it, so no sentence is a proof. {_MEND}")
        case proofs.Key():
            neutral = _without(key.neutral, edition, places)
            return replace(
                key, proofs=(*key.proofs, {edition: places}), neutral=neutral, near=_near(key, edition, places)
            )
        case find_evidence.Key():
            return replace(key, proving=with_proof(key.proving, edition, places))
        case proving.Key():
            return replace(key, proofs=(*key.proofs, {edition: places}))
    raise NotPossible(f"A key of this kind of question names no such proofs. {_MEND}")


def with_neutral(key: Any, edition: str, places: Places, at: At | None = None) -> Any:
    """The key with sentences more that neither help nor harm; of a grid, in the cell `at`. Raises NotPossible."""
    match key:
        case grid.Key():
            cell = _cell(key, at)
            held = with_neutral(cell.proving, edition, places)
            return _with(key, at, replace(cell, neutral=held.neutral, near=held.near))
        case proofs.Key():
            neutral = {**key.neutral, edition: key.neutral.get(edition, NONE) | places}
            return replace(key, neutral=neutral, near=key.near if key.absent else _near(key, edition, places))
        case find_evidence.Key():
            return replace(key, proving=with_neutral(key.proving, edition, places))
    raise NotPossible(f"A key of this kind of question has no neutral sentences. {_MEND}")


def takes_places(key: Any, at: At | None = None) -> bool:
    """Whether sentences can be named when this key is disputed; that of a grid by its cell."""
    return (
        at in key.cells if isinstance(key, grid.Key) else isinstance(key, proofs.Key | find_evidence.Key | proving.Key)
    )


def _cell(key: grid.Key, at: At | None) -> grid.Cell:
    if at is None or at not in key.cells:
        raise NotPossible(f"A grid takes sentences in one of its cells, and none is named. {_MEND}")
    return key.cells[at]


def _with(key: grid.Key, at: At | None, cell: grid.Cell) -> grid.Key:
    return replace(key, cells={place: cell if place == at else other for place, other in key.cells.items()})


def _near(key: proofs.Key, edition: str, places: Places) -> tuple[proofs.Near, ...]:
    """The near misses that are none of these sentences: what counts or is passed over tempts no more."""
    return tuple(one for one in key.near if not one.places.get(edition, NONE) & places)


def _without(neutral: Mapping[str, Places], edition: str, places: Places) -> dict[str, Places]:
    left = {name: found - places if name == edition else found for name, found in neutral.items()}
    return {name: found for name, found in left.items() if found}
