"""Which words are asked about, who speaks in them, and what does a near voice earn?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from string import ascii_lowercase
from typing import NamedTuple, Self

from corpus.text.citation import ASSUMED_EDITION, Citation
from corpus.text.digest import short_hash

from . import codec, pinned, says, seals
from .backing import SAYS, strokes
from .base import Cited, Flaw, Invalid, Library, Table
from .counted import Counted, Says
from .evidence import NONE, Places
from .shares import share

MOST, LONGEST = 12, 150  # statements, and words of one

type Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of the reading: sentences of one paragraph, or those words of them that `part` numbers."""

    id: str
    edition: str
    at: Places
    part: Range | None = None

    @property
    def label(self) -> str:
        """``¶12.4``; where only some of its words are meant, with an ellipsis."""
        return f"{pinned.label(self.at)} …" if self.part else pinned.label(self.at)

    def words(self, says: Says) -> Counted | None:
        """None where they do not stand there."""
        found = Counted.at(self.at, says)
        return found.part(*self.part) if found and self.part else found

    def dump(self) -> dict[str, object]:
        return {"id": self.id, "at": codec.dumped({self.edition: self.at}), "part": list(self.part or ())}

    @classmethod
    def load(cls, body: Table) -> Self:
        edition, at = next(iter(codec.loaded(codec.subtable(body, "at")).items()), (ASSUMED_EDITION, NONE))
        numbers = body.get("part")
        part = (int(numbers[0]), int(numbers[1])) if isinstance(numbers, list) and len(numbers) == 2 else None
        return cls(codec.text(body, "id"), edition, at, part)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who speaks in a statement. `heard` is a hash of its words where they are a part of their sentences."""

    statement: Statement
    voice: str
    says: str = ""
    heard: str = ""

    def dump(self) -> dict[str, object]:
        return {**self.statement.dump(), "voice": self.voice, "says": self.says, "heard": self.heard}

    @classmethod
    def load(cls, body: Table) -> Self:
        voice, said, heard = (codec.text(body, name, "") for name in ("voice", "says", "heard"))
        return cls(Statement.load(body), voice, said, heard)


class Credit(NamedTuple):
    """What it earns to name one voice where another speaks."""

    given: str
    right: str
    share: Fraction

    def __str__(self) -> str:
        return f"{self.given} for {self.right}: {self.share}"

    def dump(self) -> dict[str, object]:
        return {"given": self.given, "right": self.right, "share": str(self.share)}

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(codec.text(body, "given"), codec.text(body, "right"), share(body, "share"))


@dataclass(frozen=True, slots=True)
class Key(seals.Sealed):
    """Who speaks in each statement."""

    answers: tuple[Answer, ...]
    credits: tuple[Credit, ...] = ()

    def earned(self, answer: Answer, given: str) -> Fraction:
        """What naming this voice earns."""
        if given == answer.voice:
            return Fraction(1)
        near = (credit.share for credit in self.credits if (credit.given, credit.right) == (given, answer.voice))
        return next(near, Fraction(0)) if given else Fraction(0)

    def cited(self) -> Iterator[Cited]:
        for number, answer in enumerate(self.answers, start=1):
            statement = answer.statement
            yield from (Cited("statement", number, statement.edition, anchor) for anchor in sorted(statement.at))

    def sealed(self, library: Library) -> Self:
        heard = tuple(_sealed(answer, library) for answer in self.answers)
        return replace(self, answers=heard, hashes=seals.sealed(self.cited(), self.hashes, library))

    def dump(self) -> dict[str, object]:
        return {
            "answers": [answer.dump() for answer in self.answers],
            "credits": [credit.dump() for credit in self.credits],
            "hashes": seals.dumped(self.hashes),
        }

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(
            answers=tuple(map(Answer.load, codec.tables(body, "answers"))),
            credits=tuple(map(Credit.load, codec.tables(body, "credits"))),
            hashes=seals.loaded(codec.subtable(body, "hashes")),
        )


def _sealed(answer: Answer, library: Library) -> Answer:
    """With a hash of the words of a part; whole sentences are sealed by their places."""
    statement = answer.statement
    if statement.part is None or answer.heard:
        return answer
    words = statement.words(partial(library.words, statement.edition))
    return replace(answer, heard=short_hash(words.text)) if words else answer


def typed(line: str, reading: Citation) -> dict[str, object]:
    """``¶12.6 (20-24) = d // The miner repeats it.``: where, which words of it, who speaks, what to say."""
    head, _, said = line.partition(SAYS)
    where, found, voice = head.rpartition("=")
    if not found:
        raise Invalid(Flaw("statement", f"“{line[:40]}” does not say who speaks; write for example ¶12.4 = b."))
    at, _, part = where.partition("(")
    pinned.run(at, reading)
    return {"at": at.strip(), "words": part.strip(" )"), "voice": voice.strip(), "says": said.strip()}


def from_table(number: int, table: Table, reading: Citation) -> Answer:
    """The answers are lettered in their order: a statement that moves is another one."""
    with codec.at("statement", f"Statement {number}"):
        codec.nothing_unknown(table, ("at", "words", "voice", "says"))
        at = pinned.run(codec.text(table, "at"), reading)
        part, edition = _range(codec.text(table, "words", "")), at.edition or ASSUMED_EDITION
        statement = Statement(ascii_lowercase[(number - 1) % 26], edition, frozenset(at.anchors), part)
        return Answer(statement, codec.text(table, "voice"), codec.line(table, "says", ""))


def _range(written: str) -> Range | None:
    """``20-24``, or one number."""
    first, _, last = written.replace("–", "-").partition("-")
    numbers = [one.strip() for one in (first, last or first)]
    if not written.strip():
        return None
    if not all(one.isascii() and one.isdigit() and len(one) < 5 for one in numbers):
        raise Invalid(Flaw("words", f"“{written[:40]}” are no words; write the numbers of the first and last, 20-24."))
    return int(numbers[0]), int(numbers[1])


def credited(line: str, _: str | None = None) -> dict[str, object]:
    """``c for b: 1/2``: naming c where b speaks earns half."""
    pair, _, part = line.partition(":")
    given, found, right = pair.partition(" for ")
    if not found or not part.strip():
        raise Invalid(Flaw("credit", f"“{line[:40]}” is no part credit; write for example c for b: 1/2."))
    return {"given": given.strip(), "right": right.strip(), "share": part.strip()}


def written(answer: Answer) -> str:
    """The line that `typed` reads back."""
    part = f" ({answer.statement.part[0]}-{answer.statement.part[1]})" if answer.statement.part else ""
    return f"{pinned.label(answer.statement.at)}{part} = {answer.voice}{strokes(answer.says)}"


def flaws(key: Key, voices: Sequence[str], reading: Citation, library: Library) -> Iterator[Flaw]:
    if not key.answers:
        yield Flaw("statement", "There is no statement; cite words, and say who speaks in them.")
    if len(key.answers) > MOST:
        yield Flaw("statement", f"There are {len(key.answers)} statements; the limit is {MOST}.")
    seen: dict[object, int] = {}
    for number, answer in enumerate(key.answers, start=1):
        name, statement = f"Statement {number}", answer.statement
        if answer.voice not in voices:
            yield Flaw("statement", f"{name}: no voice is called {answer.voice or 'nothing'}; choose from the list.")
        if (first := seen.setdefault((statement.at, statement.part), number)) != number:
            yield Flaw("statement", f"{name} asks about the same words as statement {first}; take one out.")
        yield from _words_flaws(name, answer, library)
        yield from says.flaws("statement", name, answer.says, reading, library)
    yield from seals.flaws(key.cited(), reading, key.hashes, library)
    yield from _credit_flaws(key.credits, voices)


def _words_flaws(name: str, answer: Answer, library: Library) -> Iterator[Flaw]:
    statement = answer.statement
    if not pinned.is_run(statement.at):
        yield Flaw("statement", f"{name}: the sentences at {statement.label} do not follow each other; cite a run.")
        return
    whole = replace(statement, part=None).words(partial(library.words, statement.edition))
    if whole is None:
        return  # the seals say what is not there
    words = whole.part(*statement.part) if statement.part else whole
    if words is None:
        numbers = whole.numbers
        yield Flaw("statement", f"{name}: its words are {numbers[0]} to {numbers[-1]}: {whole.numbered}.")
    elif len(words.words) > LONGEST:
        yield Flaw("statement", f"{name} has {len(words.words)} words; the limit is {LONGEST}.")
    elif statement.part and answer.heard and short_hash(words.text) != answer.heard:
        yield Flaw("statement", f"{name}: other words have its numbers now; count them anew: {whole.numbered}.")


def _credit_flaws(credits: Sequence[Credit], voices: Sequence[str]) -> Iterator[Flaw]:
    pairs = [(credit.given, credit.right) for credit in credits]
    for credit in credits:
        for letter in (credit.given, credit.right):
            if letter not in voices:
                yield Flaw("credit", f"“{credit}”: no voice is called {letter or 'nothing'}.")
        if credit.given == credit.right:
            yield Flaw("credit", f"“{credit}” is the right answer, which earns everything.")
        if not 0 < credit.share < 1:
            yield Flaw("credit", f"“{credit}”: give a share between 0 and 1, for example 1/2.")
        if pairs.count((credit.given, credit.right)) > 1:
            yield Flaw("credit", f"“{credit}” stands beside another share for the same pair; keep one.")


class Row(NamedTuple):
    """One statement as results list it."""

    number: int
    label: str
    words: str
    given: str
    key: str
    says: str
    share: Fraction


def results(key: Key, named: Mapping[str, str], given: Mapping[str, str], words: Mapping[str, str]) -> tuple[Row, ...]:
    """`named` are the voices by letter; `given` and `words` are by statement."""
    return tuple(
        Row(
            number,
            answer.statement.label,
            words.get(answer.statement.id, ""),
            named.get(given.get(answer.statement.id, ""), ""),
            named.get(answer.voice, ""),
            answer.says,
            key.earned(answer, given.get(answer.statement.id, "")),
        )
        for number, answer in enumerate(key.answers, start=1)
    )
