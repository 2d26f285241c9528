"""Which words of a quotation were altered, and what do finding and mending them earn?

An alteration is the number of a word, counted through its paragraph, and the word put there; the original word stands
in the text alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import NamedTuple, Self

from corpus.text.citation import Citation
from corpus.text.digest import short_hash

from . import codec, pinned, seals
from .base import Cited, Flaw, Invalid, Library, Outcome, Policy, Table
from .counted import Counted, Word
from .evidence import HALF, ByEdition
from .parts import Parts
from .spelling import same
from .telling import counted, share, strictly

MOST, LONGEST = 8, 150  # alterations, and words of a quotation
LENGTH = 40  # signs of a word
NONE = "none"  # a faithful quotation, where an author types

# None where the author has not said yet; empty where nothing is altered.
type Altered = tuple["Alteration", ...] | None


@dataclass(frozen=True, slots=True)
class Alteration:
    word: int
    put: str

    def __str__(self) -> str:
        return f"{self.word} {self.put}"

    @classmethod
    def load(cls, body: Table) -> Self:
        codec.nothing_unknown(body, ("word", "put"))
        return cls(codec.whole(body, "word", None, 1, 99_999), codec.line(body, "put", ""))


def typed(line: str, _: str | None = None) -> dict[str, object]:
    """``105 plainly``: word 105 becomes plainly."""
    number, _, put = line.partition(" ")
    if not (number.isascii() and number.isdigit() and len(number) < 6 and put.strip()):
        raise Invalid(
            Flaw("alter", f"“{line[:40]}” alters nothing; write the word's number and the new word: 105 plainly.")
        )
    return {"word": int(number), "put": put.strip()}


class Token(NamedTuple):
    """A word as the altered quotation has it. `number` is 0 where marks stand alone and nothing can be marked."""

    number: int
    before: str
    word: str
    after: str


def tokens(quoted: Counted, alter: Altered) -> tuple[Token, ...]:
    """The quotation as students see it. Marks round a replaced word stay."""
    put = {one.word: one.put for one in alter or ()}
    return tuple(_token(word, put.get(word.number, word.core)) for word in quoted.words)


def _token(word: Word, said: str) -> Token:
    return Token(word.number if word.core else 0, word.before, said if word.core else "", word.after)


@dataclass(frozen=True, slots=True)
class Key(seals.Sealed):
    """Where the true words stand. `digest` is the author's hash of them; `before` is how many words precede them."""

    places: ByEdition
    digest: str = ""
    before: int | None = None

    def cited(self) -> Iterator[Cited]:
        for edition, found in self.places.items():
            yield from (Cited("at", 1, edition, anchor) for anchor in sorted(found))

    def sealed(self, library: Library) -> Self:
        quoted = self.quoted(library)
        before = quoted.before if quoted and self.before is None else self.before
        return replace(self, before=before, hashes=seals.sealed(self.cited(), self.hashes, library))

    def quoted(self, library: Library) -> Counted | None:
        """The true words, if their text is here."""
        edition, found = next(iter(self.places.items()), ("", frozenset()))
        return Counted.at(found, lambda place: library.words(edition, place))

    def dump(self) -> dict[str, object]:
        return {
            "places": codec.dumped(self.places),
            "digest": self.digest,
            "before": self.before,
            "hashes": seals.dumped(self.hashes),
        }

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(
            places=codec.loaded(codec.subtable(body, "places")),
            digest=codec.text(body, "digest", ""),
            before=None if body.get("before") is None else codec.whole(body, "before"),
            hashes=seals.loaded(codec.subtable(body, "hashes")),
        )


def flaws(reading: Citation, alter: Altered, key: Key, library: Library) -> Iterator[Flaw]:
    yield from pinned.flaws("at", reading, library)
    if not (key.places and all(map(pinned.is_run, key.places.values()))):
        yield Flaw("at", "The sentences of the quotation do not follow each other; cite a run of one paragraph.")
    told = list(seals.flaws(key.cited(), reading, key.hashes, library))
    yield from told
    yield from _alteration_flaws(alter or ())
    quoted = None if told else key.quoted(library)
    if quoted is not None:
        yield from _words_flaws(quoted, alter, key)
    elif alter is None:
        yield Flaw("alter", f"Say which words are altered, or “{NONE}” for a faithful quotation.")
    if quoted is None and not told and not key.digest and library.editions(reading.work):
        yield Flaw("digest", f"The {reading.edition} text is not here to be asked; give the digest of the words.")


def _alteration_flaws(alter: Sequence[Alteration]) -> Iterator[Flaw]:
    numbers = [one.word for one in alter]
    if len(alter) > MOST:
        yield Flaw("alter", f"{len(alter)} words are altered; the limit is {MOST}.")
    for one in alter:
        if numbers.count(one.word) > 1:
            yield Flaw("alter", f"Word {one.word} is altered twice; keep one.")
        # Anything but one bare word in place of another would show where to look.
        if len(one.put.split()) != 1 or Word.of(0, one.put).core != one.put:
            yield Flaw("alter", f"Word {one.word} becomes “{one.put}”; put one word, without marks round it.")
        if len(one.put) > LENGTH:
            yield Flaw("alter", f"Word {one.word} becomes {len(one.put)} signs; the limit is {LENGTH}.")


def _words_flaws(quoted: Counted, alter: Altered, key: Key) -> Iterator[Flaw]:
    """The numbers are told with their words, so that nobody has to count."""
    if alter is None:
        yield Flaw("alter", f"Say which words are altered, or “{NONE}”. They are {quoted.numbered}.")
    if key.digest and short_hash(quoted.text) != key.digest:
        yield Flaw("digest", "The words there are not those that were cited; read them again, then leave this empty.")
    if len(quoted.words) > LONGEST:
        yield Flaw("at", f"The quotation has {len(quoted.words)} words; the limit is {LONGEST}. Cite fewer sentences.")
    if key.before is not None and key.before != quoted.before:
        yield Flaw(
            "alter",
            f"{quoted.before} words stand before the quotation and not {key.before}; count anew: {quoted.numbered}.",
        )
    for one in alter or ():
        word = quoted.word(one.word)
        if word is None or not word.core:
            yield Flaw("alter", f"There is no word {one.word} in the quotation; it has {quoted.numbered}.")
        elif same(one.put, word.core):
            yield Flaw("alter", f"Word {one.word} is “{word.core}” already; put another.")
        elif word == quoted.words[0] and word.core[:1].isupper() and one.put[:1].islower():
            yield Flaw("alter", f"Word {one.word} opens the quotation; write “{one.put}” with a capital.")


@dataclass(frozen=True, slots=True)
class Repairing(Parts):
    """The counts behind a score: `found` of the `altered` words, among the `marked` ones; `mended` of those."""

    policy: str
    altered: int
    marked: int
    found: int
    mended: int

    @property
    def finding(self) -> Fraction:
        """D of SCORING.md §3: the share of the altered words times the share of the marks."""
        whole = self.altered * self.marked
        return Fraction(self.found * self.found, whole) if whole else Fraction(0)

    @property
    def mending(self) -> Fraction:
        """C of SCORING.md §3."""
        return Fraction(self.mended, self.altered) if self.altered else Fraction(0)

    @property
    def of_altered(self) -> str:
        return f"{self.found} of {self.altered} altered word{'' if self.altered == 1 else 's'}"

    @property
    def share(self) -> Fraction:
        if not self.altered:
            return Fraction(not self.marked)
        whole = HALF * (self.finding + self.mending)
        return Fraction(whole == 1) if self.policy == Policy.STRICT else whole

    def outcome(self) -> Outcome:
        value = self.share
        return Outcome(value, asdict(self), "complete" if value == 1 else "partial" if value else "wrong")


def told(found: Repairing) -> str:
    """How a score came about, without its full stop."""
    if not found.altered:
        said = f"but you marked {counted(found.marked, 'word')}" if found.marked else "and you said so"
        return f"Nothing was altered, {said}, so you earn {'nothing' if found.marked else 'it all'}"
    if not found.marked:
        were = "word was" if found.altered == 1 else "words were"
        return f"You said that nothing was altered, but {found.altered} {were}, so you earn nothing"
    said = f"You found {found.of_altered} with {counted(found.marked, 'mark')}"
    if found.policy == Policy.STRICT:
        return f"{said} and mended {found.mended}; {strictly(found.share)}"
    if found.share in (0, 1):
        return f"{said} and mended {found.mended}, so you earn {'it all' if found.share else 'nothing'}"
    finding, mending = share(found.finding), share(found.mending)
    worth = f"{said}, which is worth {finding}, and mended {found.mended}, which is worth {mending}"
    return f"{worth}; your score is half of both, ({finding} + {mending}) / 2 = {share(found.share)}"
