"""What is an answer worth? Marks are made here, from the key of the pinned version, and only appended."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet

from corpus.prepared import Slot, prepared
from quizzes import wording
from quizzes.models import Answer, Attempt, Item, Mark
from quizzes.questions.base import Outcome, points, stored
from quizzes.rules import Rules, practice_result


def latest_answers(attempt: Attempt) -> dict[int, Answer]:
    """The answer that counts for each item, by item id."""
    return {answer.item_id: answer for answer in _latest(attempt=attempt.pk)}


@prepared(attempt=BigIntegerField())
def _latest(attempt: Slot) -> QuerySet[Answer]:
    later = Answer.objects.filter(item=OuterRef("item"), revision__gt=OuterRef("revision"))
    return Answer.objects.filter(~Exists(later), item__attempt=attempt)


def marks_of(items: Iterable[Item]) -> dict[int, list[Mark]]:
    """Every mark of each item, the latest last: that is the grade, or in practice the last try."""
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(item__in=items).order_by("number").select_related("answer"):
        found[mark.item_id].append(mark)
    return found


def mark_all(attempt: Attempt, now: datetime) -> list[Mark]:
    """Marks every item of a graded attempt by what was saved last."""
    rules, answers = attempt.under, latest_answers(attempt)
    items = _markable(attempt)
    return [made(item, answers.get(item.pk), rules, edition=attempt.edition, number=1, now=now) for item in items]


def mark_unchecked(attempt: Attempt, now: datetime) -> list[Mark]:
    """Marks what was saved in practice and never checked, so that nothing that was answered is lost."""
    rules, answers = attempt.under, latest_answers(attempt)
    items = list(_markable(attempt))
    before = marks_of(items)
    return [
        made(item, answer, rules, edition=attempt.edition, number=len(before[item.pk]) + 1, now=now)
        for item in items
        if (answer := answers.get(item.pk)) and not answer.blank and not _was_marked(answer, before[item.pk])
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

    `edition` is the one that the attempt reads.
    """
    content, key = wording.content_of(item), item.version.key.content
    edition = wording.edition_of(item, edition)
    response = content.response(answer.response if answer else {})
    outcome = content.mark(key, response, edition=edition, policy=rules.policy)
    return Mark(
        item=item,
        answer=answer,
        version=item.version,
        number=number,
        fraction=stored(outcome.fraction),
        points=points(outcome.fraction, item.version.points),
        possible=item.version.points,
        parts=outcome.dump(),
        reason=outcome.reason,
        scorer=content.scorer,
        policy=rules.policy,
        edition=edition,
        made_at=now,
    )


def practice_points(marks: Sequence[Mark]) -> Decimal:
    """What the tries at one practice item come to (SCORING.md §4)."""
    if not marks:
        return Decimal("0.00")
    outcomes: list[Outcome] = [mark.outcome for mark in marks]
    return points(practice_result([outcome.fraction for outcome in outcomes]), marks[0].possible)
