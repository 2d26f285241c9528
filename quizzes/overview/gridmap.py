"""What did a class make of a grid? Each cell: how many gave which verdict, and what the key says."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from quizzes.analysis.heat import FEWEST
from quizzes.bank import sources
from quizzes.bank.sources import Source
from quizzes.models import QuestionVersion
from quizzes.overview.answered import Answered
from quizzes.overview.heatmap import example
from quizzes.questions.cells import At, Verdict
from quizzes.questions.corroboration import Corroboration


@dataclass(frozen=True, slots=True)
class Count:
    """How many gave a verdict in a cell."""

    verdict: Verdict
    count: int
    of: int
    is_key: bool

    @property
    def percent(self) -> int:
        return floor(Fraction(100 * self.count, self.of) + Fraction(1, 2)) if self.of else 0


@dataclass(frozen=True, slots=True)
class CellMap:
    """A cell of the class. `earned` is the mean share of its points; `evidence` that it has a page of marks."""

    at: At
    source: Source
    counts: tuple[Count, ...]
    blank: int
    earned: Fraction
    evidence: bool

    @property
    def percent(self) -> int:
        return floor(100 * self.earned + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class RowMap:
    number: int
    claim: str
    cells: tuple[CellMap, ...]


@dataclass(frozen=True, slots=True)
class GridMap:
    """Of the version that most have answered; `left_out` answers were to another. `version` marked most."""

    version: QuestionVersion
    sources: Sequence[Source]
    rows: tuple[RowMap, ...]
    count: int
    left_out: int

    @property
    def is_small(self) -> bool:
        return self.count < FEWEST


def grid_map(found: Sequence[Answered]) -> GridMap | None:
    """From the answers to one question; None where there are none or it is no grid. Two queries, or three where the key
    has changed."""
    if not found or found[0].kind != Corroboration.kind:
        return None
    most = Counter(one.asked for one in found).most_common(1)[0][0]
    answered = [one for one in found if one.asked == most]
    item = example(answered[0].item)
    content = item.version.content
    texts, marked_by = sources.of(item, item.attempt.edition), _marked_by(item.version, answered)
    rows = tuple(
        RowMap(number, claim, tuple(_cell(marked_by, At(number, source.number), source, answered) for source in texts))
        for number, claim in enumerate(content.claims, start=1)
    )
    return GridMap(marked_by, texts, rows, len(answered), len(found) - len(answered))


def _marked_by(asked: QuestionVersion, answered: Sequence[Answered]) -> QuestionVersion:
    """A regrade marks by a newer key of the same claims and readings."""
    most = Counter(one.marked for one in answered if one.marked).most_common(1)
    if not most or most[0][0] == asked.pk:
        return asked
    return QuestionVersion.objects.select_related("key", "question").get(pk=most[0][0])


def _cell(version: QuestionVersion, at: At, source: Source, answered: Sequence[Answered]) -> CellMap:
    given = Counter(one.response.get("cells", {}).get(str(at), {}).get("verdict") or "" for one in answered)
    key, of = version.key.content.cells[at].verdict, len(answered)
    earned = sum((Fraction(one.parts.get(f"cell {at}", 0)) for one in answered), Fraction(0))
    counts = tuple(Count(verdict, given[verdict.value], of, verdict is key) for verdict in Verdict)
    return CellMap(at, source, counts, given[""], earned / of, at not in version.content.plain)
