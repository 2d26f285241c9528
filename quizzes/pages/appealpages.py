"""What does an instructor look at to answer a dispute? The sentences, the key with its words, the answer."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from corpus import reading
from corpus.prose import with_citations
from corpus.reading import shelf
from corpus.text.citation import Anchor
from quizzes.bank import sources, wording
from quizzes.bank.quoted import Quoted, QuotedSet
from quizzes.bank.sources import Source
from quizzes.bank.spots import Spot, spot_of
from quizzes.models import Appeal, Item, QuestionVersion
from quizzes.pages.asking import Marked
from quizzes.questions import accepting, readings
from quizzes.questions.cells import At, Given
from quizzes.questions.grid import Cell, Key
from quizzes.regrades import appeals


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that the student names, and what the newest key says of it already."""

    anchor: Anchor
    words: str
    is_key: str


@dataclass(frozen=True)
class AppealPage:
    """`appeal` with its item, its version with key, and the revision that was read; of a grid perhaps one cell."""

    appeal: Appeal
    user: Any

    @property
    def item(self) -> Item:
        return self.appeal.item

    @cached_property
    def newest(self) -> QuestionVersion:
        versions = QuestionVersion.objects.filter(question=self.item.version.question_id)
        return versions.select_related("key", "question").prefetch_related("citations").order_by("-number")[0]

    @property
    def is_mended(self) -> bool:
        """Whether there is a newer key than the one that marked."""
        return self.newest.number > self.appeal.mark.version.number

    @cached_property
    def spot(self) -> Spot | None:
        """The text in which sentences were marked."""
        return spot_of(self.item, self.appeal.mark.edition, self.appeal.cell)

    @property
    def at(self) -> At | None:
        return At.of(self.appeal.cell) if self.appeal.cell else None

    @property
    def claim(self) -> str:
        """Of the cell that is disputed."""
        return str(self.content.claims[self.at.claim - 1]) if self.at else ""

    @cached_property
    def source(self) -> Source | None:
        """The reading of the cell that is disputed."""
        return sources.of(self.item, self.appeal.mark.edition)[self.at.source - 1] if self.at else None

    @property
    def given(self) -> Given | None:
        """What was answered in the cell that is disputed."""
        found: Given | None = self.response.cell(self.at) if self.at else None
        return found

    @cached_property
    def content(self) -> Any:
        return wording.as_asked(self.item)

    @cached_property
    def response(self) -> Any:
        answer = self.appeal.mark.answer
        return self.content.response(answer.response if answer else {})

    @cached_property
    def marked(self) -> list[Marked]:
        """What the answer marked, which need not be what the student names now."""
        if self.spot is None:
            return []
        text = reading.whole(self.spot.text.revision)
        return [Marked(at, Truncator(text.words(at) or "").words(12)) for at in sorted(self.spot.marked(self.response))]

    @property
    def kind_template(self) -> str:
        return f"quizzes/kinds/{self.item.version.kind}.html"

    @cached_property
    def places(self) -> list[Place]:
        if self.spot is None:
            return []
        roles = {c.anchor: c.role for c in self._cited if c.edition == self.spot.text.edition}
        text = reading.whole(self.spot.text.revision)
        found = map(Anchor.of, self.appeal.places)
        return [Place(at, text.words(at) or "", roles.get(at, "")) for at in found]

    @property
    def edition(self) -> str:
        return self.appeal.mark.edition

    @property
    def takes_places(self) -> bool:
        return bool(self.places) and accepting.takes_places(self.newest.key.content, self.at)

    @property
    def may_accept(self) -> bool:
        """Whether there is a sentence that the newest key does not have yet, or has as a near miss alone."""
        return self.takes_places and not all(place.is_key not in ("", "near") for place in self.places)

    @cached_property
    def may_change(self) -> bool:
        return appeals.may_change_key(self.appeal, self.user)

    @property
    def verdict(self) -> str:
        """What the key says, where a claim is judged."""
        if self._held:
            return str(self._held.verdict.label)
        found = getattr(self.newest.key.content, "verdict", None) if self.newest.content.marks_text else None
        return str(found.label) if found and hasattr(self.newest.content, "claim") else ""

    @property
    def says(self) -> SafeString:
        """What the key says about the cell that is disputed."""
        if self._held is None or self.source is None:
            return SafeString()
        return with_citations(self._held.says, self.source.citation, self.source.edition)

    @property
    def reason(self) -> SafeString:
        return with_citations(self.newest.key.reason, self.newest.lead, self.edition)

    @cached_property
    def _cited(self) -> list[Any]:
        return list(self._held.proving.cited() if self._held else self.newest.key.content.cited())

    @property
    def _held(self) -> Cell | None:
        """The cell that is disputed in the newest key, which may be of another kind of question by now."""
        key = self.newest.key.content
        return key.cells.get(self.at) if self.at and isinstance(key, Key) else None

    @cached_property
    def sets(self) -> list[QuotedSet]:
        """The key set by set with the words that stand there now, as the picker shows it."""
        texts = shelf(readings.works(self.newest.passages))
        sealed = {(c.edition, c.anchor): c.hash for c in self.newest.citations.all()}
        quoted = [
            Quoted(
                role,
                number,
                edition,
                anchor,
                texts.words(edition, anchor),
                sealed.get((edition, anchor)),
                edition in texts.editions(anchor.work),
            )
            for role, number, edition, anchor in self._cited
        ]
        return [
            QuotedSet(role, role.capitalize() if role == "neutral" else f"{role.capitalize()} {number}", tuple(places))
            for (role, number), places in groupby(quoted, key=lambda one: (one.role, one.number))
        ]
