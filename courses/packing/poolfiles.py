"""What do the files of a course say about pools? Some questions of a quiz, of which each student is asked a few."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quizzes.drawing import listed
from quizzes.questions.base import Flaw, Invalid
from quizzes.questions.codec import nothing_unknown, tables, text, texts, whole

_POOL = ("label", "take", "questions")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class PoolFile:
    """Some questions, of which each student is asked `take`."""

    label: str
    take: int
    questions: tuple[str, ...]


def pools(quiz: Mapping[str, Any], fixed: str) -> tuple[PoolFile, ...]:
    """The pools of a quiz, whose labels and questions stand once. `fixed` is the field of what everybody is asked."""
    found = tuple(map(_pool, tables(quiz, "pool")))
    labels = [pool.label for pool in found]
    asked = [*texts(quiz, fixed), *(slug for pool in found for slug in pool.questions)]
    if len(set(labels)) < len(labels):
        raise Invalid(Flaw("pool", "Two pools of a quiz have the same label; give each its own."))
    if found and (twice := sorted(slug for slug, times in Counter(asked).items() if times > 1)):
        raise Invalid(Flaw("pool", f"“{twice[0]}” stands twice in this quiz; a question is fixed or in one pool."))
    return found


def _pool(table: Mapping[str, Any]) -> PoolFile:
    nothing_unknown(table, _POOL)
    questions, label = ids(table, "questions"), text(table, "label").strip()
    if not 0 < len(label) <= _LONGEST:
        raise Invalid(Flaw("label", f"A pool has a label of 1 to {_LONGEST} characters: “Cliff, close reading”."))
    return PoolFile(label, whole(table, "take", 1, 1, len(questions)), questions)


def ids(table: Mapping[str, Any], name: str, *, empty: bool = False) -> tuple[str, ...]:
    """The ids of questions."""
    found = texts(table, name)
    if not (found or empty) or len(set(found)) < len(found):
        raise Invalid(Flaw(name, f"“{name}” lists the ids of one or more questions, each once."))
    return found


def uneven(pool: PoolFile, points: Mapping[str, Decimal]) -> Iterator[str]:
    """Two students would be able to earn different points."""
    worth = {points[slug] for slug in pool.questions if slug in points}
    if len(worth) > 1:
        yield (
            f"the questions of the pool “{pool.label}” are worth {listed(worth)} points; they must be worth the same,"
            " so that the draw is fair."
        )
