"""What is an answer worth? Marks are made here, from the key of the pinned version, and only appended."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from corpus.prepared import Slot, prepared
from quizzes.bank import wording
from quizzes.marks.sums import total
from quizzes.models import Answer, Attempt, HintTaken, Item, Mark
from quizzes.questions import BY_HAND
from quizzes.questions.base import Outcome, points, stored
from quizzes.questions.rubric import by_hand
from quizzes.rules import Rules, practice_result


def latest_answers(attempt: Attempt) -> dict[int, Answer]:
    """The answer that counts for each item, by item id."""
    return {answer.item_id: answer for answer in _latest(attempt=attempt.pk)}


@prepared(attempt=BigIntegerField())
def _latest(attempt: Slot) -> QuerySet[Answer]:
    later = Answer.objects.filter(item=OuterRef("item"), revision__gt=OuterRef("revision"))
    return Answer.objects.filter(~Exists(later), item__attempt=attempt)


type _More = Callable[[QuerySet[Mark]], QuerySet[Mark]]


def marks_of(items: Iterable[Item], more: _More = lambda marks: marks) -> dict[int, list[Mark]]:
    """Every mark of each item, the latest last: that is the grade, or in practice the last try.

    `more` says what else is to be loaded with them.
    """
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in more(with_hints(Mark.objects.filter(item__in=items)).order_by("number").select_related("answer")):
        found[mark.item_id].append(mark)
    return found


def mark_all(attempt: Attempt, now: datetime) -> list[Mark]:
    """Marks every item of a graded attempt by what was saved last; what a person marks has no mark until then."""
    rules, answers = attempt.under, latest_answers(attempt)
    items = _markable(attempt).exclude(version__kind__in=BY_HAND)
    return [made(item, answers.get(item.pk), rules, edition=attempt.edition, number=1, now=now) for item in items]


def mark_unchecked(attempt: Attempt, now: datetime) -> list[Mark]:
    """Marks what was saved in practice and never checked, so that nothing that was answered is lost."""
    rules, answers = attempt.under, latest_answers(attempt)
    items = list(_markable(attempt))
    before = marks_of(items)
    return [
        made(item, answer, rules, edition=attempt.edition, number=len(before[item.pk]) + 1, now=now)
        for item in items
        if item.shown_at is None
        and (answer := answers.get(item.pk))
        and not answer.blank
        and not _was_marked(answer, before[item.pk])
    ]


def _markable(attempt: Attempt) -> QuerySet[Item]:
    """With key and text: some kinds are marked from the words."""
    items = attempt.items.select_related("version__key", "revision__edition__work")
    return items.defer("revision__report", "revision__annotations")


def _was_marked(answer: Answer, marks: Sequence[Mark]) -> bool:
    last = marks[-1].answer if marks else None
    return last is not None and last.response == answer.response


def made(item: Item, answer: Answer | None, rules: Rules, *, edition: str, number: int, now: datetime) -> Mark:
    """The mark of one item, not yet stored. `item.version.key` must be loaded, and what `wording.text_of` needs.

    `edition` is the one that the attempt reads. Where only a person marks, this is practice: nothing can be earned.
    """
    content, key = wording.content_of(item), item.version.key.content
    edition = wording.edition_of(item, edition)
    response = content.response(answer.response if answer else {})
    outcome = content.mark(key, response, edition=edition, policy=rules.policy)
    possible = Decimal("0.00") if by_hand(content) else item.version.points
    return Mark(
        item=item,
        answer=answer,
        version=item.version,
        number=number,
        fraction=stored(outcome.fraction),
        points=points(outcome.fraction, possible),
        possible=possible,
        parts=outcome.dump(),
        reason=outcome.reason,
        scorer=content.scorer,
        policy=rules.policy,
        edition=edition,
        made_at=now,
    )


def with_hints(marks: QuerySet[Mark]) -> QuerySet[Mark]:
    """Each mark with `hinted`: what the hints that were taken before it cost, in hundredths."""
    before = HintTaken.objects.filter(item=OuterRef("item"), taken_at__lte=OuterRef("made_at"))
    cost = before.order_by().values("item").annotate(n=total("cost")).values("n")
    return marks.annotate(hinted=Coalesce(Subquery(cost), 0))


def cost_of(mark: Any) -> Fraction:
    """Of the hints before this try; the mark must come from `with_hints`."""
    return Fraction(mark.hinted, 100)


def practice_points(marks: Sequence[Mark]) -> Decimal:
    """What the tries at one practice item come to (SCORING.md §4); the marks must come from `with_hints`."""
    if not marks:
        return Decimal("0.00")
    outcomes: list[Outcome] = [mark.outcome for mark in marks]
    result = practice_result([outcome.fraction for outcome in outcomes], [cost_of(mark) for mark in marks])
    return points(result, marks[0].possible)
