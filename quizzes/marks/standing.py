"""Which key does an answer stand against now, in the text that was read?

A student reads one revision of a text; the key may have followed its words into a later one. Its places are taken back
to where those words stood in the text that was read, as publishing took them forward (`quizzes.bank.publishing`).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus import reading
from corpus.kept import kept
from corpus.models import Revision
from corpus.text.citation import Anchor
from corpus.text.digest import digest, short_hash
from corpus.text.relocate import Fate, Relocated, Relocation
from quizzes.bank import keys, wording
from quizzes.models import Item, Key, KeyCitation, QuestionVersion
from quizzes.questions import KINDS, readings, rekeying
from quizzes.questions.moving import Moves, moved


@dataclass(frozen=True, slots=True)
class Fitted:
    """A version with its places where they stand in the text that was read. `item` asks it on that text."""

    item: Item
    content: Any
    key: Any
    moves: Moves


def fitted(version: QuestionVersion, item: Item, revisions: Sequence[Revision]) -> Fitted | None:
    """None where the text that was read does not have the words that the key leans on.

    `version` with its key, `item` with its own version, `revisions` the pinned texts with their works.
    """
    if version.pk == item.version_id:
        return Fitted(item, wording.content_of(item), version.key.content, {})
    told = json.dumps([version.body, version.key.body, version.reading, item.version.reading], sort_keys=True)
    name = digest([told, *(revision.digest for revision in revisions)])
    found: tuple[Any, Any, Any, Moves] | None = kept(f"fitted:{name}", lambda: _taken_back(version, item, revisions))
    if found is None:
        return None
    body, key, passages, moves = found
    again, shadow = copy(item), copy(version)
    shadow.body, shadow.reading = body, passages
    shadow.key = Key(version=shadow, body=key, reason=version.key.reason, feedback=version.key.feedback)
    again.version = shadow
    return Fitted(again, wording.content_of(again), KINDS[version.kind].load_key(key), moves)


def _taken_back(
    version: QuestionVersion, item: Item, revisions: Sequence[Revision]
) -> tuple[Any, Any, str, Moves] | None:
    """Body, key and passages in the places of the texts that were read."""
    body, key, every = version.body, version.key.body, dict[Anchor, tuple[Anchor, ...]]()
    for revision in revisions:
        moves = _back(version, revision)
        if moves is None:
            return None
        if moves:
            edition = revision.edition
            body, key = (moved(part, edition.kind, moves, edition.work.slug) for part in (body, key))
            every |= moves
    if not every:
        return body, key, version.reading, {}
    return readings.replaced(body, item.version.passages), key, item.version.reading, every


def _back(version: QuestionVersion, revision: Revision) -> Moves | None:
    """Where the cited places of an edition stood in one of its revisions; None where one did not."""
    cited = _cited(version, revision)
    if not _off(cited, revision):
        return {}
    source = next((other for other in _others(revision) if not _off(cited, other)), None)
    if source is None:
        return None
    relocation, known = Relocation(reading.whole(source), reading.whole(revision)), _known(version, revision)
    found = {c.anchor: _stood(relocation.of(c.anchor), c.role, known) for c in cited}
    return None if () in found.values() else {at: to for at, to in found.items() if to != (at,)}


def _cited(version: QuestionVersion, revision: Revision) -> list[KeyCitation]:
    edition = revision.edition
    return [c for c in version.citations.all() if (c.work, c.edition) == (edition.work.slug, edition.kind)]


def _off(cited: Iterable[KeyCitation], revision: Revision) -> bool:
    """Whether a revision says something else at one of the places than what the key was kept with."""
    text = reading.whole(revision)
    return any((words := text.words(c.anchor)) is None or short_hash(words) != c.hash for c in cited)


def _others(revision: Revision) -> Iterator[Revision]:
    """The texts that its edition has had, the latest first."""
    rows = Revision.objects.published().filter(edition=revision.edition).exclude(pk=revision.pk)
    return iter(rows.select_related("edition__work").order_by("-number"))


def _known(version: QuestionVersion, revision: Revision) -> set[tuple[str, Anchor]]:
    """What the versions before it cited in this text, with the words that stand there."""
    before = QuestionVersion.objects.filter(question=version.question_id, number__lt=version.number)
    each = [_cited(earlier, revision) for earlier in before.prefetch_related("citations")]
    return {(c.role, c.anchor) for cited in each if not _off(cited, revision) for c in cited}


def _stood(found: Relocated, role: str, known: set[tuple[str, Anchor]]) -> tuple[Anchor, ...]:
    """The same words; or, where they were corrected, the like sentence that the key cited before it followed."""
    if found.fate in {Fate.KEPT, Fate.MOVED}:
        return found.to
    return (found.nearest,) if found.nearest and (role, found.nearest) in known else ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What an answer is held against: `left_out` says why its mark stays, `suspended` why it is not scored,
    `passed_over` why an older version is taken than the `newest`."""

    version: QuestionVersion
    fitted: Fitted | None = None
    left_out: str = ""
    suspended: str = ""
    passed_over: str = ""
    newest: QuestionVersion | None = None


def _passed_over(newest: QuestionVersion, why: str) -> str:
    return f"Version {newest.number} does not fit: {why}."


class Standings:
    """Looks them up once for all answers to the same version in the same text. `until`: no later version counts."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._versions: dict[int, list[QuestionVersion]] = {}
        self._by_pk: dict[int, QuestionVersion] = {}
        self._revisions: dict[int, Revision] = {}
        self._present: dict[int, Revision] = {}
        self._found: dict[tuple[int, tuple[int, ...]], Standing] = {}

    def prepare(self, versions: set[int], revisions: set[int]) -> None:
        """Loads what these answers need and is not here yet: every version of their questions, and their texts."""
        if missing := versions - self._by_pk.keys():
            questions = QuestionVersion.objects.filter(pk__in=missing).values("question")
            rows = QuestionVersion.objects.filter(question__in=questions).select_related("key", "question")
            by_question = defaultdict(list)
            for version in rows.prefetch_related("citations").order_by("-number"):
                self._by_pk[version.pk] = version
                by_question[version.question_id].append(version)
            self._versions |= by_question
        if lacking := revisions - self._revisions.keys():
            texts = Revision.objects.filter(pk__in=lacking).select_related("edition__work")
            self._revisions |= {revision.pk: revision for revision in texts.defer("report", "annotations")}

    def version(self, pk: int) -> QuestionVersion:
        return self._by_pk[pk]

    def of(self, pinned: int, texts: tuple[int, ...]) -> Standing:
        """For an answer that was asked by the version `pinned` on these revisions."""
        found = self._found.get((pinned, texts))
        if found is None:
            found = self._found[pinned, texts] = self._worked_out(pinned, texts)
        return found

    def _worked_out(self, pinned: int, texts: tuple[int, ...]) -> Standing:
        asked, revisions = self._by_pk[pinned], [self._revisions[pk] for pk in texts]
        item = Item(version=asked, revision=revisions[0] if len(revisions) == 1 else None)
        candidates = [v for v in self._versions[asked.question_id] if self._counts(v, asked)]
        newest, why = candidates[0], ""
        for version in candidates:
            apart = rekeying.apart(asked.kind, asked.body, version.kind, version.body)
            if not apart and not why and (flaw := self._flaw(version, revisions)):
                return Standing(version, suspended=flaw)
            found = None if apart else fitted(version, item, revisions)
            if found is not None and not self._is_outside(found, asked, revisions):
                return Standing(version, found, passed_over=_passed_over(newest, why) if why else "", newest=newest)
            why = why or apart or _LACKS
        return Standing(newest, left_out=_passed_over(newest, why))

    def _counts(self, version: QuestionVersion, asked: QuestionVersion) -> bool:
        """From the version that was asked to the newest at the time when the regrade was asked for."""
        return version.pk == asked.pk or (version.number > asked.number and version.made_at <= self._until)

    def _flaw(self, version: QuestionVersion, revisions: Sequence[Revision]) -> str:
        """Why a key does not stand in the present text of an edition that was read."""
        for revision in revisions:
            now = self._now(revision)
            check = version.checks.filter(revision=now).first()
            if check is None:
                keys.verify(version, now=self._until)
                check = version.checks.filter(revision=now).first()
            # Words of the author that cite a changed sentence are to be mended, but the key stands.
            flaws = [flaw for flaw in (check.flaws if check else ()) if flaw["field"] not in _REMARKS]
            if flaws:
                return str(flaws[0]["message"])
        return ""

    def _now(self, revision: Revision) -> Revision:
        if revision.edition_id not in self._present:
            present = Revision.objects.present().filter(edition=revision.edition_id).select_related("edition__work")
            self._present[revision.edition_id] = present.first() or revision
        return self._present[revision.edition_id]

    def _is_outside(self, found: Fitted, asked: QuestionVersion, revisions: Sequence[Revision]) -> bool:
        """Whether all that proves it stands where the student was not asked to read."""
        if found.item.version_id == asked.pk or asked.passage is None or not revisions:
            return False
        shown = asked.passage.anchors
        return rekeying.outside(found.key, revisions[0].edition.kind, (anchor.whole for anchor in shown))


_LACKS = "its key leans on words that the text that was read does not have"
_REMARKS = {"reason", "feedback", "hints"}
