"""What came of each cell of a grid, and which words show it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from corpus.text.citation import Anchor, Citation
from quizzes.bank import sources
from quizzes.bank.sources import Source
from quizzes.marks import changed
from quizzes.pages.extracts import Line
from quizzes.pages.results import ItemResult
from quizzes.questions.base import Sign, Signs
from quizzes.questions.cells import Given, Verdict, shares_in
from quizzes.questions.telling import share


@dataclass(frozen=True, slots=True)
class CellResult:
    """One cell after marking, in words; `lines` are the sentences that were marked or prove it. `dispute` is the last
    time that the student disputed it."""

    source: Source
    given: Given
    key: Verdict
    says: str
    is_right: bool
    asks_evidence: bool
    earned: Fraction
    signs: Signs
    lines: tuple[Line, ...]
    dispute: changed.Disputed | None = None
    may_be_disputed: bool = False

    @property
    def share(self) -> str:
        return share(self.earned)

    @property
    def is_whole(self) -> bool:
        return self.earned == 1

    @property
    def lead(self) -> Citation:
        """Where citations lead that name no work."""
        return self.source.citation

    @property
    def edition(self) -> str:
        return self.source.edition


class Row(NamedTuple):
    number: int
    claim: str
    cells: tuple[CellResult, ...]


def rows(result: ItemResult) -> Iterator[Row]:
    """The grid of a result, claim by claim. `sources.load` asks for the texts of many items at once."""
    columns = {source.number: source for source in sources.of(result.item, result.edition)}
    earned = dict(shares_in(result.outcome.parts))
    disputes = {} if result.practice else changed.disputes_of_cells(result.item)
    for number, told in groupby(result.shown, key=lambda one: one.given.at.claim):
        cells = tuple(
            _cell(result, one, columns[one.given.at.source], earned, disputes.get(str(one.given.at))) for one in told
        )
        yield Row(number, result.content.claims[number - 1], cells)


def _cell(
    result: ItemResult, told: Any, source: Source, earned: dict[Any, Fraction], dispute: changed.Disputed | None
) -> CellResult:
    signs = result.content.signs_of(result.key, told.given, edition=result.edition)
    return CellResult(
        source=source,
        given=told.given,
        key=told.key,
        says=told.says,
        is_right=told.is_right,
        asks_evidence=told.asks_evidence,
        earned=earned.get(told.given.at, Fraction(0)),
        signs=signs,
        lines=tuple(_line(source, anchor, sign) for anchor, sign in sorted(signs.at.items())),
        dispute=dispute,
        may_be_disputed=result.may_be_disputed and not (dispute and dispute.is_open),
    )


def _line(source: Source, anchor: Anchor, sign: Sign) -> Line:
    """A paragraph that the key names as a whole is not quoted whole."""
    return Line(anchor, (source.passage.words(anchor) or "") if anchor.sentence else "", sign)
