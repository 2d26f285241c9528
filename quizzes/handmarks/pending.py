"""What waits for a person's mark? A question of an attempt that was handed in, as far as there is anything to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from quizzes.bank import wording
from quizzes.bank.written import Written, written
from quizzes.marks import grading
from quizzes.models import Attempt, Item
from quizzes.questions import BY_HAND


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question with its answer; no key is asked, for nothing was held against it yet."""

    waits: ClassVar[bool] = True
    heading: ClassVar[str] = "Not marked yet"

    item: Item
    content: Any
    response: Any
    written: Written | None

    @property
    def possible(self) -> Decimal:
        return Decimal(self.item.version.points)

    @property
    def kind_template(self) -> str:
        return f"quizzes/kinds/{self.item.version.kind}.html"


def waiting(attempt: Attempt, items: Sequence[Item], marked: Sequence[int]) -> tuple[Waiting, ...]:
    """Of the items of an attempt, those without a mark that only a person gives. Practice waits for nobody."""
    if attempt.under.is_practice:
        return ()
    left = [item for item in items if item.version.kind in BY_HAND and item.pk not in set(marked)]
    answers = grading.latest_answers(attempt) if left else {}
    return tuple(_waiting(item, answers.get(item.pk)) for item in left)


def _waiting(item: Item, answer: Any) -> Waiting:
    content = wording.as_asked(item)
    response = content.response(answer.response if answer else {})
    return Waiting(item, content, response, written(item, content, response))


def told(left: Sequence[Waiting]) -> str:
    """How much of a result is still open: “Question 3 is not marked yet: 4 points are still to be given.”"""
    if not left:
        return ""
    numbers = [str(one.item.position) for one in left]
    worth = sum((one.possible for one in left), Decimal(0))
    which = f"Question {numbers[0]} is" if len(left) == 1 else f"Questions {_listed(numbers)} are"
    are = "point is" if worth == 1 else "points are"
    return f"{which} not marked yet: {worth.normalize():f} {are} still to be given."


def _listed(numbers: Sequence[str]) -> str:
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}"
