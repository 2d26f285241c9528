"""What does every kind of question offer, and what does it say back?"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import ClassVar, Literal, NamedTuple, Protocol, Self

from corpus.text.citation import Anchor, Citation

from .pick import Pick

type Table = Mapping[str, object]  # JSON or TOML as it arrives; `codec` turns it into values
type Part = Fraction | bool | int | str

# What a course file says of any question; it belongs to the question, not to its kind.
COMMON = frozenset({"id", "kind", "title", "points", "skills", "difficulty", "reason", "feedback", "hints"})

BLANK = "blank"  # the reason code of an unanswered question, which earns nothing but is not wrong

_FRACTION = re.compile(r"\d+/\d+")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something to mend, and the field of the form where it is mended."""

    field: str
    message: str


class Invalid(Exception):
    """Input that makes no sense. It holds one flaw or several, each a sentence to act on.

    `rest` is what could be read all the same, so that it can be asked for its own flaws.
    """

    def __init__(self, *flaws: Flaw, rest: object = None) -> None:
        super().__init__(" ".join(flaw.message for flaw in flaws))
        self.flaws = flaws
        self.rest = rest

    @property
    def field(self) -> str:
        return self.flaws[0].field

    @property
    def message(self) -> str:
        return self.flaws[0].message


class Post(Protocol):
    """Submitted form data, as the framework hands it over."""

    def getlist(self, name: str, /) -> Sequence[str]: ...


class Form(dict[str, Sequence[str]]):
    """Form data written by hand, for samples and previews."""

    def getlist(self, name: str, /) -> Sequence[str]:
        return self.get(name, ())


class Library(Protocol):
    """What flaws ask of the texts."""

    def words(self, edition: str, anchor: Anchor) -> str | None:
        """The words of a sentence or paragraph, or None where there is no such place."""

    def editions(self, work: str) -> Sequence[str]:
        """The editions of a work whose text is here; none if the work is unknown."""


class Policy(StrEnum):
    GRADED = "graded"
    STRICT = "strict"  # all or nothing


class State(StrEnum):
    BLANK = "blank"
    UNFINISHED = "unfinished"  # something is given, but not what the question asks first
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer earned: an exact share of the points, the numbers it came from, and a reason code."""

    fraction: Fraction
    parts: Mapping[str, Part] = field(default_factory=dict)
    reason: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.fraction <= 1:
            raise ValueError(f"A share of the points lies between 0 and 1, not at {self.fraction}.")

    def dump(self) -> dict[str, object]:
        parts = {name: _written(part) for name, part in self.parts.items()}
        return {"fraction": _written(self.fraction), "parts": parts, "reason": self.reason}

    @classmethod
    def load(cls, body: Table) -> Self:
        parts = body["parts"]
        if not isinstance(parts, Mapping):
            raise TypeError("An outcome's parts are a table.")
        read = {name: _part(part) for name, part in parts.items()}
        return cls(Fraction(str(body["fraction"])), read, str(body["reason"]))


def _written(part: Part) -> Part:
    # The slash is always written, so that "1/1" comes back as a share and 1 as a count.
    return f"{part.numerator}/{part.denominator}" if isinstance(part, Fraction) else part


def _part(part: Part) -> Part:
    return Fraction(part) if isinstance(part, str) and _FRACTION.fullmatch(part) else part


def points(fraction: Fraction, possible: Decimal) -> Decimal:
    """The mark: rounded once, to hundredths, from the unrounded share."""
    return _half_up(fraction * Fraction(possible), places=2)


def stored(fraction: Fraction) -> Decimal:
    """The share as a column holds it."""
    return _half_up(fraction, places=6)


def _half_up(value: Fraction, places: int) -> Decimal:
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)


class Sign(StrEnum):
    """The state of a sentence on the results page. Marks are the student's, proofs the key's."""

    PROOF = "proof"
    PROOF_MARKED = "proof_marked"
    PROOF_MISSED = "proof_missed"
    ALSO_ACCEPTED = "also_accepted"
    ALSO_MARKED = "also_marked"
    PARAGRAPH_MARKED = "paragraph_marked"
    NEAR = "near"
    NEAR_MARKED = "near_marked"
    TEMPTED = "tempted"
    NEUTRAL = "neutral"
    NOT_NEEDED = "not_needed"

    @property
    def words(self) -> str:
        return _SIGNS[self]


_SIGNS = {
    Sign.PROOF: "Proof",
    Sign.PROOF_MARKED: "Proof, you marked",
    Sign.PROOF_MISSED: "Proof, missed",
    Sign.ALSO_ACCEPTED: "Also accepted",
    Sign.ALSO_MARKED: "You marked, part of another proof",
    Sign.PARAGRAPH_MARKED: "You marked, in the right paragraph",
    Sign.NEAR: "Closest passage",
    Sign.NEAR_MARKED: "Closest passage, you marked",
    Sign.TEMPTED: "You marked, close, but no proof",
    Sign.NEUTRAL: "You marked, neutral",
    Sign.NOT_NEEDED: "You marked, not needed",
}


@dataclass(frozen=True, slots=True)
class Note:
    """What the author says about a place in the text."""

    anchors: tuple[Anchor, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Signs:
    """What the results page shows in the text.

    `at` holds sentences, and paragraphs where the key names only those. `best` is the proof that the marks
    came closest to, `also` are the other accepted ones.
    """

    at: Mapping[Anchor, Sign] = field(default_factory=dict)
    best: tuple[Anchor, ...] = ()
    also: tuple[tuple[Anchor, ...], ...] = ()
    notes: tuple[Note, ...] = ()


class Cited(NamedTuple):
    """One place a key leans on. `role` is proof, near, neutral or evidence; `number` counts its sets from 1."""

    role: str
    number: int
    edition: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an author fills in. `choices` are pairs of value and label, `pick` how it takes ticked sentences."""

    name: str
    label: str
    widget: Literal["line", "text", "choice", "citations", "lines", "number"]
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    pick: Pick | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """An answer to a kind's example, and what it earns; or the field that refuses it.

    `level` is what a person gave it, where a person marks.
    """

    name: str
    post: Mapping[str, Sequence[str]]
    earns: Fraction | None = None
    refused_at: str = ""
    level: int | None = None


class Key(Protocol):
    def dump(self) -> dict[str, object]: ...

    def cited(self) -> Iterator[Cited]:
        """Every place the key leans on."""

    def sealed(self, library: Library) -> Self:
        """The same key with a short hash of the words at each place that has none, so that a change shows."""


class Response(Protocol):
    @property
    def state(self) -> State: ...

    def dump(self) -> dict[str, object]: ...


class Kind[K: Key, R: Response](Protocol):
    """A kind of question. Its values are what students see; the key is a value of its own."""

    kind: ClassVar[str]
    label: ClassVar[str]
    purpose: ClassVar[str]  # what a student does and when to ask it so, in one sentence for authors
    rule: ClassVar[str]  # how it is scored, in one sentence for students
    marks_text: ClassVar[bool]  # students mark sentences of a reading
    scorer: ClassVar[int]  # raised whenever the same answer would earn something else

    @property
    def title(self) -> str:
        """What it asks, in a line of plain text for lists."""

    @property
    def reading(self) -> Citation | None:
        """The passage beside it, if there is one. Where it names an edition, the question is of that text alone."""

    @classmethod
    def load(cls, body: Table) -> Self: ...

    def dump(self) -> dict[str, object]: ...

    @classmethod
    def load_key(cls, body: Table) -> K: ...

    @classmethod
    def from_table(cls, table: Table) -> tuple[Self, K]:
        """What an author wrote in a course file; raises Invalid."""

    @classmethod
    def fields(cls) -> tuple[Field, ...]: ...

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        """What an author typed, as such a table; raises Invalid with the line, and the table of the rest."""

    def form_from(self, key: K) -> dict[str, str]: ...

    def flaws(self, key: K, library: Library) -> Iterator[Flaw]: ...

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> R:
        """The answer in a form; raises Invalid. `final`: time is up, so what could be corrected is taken as it is.

        `shown` are the sentences that stood on the page; without it, only the range of the reading is asked.
        """

    def response(self, body: Table) -> R: ...

    def open_parts(self, response: R) -> int:
        """How many parts of a question an answer leaves open, where it has parts."""

    def mark(self, key: K, response: R, *, edition: str, policy: str = Policy.GRADED) -> Outcome: ...

    def ideal(self, key: K, *, edition: str) -> dict[str, list[str]]:
        """The form of an answer that earns everything, for demonstrations and tests."""

    def shown(self, key: K, response: R) -> tuple[object, ...]:
        """What the kind's own template lists with a result, beside the text."""

    def heading(self, outcome: Outcome) -> str: ...

    def explain(self, outcome: Outcome) -> str: ...

    def signs(self, key: K, response: R, *, edition: str) -> Signs: ...

    @classmethod
    def example(cls) -> tuple[Self, K]: ...

    @classmethod
    def samples(cls) -> tuple[Sample, ...]:
        """Answers to the example in its adapted edition: right, partly right, wrong, refused."""
