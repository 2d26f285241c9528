"""Who is speaking in these words: the author, somebody who is quoted, a report, an official?"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple, Self

from corpus.text.citation import Anchor, Citation
from corpus.text.digest import digest
from corpus.text.passage import Passage

from . import codec, lines, pinned, statements, voices
from .base import Field, Flaw, Invalid, Library, Outcome, Policy, Post, Sample, Signs, State, Table
from .question import by_share
from .statements import Credit, Key, Row, Statement
from .telling import share, strictly
from .voices import Voice
from .worded import OverText

LENGTH = 200
ASK = "Who is speaking in these words?"

_FIELDS = (
    Field("ask", "Question", "line", f"“{ASK}” if you leave it empty.", required=False),
    Field(
        "reading",
        "Reading",
        "line",
        "Paragraphs of one edition, shown without the names of who speaks: cliff-1956/original ¶14-18. Without an"
        " edition it is the adapted one; with the original the question waits until that text is here.",
    ),
    Field(
        "voice",
        "Voices",
        "lines",
        "One a line with its letter: a) Harrow himself. The list is the same for every statement.",
    ),
    Field(
        "statement",
        "Statements",
        "lines",
        "One a line: the sentences, the letter of who speaks, and after two strokes what to say about it: ¶12.4 = b //"
        " [¶12.4] names him. To ask about some words only, give their numbers, counted through the paragraph:"
        " ¶12.6 (70-75) = c; checking a number that is too high lists them all.",
    ),
    Field(
        "credit",
        "Part credit",
        "lines",
        "Optional, one a line: c for b: 1/2 means that naming c where b speaks earns half.",
        required=False,
    ),
)

_EXAMPLE: Table = {
    "reading": "harrow-1957 ¶11-14",
    "voice": [
        {"text": "Harrow himself"},
        {"text": "The newspaper, as Harrow reports it"},
        {"text": "A person whom Harrow names"},
        {"text": "A person who stays unnamed"},
    ],
    "statement": [
        {"at": "¶12.3", "voice": "a", "says": "Nobody else stands between him and the figure."},
        {"at": "¶12.4", "voice": "c", "says": "[¶12.4] names Dr Oll."},
        {"at": "¶12.6", "voice": "d"},
        {"at": "¶13.1", "voice": "b"},
    ],
    "credit": [{"given": "c", "right": "d", "share": "1/2"}],
}


def _sample(name: str, voices: str, earns: Fraction | None = None, refused_at: str = "") -> Sample:
    """One letter a statement; a hyphen where none was named."""
    post = {f"voice-{id}": [voice] for id, voice in zip("abcd", voices, strict=True) if voice != "-"}
    return Sample(name, post, earns, refused_at)


_SAMPLES = (
    _sample("right", "acdb", Fraction(1)),
    _sample("partly right", "acaa", Fraction(1, 2)),
    _sample("partly right, one left open", "acd-", Fraction(3, 4)),
    _sample("partly right, a near voice", "accb", Fraction(7, 8)),
    _sample("a near voice counts one way only", "adbb", Fraction(1, 2)),
    _sample("wrong", "baaa", Fraction(0)),
    _sample("blank", "----", Fraction(0)),
    _sample("no such voice", "azdb", refused_at="voice"),
)


class Heard(NamedTuple):
    """A statement as students see it."""

    number: int
    id: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Response:
    """The voice that was named, by statement."""

    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> State:
        return State.ANSWERED if self.named else State.BLANK

    def dump(self) -> dict[str, object]:
        return {"voice": dict(self.named)}


@dataclass(frozen=True, slots=True)
class WhoSpeaks(OverText[Key, Response]):
    """Statements cited by place, and the voices to choose from: what students see."""

    kind = "voice"
    label = "Voice"
    purpose = (
        "The student says who is speaking in words of the reading, from a list of yours; for telling the author from"
        " those whom he quotes, reports or mocks."
    )
    rule = "Where you say who is speaking, each statement counts alike; naming the nearest voice can earn part."
    scorer = 1
    unanswered = "You named no voice, so there is nothing to mark."
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES

    ask: str
    voices: tuple[Voice, ...]
    statements: tuple[Statement, ...]
    reading: Citation

    @property
    def title(self) -> str:
        return f"{self.ask} {', '.join(statement.label for statement in self.statements)}"

    def open_parts(self, response: Response) -> int:
        return len(self.statements) - len(response.named)

    @property
    def heard(self) -> tuple[Heard, ...]:
        """The statements with their words, where the text is at hand."""
        return tuple(
            Heard(number, statement.id, statement.label, self._words(statement))
            for number, statement in enumerate(self.statements, start=1)
        )

    def _words(self, statement: Statement) -> str:
        words = statement.words(self.text.words) if self.text else None
        return words.text if words else ""

    def beside(self, text: Passage) -> Passage:
        """The reading without its speakers' names, which would be the answers."""
        silent = tuple(replace(paragraph, voice="") for paragraph in text.paragraphs)
        return replace(text, digest=digest([text.digest, "speakers not named"]), paragraphs=silent)

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(
            codec.text(body, "ask"),
            tuple(map(Voice.load, codec.tables(body, "voices"))),
            tuple(map(Statement.load, codec.tables(body, "statements"))),
            pinned.reading(body),
        )

    def dump(self) -> dict[str, object]:
        return {
            "ask": self.ask,
            "voices": [voice.dump() for voice in self.voices],
            "statements": [statement.dump() for statement in self.statements],
            "reading": str(self.reading),
        }

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        reading = pinned.reading(table)
        written = enumerate(codec.tables(table, "statement"), start=1)
        answers = tuple(statements.from_table(number, statement, reading) for number, statement in written)
        with codec.at("credit", "Part credit"):
            credits = tuple(map(_credit, codec.tables(table, "credit")))
        asked = tuple(answer.statement for answer in answers)
        content = cls(
            codec.line(table, "ask", "") or ASK, voices.from_tables(codec.tables(table, "voice")), asked, reading
        )
        return content, Key(answers, credits)

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        named = {one.id: codec.chosen(post, f"voice-{one.id}") for one in self.statements}
        if set(named.values()) - {voice.id for voice in self.voices} - {""}:
            raise Invalid(Flaw("voice", "You chose a voice that is not offered; choose from the list."))
        return Response({id: voice for id, voice in named.items() if voice})

    def response(self, body: Table) -> Response:
        named = codec.subtable(body, "voice")
        return Response({one.id: codec.text(named, one.id) for one in self.statements if named.get(one.id)})

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        earned = [key.earned(answer, response.named.get(answer.statement.id, "")) for answer in key.answers]
        right, near = earned.count(Fraction(1)), [value for value in earned if 0 < value < 1]
        value = sum(earned, Fraction(0)) / len(earned) if earned else Fraction(0)
        return by_share(
            value,
            policy,
            statements=len(earned),
            named=len(response.named),
            right=right,
            near=len(near),
            credit=sum(near, Fraction(0)),
        )

    def ideal(self, key: Key, *, edition: str = "") -> dict[str, list[str]]:
        """The form of an answer that earns everything."""
        return {f"voice-{answer.statement.id}": [answer.voice] for answer in key.answers}

    def shown(self, key: Key, response: Response) -> tuple[Row, ...]:
        """Each statement with the voice that was named and the one that speaks."""
        named = {voice.id: voice.text for voice in self.voices}
        return statements.results(key, named, response.named, {one.id: one.words for one in self.heard})

    def headed(self, outcome: Outcome) -> str:
        all_, right, near = (codec.whole(outcome.parts, name) for name in ("statements", "right", "near"))
        return f"{right} of {all_} right" + (f", {near} nearly" if near else "")

    def explained(self, outcome: Outcome) -> str:
        all_, right, near = (codec.whole(outcome.parts, name) for name in ("statements", "right", "near"))
        credit = Fraction(outcome.parts["credit"])
        nearly = f" and a near one for {near}, which earns {share(credit)}{' together' if near > 1 else ''}"
        plural = "" if all_ == 1 else "s"
        found = f"You named the right voice for {right} of {all_} statement{plural}{nearly if near else ''}"
        if outcome.parts["policy"] == Policy.STRICT:
            return f"{found}; {strictly(outcome.fraction)}."
        if outcome.fraction in (0, 1):
            return f"{found}, so you earn {'it all' if outcome.fraction else 'nothing'}."
        earned = f"({right} + {share(credit)})" if right and near else share(right + credit)
        return f"{found}, so your score is {earned} of {all_} = {share(outcome.fraction)}."

    def signs(self, key: Key, response: Response, *, edition: str) -> Signs:
        """Nothing in the text, as each statement is shown with its voices; only where the reading is to be opened."""
        return Signs(best=tuple(sorted(self.statements[0].at))) if self.statements else Signs()

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        if len(self.ask) > LENGTH:
            yield Flaw("ask", f"The question has {len(self.ask)} characters; the limit is {LENGTH}.")
        yield from voices.flaws(self.voices)
        yield from pinned.flaws("reading", self.reading, library)
        yield from statements.flaws(key, [voice.id for voice in self.voices], self.reading, library)

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        reading = pinned.reading(values)
        return codec.together(
            {name: values.get(name, "") for name in ("ask", "reading")},
            voice=lambda: lines.each(values, "voice", None, voices.typed),
            statement=lambda: lines.each(values, "statement", None, lambda line, _: statements.typed(line, reading)),
            credit=lambda: lines.each(values, "credit", None, statements.credited),
        )

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            "ask": self.ask,
            "reading": str(self.reading),
            "voice": "\n".join(map(str, self.voices)),
            "statement": "\n".join(map(statements.written, key.answers)),
            "credit": "\n".join(map(str, key.credits)),
        }


def _credit(table: Table) -> Credit:
    codec.nothing_unknown(table, ("given", "right", "share"))
    return Credit.load(table)
