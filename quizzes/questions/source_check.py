"""Does the reading support a claim, contradict it, or not say? And which sentences prove it?"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar, Self

from corpus.text.citation import Anchor, Citation

from . import codec, lines, pick, seals, signs, telling
from .assessment import Assessment
from .base import (
    BLANK,
    COMMON,
    Field,
    Flaw,
    Invalid,
    Library,
    Outcome,
    Policy,
    Post,
    Sample,
    Signs,
    State,
    Table,
)
from .evidence import NONE, Places
from .proofs import Gap, Key, Verdict

LIMIT = 5
CLAIM_LENGTH = 300
_OWN = ("claim", "reading", "verdict", "proof", "near", "neutral", "missing", "nothing_close", "limit")


@dataclass(frozen=True, slots=True)
class Response:
    """What a student answered. Order and duplicates of marks are gone already."""

    verdict: Verdict | None = None
    marks: Places = NONE
    nothing_close: bool = False
    missing: Gap | None = None

    @property
    def state(self) -> State:
        if self == Response():
            return State.BLANK
        return State.ANSWERED if self.verdict else State.UNFINISHED

    def dump(self) -> dict[str, object]:
        return {
            "verdict": self.verdict.value if self.verdict else "",
            "mark": [anchor.value for anchor in sorted(self.marks)],
            "nothing_close": self.nothing_close,
            "missing": self.missing.value if self.missing else "",
        }


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """A claim about a reading: what students see. The key is a value of its own."""

    kind: ClassVar[str] = "source_check"
    label: ClassVar[str] = "Source check"
    purpose: ClassVar[str] = (
        "The student decides whether the reading supports a claim, contradicts it or does not say, and marks the"
        " sentences that prove it; for what the words of the source can settle."
    )
    rule: ClassVar[str] = telling.RULE
    marks_text: ClassVar[bool] = True
    scorer: ClassVar[int] = 1
    verdicts: ClassVar[tuple[Verdict, ...]] = tuple(Verdict)
    gaps: ClassVar[tuple[Gap, ...]] = tuple(Gap)

    claim: str
    reading: Citation
    limit: int = LIMIT

    @property
    def title(self) -> str:
        return self.claim

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(codec.text(body, "claim"), codec.reading(body), _limit(body))

    def dump(self) -> dict[str, object]:
        return {"claim": self.claim, "reading": str(self.reading), "limit": self.limit}

    @classmethod
    def load_key(cls, body: Table) -> Key:
        return Key.load(body)

    @classmethod
    def from_table(cls, table: Table) -> tuple[Self, Key]:
        codec.nothing_unknown(table, COMMON | set(_OWN))
        content = cls(codec.line(table, "claim", ""), codec.reading(table), _limit(table))
        return content, Key.from_table(table, content.reading.work)

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        marks = codec.anchors(post.getlist("mark"), "mark")
        flaws = [*self._stray(marks, shown), *(() if final else self._excess(marks))]
        if flaws:
            raise Invalid(*flaws)
        return Response(
            verdict=codec.picked(post, "verdict", Verdict),
            marks=marks,
            nothing_close=bool(codec.chosen(post, "nothing_close")),
            missing=codec.picked(post, "missing", Gap),
        )

    def _stray(self, marks: Places, shown: Collection[Anchor] | None) -> Iterator[Flaw]:
        offered = [mark for mark in marks if mark.sentence and self.reading.covers(mark)]
        strays = marks - {mark for mark in offered if shown is None or mark in shown}
        if strays:
            yield Flaw("mark", f"{min(strays)} is no sentence of the reading; mark sentences of {self.reading}.")

    def _excess(self, marks: Places) -> Iterator[Flaw]:
        excess = len(marks) - self.limit
        if excess > 0:
            yield Flaw("mark", f"You marked {len(marks)} sentences; the limit is {self.limit}. Unmark {excess}.")

    def response(self, body: Table) -> Response:
        return Response(
            verdict=codec.one_of_or_none(body, "verdict", Verdict),
            marks=codec.anchors(codec.texts(body, "mark"), "mark"),
            nothing_close=codec.flag(body, "nothing_close"),
            missing=codec.one_of_or_none(body, "missing", Gap),
        )

    def mark(self, key: Key, response: Response, *, edition: str, policy: str = Policy.GRADED) -> Outcome:
        if response.state is State.BLANK:
            return Outcome(Fraction(0), {}, BLANK)
        ground = key.ground(edition)
        found = ground.evidence(response.marks)
        right = response.verdict is key.verdict
        return Assessment(
            policy=Policy(policy).value,
            absent=key.absent,
            chosen=response.verdict.value if response.verdict else "",
            right=right,
            by_paragraph=ground.by_paragraph,
            found=found.found,
            needed=len(found.best),
            belonging=found.belonging,
            counted=found.counted,
            neutral=found.neutral,
            marked=len(response.marks),
            limit=self.limit,
            nothing_close=response.nothing_close,
            gap=key.absent and right and response.missing is key.missing,
        ).outcome()

    def ideal(self, key: Key, *, edition: str) -> dict[str, list[str]]:
        """The form of an answer that earns everything: the first proof, or what shows that there is none."""
        sets = key.ground(edition).sets
        # Where the key names a whole paragraph, its first sentence stands for it.
        marks = [replace(place, sentence=place.sentence or 1) for place in sorted(sets[0])] if sets else []
        form = {"verdict": [key.verdict.value], "mark": [mark.value for mark in marks]}
        if key.absent:
            form |= {"missing": [key.missing.value] if key.missing else [], "nothing_close": [] if sets else ["1"]}
        return form

    def shown(self, key: Key, response: Response) -> tuple[()]:
        """Nothing but the text, which `signs` describes."""
        return ()

    def heading(self, outcome: Outcome) -> str:
        return telling.heading(outcome)

    def explain(self, outcome: Outcome) -> str:
        return telling.explain(outcome)

    def signs(self, key: Key, response: Response, *, edition: str) -> Signs:
        return signs.signs(key, response.marks, edition)

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        if not self.claim:
            yield Flaw("claim", "The claim is empty; state one thing that the reading is asked about.")
        if len(self.claim) > CLAIM_LENGTH:
            yield Flaw("claim", f"The claim has {len(self.claim)} characters; the limit is {CLAIM_LENGTH}.")
        yield from seals.reading_flaws(self.reading, library)
        yield from seals.length_flaws(self.reading, library)
        yield from key.flaws(self.claim, self.reading, self.limit, library)

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        return _FIELDS

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        work = codec.reading(values).work
        plain = {name: values.get(name, "") for name in ("claim", "reading", "verdict", "missing")}
        return codec.together(
            plain | {"nothing_close": bool(values.get("nothing_close"))},
            proof=lambda: lines.each(values, "proof", work, lines.places),
            near=lambda: lines.each(values, "near", work, lines.noted),
            neutral=lambda: lines.one(values, "neutral", work),
            limit=lambda: codec.number(values, "limit", LIMIT),
        )

    def form_from(self, key: Key) -> dict[str, str]:
        work = self.reading.work
        return {
            "claim": self.claim,
            "reading": str(self.reading),
            "verdict": key.verdict.value,
            "proof": "\n".join(lines.written(proof, work) for proof in key.proofs),
            "neutral": lines.written(key.neutral, work),
            "near": "\n".join(lines.written_noted(near.places, near.says, work) for near in key.near),
            "nothing_close": "yes" if key.nothing_close else "",
            "missing": key.missing.value if key.missing else "",
            "limit": str(self.limit),
        }

    @classmethod
    def example(cls) -> tuple[Self, Key]:
        return cls.from_table(_EXAMPLE)

    @classmethod
    def samples(cls) -> tuple[Sample, ...]:
        return _SAMPLES


def _limit(table: Table) -> int:
    return codec.whole(table, "limit", LIMIT, 1, 20)


_FIELDS = (
    Field("claim", "Claim", "text", f"One statement about what the source says; at most {CLAIM_LENGTH} characters."),
    Field("reading", "Reading", "line", "Paragraphs of a work, for example cliff-1956 ¶14-18."),
    Field("verdict", "Verdict", "choice", choices=tuple((verdict.value, verdict.label) for verdict in Verdict)),
    Field(
        "proof",
        "Proofs",
        "citations",
        "One a line; each suffices alone and needs all its sentences: ¶16.3 + ¶16.5. Another edition of the same"
        " proof follows a bar: ¶16.3 | cliff-1956/original ¶16.4.",
        required=False,
    ),
    Field(
        "neutral",
        "Neutral",
        "citations",
        "Sentences that neither help nor harm: ¶14.1 + ¶14.2.",
        required=False,
        pick=pick.NEUTRAL,
    ),
    Field(
        "near",
        "Near misses",
        "lines",
        "One a line, with the reason why it proves nothing: ¶12.4: There the secretary speaks.",
        required=False,
        pick=pick.NEAR,
    ),
    Field(
        "nothing_close",
        "Nothing is close",
        "choice",
        "Only for “not in the reading”, where no passage tempts.",
        choices=(("", "A passage comes close"), ("yes", "Nothing in the reading comes close")),
        required=False,
    ),
    Field(
        "missing",
        "What is missing",
        "choice",
        "Only for “not in the reading”.",
        choices=(("", "–"), *((gap.value, gap.label) for gap in Gap)),
        required=False,
    ),
    Field("limit", "Marks allowed", "number", f"{LIMIT} unless a proof is longer; it must not hint at the key."),
)

_EXAMPLE: Table = {
    "reading": "harrow-1957 ¶11-14",
    "claim": "Harrow states as certain that the Minister made the promise.",
    "verdict": "contradicted",
    "proof": [{"adapted": ["¶12.1"], "original": ["¶12.1"]}, {"adapted": ["¶14.2"]}],
    "neutral": {"adapted": ["¶14.1"]},
    "near": [{"adapted": ["¶12.4"], "says": "There Dr Oll takes the promise for granted, not Harrow."}],
}


def _sample(name: str, verdict: str, *marks: str, earns: Fraction | None = None, refused_at: str = "") -> Sample:
    post = {"verdict": [verdict], "mark": [f"harrow-1957:{mark}" for mark in marks]}
    return Sample(name, post, earns, refused_at)


_SAMPLES = (
    _sample("right", "contradicted", "p12.s1", earns=Fraction(1)),
    _sample("right, by the other proof", "contradicted", "p14.s2", earns=Fraction(1)),
    _sample("right, with a neutral mark", "contradicted", "p14.s1", "p12.s1", earns=Fraction(1)),
    _sample("partly right, a mark too many", "contradicted", "p12.s1", "p12.s4", earns=Fraction(5, 8)),
    _sample("partly right, no evidence", "contradicted", earns=Fraction(1, 4)),
    _sample("wrong verdict, right evidence", "supported", "p12.s1", earns=Fraction(1, 4)),
    _sample("wrong", "supported", "p12.s4", earns=Fraction(0)),
    _sample("blank", "", earns=Fraction(0)),
    _sample("too many marks", "supported", *(f"p12.s{n}" for n in range(1, 7)), refused_at="mark"),
    _sample("outside the reading", "supported", "p15.s1", refused_at="mark"),
    _sample("no such verdict", "perhaps", refused_at="verdict"),
)
