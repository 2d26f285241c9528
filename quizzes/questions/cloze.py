"""Which words belong into the gaps? Our own sentences about a reading, to be completed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Self

from corpus.text.citation import Anchor, Citation

from . import backing, codec, gaps, lines
from .base import Field, Flaw, Invalid, Library, Outcome, Policy, Post, Sample, Signs, State, Table
from .gaps import Filled, Key, Piece
from .question import Question, asked_flaws, by_share
from .telling import counted, share, strictly

LENGTH = 1000
LONGEST = 80  # signs that can be typed into a gap

_FIELDS = (
    Field(
        "text",
        "Text",
        "text",
        "Sentences of your own, with a letter in braces for each gap: Within {a} weeks {b} pits had closed."
        f" At most {LENGTH} characters.",
    ),
    Field(
        "gap",
        "Gaps",
        "lines",
        "One a line: its letter, and what is accepted, the form that students are told first: a) nine | 9. A weight"
        " follows the letter: a x2) nine | 9. After two strokes what to say about it: a) nine | 9 // So [¶12.2].",
    ),
    Field(
        "typo",
        "A slip of the pen",
        "line",
        "What one wrong letter in a word of six letters or more earns, for example 1/2; 0 is nothing.",
        required=False,
    ),
    backing.READING,
    backing.EVIDENCE,
)

_EXAMPLE: Table = {
    "text": "Harrow writes that {a} weeks after the report {b} pits were shut. He {c} he heard the promise himself.",
    "gap": [
        {"id": "a", "accept": ["nine", "9"]},
        {"id": "b", "accept": ["four", "4"], "says": "[¶12.2] names them."},
        {"id": "c", "accept": ["never says", "denies that"], "weight": 2, "says": "He did not: [¶14.1]."},
    ],
    "typo": "1/2",
    "reading": "harrow-1957 ¶11-14",
    "evidence": {"adapted": ["¶12.2", "¶14.1"]},
}


def _sample(name: str, a: str, b: str, c: str, earns: Fraction | None = None, refused_at: str = "") -> Sample:
    return Sample(name, {"gap-a": [a], "gap-b": [b], "gap-c": [c]}, earns, refused_at)


_SAMPLES = (
    _sample("right", "nine", "four", "never says", Fraction(1)),
    _sample("right in other forms", " 9. ", "“Four”", "NEVER  SAYS", Fraction(1)),
    _sample("partly right, the heavy gap", "eight", "", "never says", Fraction(1, 2)),
    _sample("partly right, a slip of the pen", "nine", "four", "nevre says", Fraction(3, 4)),
    _sample("partly right, a short word is no slip", "nina", "four", "", Fraction(1, 4)),
    _sample("wrong", "ten", "five", "says that", Fraction(0)),
    _sample("blank", "", " ", "", Fraction(0)),
    _sample("too long", "nine" * 30, "four", "", refused_at="gap"),
)


@dataclass(frozen=True, slots=True)
class Response:
    """What was typed, by gap; a gap left empty is not there."""

    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> State:
        return State.ANSWERED if self.given else State.BLANK

    def dump(self) -> dict[str, object]:
        return {"gap": dict(self.given)}


@dataclass(frozen=True, slots=True)
class Cloze(Question[Key, Response]):
    """Sentences with gaps, written ``{a}``: what students see. A reading may stand beside them."""

    kind = "cloze"
    label = "Gaps"
    purpose = (
        "The student fills the gaps in sentences of yours; for figures, names and small words that carry the sense of"
        " what was read, such as a hedge or a limit."
    )
    rule = "Each gap counts by its weight; capitals and punctuation around a word do not matter."
    scorer = 1
    unanswered = "You filled no gap, so there is nothing to mark."
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES
    longest = LONGEST

    text: str
    reading: Citation | None = None

    @property
    def title(self) -> str:
        return gaps.filled(self.text, dict.fromkeys(self.letters, "…"))

    def open_parts(self, response: Response) -> int:
        return len(self.letters) - len(response.given)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return gaps.pieces(self.text)

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(piece.gap for piece in self.pieces if piece.gap)

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(codec.text(body, "text"), backing.reading(body))

    def dump(self) -> dict[str, object]:
        return {"text": self.text, "reading": backing.named(self.reading)}

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        content = cls(codec.line(table, "text", ""), backing.reading(table))
        return content, Key.from_table(table, content.reading)

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        typed = {gap: codec.line({"gap": codec.chosen(post, f"gap-{gap}")}, "gap") for gap in self.letters}
        flaws = () if final else tuple(self._too_long(typed))
        if flaws:
            raise Invalid(*flaws)
        return Response({gap: words[:LONGEST] for gap, words in typed.items() if words})

    def _too_long(self, typed: Mapping[str, str]) -> Iterator[Flaw]:
        for number, words in enumerate(typed.values(), start=1):
            if len(words) > LONGEST:
                yield Flaw("gap", f"Gap {number} holds {len(words)} characters; the limit is {LONGEST}.")

    def response(self, body: Table) -> Response:
        given = codec.subtable(body, "gap")
        return Response({gap: codec.text(given, gap) for gap in self.letters if given.get(gap)})

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        known = [gap for gap in key.gaps if gap.id in self.letters]
        credit = {gap: gap.credit(response.given.get(gap.id, ""), key.slip) for gap in known}
        whole = sum(gap.weight for gap in known)
        earned = sum((gap.weight * value for gap, value in credit.items()), Fraction(0))
        return by_share(
            Fraction(earned, whole or 1),
            policy,
            gaps=len(known),
            filled=len(response.given),
            right=sum(value == 1 for value in credit.values()),
            slips=sum(0 < value < 1 for value in credit.values()),
            earned=earned,
            whole=whole,
        )

    def ideal(self, key: Key, *, edition: str = "") -> dict[str, list[str]]:
        """The form of an answer that earns everything: the first form of each gap."""
        return {f"gap-{gap.id}": [gap.accept[0]] for gap in key.gaps}

    def shown(self, key: Key, response: Response) -> tuple[Filled, ...]:
        """Each gap with what was typed and what is accepted."""
        return gaps.results(self.text, key, response.given)

    def headed(self, outcome: Outcome) -> str:
        all_, right, slips = (codec.whole(outcome.parts, name) for name in ("gaps", "right", "slips"))
        return f"{right} of {all_} right" + (f", {counted(slips, 'slip')} of the pen" if slips else "")

    def explained(self, outcome: Outcome) -> str:
        found = self._found(outcome)
        if outcome.parts["policy"] == Policy.STRICT:
            return f"{found}; {strictly(outcome.fraction)}."
        if outcome.fraction == 1:
            return f"{found}, so you earn it all."
        return f"{found}, so your score is {_sum(outcome)}."

    def _found(self, outcome: Outcome) -> str:
        all_, right, slips = (codec.whole(outcome.parts, name) for name in ("gaps", "right", "slips"))
        near = f" and {slips} with a slip of the pen" if slips else ""
        return f"You filled {right} of {all_} gap{'' if all_ == 1 else 's'} rightly{near}"

    def signs(self, key: Key, response: Response, *, edition: str) -> Signs:
        return key.backing.signs(edition)

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        empty = "The text is empty; write a sentence about the reading and take words out."
        yield from asked_flaws("text", "text", self.text, LENGTH, empty)
        if self.text:
            yield from gaps.flaws(self.text, key, self.reading, library)
        yield from backing.reading_flaws(self.reading, library)
        yield from key.backing.flaws(self.reading, library)

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        work = backing.work(backing.reading(values))
        plain = {name: values.get(name, "") for name in ("text", "reading", "typo")}
        return codec.together(
            plain,
            gap=lambda: lines.each(values, "gap", work, gaps.typed),
            evidence=lambda: lines.one(values, "evidence", work),
        )

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            "text": self.text,
            "gap": "\n".join(map(str, key.gaps)),
            "typo": str(key.slip),
            "reading": backing.named(self.reading),
            "evidence": lines.written(key.backing.places, backing.work(self.reading)),
        }


def _sum(outcome: Outcome) -> str:
    """``2 of 3 = ⅔``; where weights or slips make it uneven, in shares."""
    earned, whole = Fraction(outcome.parts["earned"]), codec.whole(outcome.parts, "whole")
    if not earned:
        return "0"
    weighed = "" if whole == codec.whole(outcome.parts, "gaps") else " by weight"
    written = f"{share(earned)} of {whole}{weighed}"
    return written if share(outcome.fraction) == written else f"{written} = {share(outcome.fraction)}"
