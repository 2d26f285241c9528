"""What does a question ask, beside which reading, and which sentences bear its answer out?

Shared by the kinds in which students mark no sentence: the key may cite some all the same, to be shown with the result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from corpus.text.citation import Citation

from . import codec, lines, pick, seals
from .base import Cited, Field, Flaw, Library, Outcome, Policy, Sign, Signs, Table
from .evidence import ByEdition, Ground
from .telling import share

NO_ANSWER = "You gave no answer, so there is nothing to mark."
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
class Backing:
    """The sentences that a key cites as evidence, with hashes of their words."""

    places: ByEdition = field(default_factory=dict)
    hashes: seals.Hashes = field(default_factory=dict)

    @classmethod
    def from_table(cls, table: Table, reading: Citation | None) -> "Backing":
        with codec.at("evidence", "Evidence"):
            return cls(codec.cited(codec.subtable(table, "evidence"), work(reading)))

    @classmethod
    def load(cls, body: Table) -> "Backing":
        return cls(codec.loaded(codec.subtable(body, "evidence")), seals.loaded(codec.subtable(body, "hashes")))

    def dump(self) -> dict[str, object]:
        return {"evidence": codec.dumped(self.places), "hashes": seals.dumped(self.hashes)}

    def cited(self) -> Iterator[Cited]:
        for edition, found in self.places.items():
            yield from (Cited("evidence", 1, edition, anchor) for anchor in sorted(found))

    def sealed(self, library: Library) -> "Backing":
        return replace(self, hashes=seals.sealed(self.cited(), self.hashes, library))

    def signs(self, edition: str) -> Signs:
        found = tuple(sorted(Ground.of([self.places], {}, edition).key))
        return Signs(dict.fromkeys(found, Sign.PROOF), found)


def flaws(ask: str, reading: Citation | None, backing: Backing, library: Library) -> Iterator[Flaw]:
    if not ask:
        yield Flaw("ask", "The question is empty; ask something.")
    if len(ask) > LENGTH:
        yield Flaw("ask", f"The question has {len(ask)} characters; the limit is {LENGTH}.")
    if reading is not None:
        yield from seals.reading_flaws(reading, library)
    yield from seals.flaws(backing.cited(), reading, backing.hashes, library)


def reading(table: Table) -> Citation | None:
    return codec.reading(table) if table.get("reading") else None


def work(reading: Citation | None) -> str | None:
    """The work that a citation means which names none."""
    return reading.work if reading else None


def typed(values: Mapping[str, str], plain: Mapping[str, object], **reads: Callable[[], object]) -> dict[str, object]:
    """The table of a course file from a form: what all these kinds ask for, and the kind's own."""
    names = work(reading(values))
    shared = {name: values.get(name, "") for name in ("ask", "reading")}
    return codec.together({**shared, **plain}, **reads, evidence=lambda: lines.one(values, "evidence", names))


def form(ask: str, reading: Citation | None, backing: Backing) -> dict[str, str]:
    """The fields that `typed` reads back."""
    return {
        "ask": ask,
        "reading": str(reading) if reading else "",
        "evidence": lines.written(backing.places, work(reading)),
    }


def each_line(values: Mapping[str, str], name: str) -> list[str]:
    """The lines of a field that need no reading."""
    return lines.each(values, name, None, lambda line, _: line)


def earned(outcome: Outcome) -> str:
    """How a sentence about an answer ends: what it earns."""
    if outcome.parts["policy"] == Policy.STRICT:
        return f"; here all or nothing counts, so you earn {'it all' if outcome.fraction else 'nothing'}."
    return f", so {'you earn it all' if outcome.fraction == 1 else f'your score is {share(outcome.fraction)}'}."


def twins(texts: Iterable[str]) -> Iterator[str]:
    """Each text that says the same as one before it."""
    seen: set[str] = set()
    for text in filter(None, texts):
        if text.casefold() in seen:
            yield text
        seen.add(text.casefold())
