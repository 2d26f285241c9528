"""What do the marks of a quiz say about its questions? For its instructors' page and for the command.

A small class is counted when it is asked about. For a large one the kept sums are taken, and what sums cannot give
comes from the last recount. Four questions to the database at most, whatever the class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery

from corpus.prepared import Slot, prepared
from quizzes.analysis.papers import Paper, Tallies
from quizzes.analysis.ranking import Ranking, ranking
from quizzes.analysis.report import Question, Report, report
from quizzes.models import Attempt, Item, QuestionVersion, Quiz, QuizItem, Recount, Tally
from quizzes.overview import papers, tallies
from quizzes.overview.keyed import asked

SMALL = 500  # attempts that are counted while the page waits


@dataclass(frozen=True, slots=True)
class Statistics:
    """`as_of` and `ranked` say when and from how many attempts it was counted what sums cannot give; None: now."""

    report: Report
    as_of: datetime | None = None
    ranked: int = 0
    is_kept: bool = False  # from sums, because there are too many to count at once

    @property
    def attempts(self) -> int:
        return self.report.totals.n


def of_quiz(quiz: Quiz) -> Statistics:
    """Of each student's first attempt."""
    versions = _versions(quiz=quiz.pk)
    whole = versions[0].whole if versions else None
    if not whole or whole["n"] <= SMALL:
        found = _few(quiz)
        if found is not None:
            return Statistics(_of_papers(quiz, found, versions))
    return _of_sums(quiz, versions)


def of_papers(quiz: Quiz, which: papers.Which) -> Report:
    """Counted now, from the marks, however many there are."""
    return _of_papers(quiz, papers.papers(quiz, which), _versions(quiz=quiz.pk))


def _few(quiz: Quiz) -> list[Paper] | None:
    """The papers of a small class; None where there are more than a page waits for."""
    some = Attempt.objects.submitted().filter(quiz=quiz, number=1)
    if not quiz.is_practice:  # who waits for a person's mark takes nobody's place
        some = some.exclude(Exists(Item.objects.filter(attempt=OuterRef("pk"), marks=None)))
    found = [one.paper for one in papers.sat(quiz, attempt__in=some.order_by("pk").values("pk")[: SMALL + 1])]
    return found if len(found) <= SMALL else None


def _of_papers(quiz: Quiz, found: Sequence[Paper], versions: Sequence[Any]) -> Report:
    counted = Tallies.of(found)
    return report(counted, _questions(quiz, counted, versions), ranking(found))


def _of_sums(quiz: Quiz, versions: Sequence[Any]) -> Statistics:
    whole = versions[0].whole if versions else None
    sums = tallies.loaded(whole, {version.pk: version.tallied for version in versions if version.tallied})
    last = next(iter(_last(quiz=quiz.pk)), None)
    ranks = Ranking.load(last.attempts, last.body) if last else Ranking()
    made = report(sums, _questions(quiz, sums, versions), ranks)
    return Statistics(made, last.made_at if last else None, ranks.attempts, is_kept=True)


@prepared(quiz=BigIntegerField())
def _last(quiz: Slot) -> QuerySet[Recount]:
    """The last recount; a new one takes the place of the one before."""
    return Recount.objects.filter(quiz=quiz)


@prepared(quiz=BigIntegerField())
def _versions(quiz: Slot) -> QuerySet[Any]:
    """Those of its questions, and those that were asked and taken out.

    Each comes with its own sums in `tallied`, those of the quiz in `whole`, and in `text` the revision it was first
    asked on.
    """
    sums = Tally.objects.filter(quiz=quiz)
    place = QuizItem.objects.filter(quiz=quiz, question=OuterRef("question")).values("position")
    return (
        QuestionVersion.objects.filter(
            Q(question__in=QuizItem.objects.filter(quiz=quiz).values("question"))
            | Q(pk__in=sums.filter(version__isnull=False).values("version"))
        )
        .select_related("question", "key")
        .annotate(
            tallied=Subquery(sums.filter(version=OuterRef("pk")).values("body")),
            whole=Subquery(sums.filter(version=None).values("body")),
            text=_first_text(),
            place=Subquery(place[:1]),
        )
        .order_by(F("place").asc(nulls_last=True), "question", "number")
    )


def _questions(quiz: Quiz, counted: Tallies, versions: Sequence[Any]) -> list[Question]:
    strangers = counted.versions.keys() - {version.pk for version in versions}
    if strangers:  # taken out of the quiz, and not in the kept sums yet
        missing = QuestionVersion.objects.filter(pk__in=strangers).select_related("question", "key")
        versions = [*versions, *missing.annotate(text=_first_text()).order_by("question", "number")]
    found: dict[int, list[Any]] = {}
    for version in versions:
        if version.pk in counted.versions:
            found.setdefault(version.question_id, []).append(version)
    return [
        Question(
            question,
            of[-1].question.slug,
            tuple(asked(one, counted.versions[one.pk]) for one in of),
            str(of[-1].content.title),
        )
        for question, of in found.items()
    ]


def _first_text() -> Subquery:
    asked_on = Item.objects.filter(version=OuterRef("pk"), revision__isnull=False).order_by("pk")
    return Subquery(asked_on.values("revision")[:1])
