"""Where may a student have marked sentences? In the reading of a question, or in that of one cell of a grid."""

from dataclasses import dataclass
from typing import Any

from corpus.models import Revision
from corpus.text.citation import Anchor
from quizzes.bank import sources
from quizzes.bank.sources import Source
from quizzes.models import Item
from quizzes.questions.base import Invalid
from quizzes.questions.cells import At
from quizzes.questions.corroboration import Corroboration


@dataclass(frozen=True, slots=True)
class Spot:
    """A text beside which something is claimed. `revisions` are all texts of the question, `at` the cell of a grid."""

    title: str
    text: Source
    verdicts: tuple[Any, ...]
    revisions: tuple[Revision, ...]
    at: At | None = None

    def marked(self, response: Any) -> frozenset[Anchor]:
        """What a response has marked here; kinds in which words are marked have nothing here."""
        found = response.cell(self.at).marks if self.at else getattr(response, "marks", frozenset())
        return frozenset(one for one in found if isinstance(one, Anchor))


def spot_of(item: Item, edition: str, cell: str = "") -> Spot | None:
    """The reading of a question or, where `cell` names one in which evidence is asked for, that of a cell."""
    return _cell(item, edition, cell) if isinstance(item.version.content, Corroboration) else _text(item)


def _text(item: Item) -> Spot | None:
    content, citation = item.version.content, item.version.passage
    if item.revision is None or citation is None:
        return None
    text = Source(1, citation, item.revision, sources.short_name(item.revision))
    return Spot(str(content.title), text, tuple(getattr(content, "verdicts", ())), (item.revision,))


def _cell(item: Item, edition: str, cell: str) -> Spot | None:
    content = item.version.content
    try:
        at = At.of(cell)
    except Invalid:
        return None
    if at not in content.places or at in content.plain:
        return None
    texts = sources.of(item, edition)
    every = tuple(text.revision for text in texts)
    return Spot(content.claims[at.claim - 1], texts[at.source - 1], content.options, every, at)
