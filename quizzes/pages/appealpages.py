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
from quizzes.bank import wording
from quizzes.bank.authoring import Quoted, QuotedSet
from quizzes.models import Appeal, Item, QuestionVersion
from quizzes.pages.asking import Marked
from quizzes.questions import accepting, readings
from quizzes.regrades import appeals


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that the student names, and what the newest key says of it already."""

    anchor: Anchor
    words: str
    is_key: str


@dataclass(frozen=True)
class AppealPage:
    """`appeal` with its item, its version with key, and the revision that was read."""

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
    def content(self) -> Any:
        return wording.as_asked(self.item)

    @cached_property
    def response(self) -> Any:
        answer = self.appeal.mark.answer
        return self.content.response(answer.response if answer else {})

    @cached_property
    def marked(self) -> list[Marked]:
        """What the answer marked, which need not be what the student names now."""
        marks = sorted(getattr(self.response, "marks", ()))
        text = reading.whole(self.item.revision) if marks and self.item.revision else None
        return [Marked(at, Truncator(text.words(at) or "").words(12)) for at in marks] if text else []

    @property
    def kind_template(self) -> str:
        return f"quizzes/kinds/{self.item.version.kind}.html"

    @cached_property
    def places(self) -> list[Place]:
        revision = self.item.revision
        if revision is None:
            return []
        text, roles = reading.whole(revision), {c.anchor: c.role for c in self._cited if c.edition == self.edition}
        found = map(Anchor.of, self.appeal.places)
        return [Place(at, text.words(at) or "", roles.get(at, "")) for at in found]

    @property
    def edition(self) -> str:
        return self.appeal.mark.edition

    @property
    def takes_places(self) -> bool:
        return bool(self.places) and accepting.takes_places(self.newest.key.content)

    @cached_property
    def may_change(self) -> bool:
        return appeals.may_change_key(self.appeal, self.user)

    @property
    def verdict(self) -> str:
        """What the key says, where a claim is judged."""
        found = getattr(self.newest.key.content, "verdict", None) if self.newest.content.marks_text else None
        return str(found.label) if found and hasattr(self.newest.content, "claim") else ""

    @property
    def reason(self) -> SafeString:
        return with_citations(self.newest.key.reason, self.newest.lead, self.edition)

    @cached_property
    def _cited(self) -> list[Any]:
        return list(self.newest.key.content.cited())

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
