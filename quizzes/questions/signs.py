"""What does a result show at each sentence of the reading?"""

from collections.abc import Iterator

from corpus.text.citation import Anchor

from .base import Note, Sign, Signs
from .evidence import ByEdition, Ground, Places
from .proofs import Key


def signs(key: Key, marks: Places, edition: str) -> Signs:
    ground = key.ground(edition)
    best = ground.evidence(marks).best
    at = {place: _unmarked(place, best, key) for place in sorted(ground.key)}
    for mark in sorted(marks):
        at |= _marked(mark, best, key, edition)
    others = tuple(tuple(sorted(places)) for places in ground.sets if places != best)
    return Signs(at, tuple(sorted(best)), others, tuple(_notes(key, marks, edition)))


def _unmarked(place: Anchor, best: Places, key: Key) -> Sign:
    if key.absent:
        return Sign.NEAR
    return Sign.PROOF_MISSED if place in best else Sign.ALSO_ACCEPTED


def _marked(mark: Anchor, best: Places, key: Key, edition: str) -> dict[Anchor, Sign]:
    ground = key.ground(edition)
    place = ground.place(mark)
    if place in ground.key:
        met = Sign.NEAR_MARKED if key.absent else Sign.PROOF_MARKED if place in best else Sign.ALSO_MARKED
        # Where the key names a paragraph, the paragraph is met; the sentence itself is not called a proof.
        return {place: met} if place == mark else {place: met, mark: Sign.PARAGRAPH_MARKED}
    if place in ground.neutral:
        return {mark: Sign.NEUTRAL}
    return {mark: Sign.TEMPTED if _touches(mark, key.near_places, edition) else Sign.NOT_NEEDED}


def _touches(mark: Anchor, sets: tuple[ByEdition, ...], edition: str) -> bool:
    ground = Ground.of(sets, {}, edition)
    return ground.place(mark) in ground.key


def _notes(key: Key, marks: Places, edition: str) -> Iterator[Note]:
    """Near misses are explained to everybody where nothing proves, else to those whom they tempted."""
    ground = key.ground(edition)
    strayed = [mark for mark in marks if ground.place(mark) not in ground.key]
    for near in key.near:
        tempted = any(_touches(mark, (near.places,), edition) for mark in strayed)
        if near.says and (key.absent or tempted):
            yield Note(tuple(sorted(Ground.of([near.places], {}, edition).key)), near.says)
