"""Which sentences show it? Evidence without a verdict."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from corpus.text.citation import Anchor, Citation

from . import codec, finding, pick, proofs, sentences, signs
from .base import Cited, Field, Flaw, Library, Outcome, Policy, Post, Sample, Signs, State, Table
from .evidence import NONE, Places
from .finding import Finding
from .proofs import Verdict
from .question import asked_flaws
from .sentences import LIMIT, Marked

LENGTH = 300

_FIELDS = (
    Field(
        "ask",
        "Question",
        "text",
        f"What the sentences are to show, as a task: Mark where Harrow mocks the Minister. At most {LENGTH}"
        " characters.",
    ),
    sentences.READING,
    Field(
        "proof",
        "Proofs",
        "citations",
        "One a line; each shows it alone and needs all its sentences: ¶16.3 + ¶16.5. Another edition of the same"
        " proof follows a bar: ¶16.3 | cliff-1956/original ¶16.4.",
    ),
    sentences.NEUTRAL,
    Field(
        "near",
        "Near misses",
        "lines",
        "One a line, with the reason why it does not show it, told to whoever marks it: ¶12.4: There the secretary"
        " speaks.",
        required=False,
        pick=pick.NEAR,
    ),
    sentences.MARKS,
)

_EXAMPLE: Table = {
    "reading": "harrow-1957 ¶11-14",
    "ask": "Mark where Harrow keeps his distance from what the newspaper reports.",
    "proof": [{"adapted": ["¶12.1"], "original": ["¶12.1"]}, {"adapted": ["¶14.1", "¶14.2"]}],
    "neutral": {"adapted": ["¶13.1"]},
    "near": [{"adapted": ["¶12.4"], "says": "There Dr Oll narrows the promise; he does not doubt the report."}],
}


def _sample(name: str, *marks: str, earns: Fraction | None = None, refused_at: str = "") -> Sample:
    return Sample(name, {"mark": [f"harrow-1957:{mark}" for mark in marks]}, earns, refused_at)


_SAMPLES = (
    _sample("right", "p12.s1", earns=Fraction(1)),
    _sample("right, by the other set", "p14.s1", "p14.s2", earns=Fraction(1)),
    _sample("right, with a neutral mark", "p13.s1", "p12.s1", earns=Fraction(1)),
    _sample("partly right, a mark too many", "p12.s1", "p12.s4", earns=Fraction(1, 2)),
    _sample("partly right, half a set", "p14.s1", earns=Fraction(1, 2)),
    _sample("partly right, half a set and a mark too many", "p14.s1", "p11.s1", earns=Fraction(1, 4)),
    _sample("wrong", "p12.s4", earns=Fraction(0)),
    _sample("blank", earns=Fraction(0)),
    _sample("too many marks", *(f"p12.s{n}" for n in range(1, 7)), refused_at="mark"),
    _sample("outside the reading", "p15.s1", refused_at="mark"),
)
_OF_VERDICTS = ("verdict", "missing", "nothing_close")


@dataclass(frozen=True, slots=True)
class Key:
    """The sets of sentences each of which shows it alone: what would prove a claim that is supported."""

    proving: proofs.Key

    def cited(self) -> Iterator[Cited]:
        return self.proving.cited()

    def sealed(self, library: Library) -> Self:
        return replace(self, proving=self.proving.sealed(library))

    def dump(self) -> dict[str, object]:
        return {name: value for name, value in self.proving.dump().items() if name not in _OF_VERDICTS}

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(proofs.Key.load({**body, "verdict": Verdict.SUPPORTED}))

    @classmethod
    def from_table(cls, table: Table, work: str) -> Self:
        return cls(proofs.Key.from_table({**table, "verdict": Verdict.SUPPORTED}, work))


@dataclass(frozen=True, slots=True)
class Response:
    """What a student marked. Order and duplicates of marks are gone already."""

    marks: Places = NONE

    @property
    def state(self) -> State:
        return State.ANSWERED if self.marks else State.BLANK

    def dump(self) -> dict[str, object]:
        return {"mark": sentences.dumped(self.marks)}


@dataclass(frozen=True, slots=True)
class FindEvidence(Marked[Key, Response]):
    """What is to be found in a reading: what students see. The key is a value of its own."""

    kind = "find_evidence"
    label = "Find evidence"
    purpose = (
        "The student marks the sentences that show something, without a verdict; for how an author argues, doubts or"
        " knows, where there is no claim to be judged."
    )
    rule = (
        "Where sentences are to be found and no verdict is asked for, you earn how much of what is needed you marked"
        " times the share of your marks that show it."
    )
    legend = "Mark the sentences that show it"
    scorer = 1
    unanswered = "You marked nothing, so there is nothing to score."
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES

    ask: str
    reading: Citation
    limit: int = LIMIT

    @property
    def title(self) -> str:
        return self.ask

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(codec.text(body, "ask"), codec.reading(body), sentences.limit(body))

    def dump(self) -> dict[str, object]:
        return {"ask": self.ask, "reading": str(self.reading), "limit": self.limit}

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        content = cls(codec.line(table, "ask", ""), codec.reading(table), sentences.limit(table))
        return content, Key.from_table(table, content.reading.work)

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        return Response(self.marks(post, final, shown))

    def response(self, body: Table) -> Response:
        return Response(sentences.loaded(body))

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        ground = key.proving.ground(edition)
        found = ground.evidence(response.marks)
        return Finding(
            policy=policy.value,
            by_paragraph=ground.by_paragraph,
            found=found.found,
            needed=found.needed,
            belonging=found.belonging,
            counted=found.counted,
            neutral=found.neutral,
            marked=len(response.marks),
            limit=self.limit,
        ).outcome()

    def ideal(self, key: Key, *, edition: str) -> dict[str, list[str]]:
        """The form of an answer that earns everything: the first set."""
        return {"mark": sentences.ideal(key.proving.ground(edition).sets)}

    def shown(self, key: Key, response: Response) -> tuple[Anchor, ...]:
        """What was marked, in the order of the text."""
        return tuple(sorted(response.marks))

    def headed(self, outcome: Outcome) -> str:
        return finding.heading(outcome)

    def explained(self, outcome: Outcome) -> str:
        return finding.explain(outcome)

    def signs(self, key: Key, response: Response, *, edition: str) -> Signs:
        return signs.signs(key.proving, response.marks, edition)

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        empty = "The question is empty; say what the sentences are to show."
        yield from asked_flaws("ask", "question", self.ask, LENGTH, empty)
        yield from self.reading_flaws(library)
        if not key.proving.proofs:
            yield Flaw("proof", "Nothing shows it; name at least one set of sentences.")
        for flaw in key.proving.flaws("", self.reading, self.limit, library):
            if key.proving.proofs or flaw.field != "proof":
                yield flaw

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        return sentences.typed(values, {name: values.get(name, "") for name in ("ask", "reading")})

    def form_from(self, key: Key) -> dict[str, str]:
        return {"ask": self.ask, **self.proving_form(key.proving)}
