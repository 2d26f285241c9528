"""What does a statistics page cost after a million responses, as a multiple of a bare page? P7, and the price of sums.

The million are marks of a real quiz: attempts of invented students at the ten questions, with verdicts and sentences
drawn from a seeded chance, marked by the questions' own keys. Two hundred answers a question are marked once and dealt
out, so that filling takes minutes.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import batched
from random import Random
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

from bench.client import Client
from bench.findings import Finding, Report
from bench.pages import sliced
from bench.ratio import interleaved, ratio, steady
from bench.server import Server, server
from bench.stage import QUESTIONS, Stage, stage

ATTEMPTS, DIFFERENT, AT_ONCE, TURNS = 100_000, 200, 2_000, 4
_PAGE = "/courses/bench/1/3/statistics/"


def measured(attempts: int = ATTEMPTS) -> Report:
    with stage(students=8) as made:
        facts = _filled(made, attempts)
        with server(made.folder) as serving:
            return _measured(made, serving, attempts * QUESTIONS, facts)


def _measured(made: Stage, serving: Server, responses: int, facts: dict[str, Any]) -> Report:
    teacher, student = (Client(serving.port, one) for one in made.students[:2])
    slices = {
        "page5": sliced(serving, lambda: student.get(f"/bench/page5/?step={made.step}").status),
        "statistics": sliced(serving, lambda: teacher.get(_PAGE).status),
        "question": sliced(serving, lambda: teacher.get(f"{_PAGE}of/q01/").status),
    }
    for once in slices.values():
        once()
    rounds = steady(lambda: interleaved(slices, TURNS), [("statistics", "page5"), ("question", "page5")])
    pages = {"statistics": "statistics page", "question": "page of one question"}
    found = [(f"{what}, {responses:,} responses ÷ page5", ratio(rounds, name, "page5")) for name, what in pages.items()]
    agrees = Finding("P7", "figures kept while answers come in that differ from a full recount", 0, facts.pop("differ"))
    each = {f"{name} ms": 1000 * median(costs[name] for costs in rounds) / (12 * TURNS) for name in slices}
    costs = (Finding("P7", what, 2, one.median, one.spread) for what, one in found)
    return Report((*costs, agrees), each | facts)


def _filled(made: Stage, attempts: int) -> dict[str, Any]:
    """The attempts, added to the sums by hundreds as they come in, and counted anew at the end."""
    from accounts.models import User
    from courses.models import Appointment, Course
    from quizzes.models import Attempt, Quiz
    from quizzes.overview import tallies

    quiz = Quiz.objects.get(slug="graded")
    teacher = Attempt.objects.get(public_id=made.students[0].attempt).user
    Appointment.objects.create(course=Course.objects.get(), user=teacher, role="instructor")
    answers = _Answers(quiz, Random(1956))
    for numbers in batched(range(attempts), AT_ONCE):
        users = User.objects.bulk_create(_user(number) for number in numbers)
        answers.hand_in(users)
    began = time.process_time()
    tallies.catch_up(quiz)
    counted = time.process_time() - began
    kept = tallies.kept(quiz)
    began = time.process_time()
    tallies.recount(quiz)
    recounted = time.process_time() - began
    differ = int(kept != tallies.kept(quiz)) + abs(kept.totals.n - attempts)
    return {
        "differ": differ,
        "adding one attempt to the sums, by two hundred, ms": 1000 * counted / attempts,
        "adding one attempt by itself, ms": _alone(quiz, answers),
        "full recount, seconds": recounted,
        "memory of the process that counts anew, MB": getrusage(RUSAGE_SELF).ru_maxrss / 1024,
    }


def _user(number: int) -> Any:
    from accounts.models import User

    return User(name=f"Reader {number}", sort_name=f"{number}", email=f"r{number}@school.example", password="!")


def _alone(quiz: Any, answers: "_Answers") -> float:
    """As after a submission; the sums are those of a million by then."""
    from accounts.models import User
    from quizzes.overview import tallies

    taken = answers.hand_in(User.objects.bulk_create(_user(-1 - number) for number in range(50)))
    began = time.process_time()
    for attempt in taken:
        tallies.count(attempt)
    return 1000 * (time.process_time() - began) / len(taken)


class _Answers:
    """Answers to the questions of a quiz with their marks, dealt out to attempts."""

    def __init__(self, quiz: Any, chance: Random) -> None:
        from quizzes.models import Attempt
        from quizzes.rules import Mode, Rules

        self.quiz, self.chance, self.now = quiz, chance, datetime.now(UTC)
        self.rules = Rules(mode=Mode.GRADED)
        first = Attempt.objects.filter(quiz=quiz)[0]
        self.items = list(first.items.select_related("version__key", "revision__edition__work"))
        self.marked = [[self._marked(item) for _ in range(DIFFERENT)] for item in self.items]

    def _marked(self, item: Any) -> Any:
        """One answer, more or less able, and its mark by the question's own key."""
        from quizzes.marks import grading
        from quizzes.models import Answer
        from quizzes.questions.base import Form

        able, content = self.chance.random(), item.version.content
        form = content.ideal(item.version.key.content, edition="adapted")
        if self.chance.random() > able:
            form = form | {"verdict": [self.chance.choice(("supported", "contradicted", "not_in_source"))]}
        if self.chance.random() > able:
            form = form | {"mark": [*form["mark"][: self.chance.randint(0, 2)], self._sentence()]}
        answer = Answer(response=content.read(Form(form), final=True).dump(), blank=False, given_at=self.now)
        return able, answer.response, grading.made(item, answer, self.rules, edition="adapted", number=1, now=self.now)

    def _sentence(self) -> str:
        from bench.client import mark

        return mark(self.chance.randint(0, 119))

    def hand_in(self, users: list[Any]) -> list[Any]:
        """An attempt of each, handed in and marked."""
        from django.db import transaction

        from quizzes.models import Answer, Attempt, Item, Mark

        began = {"quiz": self.quiz, "number": 1, "edition": "adapted", "rules": self.rules.dump(), "began_at": self.now}
        with transaction.atomic():
            taken = Attempt.objects.bulk_create(Attempt(user=user, **began) for user in users)
            items = Item.objects.bulk_create(self._items(taken))
            dealt = [self.chance.choice(self.marked[place % QUESTIONS]) for place in range(len(items))]
            answers = Answer.objects.bulk_create(self._answers(items, dealt))
            Mark.objects.bulk_create(self._marks(items, answers, dealt))
            Attempt.objects.filter(pk__in=[one.pk for one in taken]).update(submitted_at=self.now)
        return taken

    def _items(self, taken: list[Any]) -> Iterator[Any]:
        from quizzes.models import Item

        for attempt in taken:
            for of in self.items:
                yield Item(attempt=attempt, position=of.position, version_id=of.version_id, revision_id=of.revision_id)

    def _answers(self, items: list[Any], dealt: list[Any]) -> Iterator[Any]:
        from uuid import UUID

        from quizzes.models import Answer

        for item, (_, response, _) in zip(items, dealt, strict=True):
            key = UUID(int=self.chance.getrandbits(128))
            yield Answer(item=item, revision=1, key=key, response=response, blank=False, given_at=self.now)

    def _marks(self, items: list[Any], answers: list[Any], dealt: list[Any]) -> Iterator[Any]:
        from quizzes.models import Mark

        facts = (
            "version_id",
            "number",
            "fraction",
            "points",
            "possible",
            "parts",
            "reason",
            "scorer",
            "policy",
            "edition",
        )
        for item, answer, (_, _, mark) in zip(items, answers, dealt, strict=True):
            same = {name: getattr(mark, name) for name in facts}
            yield Mark(item=item, answer=answer, made_at=self.now, **same)
