"""What would somebody earn who has not read the text, as a share of the mark?"""

from collections.abc import Collection, Hashable
from fractions import Fraction

from .figure import Figure


def choice(options: int) -> Figure:
    """One of so many is right."""
    return Figure.of(Fraction(1, options)) if options else Figure.none("it offers nothing")


def evidence(sets: Collection[Collection[Hashable]], sentences: int) -> Fraction:
    """Ē: what one sentence marked at random earns on average, by the smallest set that it belongs to."""
    places = {place for proof in sets for place in proof}
    smallest = (min(len(proof) for proof in sets if place in proof) for place in places)
    return sum((Fraction(1, size) for size in smallest), Fraction(0)) / sentences


def proof(sets: Collection[Collection[Hashable]], sentences: int, *, verdict: bool = True) -> Figure:
    """A verdict of three and a sentence, both at random; where no verdict is asked for, the sentence alone."""
    if not sentences or not sets:
        return Figure.none("the key names no sentence")
    found = evidence(sets, sentences)
    return Figure.of(Fraction(1, 12) + Fraction(5, 12) * found if verdict else found)
