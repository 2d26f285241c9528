"""What did each answer earn, and which words prove it? The page after marking, for student and instructor alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from corpus.prose import passage_url, with_citations
from corpus.text.citation import Anchor, Citation
from corpus.text.passage import Paragraph, Passage
from quizzes import grading, wording
from quizzes.models import Attempt, Item, Mark
from quizzes.questions.base import Outcome, Sign, Signs
from quizzes.questions.telling import share

_NONE = Decimal("0.00")
_FORMS = {
    Sign.PROOF: "proof",
    Sign.PROOF_MARKED: "proof",
    Sign.PROOF_MISSED: "missed",
    Sign.ALSO_ACCEPTED: "also",
    Sign.ALSO_MARKED: "also",
    Sign.NEAR: "near",
    Sign.NEAR_MARKED: "near",
}
# Red is kept for what proves.
_UNPROVING = {Sign.NEAR, Sign.NEAR_MARKED, Sign.TEMPTED, Sign.NEUTRAL, Sign.NOT_NEEDED}
_MINE = {
    Sign.PROOF_MARKED,
    Sign.ALSO_MARKED,
    Sign.PARAGRAPH_MARKED,
    Sign.NEAR_MARKED,
    Sign.NEUTRAL,
    Sign.NOT_NEEDED,
    Sign.TEMPTED,
}


@dataclass(frozen=True, slots=True)
class Corner:
    """Evidence as an area: height is the proof found (R), width the marks that belong to it (P)."""

    r: Fraction
    p: Fraction

    @property
    def e(self) -> Fraction:
        return self.r * self.p

    @property
    def share(self) -> str:
        """E as a fraction where that is short, else as a percentage."""
        return share(self.e) if len(share(self.e)) < 4 else f"{float(self.e):.0%}"

    @property
    def words(self) -> str:
        return f"{float(self.r):.0%} as high and {float(self.p):.0%} as wide as the full square, so {self.share} of it."

    @property
    def middle(self) -> Mapping[str, str]:
        """Where the figure stands: in the area where it fits, else beside its corner."""
        x, y = 12 + 58 * float(self.p), 116 - 58 * float(self.r) + 9
        return {"x": f"{max(x, 34):g}", "y": f"{min(y, 106):g}"}

    def _sized(self, thick: float, side: float) -> Mapping[str, str]:
        height, width = side * float(self.r), side * float(self.p)
        return {
            "area": f"M{thick:g} {side - height:g}h{width:g}v{height:g}h{-width:g}z",
            "p": f"M0 {side:g}h{thick + width:g}v{thick:g}H0z" if self.p else "",
            "r": f"M0 {side - height:g}h{thick:g}v{thick + height:g}H0z" if self.r else "",
        }

    @property
    def small(self) -> Mapping[str, str]:
        return self._sized(3, 17)

    @property
    def large(self) -> Mapping[str, str]:
        return self._sized(12, 116)


class Part(NamedTuple):
    words: str
    by: str


class Fact(NamedTuple):
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence on the results page, with what it was."""

    anchor: Anchor
    text: str
    sign: Sign | None

    @property
    def form(self) -> str:
        return _FORMS.get(self.sign, "idle") if self.sign else ""

    @property
    def mine(self) -> bool:
        return self.sign in _MINE

    @property
    def parts(self) -> list["Part"]:
        """The state in words: what the key says, then what the student did."""
        said = self.sign.words.split(", ", 1) if self.sign else []
        stamp = "" if self.sign in _UNPROVING else "key"
        return [Part(words, "you" if words.lower().startswith("you") else stamp) for words in _comma(said)]


@dataclass(frozen=True, slots=True)
class Extract:
    """A paragraph with evidence in it, whole, so that the evidence has its context."""

    paragraph: Paragraph
    sign: Sign | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One question after marking: the latest mark, and what the `tries` at it come to in `earned`."""

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
    key: Any
    shown: tuple[Any, ...]

    @property
    def heading(self) -> str:
        return str(self.content.heading(self.outcome))

    @property
    def explanation(self) -> str:
        return str(self.content.explain(self.outcome))

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


def _comma(said: list[str]) -> list[str]:
    return [f"{words}," if place < len(said) - 1 else words for place, words in enumerate(said)]


def item_result(item: Item, marks: Sequence[Mark], *, practice: bool) -> ItemResult:
    """Of the marks of an item, the latest last. `item.version.key` and `item.revision.edition.work` must be loaded."""
    mark = marks[-1]
    content, key = wording.content_of(item), item.version.key.content
    response = content.response(mark.answer.response if mark.answer else {})
    outcome, signs = mark.outcome, content.signs(key, response, edition=mark.edition)
    return ItemResult(
        item=item,
        mark=mark,
        tries=len(marks),
        earned=grading.practice_points(marks) if practice else mark.points,
        content=content,
        response=response,
        outcome=outcome,
        corner=_corner(outcome),
        extracts=tuple(_extracts(wording.text_of(item), signs)),
        signs=signs,
        reason=with_citations(item.version.key.reason, item.version.passage, mark.edition),
        key=key,
        shown=tuple(content.shown(key, response)),
    )


def _corner(outcome: Outcome) -> Corner | None:
    r, p = outcome.parts.get("completeness"), outcome.parts.get("focus")
    return Corner(Fraction(r), Fraction(p)) if r is not None and p is not None else None


def _extracts(passage: Passage | None, signs: Signs) -> Iterator[Extract]:
    touched = {anchor.whole for anchor in signs.at}
    for paragraph in passage.paragraphs if passage else ():
        if paragraph.anchor in touched:
            lines = tuple(Line(s.anchor, s.text, signs.at.get(s.anchor)) for s in paragraph.sentences)
            yield Extract(paragraph, signs.at.get(paragraph.anchor), lines)


@dataclass(frozen=True, slots=True)
class ResultsPage:
    attempt: Attempt
    results: tuple[ItemResult, ...]
    earned: Decimal
    possible: Decimal

    @property
    def rule(self) -> str:
        """How the questions were scored, each kind's sentence once."""
        return " ".join(dict.fromkeys(r.content.rule for r in self.results))

    @property
    def lead(self) -> str:
        """The score in sentences, from what stands below."""
        return " ".join(said for said in (*self._claims(), self._others(), self._blanks()) if said)

    def _claims(self) -> Iterator[str]:
        asked = [r for r in self.results if r.asks_verdict]
        if asked:
            right = sum(bool(r.outcome.parts.get("right")) for r in asked)
            whole = sum(r.outcome.fraction == 1 for r in asked)
            yield f"You gave the right verdict on {_of(right, len(asked), 'claim')}."
            yield f"Your evidence was complete, with nothing to spare, in {whole or 'none'}."

    def _others(self) -> str:
        others = [r for r in self.results if not r.asks_verdict]
        right = sum(r.outcome.fraction == 1 for r in others)
        noun = "other question" if len(others) < len(self.results) else "question"
        return f"You answered {_of(right, len(others), noun)} wholly right." if others else ""

    def _blanks(self) -> str:
        blank = sum(r.is_blank for r in self.results)
        return f"{blank} {'was' if blank == 1 else 'were'} left blank." if blank else ""


def _of(part: int, whole: int, noun: str) -> str:
    if whole == 1:
        return f"the {noun}" if part else f"none: there was one {noun}"
    return f"all {whole} {noun}s" if part == whole else f"{part or 'none'} of {whole} {noun}s"


def page(attempt: Attempt) -> ResultsPage:
    """The results of a submitted attempt, in five queries whatever its length and the class."""
    items = list(attempt.items.select_related("version__key", "version__question", "revision__edition__work"))
    marks, practice = grading.marks_of(items), attempt.under.is_practice
    results = tuple(item_result(item, marks[item.pk], practice=practice) for item in items if item.pk in marks)
    # A total is the sum of the rounded marks, so that the numbers a student sees add up.
    earned, possible = sum((r.earned for r in results), _NONE), sum((r.mark.possible for r in results), _NONE)
    return ResultsPage(attempt, results, earned, possible)
