"""How is it said in a few paragraphs of one's own? A written answer, marked by a person; its quotations are checked."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Self

from corpus.text.citation import Anchor
from corpus.text.essay import cleaned

from . import backing, codec, rubric
from .backing import Asked, Backed, Backing
from .base import Field, Flaw, Invalid, Library, Outcome, Policy, Post, Sample, State, Table
from .rubric import Rubric

LENGTH = 20_000  # characters of an answer
LEAST, MOST = 1, 300  # words where the author says nothing
MOST_WORDS = 2_000
MODEL = 8  # points that a good answer makes

_FIELDS = (
    backing.ASK,
    Field("least", "Words at least", "line", f"{LEAST} if empty. Fewer are kept, and marker and student are told."),
    Field("most", "Words at most", "line", f"{MOST} if empty, {MOST_WORDS:,} at most. More are kept and told, too."),
    Field(
        "rubric",
        "Rubric",
        "lines",
        f"{rubric.FEWEST} to {rubric.MOST} levels, one a line, from 0 upwards: which answers get it. Students see it"
        " with their result.",
    ),
    Field(
        "model",
        "A good answer says",
        "lines",
        "One point a line, shown with the result and, for practice, after a check.",
        required=False,
    ),
    backing.READING,
    backing.EVIDENCE,
)

_EXAMPLE: Table = {
    "ask": "On whose word does Harrow tell of the promise, and how far does he stand behind it? Quote him.",
    "reading": "harrow-1957 ¶11-14",
    "least": 8,
    "most": 120,
    "rubric": [
        "Says nothing of where the promise is told, or takes it for certain.",
        "Names the newspaper as the source.",
        "Names the newspaper and shows by a quotation that Harrow keeps his distance.",
        "Does all this and says what makes the report doubtful.",
    ],
    "model": [
        "The promise stands in the Evening Courier of 3 March 1957, and Harrow begins with “If … is right”.",
        "He did not hear the Minister himself.",
    ],
    "evidence": {"adapted": ["¶12.1", "¶14.1"]},
}


def _sample(name: str, text: str, level: int | None = None, *, earns: Fraction | None = None, at: str = "") -> Sample:
    return Sample(name, {"text": [text]}, earns, at, level)


_SAMPLES = (
    _sample(
        "right",
        "Only the newspaper tells of it: “If the Evening Courier of 3 March 1957 is right”.\n\nHarrow was not there.",
        3,
        earns=Fraction(1),
    ),
    _sample("partly right", "The Evening Courier tells of it, and Harrow repeats that.", 2, earns=Fraction(2, 3)),
    _sample("wrong", "The Minister promised to close no pit while in office.", 0, earns=Fraction(0)),
    _sample("not marked by anybody", "Harrow has it from the Evening Courier of 3 March.", earns=Fraction(0)),
    _sample("too short, and marked all the same", "A newspaper.", 1, earns=Fraction(1, 3)),
    _sample("blank, and given 0", " \n ", 0, earns=Fraction(0)),
    _sample("blank", "", earns=Fraction(0)),
    _sample("too long", "word " * 4_001, at="text"),
)


@dataclass(frozen=True, slots=True)
class Key(Backed):
    """The levels of the rubric, what a good answer says, and where the reading says it."""

    rubric: Rubric = field(default_factory=Rubric)
    model: tuple[str, ...] = ()

    def dump(self) -> dict[str, object]:
        return {"rubric": list(self.rubric.levels), "model": list(self.model), **self.backing.dump()}

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(Rubric.load(body), codec.texts(body, "model"), backing=Backing.load(body))

    def flaws(self) -> Iterator[Flaw]:
        yield from self.rubric.flaws()
        if len(self.model) > MODEL:
            yield Flaw("model", f"There are {len(self.model)} points of a good answer; the limit is {MODEL}.")
        for point in self.model:
            if len(point) > rubric.LENGTH:
                yield Flaw("model", f"“{point[:40]} …” has {len(point)} characters; the limit is {rubric.LENGTH}.")


@dataclass(frozen=True, slots=True)
class Response:
    """What a student wrote, never read as Markdown or HTML (T47). `least` and `most` are the words asked for."""

    text: str = ""
    least: int = LEAST
    most: int = MOST

    @property
    def words(self) -> int:
        return sum(any(map(str.isalnum, word)) for word in self.text.split())

    @property
    def state(self) -> State:
        if not self.text.strip():
            return State.BLANK
        return State.UNFINISHED if self.words < self.least else State.ANSWERED

    @property
    def lacks(self) -> str:
        """What is to be done before it can be checked."""
        return f"Your answer has {self._count}; write {self.least} at least." if self.words < self.least else ""

    @property
    def measure(self) -> str:
        """How long it is, beside what is asked for."""
        if self.words < self.least:
            return f"{self._count}; {self.least} to {self.most} are asked for."
        if self.words > self.most:
            return f"{self._count}, {self.words - self.most:,} more than the {self.most:,} that are asked for."
        return f"{self._count} of at most {self.most:,}."

    @property
    def _count(self) -> str:
        return f"{self.words:,} word{'' if self.words == 1 else 's'}"

    def dump(self) -> dict[str, object]:
        return {"text": self.text}


@dataclass(frozen=True, slots=True)
class Shown:
    """What results set beside an answer: the rubric, the highest level first, and the points of a good answer."""

    steps: tuple[tuple[int, str], ...]
    model: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortAnswer(Asked[Key, Response]):
    """A question to be answered in one's own sentences: what students see."""

    kind = "short_answer"
    label = "Written answer"
    purpose = (
        "The student writes some paragraphs, and a person marks them by a rubric; for explaining and weighing, which no"
        " key can hold. Quotations in it are checked against the reading."
    )
    rule = "A written answer is marked by your teacher: the level given, divided by the highest level."
    by_hand = True
    scorer = 1
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES
    length = LENGTH

    least: int = LEAST
    most: int = MOST

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(codec.text(body, "ask"), *_words(body), reading=backing.reading(body))

    def dump(self) -> dict[str, object]:
        reading = backing.named(self.reading)
        return {"ask": self.ask, "least": self.least, "most": self.most, "reading": reading}

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        reading = backing.reading(table)
        levels, model = (rubric.written(table, name) for name in ("rubric", "model"))
        content = cls(codec.line(table, "ask", ""), *_words(table), reading=reading)
        return content, Key(Rubric(levels), model, backing=Backing.from_table(table, reading))

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        """However long it is in words, it is kept: nothing that a student wrote is lost over a limit of words."""
        typed = cleaned(codec.chosen(post, "text"))
        if len(typed) > LENGTH and not final:
            raise Invalid(
                Flaw("text", f"Your answer has {len(typed):,} characters; the limit is {LENGTH:,}. Shorten it.")
            )
        return Response(typed if typed.strip() else "", self.least, self.most)

    def response(self, body: Table) -> Response:
        return Response(codec.text(body, "text", ""), self.least, self.most)

    def mark(self, key: Key, response: Response, *, edition: str = "", policy: str = Policy.GRADED) -> Outcome:
        """No mark: the computer gives none. It says how long the answer is, for practice."""
        return rubric.waiting(response.words, blank=response.state is State.BLANK, policy=policy)

    def rated(
        self, key: Key, response: Response, level: int, *, policy: str = Policy.GRADED, settled: bool = False
    ) -> Outcome:
        """The mark, from the level that a person gave; raises Invalid."""
        blank = response.state is State.BLANK
        return key.rubric.outcome(level, blank=blank, policy=policy, settled=settled)

    def ideal(self, key: Key, *, edition: str = "") -> dict[str, list[str]]:
        """What the author would have said, as long as is asked for."""
        said = " ".join(key.model) or self.ask
        times = -(-self.least // max(1, Response(said).words))
        return {"text": ["\n\n".join([said] * max(1, times))]}

    def shown(self, key: Key, response: Response) -> tuple[Shown]:
        return (Shown(key.rubric.steps, key.model),)

    def heading(self, outcome: Outcome) -> str:
        return rubric.heading(outcome)

    def explain(self, outcome: Outcome) -> str:
        return rubric.explain(outcome)

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        yield from self.asking_flaws(key, library)
        if self.least > self.most:
            yield Flaw("most", f"At least {self.least} words are asked for and at most {self.most}; mend one of them.")
        yield from key.flaws()

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        return backing.typed(
            values,
            {name: backing.each_line(values, name) for name in ("rubric", "model")},
            least=lambda: codec.number(values, "least", LEAST),
            most=lambda: codec.number(values, "most", MOST),
        )

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            **self.asking_form(key),
            "least": str(self.least),
            "most": str(self.most),
            "rubric": "\n".join(key.rubric.levels),
            "model": "\n".join(key.model),
        }


def _words(table: Table) -> tuple[int, int]:
    least, most = (codec.whole(table, n, usual, 1, MOST_WORDS) for n, usual in (("least", LEAST), ("most", MOST)))
    return least, most
