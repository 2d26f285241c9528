"""Which words of the reading prove it? A quotation that the student types, letter for letter."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, Self

from corpus.text.citation import Anchor, Citation
from corpus.text.folding import words
from corpus.text.passage import Passage

from . import codec, lines, pinned, proving, quoting, seals, sentences
from .base import Field, Flaw, Invalid, Library, Outcome, Policy, Post, Sample, Sign, Signs, State, Table
from .proving import Key
from .question import asked_flaws
from .quoting import Quoting, Stands
from .worded import OverText

LENGTH, CLAIM_LENGTH = 1000, 300
LEAST, MOST_LEAST = 5, 40

_FIELDS = (
    Field(
        "claim",
        "Claim",
        "text",
        f"What the quotation is to prove: Harrow did not hear the promise himself. At most {CLAIM_LENGTH} characters.",
    ),
    sentences.READING,
    Field(
        "proof",
        "Accepted places",
        "citations",
        "One a line: the quotation must stand within one of them, so cite as many sentences as it may hold:"
        " ¶16.3 + ¶16.4. Another edition of the same place follows a bar: ¶16.3 | cliff-1956/original ¶16.4.",
    ),
    Field(
        "elsewhere",
        "From elsewhere",
        "line",
        "What an exact quotation from another place of the reading earns, for example 1/4; 0 is nothing.",
        required=False,
    ),
    Field("least", "Words at least", "number", f"{LEAST} unless the proof is shorter; students are told."),
)

_EXAMPLE: Table = {
    "reading": "harrow-1957 ¶11-14",
    "claim": "Harrow does not know of his own knowledge that the promise was made.",
    "proof": [{"adapted": ["¶12.1"], "original": ["¶12.1"]}, {"adapted": ["¶14.1"]}],
    "elsewhere": "1/4",
}


def _sample(name: str, quoted: str, earns: Fraction | None = None, refused_at: str = "") -> Sample:
    return Sample(name, {"quotation": [quoted]}, earns, refused_at)


_SAMPLES = (
    _sample(
        "right, word for word", "If the Evening Courier of 3 March 1957 is right, the Minister promised", Fraction(1)
    ),
    _sample("right, by the other place", "Harrow did not hear him.", Fraction(1)),
    _sample("right apart from punctuation", "“Harrow did not\nhear him”", Fraction(1)),
    _sample(
        "partly right, a word of nine is another",
        "the Minister promised to close no shaft while in office",
        Fraction(9, 10),
    ),
    _sample("partly right, a negation is lost", "the Minister promised to close pit while in office", Fraction(1, 2)),
    _sample("partly right, exact but elsewhere", "Harrow counts 1,140 men who lost their work.", Fraction(1, 4)),
    _sample("wrong, our own words", "Harrow was not there when the promise was made.", Fraction(0)),
    _sample("too short", "hear him", Fraction(0)),
    _sample("blank", " ", Fraction(0)),
    _sample("too long", "pit " * 300, refused_at="quotation"),
)


@dataclass(frozen=True, slots=True)
class Response:
    """What was typed, in one line. `least` is how many words the question wants."""

    quoted: str = ""
    least: int = LEAST

    @property
    def words(self) -> int:
        return len(words(self.quoted))

    @property
    def state(self) -> State:
        if not self.words:
            return State.BLANK
        return State.ANSWERED if self.words >= self.least else State.UNFINISHED

    def dump(self) -> dict[str, object]:
        return {"quotation": self.quoted}


class Shown(NamedTuple):
    """What results say about a quotation beside the text: where it stands, and what differs there."""

    quoted: str
    where: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotation(OverText[Key, Response]):
    """A claim that is to be proved by a quotation: what students see."""

    kind = "quotation"
    label = "Quotation"
    purpose = (
        "The student types the words of the reading that prove a claim; to practise quoting exactly and choosing what"
        " a reader needs to see."
    )
    rule = (
        "A quotation earns everything if its words stand in the passage that proves the claim; each word that differs"
        " takes away its share, and more than half is lost where a negation, a number or the like differs."
    )
    scorer = 2
    unanswered = "You quoted nothing, so there is nothing to mark."
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES
    length = LENGTH

    claim: str
    reading: Citation
    least: int = LEAST

    @property
    def title(self) -> str:
        return self.claim

    def beside(self, text: Passage) -> Passage:
        return text

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(codec.text(body, "claim"), codec.reading(body), _least(body))

    def dump(self) -> dict[str, object]:
        return {"claim": self.claim, "reading": str(self.reading), "least": self.least}

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        content = cls(codec.line(table, "claim", ""), codec.reading(table), _least(table))
        return content, Key.from_table(table, content.reading.work)

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        typed = codec.line({"quotation": codec.chosen(post, "quotation")}, "quotation")
        if len(typed) > LENGTH and not final:
            raise Invalid(
                Flaw("quotation", f"Your quotation has {len(typed):,} characters; the limit is {LENGTH:,}. Shorten it.")
            )
        return Response(typed[:LENGTH], self.least)

    def response(self, body: Table) -> Response:
        return Response(codec.text(body, "quotation", ""), self.least)

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        if response.state is State.UNFINISHED:
            return Quoting.short(policy.value, response.words, self.least).outcome()
        stands = self._found(key, response, edition)
        return Quoting.of_place(stands, policy.value, key.elsewhere).outcome()

    def _found(self, key: Key, response: Response, edition: str) -> Stands:
        return quoting.found(response.quoted, self._words, key.accepted(edition), key.elsewhere)

    @property
    def _words(self) -> Passage:
        if self.text is None:
            raise LookupError("A quotation is held against the text; hand it over first.")
        return self.text

    def ideal(self, key: Key, *, edition: str) -> dict[str, list[str]]:
        """The form of an answer that earns everything: the first accepted place, word for word."""
        first = next(iter(key.accepted(edition)), frozenset())
        return {"quotation": [" ".join(self._words.words(place) or "" for place in sorted(first))]}

    def shown(self, key: Key, response: Response) -> tuple[Shown, ...]:
        """The quotation with what is to be said about it; nothing where there is none."""
        if response.state is not State.ANSWERED:
            return ()
        stands = self._found(key, response, self._words.edition)
        where = pinned.label(frozenset(stands.at)) if stands.at else ""
        changes = tuple(map(str, stands.finding.changes))
        return (Shown(response.quoted, where, changes),)

    def headed(self, outcome: Outcome) -> str:
        return proving.heading(outcome)

    def explained(self, outcome: Outcome) -> str:
        return proving.explain(outcome)

    def signs(self, key: Key, response: Response, *, edition: str) -> Signs:
        accepted = key.accepted(edition)
        answered = response.state is State.ANSWERED
        place = self._found(key, response, edition).place if answered else frozenset()
        best = place or next(iter(accepted), frozenset())
        others = [other for other in accepted if other != best]
        at = {anchor: Sign.ALSO_ACCEPTED for other in others for anchor in sorted(other)}
        at |= dict.fromkeys(sorted(best), Sign.PROOF if place else Sign.PROOF_MISSED)
        return Signs(dict(sorted(at.items())), tuple(sorted(best)), tuple(tuple(sorted(other)) for other in others))

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        empty = "The claim is empty; state one thing that a quotation can prove."
        yield from asked_flaws("claim", "claim", self.claim, CLAIM_LENGTH, empty)
        yield from seals.reading_flaws(self.reading, library)
        yield from key.flaws(self.reading, self.least, library)

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        work = codec.reading(values).work
        return codec.together(
            {name: values.get(name, "") for name in ("claim", "reading", "elsewhere")},
            proof=lambda: lines.each(values, "proof", work, lines.places),
            least=lambda: codec.number(values, "least", LEAST),
        )

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            "claim": self.claim,
            "reading": str(self.reading),
            "proof": "\n".join(lines.written(proof, self.reading.work) for proof in key.proofs),
            "elsewhere": str(key.elsewhere),
            "least": str(self.least),
        }


def _least(table: Table) -> int:
    return codec.whole(table, "least", LEAST, 1, MOST_LEAST)
