"""What does the page of one cell show, and what was sent from it? The rest of the grid stays as it was saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from corpus import typesetting
from quizzes.bank.sources import Source
from quizzes.models import Answer
from quizzes.pages import asking, sending
from quizzes.pages.asking import Marked, QuestionPage
from quizzes.questions.cells import At, Given
from quizzes.questions.corroboration import Corroboration
from quizzes.taking.attempts import Save


@dataclass(frozen=True, slots=True)
class CellPage:
    """One cell of the question that `page` is about: its claim, its reading with boxes, and what is marked."""

    page: QuestionPage
    at: At
    source: Source

    @property
    def claim(self) -> str:
        return str(self.page.content.claims[self.at.claim - 1])

    @property
    def given(self) -> Given:
        """What the form shows: what was just sent, else what is saved."""
        found: Given = self.page.response.cell(self.at)
        return found

    @property
    def theirs(self) -> Given | None:
        """What stands saved when another tab was first."""
        return self.page.theirs.cell(self.at) if self.page.conflict else None

    @property
    def text(self) -> SafeString:
        marked = {anchor.value for anchor in self.given.marks}
        return typesetting.marking(self.source.passage, self.source.work.voices, marked)

    @property
    def plain_text(self) -> SafeString:
        return self.source.plain_text

    @property
    def skips(self) -> SafeString:
        return typesetting.skips(self.source.passage)

    @property
    def marked(self) -> list[Marked]:
        return asking.listed(self.given.marks, self.source.passage)

    @property
    def their_marks(self) -> list[Marked]:
        return asking.listed(self.theirs.marks, self.source.passage) if self.theirs else []


def cell_page(user: Any, public_id: UUID, position: int, at: At) -> CellPage | None:
    """The page as it stands, or None where the student is asked for no such evidence."""
    page = asking.question_page(user, public_id, position)
    if page is None or not isinstance(page.content, Corroboration):
        return None
    if at not in page.content.places or at in page.content.plain:
        return None
    return CellPage(page, at, page.sources[at.source])


def sent_with(cell: CellPage, post: Any) -> Save:
    """The whole answer with this cell as it was sent. Raises Invalid."""
    return sending.sent_with(cell.page, _Sent(post, cell.at, _before(cell.page, post)))


def _before(page: QuestionPage, post: Any) -> Mapping[str, list[str]]:
    """The form of the answer that the page was built on, so that sending it twice gives the same answer twice."""
    base = sending.base_of(post, page)
    answer = Answer.objects.filter(item=page.item, revision=base).first() if base else None
    form: dict[str, list[str]] = page.content.form_of(page.content.response(answer.response if answer else {}))
    return form | {"certainty": [str(answer.certainty)] if answer and answer.certainty else []}


class _Sent:
    """The form of a whole grid: one cell from its own page, whose boxes are called `mark`, the rest from before."""

    def __init__(self, post: Any, at: At, before: Mapping[str, list[str]]) -> None:
        self.post, self.before = post, before
        self.own = {f"cell-{at}": self._all("cell"), f"mark-{at}": self._all("mark")}

    def _all(self, name: str) -> list[str]:
        return [value for value in self.post.getlist(name) if name != "mark" or value != self.post.get("unmark")]

    def getlist(self, name: str) -> list[str]:
        if name in self.own:
            return self.own[name]
        return self.before[name] if name in self.before else list(self.post.getlist(name))

    def get(self, name: str, default: str = "") -> str:
        if name == "unmark":  # taken away already
            return ""
        return next(iter(self.before[name]), default) if name in self.before else str(self.post.get(name, default))
