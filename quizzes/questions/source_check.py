"""Does the reading support a claim, contradict it, or not say? And which sentences prove it?"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from corpus.text.citation import Anchor, Citation

from . import codec, pick, sentences, signs, telling
from .assessment import Assessment
from .base import Field, Flaw, Library, Outcome, Policy, Post, Sample, Signs, State, Table
from .evidence import NONE, Places
from .proofs import Gap, Key, Verdict
from .question import asked_flaws
from .sentences import LIMIT, Marked

CLAIM_LENGTH = 300

_FIELDS = (
    Field("claim", "Claim", "text", f"One statement about what the source says; at most {CLAIM_LENGTH} characters."),
    sentences.READING,
    Field("verdict", "Verdict", "choice", choices=tuple((verdict.value, verdict.label) for verdict in Verdict)),
    Field(
        "proof",
        "Proofs",
        "citations",
        "One a line; each suffices alone and needs all its sentences: ¶16.3 + ¶16.5. Another edition of the same"
        " proof follows a bar: ¶16.3 | cliff-1956/original ¶16.4.",
        required=False,
    ),
    sentences.NEUTRAL,
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
    sentences.MARKS,
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
            "mark": sentences.dumped(self.marks),
            "nothing_close": self.nothing_close,
            "missing": self.missing.value if self.missing else "",
        }


@dataclass(frozen=True, slots=True)
class SourceCheck(Marked[Key, Response]):
    """A claim about a reading: what students see. The key is a value of its own."""

    kind = "source_check"
    label = "Source check"
    purpose = (
        "The student decides whether the reading supports a claim, contradicts it or does not say, and marks the"
        " sentences that prove it; for what the words of the source can settle."
    )
    rule = telling.RULE
    scorer = 1
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES
    verdicts = tuple(Verdict)
    gaps = tuple(Gap)

    claim: str
    reading: Citation
    limit: int = LIMIT

    @property
    def title(self) -> str:
        return self.claim

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(codec.text(body, "claim"), codec.reading(body), sentences.limit(body))

    def dump(self) -> dict[str, object]:
        return {"claim": self.claim, "reading": str(self.reading), "limit": self.limit}

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        content = cls(codec.line(table, "claim", ""), codec.reading(table), sentences.limit(table))
        return content, Key.from_table(table, content.reading.work)

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        marks = self.marks(post, final, shown)
        return Response(
            verdict=codec.picked(post, "verdict", Verdict),
            marks=marks,
            nothing_close=bool(codec.chosen(post, "nothing_close")),
            missing=codec.picked(post, "missing", Gap),
        )

    def response(self, body: Table) -> Response:
        return Response(
            verdict=codec.one_of_or_none(body, "verdict", Verdict),
            marks=sentences.loaded(body),
            nothing_close=codec.flag(body, "nothing_close"),
            missing=codec.one_of_or_none(body, "missing", Gap),
        )

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        ground = key.ground(edition)
        found = ground.evidence(response.marks)
        right = response.verdict is key.verdict
        return Assessment(
            policy=policy.value,
            absent=key.absent,
            chosen=response.verdict.value if response.verdict else "",
            right=right,
            by_paragraph=ground.by_paragraph,
            found=found.found,
            needed=found.needed,
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
        form = {"verdict": [key.verdict.value], "mark": sentences.ideal(sets)}
        if key.absent:
            form |= {"missing": [key.missing.value] if key.missing else [], "nothing_close": [] if sets else ["1"]}
        return form

    def shown(self, key: Key, response: Response) -> tuple[()]:
        """Nothing but the text, which `signs` describes."""
        return ()

    def headed(self, outcome: Outcome) -> str:
        return telling.heading(outcome)

    def explained(self, outcome: Outcome) -> str:
        return telling.explain(outcome)

    def signs(self, key: Key, response: Response, *, edition: str) -> Signs:
        return signs.signs(key, response.marks, edition)

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        empty = "The claim is empty; state one thing that the reading is asked about."
        yield from asked_flaws("claim", "claim", self.claim, CLAIM_LENGTH, empty)
        yield from self.reading_flaws(library)
        yield from key.flaws(self.claim, self.reading, self.limit, library)

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        plain = {name: values.get(name, "") for name in ("claim", "reading", "verdict", "missing")}
        return sentences.typed(values, plain | {"nothing_close": bool(values.get("nothing_close"))})

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            "claim": self.claim,
            **self.proving_form(key),
            "verdict": key.verdict.value,
            "nothing_close": "yes" if key.nothing_close else "",
            "missing": key.missing.value if key.missing else "",
        }
