"""How long does it take to mark 60,000 answers again after every key of a quiz has changed, and to take that back?"""

import time
from collections.abc import Callable
from itertools import batched
from random import Random
from typing import Any

from bench import text
from bench.findings import Finding, Report
from bench.stage import QUESTIONS, stage

ANSWERS, BUDGET = 60_000, 60
SHORT = 2_000  # answers
_AT_ONCE = 500


def measured(answers: int = ANSWERS) -> Report:
    with stage(1):
        asked = _handed_in(answers)
        _widen()
        regrade, seconds = _regraded()
        taken_back = _timed(lambda: _undone(regrade))
    worked, applied = seconds
    budget = BUDGET * answers / ANSWERS
    return Report(
        (Finding("T22", f"{asked:,} answers marked again, seconds", budget, worked + applied),),
        {
            "worked out, seconds": worked,
            "applied with ledger and sums, seconds": applied,
            "taken back, seconds": taken_back,
            "answers with other points": _changed(regrade),
        },
    )


def _handed_in(answers: int) -> int:
    """So many answers handed in for a grade, each with marks of its own; with a mark each, as submitting gives it."""
    from quizzes.models import Attempt

    first, students = Attempt.objects.get(), answers // QUESTIONS
    for some in batched(range(students), _AT_ONCE):
        _sat(first, some)
    return students * QUESTIONS


def _sat(first: Any, numbers: tuple[int, ...]) -> None:
    from django.utils import timezone

    from accounts.models import User
    from quizzes.marks import grading
    from quizzes.models import Answer, Attempt, Item, Mark

    now, chance = timezone.now(), Random(numbers[0])
    people = User.objects.bulk_create(
        User(name=f"Many {n}", sort_name=f"Many {n:06}", email=f"many{n}@school.example", password="!") for n in numbers
    )
    taken = Attempt.objects.bulk_create(
        Attempt(quiz=first.quiz, user=user, number=1, edition="adapted", rules=first.rules, began_at=now)
        for user in people
    )
    pinned = list(first.items.select_related("version__key", "revision__edition__work"))
    items = Item.objects.bulk_create(
        Item(attempt=one, position=item.position, version=item.version, revision=item.revision)
        for one in taken
        for item in pinned
    )
    answered = Answer.objects.bulk_create(
        Answer(item=item, revision=1, key=_key(), response=_response(chance), blank=False, given_at=now)
        for item in items
    )
    Attempt.objects.filter(pk__in=[one.pk for one in taken]).update(submitted_at=now)
    Mark.objects.bulk_create(
        grading.made(item, answer, first.under, edition="adapted", number=1, now=now)
        for item, answer in zip(items, answered, strict=True)
    )


def _key() -> Any:
    from uuid import uuid4

    return uuid4()


def _response(chance: Random) -> dict[str, Any]:
    each = text.SENTENCES // text.PARAGRAPHS
    places = chance.sample(range(text.SENTENCES), 3)
    marks = [f"{text.WORK}:p{place // each + 1}.s{place % each + 1}" for place in places]
    verdict = chance.choice(("supported", "supported", "contradicted"))
    return {"verdict": verdict, "mark": sorted(marks), "nothing_close": False, "missing": ""}


def _widen() -> None:
    """Every question's next version takes a paragraph more, each of its four sentences as a proof of its own."""
    from django.utils import timezone

    from quizzes.bank import keys
    from quizzes.models import Question

    for question in Question.objects.all():
        last = question.latest()
        table = last.content.table_from_form(last.content.form_from(last.key.content))
        proves = min(anchor.paragraph for proof in last.key.content.proofs for anchor in proof["adapted"])
        other = next(n for n in range(1, text.PARAGRAPHS + 1) if abs(n - proves) > 1)
        table["proof"] += [{"adapted": [f"¶{other}.{sentence}"]} for sentence in range(1, 5)]
        draft = keys.Draft("source_check", table, last.key.reason, last.points)
        keys.write(bank=question.bank, slug=question.slug, draft=draft, by=None, now=timezone.now())


def _regraded() -> tuple[Any, tuple[float, float]]:
    from django.utils import timezone

    from accounts.models import User
    from quizzes.models import Quiz
    from quizzes.regrades import regrading

    ada, now = User.objects.create(name="Ada", email="ada@school.example", password="!"), timezone.now()
    regrade = regrading.ask(quiz=Quiz.objects.get(slug="graded"), reason="Each says it.", by=ada, now=now)
    worked = _timed(lambda: regrading.advance(regrade=regrade, now=now, seconds=3_600))
    regrading.apply(regrade=regrade, by=ada, now=now)
    return regrade, (worked, _timed(lambda: regrading.advance(regrade=regrade, now=now, seconds=3_600)))


def _undone(regrade: Any) -> None:
    from django.utils import timezone

    from quizzes.regrades import regrading

    regrading.undo(regrade=regrade, by=regrade.asked_by, now=timezone.now())
    regrading.advance(regrade=regrade, now=timezone.now(), seconds=3_600)


def _changed(regrade: Any) -> int:
    from django.db.models import F

    return int(regrade.changes.exclude(points=F("before__points")).count())


def _timed(work: Callable[[], object]) -> float:
    """On the wall, for that is how long somebody waits."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
