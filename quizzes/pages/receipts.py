"""What stands behind one mark? Its receipt, as a page and as a file (`quizzes.questions.receipt`)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from corpus import reading
from corpus.models import Revision
from corpus.text.citation import Anchor
from corpus.text.digest import short_hash
from corpus.text.passage import Passage
from quizzes.bank import sources
from quizzes.marks import changed, grading
from quizzes.marks.standing import Fitted, fitted
from quizzes.models import Attempt, Cause, Item, Mark
from quizzes.pages.asking import MOST_QUESTIONS, Marked, listed
from quizzes.questions import receipt
from quizzes.questions.base import Outcome
from quizzes.questions.telling import share

BY = {"hand": "a person", "override": "an instructor"}


class Place(NamedTuple):
    """One set of places that the key names, in one edition."""

    role: str
    edition: str
    places: str
    hashes: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt with what makes it readable. `fit` is the question as it was held against the answer."""

    item: Item
    mark: Mark
    fit: Fitted
    response: Any
    outcome: Outcome
    body: dict[str, Any]
    marked: tuple[Marked, ...]

    @property
    def content(self) -> Any:
        return self.fit.content

    @property
    def explanation(self) -> str:
        """The sum in words."""
        if self.mark.cause == Cause.OVERRIDE:
            return self.mark.comment
        return changed.explanation(self.mark) or str(self.content.explain(self.outcome))

    @property
    def heading(self) -> str:
        if self.mark.cause == Cause.OVERRIDE:
            return changed.SET_HERE
        return changed.heading(self.mark) or str(self.content.heading(self.outcome))

    @property
    def by(self) -> str:
        return BY.get(self.mark.cause, "the computer")

    @property
    def kind_template(self) -> str:
        return f"quizzes/kinds/{self.mark.version.kind}.html"

    @property
    def places(self) -> list[Place]:
        """The places of the key, set by set."""
        return list(self._places())

    def _places(self) -> Iterator[Place]:
        sets: dict[tuple[str, int, str], list[Anchor]] = {}
        for cited in self.fit.key.cited():
            sets.setdefault((cited.role, cited.number, cited.edition), []).append(cited.anchor)
        known = self.fit.key.dump().get("hashes", {})
        for (role, number, edition), anchors in sets.items():
            hashes = [known.get(edition, {}).get(anchor.value, "") for anchor in anchors]
            labels, work = " + ".join(anchor.label for anchor in anchors), anchors[0].work
            # A grid holds claims against several works, whose paragraphs have the same numbers.
            where = f"{work}, {edition}" if self.fit.item.version.passage is None else edition
            yield Place(f"{role.capitalize()} {number}", where, labels, ", ".join(filter(None, hashes)))

    @property
    def fraction(self) -> str:
        return share(self.outcome.fraction)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The numbers that the share came from, by their names in the file."""
        told = (
            (name, share(part) if isinstance(part, Fraction) else part) for name, part in self.outcome.parts.items()
        )
        return [(name.replace("_", " "), _said(part)) for name, part in told]

    @property
    def tries(self) -> list[str]:
        return [share(Fraction(one["fraction"])) for one in self.body["mark"].get("tries", ())]

    @property
    def carries_words(self) -> bool:
        return bool(self.body["text"] and self.body["text"]["words"])

    @property
    def file_name(self) -> str:
        return f"receipt-{self.item.attempt.number}-{self.item.position}-{self.body['digest'][:8]}.json"


def _said(part: object) -> str:
    return {True: "yes", False: "no"}[part] if isinstance(part, bool) else str(part) or "–"


def page(attempt: Attempt, position: int) -> ReceiptPage | None:
    """The receipt of the mark that stands; None where there is no such question or no mark yet.

    Who asks must be allowed to see the marks of this attempt: a receipt holds the key (T32, T34).
    """
    loaded = attempt.items.select_related("version__question__bank", "revision__edition__work")
    item = (
        loaded.defer("revision__report", "revision__annotations").filter(position=min(position, MOST_QUESTIONS)).first()
    )
    marks = grading.marks_of([item])[item.pk] if item else []
    if item is None or not marks:
        return None
    item.attempt = attempt
    mark = _whole(marks[-1])
    fit = fitted(mark.version, item, _texts(item))
    if fit is None:  # the words that the key leans on are not in the text that was read, so only the outcome is told
        fit = Fitted(item, mark.version.content, mark.version.key.content, {})
    response = fit.content.response(mark.answer.response if mark.answer else {})
    passage = _passage(fit)
    return ReceiptPage(
        item=item,
        mark=mark,
        fit=fit,
        response=response,
        outcome=mark.outcome,
        body=_receipt(item, mark, marks, fit, response),
        marked=tuple(listed(getattr(response, "marks", ()), passage)),
    )


def _whole(mark: Mark) -> Mark:
    return Mark.objects.select_related("answer", "version__key", "version__question__bank").get(pk=mark.pk)


def _texts(item: Item) -> list[Revision]:
    if sources.has_several(item.version):
        sources.load([item])
        return list(item.texts.all())
    return [item.revision] if item.revision else []


def _passage(fit: Fitted) -> Passage | None:
    version, revision = fit.item.version, fit.item.revision
    return reading.passage_of(revision, version.passage) if revision and version.passage else None


def _receipt(item: Item, mark: Mark, marks: Sequence[Mark], fit: Fitted, response: Any) -> dict[str, Any]:
    version = mark.version
    return receipt.sealed(
        {
            "format": receipt.FORMAT,
            "version": receipt.VERSION,
            "question": {
                "bank": version.question.bank.slug,
                "name": version.question.slug,
                "version": version.number,
            },
            "kind": version.kind,
            "body": fit.content.dump(),
            "key": fit.key.dump(),
            "response": mark.answer.response if mark.answer else {},
            "policy": mark.policy,
            "edition": mark.edition,
            "possible": f"{mark.possible:.2f}",
            "scorer": mark.scorer,
            "outcome": mark.parts,
            "points": f"{mark.points:.2f}",
            "text": _text(item, mark, fit, response),
            "mark": _marked(item, mark, marks),
            "answer": _answered(item, mark),
        }
    )


def _text(item: Item, mark: Mark, fit: Fitted, response: Any) -> dict[str, Any] | None:
    """The revisions that were read, with hashes of what was cited and marked; words only where the mark needs them."""
    several = sources.of(item, item.attempt.edition)
    if several:
        texts = [_named(source.passage, source.revision) for source in several]
        hashes = _hashes([source.passage for source in several], fit, response)
        return {"work": "", "edition": "", "digest": "", "several": texts, "hashes": hashes, "words": []}
    passage, revision = _passage(fit), fit.item.revision
    if passage is None or revision is None:
        return None
    words = receipt.text_dumped(passage) if _needs_words(mark, fit) else []
    return {**_named(passage, revision), "hashes": _hashes([passage], fit, response), "words": words}


def _named(passage: Passage, revision: Revision) -> dict[str, Any]:
    return {
        "work": passage.work,
        "edition": passage.edition,
        "revision": revision.number,
        "digest": revision.digest,
    }


def _hashes(passages: Iterable[Passage], fit: Fitted, response: Any) -> dict[str, str]:
    marked = set(getattr(response, "marks", ())).union(*(cell.marks for cell in getattr(response, "cells", ())))
    found: dict[str, str] = {}
    for passage in passages:
        cited = {cited.anchor for cited in fit.key.cited() if cited.edition == passage.edition}
        said = {anchor: passage.words(anchor) for anchor in sorted(cited | marked)}
        found |= {anchor.value: short_hash(words) for anchor, words in said.items() if words is not None}
    return found


def _needs_words(mark: Mark, fit: Fitted) -> bool:
    """Whether the answer cannot be marked without the words of the text: then the kind says so."""
    bare = type(fit.content).load(fit.content.dump())
    try:
        bare.mark(fit.key, bare.response(mark.answer.response if mark.answer else {}), edition=mark.edition)
    except LookupError:
        return True
    return False


def _marked(item: Item, mark: Mark, marks: Sequence[Mark]) -> dict[str, Any]:
    facts = {"number": mark.number, "cause": mark.cause, "at": _moment(mark.made_at), "comment": mark.comment}
    if item.attempt.under.is_practice:
        facts["tries"] = [{"fraction": one.parts["fraction"], "hints": str(grading.cost_of(one))} for one in marks]
        facts["earned"] = f"{grading.practice_points(marks):.2f}"
    return facts


def _answered(item: Item, mark: Mark) -> dict[str, Any]:
    attempt, answer = item.attempt, mark.answer
    return {
        "quiz": attempt.quiz.slug,
        "attempt": str(attempt.public_id),
        "position": item.position,
        "save": answer.revision if answer else 0,
        "saved_at": _moment(answer.given_at) if answer else "",
        "submitted_at": _moment(attempt.submitted_at) if attempt.submitted_at else "",
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
