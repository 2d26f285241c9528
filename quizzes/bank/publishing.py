"""May a revised text be published? Every key that leans on its work is asked again, and each break is answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from corpus.models import Revision
from corpus.text.citation import ASSUMED_EDITION
from quizzes.bank import keys
from quizzes.bank.reviewing import Affected, Review, review
from quizzes.models import QuestionVersion
from quizzes.questions import KINDS, readings
from quizzes.questions.base import Flaw
from quizzes.questions.moving import Moves, citations_in, moved
from quizzes.questions.remarks import Remarks


class Aside(Enum):
    """The question is not asked until somebody mends its key."""

    ASIDE = "aside"


type Answer = Moves | Aside


@dataclass(frozen=True, slots=True)
class Break:
    """A question that stands in the way: not answered yet, or flawed with the answer that was given."""

    version: QuestionVersion
    flaws: tuple[Flaw, ...]


class Unanswered(Exception):
    """Publishing is refused: these keys would break, or their citations would change in silence."""

    def __init__(self, breaks: list[Break]) -> None:
        names = ", ".join(str(broken.version.question) for broken in breaks)
        keys_would = "1 key would" if len(breaks) == 1 else f"{len(breaks)} keys would"
        super().__init__(f"{keys_would} no longer stand: {names}. Answer for each, or keep the present text.")
        self.breaks = breaks


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: keys that stand as they are, that followed their words, that were set aside."""

    stand: tuple[QuestionVersion, ...]
    followed: tuple[QuestionVersion, ...]
    aside: tuple[QuestionVersion, ...]

    @property
    def sentence(self) -> str:
        return f"{'; '.join(self._told())}."

    def _told(self) -> Iterator[str]:
        stand, followed, aside = len(self.stand), len(self.followed), len(self.aside)
        yield "1 key was asked again and stands" if stand == 1 else f"{stand} keys were asked again and stand"
        if followed:
            yield "1 followed its words" if followed == 1 else f"{followed} followed their words"
        if aside:
            names = ", ".join(str(version.question) for version in self.aside)
            yield f"{aside} {'was' if aside == 1 else 'were'} set aside: {names}"


@transaction.atomic
def publish(
    *, revision: Revision, now: datetime, by: User | None = None, answers: Mapping[int, Answer] | None = None
) -> Published:
    """Makes a revision the present one. Raises Unanswered.

    `answers` are by the pk of the question version that each is about.
    """
    _check_order(revision)
    found = review(revision)
    outcomes = [_answered(touched, (answers or {}).get(touched.version.pk), found) for touched in found.affected]
    breaks = [outcome for outcome in outcomes if isinstance(outcome, Break)]
    if breaks:
        raise Unanswered(breaks)
    if not Revision.objects.filter(pk=revision.pk, published_at=None).update(published_at=now):
        raise ValueError(f"{revision} is published already.")
    revision.published_at = now
    following = [outcome for outcome in outcomes if isinstance(outcome, _Following)]
    aside = [outcome for outcome in outcomes if isinstance(outcome, Affected)]
    return _kept(found, following, aside, by, now)


def _answered(touched: Affected, answer: Answer | None, found: Review) -> "Break | _Following | Affected":
    """What is to be done about a question: the version that follows its words, or itself where it is set aside."""
    if isinstance(answer, Aside):
        return touched
    if answer is None or not answer.keys() >= {place.found.at for place in touched.open}:
        return Break(touched.version, touched.flaws)
    return _following(touched, answer, found)


def _check_order(revision: Revision) -> None:
    last = Revision.objects.filter(edition=revision.edition).published().aggregate(last=Max("number"))["last"]
    if last is not None and last > revision.number:
        raise ValueError(f"{revision} is older than revision {last}, which is published.")


@dataclass(frozen=True, slots=True)
class _Following:
    """A question as it will be asked of the new text."""

    last: QuestionVersion
    content: Any
    key: Any
    remarks: Remarks


def _following(touched: Affected, answer: Moves, found: Review) -> _Following | Break:
    version, edition = touched.version, found.revision.edition.kind
    kind, work = KINDS[version.kind], version.lead.work if version.lead else None
    # Some kinds name in their body too where the words stand that they show.
    body = moved(version.body, edition, answer, work)
    body = readings.replaced(body, touched.reads) if touched.moving else body
    content = kind.load(body)
    key = kind.load_key(moved(version.key.body, edition, answer, work)).sealed(found.texts)
    remarks = version.key.remarks.following(edition, answer, work)
    flaws = (
        *content.flaws(key, found.texts),
        *remarks.flaws(touched.reads, found.texts),
        *_left_over(remarks, answer, edition, work),
    )
    return Break(version, flaws) if flaws else _Following(version, content, key, remarks)


def _left_over(remarks: Remarks, answer: Moves, edition: str, work: str | None) -> Iterator[Flaw]:
    """A sentence that was taken out of the key is not cited as a reason, in feedback or in a hint any more."""
    out = {at for at, to in answer.items() if not to}
    for field, called, said in remarks:
        for citation in citations_in(said, work):
            if (citation.edition or ASSUMED_EDITION) == edition and out & set(citation.anchors):
                says = f"{called} still cites {citation.label}; set the question aside and write it anew."
                yield Flaw(field, says)


def _kept(
    found: Review, following: Sequence[_Following], aside: Sequence[Affected], by: User | None, now: datetime
) -> Published:
    fresh = [
        keys.follow(new.last, content=new.content, key=new.key, remarks=new.remarks, texts=found.texts, by=by, now=now)
        for new in following
    ]
    for version in (*found.untouched, *fresh):
        keys.verify(version, now=now, texts=found.texts)
    for touched in aside:
        keys.record(touched.version, touched.flaws or (UNSEEN,), now=now)
    return Published(found.untouched, tuple(fresh), tuple(touched.version for touched in aside))


UNSEEN = Flaw("reason", "A sentence that your words to students cite has changed; read it and save the question.")
