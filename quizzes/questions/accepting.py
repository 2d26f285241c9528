"""What does a key look like that takes some sentences more: as a proof of their own, or as neutral?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import find_evidence, proofs, proving
from .evidence import NONE, Places


class NotPossible(Exception):
    """This key has no place for them; the message says what to do instead."""


_MEND = "Mend the key in Authoring."


def with_proof(key: Any, edition: str, places: Places) -> Any:
    """The key with one more set that suffices alone. Raises NotPossible."""
    match key:
        case proofs.Key(absent=True):
            raise NotPossible(f"The key says that the reading does not say it, so no sentence is a proof. {_MEND}")
        case proofs.Key():
            near = tuple(one for one in key.near if not one.places.get(edition, NONE) & places)
            neutral = _without(key.neutral, edition, places)
            return replace(key, proofs=(*key.proofs, {edition: places}), neutral=neutral, near=near)
        case find_evidence.Key():
            return replace(key, proving=with_proof(key.proving, edition, places))
        case proving.Key():
            return replace(key, proofs=(*key.proofs, {edition: places}))
    raise NotPossible(f"A key of this kind of question names no such proofs. {_MEND}")


def with_neutral(key: Any, edition: str, places: Places) -> Any:
    """The key with sentences more that neither help nor harm. Raises NotPossible."""
    match key:
        case proofs.Key():
            return replace(key, neutral={**key.neutral, edition: key.neutral.get(edition, NONE) | places})
        case find_evidence.Key():
            return replace(key, proving=with_neutral(key.proving, edition, places))
    raise NotPossible(f"A key of this kind of question has no neutral sentences. {_MEND}")


def takes_places(key: Any) -> bool:
    """Whether sentences can be named when this key is disputed."""
    return isinstance(key, proofs.Key | find_evidence.Key | proving.Key)


def _without(neutral: Mapping[str, Places], edition: str, places: Places) -> dict[str, Places]:
    left = {name: found - places if name == edition else found for name, found in neutral.items()}
    return {name: found for name, found in left.items() if found}
