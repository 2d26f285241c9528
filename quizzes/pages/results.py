"""What did each answer earn, and which words prove it? The page after marking, for student and instructor alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, NamedTuple

from django.utils.safestring import SafeString

from corpus.prose import passage_url, with_citations
from corpus.text.citation import Citation
from quizzes import certainty
from quizzes.bank import bands, sources, wording
from quizzes.bank.written import Written, written
from quizzes.handmarks import pending
from quizzes.handmarks.pending import Waiting, waiting
from quizzes.marks import changed, grading
from quizzes.models import Attempt, Cause, Item, Mark
from quizzes.pages.corner import Corner
from quizzes.pages.extracts import Extract, extracts
from quizzes.pages.passing import Passing, passing
from quizzes.questions.base import Outcome, Signs
from quizzes.questions.telling import share

_NONE = Decimal("0.00")


class Fact(NamedTuple):
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One question after marking: the latest mark, and what the `tries` at it come to in `earned`."""

    waits: ClassVar[bool] = False

    item: Item
    mark: Mark
    tries: int
    earned: Decimal
    content: Any
    response: Any
    outcome: Outcome
    corner: Corner | None
    extracts: tuple[Extract, ...]
    signs: Signs
    reason: SafeString
    feedback: SafeString
    key: Any
    shown: tuple[Any, ...]
    hinted: int = 0
    history: tuple[changed.Told, ...] = ()
    dispute: changed.Disputed | None = None
    practice: bool = False

    @property
    def certainty(self) -> str:
        """Practice: whether the student knew what she knew; it never changes the mark."""
        chosen = self.mark.answer.certainty if self.mark.answer else None
        return certainty.told(chosen, self.outcome.fraction) if chosen and self.is_scored else ""

    @property
    def heading(self) -> str:
        return changed.heading(self.mark) or str(self.content.heading(self.outcome))

    @property
    def explanation(self) -> str:
        return changed.explanation(self.mark) or str(self.content.explain(self.outcome))

    @property
    def is_scored(self) -> bool:
        """Not where the key does not stand, nor in practice where only a person could mark."""
        return bool(self.mark.possible)

    @property
    def by(self) -> str:
        """Who made the mark: in which part, never by name."""
        if self.mark.cause == Cause.HAND:
            return "by your teacher"
        return "by your instructor" if self.mark.cause == Cause.OVERRIDE else "by the computer"

    @property
    def may_be_disputed(self) -> bool:
        """A mark that a key made for a grade."""
        return not self.practice and self.mark.cause != Cause.HAND

    @property
    def may_dispute(self) -> bool:
        """One dispute at a time."""
        return self.may_be_disputed and not (self.dispute is not None and self.dispute.is_open)

    @property
    def written(self) -> Written | None:
        """A written answer with its quotations checked."""
        return written(self.item, self.content, self.response)

    @property
    def kind_template(self) -> str:
        return f"quizzes/kinds/{self.item.version.kind}.html"

    @property
    def facts(self) -> Iterator[Fact]:
        """The corner in words, with the sum that gave the points."""
        parts = self.outcome.parts
        absent = parts.get("absent")
        wanted = "closest passage" if absent else "proof"
        yield Fact("Height", f"{parts['found']} of {parts['needed']} sentences of the {wanted}")
        yield Fact("Width", f"{parts['belonging']} of {parts['counted']} marks belong to it")
        if absent:
            yield Fact("What is missing", "named" if parts["gap"] else "not named")
        if self.mark.cause != Cause.OVERRIDE:
            yield Fact("Points", self._sum())

    def _sum(self) -> str:
        possible, evidence = f"{self.mark.possible.normalize():f}", share(Fraction(self.outcome.parts["evidence"]))
        if not self.asks_verdict:
            return f"{possible} × {evidence}"
        right = int(bool(self.outcome.parts["right"]))
        return f"{possible} × (¼ × {right} + ¼ × {evidence} + ½ × {right} × {evidence})"

    @property
    def asks_verdict(self) -> bool:
        """A claim was judged; other kinds may ask for evidence alone."""
        return bool(getattr(self.content, "verdicts", ()))

    @property
    def paragraph_url(self) -> str:
        """The beginning of the address of a paragraph of the reading."""
        reading = self.content.reading
        return f"/library/{reading.work}/{self.mark.edition}/p" if reading else ""

    @property
    def lead(self) -> Citation | None:
        """Where citations lead that name no work."""
        return self.item.version.lead

    @property
    def edition(self) -> str:
        return self.mark.edition

    @property
    def is_blank(self) -> bool:
        return self.outcome.reason == "blank"

    @property
    def reading_url(self) -> str:
        """Where the evidence stands in the reading."""
        citation = self.content.reading
        if citation is None:
            return ""
        at = self.signs.best[0] if self.signs.best else next(iter(self.signs.at), citation.anchors[0])
        return passage_url(Citation(at.work, None, at.paragraph, at.paragraph), self.mark.edition)


def item_result(item: Item, marks: Sequence[Mark], *, practice: bool) -> ItemResult:
    """Of the marks of an item, the latest last. `item.version.key` and `item.revision.edition.work` must be loaded."""
    mark = marks[-1]
    item = changed.held(item, mark)
    content, key = wording.as_asked(item), item.version.key.content
    response = content.response(mark.answer.response if mark.answer else {})
    outcome, signs = mark.outcome, Signs()
    if not changed.is_suspended(mark):
        signs = content.signs(key, response, edition=mark.edition)
    return ItemResult(
        item=item,
        mark=mark,
        tries=len(marks) if practice else 1,
        earned=grading.practice_points(marks) if practice else mark.points,
        content=content,
        response=response,
        outcome=outcome,
        corner=_corner(outcome),
        extracts=tuple(extracts(wording.text_of(item), signs)),
        signs=signs,
        reason=with_citations(item.version.key.reason, item.version.lead, mark.edition),
        feedback=with_citations(item.version.key.remarks.on(outcome), item.version.lead, mark.edition),
        hinted=int(grading.cost_of(mark) * 100) if practice else 0,
        key=key,
        shown=tuple(content.shown(key, response)) if not changed.is_suspended(mark) else (),
        history=() if practice else tuple(changed.history(marks)),
        dispute=changed.dispute_of(item),
        practice=practice,
    )


def _corner(outcome: Outcome) -> Corner | None:
    r, p = outcome.parts.get("completeness"), outcome.parts.get("focus")
    return Corner(Fraction(r), Fraction(p)) if r is not None and p is not None else None


@dataclass(frozen=True, slots=True)
class ResultsPage:
    attempt: Attempt
    results: tuple[ItemResult, ...]
    earned: Decimal
    possible: Decimal
    waiting: tuple[Waiting, ...] = ()

    @property
    def entries(self) -> Sequence[ItemResult | Waiting]:
        """All questions in their order, marked or not."""
        return sorted((*self.results, *self.waiting), key=lambda one: one.item.position)

    @property
    def to_be_marked(self) -> str:
        return pending.told(self.waiting)

    @property
    def passing(self) -> Passing | None:
        """Nobody has passed or failed while a mark is open."""
        return None if self.waiting else passing(self.attempt.under, self.earned, self.possible)

    @property
    def is_late(self) -> bool:
        return self.attempt.under.is_late(self.attempt.submitted_at)

    @property
    def rule(self) -> str:
        """How the questions were scored, each kind's sentence once."""
        return " ".join(dict.fromkeys(r.content.rule for r in self.results))

    @property
    def said(self) -> SafeString:
        """What the author says of this share of the points, which nothing has rounded."""
        if self.waiting:
            return SafeString()
        earned = Fraction(self.earned) / Fraction(self.possible) if self.possible else Fraction(0)
        return with_citations(bands.said(self.attempt.quiz.feedback, earned), None, self.attempt.edition)

    @property
    def lead(self) -> str:
        """The score in sentences, from what stands below."""
        return " ".join(said for said in (*self._claims(), self._others(), self._blanks()) if said)

    def _claims(self) -> Iterator[str]:
        asked = [r for r in self.results if r.asks_verdict and r.is_scored]
        if len(asked) == 1 and not asked[0].is_blank:
            yield f"Your verdict was {'right' if asked[0].outcome.parts.get('right') else 'wrong'}."
            if asked[0].outcome.fraction == 1:
                yield "Your evidence was complete, with nothing to spare."
        elif len(asked) > 1:
            right = sum(bool(r.outcome.parts.get("right")) for r in asked)
            whole = sum(r.outcome.fraction == 1 for r in asked)
            yield f"You gave the right verdict on {_of(right, len(asked), 'claim')}."
            yield f"Your evidence was complete, with nothing to spare, in {whole or 'none'}."

    def _others(self) -> str:
        others = [r for r in self.results if not r.asks_verdict and r.is_scored]
        right = sum(r.outcome.fraction == 1 for r in others)
        noun = "other question" if len(others) < len(self.results) else "question"
        if len(others) == 1 and not right:
            return f"The {noun} is not wholly right."
        return f"You answered {_of(right, len(others), noun)} wholly right." if others else ""

    def _blanks(self) -> str:
        blank = sum(r.is_blank for r in self.results)
        return f"{blank} {'was' if blank == 1 else 'were'} left blank." if blank else ""


def _of(part: int, whole: int, noun: str) -> str:
    if whole == 1:
        return f"the {noun}"
    return f"all {whole} {noun}s" if part == whole else f"{part or 'none'} of {whole} {noun}s"


def page(attempt: Attempt) -> ResultsPage:
    """The results of a submitted attempt, in five queries whatever its length and the class."""
    asked = attempt.items.select_related("version__key", "version__question", "revision__edition__work")
    items = list(changed.with_disputes(asked))
    sources.load(items)
    changed.load_disputes_of_cells(items)
    marks, practice = grading.marks_of(items, changed.with_reasons), attempt.under.is_practice
    results = tuple(item_result(item, marks[item.pk], practice=practice) for item in items if item.pk in marks)
    # A total is the sum of the rounded marks, so that the numbers a student sees add up.
    earned, possible = sum((r.earned for r in results), _NONE), sum((r.mark.possible for r in results), _NONE)
    return ResultsPage(attempt, results, earned, possible, waiting(attempt, items, list(marks)))
