"""What does a question ask, beside which reading, and which sentences bear its answer out?

Shared by the kinds in which students mark no sentence: the key may cite some all the same, to be shown with the result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from corpus.text.citation import Citation

from . import codec, lines, pick, seals
from .base import Cited, Field, Flaw, Library, Outcome, Policy, Response, Sign, Signs, Table
from .evidence import ByEdition, Ground
from .question import Question, asked_flaws
from .telling import share, strictly

LENGTH = 600  # of a question, of what is offered, or of what is said about it
SAYS = " // "  # between what is offered and what is said about it, where an author types

ASK = Field("ask", "Question", "text", f"At most {LENGTH} characters.")
READING = Field("reading", "Reading", "line", "Paragraphs to show beside it: cliff-1956 ¶14-18.", required=False)
EVIDENCE = Field(
    "evidence",
    "Evidence",
    "citations",
    "Sentences to show with the result: ¶14.2 + ¶14.3.",
    required=False,
    pick=pick.EVIDENCE,
)


@dataclass(frozen=True, slots=True)
class Backing(seals.Sealed):
    """The sentences that a key cites as evidence, with hashes of their words."""

    places: ByEdition = field(default_factory=dict)

    @classmethod
    def from_table(cls, table: Table, reading: Citation | None) -> "Backing":
        with codec.at("evidence", "Evidence"):
            return cls(codec.cited(codec.subtable(table, "evidence"), work(reading)))

    @classmethod
    def load(cls, body: Table) -> "Backing":
        hashes = seals.loaded(codec.subtable(body, "hashes"))
        return cls(codec.loaded(codec.subtable(body, "evidence")), hashes=hashes)

    def dump(self) -> dict[str, object]:
        return {"evidence": codec.dumped(self.places), "hashes": seals.dumped(self.hashes)}

    def cited(self) -> Iterator[Cited]:
        for edition, found in self.places.items():
            yield from (Cited("evidence", 1, edition, anchor) for anchor in sorted(found))

    def signs(self, edition: str) -> Signs:
        found = tuple(sorted(Ground.of([self.places], {}, edition).key))
        return Signs(dict.fromkeys(found, Sign.PROOF), found)

    def flaws(self, reading: Citation | None, library: Library) -> Iterator[Flaw]:
        yield from seals.flaws(self.cited(), reading, self.hashes, library)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backed:
    """A key that has a backing. It says itself how both are kept as JSON."""

    backing: Backing = field(default_factory=Backing)

    def cited(self) -> Iterator[Cited]:
        return self.backing.cited()

    def sealed(self, library: Library) -> Self:
        return replace(self, backing=self.backing.sealed(library))

    def dump(self) -> dict[str, object]:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Asked[K: Backed, R: Response](Question[K, R]):
    """A question, beside which a reading may stand."""

    ask: str
    reading: Citation | None = field(default=None, kw_only=True)

    @property
    def title(self) -> str:
        return self.ask

    def signs(self, key: K, response: R, *, edition: str) -> Signs:
        return key.backing.signs(edition)

    def asking_flaws(self, key: K, library: Library) -> Iterator[Flaw]:
        yield from ask_flaws(self.ask)
        yield from reading_flaws(self.reading, library)
        yield from key.backing.flaws(self.reading, library)

    def asking_form(self, key: K) -> dict[str, str]:
        """The fields that `typed` reads back."""
        evidence = lines.written(key.backing.places, work(self.reading))
        return {"ask": self.ask, "reading": named(self.reading), "evidence": evidence}


def ask_flaws(ask: str) -> Iterator[Flaw]:
    return asked_flaws("ask", "question", ask, LENGTH, "The question is empty; ask something.")


def reading_flaws(reading: Citation | None, library: Library) -> Iterator[Flaw]:
    if reading is not None:
        yield from seals.reading_flaws(reading, library)


def reading(table: Table) -> Citation | None:
    return codec.reading(table) if table.get("reading") else None


def named(reading: Citation | None) -> str:
    """What `reading` reads back; empty where there is none."""
    return str(reading) if reading else ""


def work(reading: Citation | None) -> str | None:
    """The work that a citation means which names none."""
    return reading.work if reading else None


def typed(values: Mapping[str, str], plain: Mapping[str, object], **reads: Callable[[], object]) -> dict[str, object]:
    """The table of a course file from a form: what all these kinds ask for, and the kind's own."""
    names = work(reading(values))
    shared = {name: values.get(name, "") for name in ("ask", "reading")}
    return codec.together({**shared, **plain}, **reads, evidence=lambda: lines.one(values, "evidence", names))


def strokes(said: str) -> str:
    """What is said about something, as it ends an author's line; empty where nothing is said."""
    return f"{SAYS}{said}" if said else ""


def each_line(values: Mapping[str, str], name: str) -> list[str]:
    """The lines of a field that need no reading."""
    return lines.each(values, name, None, lambda line, _: line)


def earned(outcome: Outcome) -> str:
    """How a sentence about an answer ends: what it earns."""
    if outcome.parts["policy"] == Policy.STRICT:
        return f"; {strictly(outcome.fraction)}."
    return f", so {'you earn it all' if outcome.fraction == 1 else f'your score is {share(outcome.fraction)}'}."


def twins(texts: Iterable[str]) -> Iterator[str]:
    """Each text that says the same as one before it."""
    seen: set[str] = set()
    for text in filter(None, texts):
        if text.casefold() in seen:
            yield text
        seen.add(text.casefold())
