"""Which words of this quotation are not its author's, and which were? A quotation to be found out and mended."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple, Self

from corpus.text.citation import ASSUMED_EDITION, Anchor, Citation
from corpus.text.passage import Passage

from . import alteration, codec, lines, pinned
from .alteration import Alteration, Altered, Key, Repairing, Token
from .base import Field, Flaw, Invalid, Library, Outcome, Policy, Post, Sample, Sign, Signs, State, Table
from .counted import Counted
from .evidence import ByEdition
from .spelling import same
from .telling import counted
from .worded import OverText

LONGEST = 60  # signs that can be typed for a word

_FIELDS = (
    Field(
        "at",
        "Quotation",
        "line",
        "Sentences of one paragraph in one edition: cliff-1956/original ¶14.2-3. The question waits until that text is"
        " here.",
    ),
    Field(
        "alter",
        "Altered words",
        "lines",
        "One a line: the number of the word, counted through the paragraph, and the word put there: 105 plainly. Marks"
        f" round it stay. Write {alteration.NONE} for a faithful quotation. Leave it empty and check: the words are"
        " listed with their numbers.",
        required=False,
    ),
    Field(
        "digest",
        "Digest",
        "line",
        "Only where the text is not here yet: the hash of the cited words.",
        required=False,
    ),
)

_EXAMPLE: Table = {
    "at": "harrow-1957/adapted ¶14.2",
    "alter": [{"word": 6, "put": "Surely"}, {"word": 9, "put": "southern"}],
}


def _sample(name: str, *words: int, earns: Fraction | None = None, refused_at: str = "", **typed: str) -> Sample:
    """`words` are marked; ``w6="Perhaps"`` is written for one of them."""
    originals = {f"original-{number.removeprefix('w')}": [written] for number, written in typed.items()}
    return Sample(name, {"word": [str(word) for word in words], **originals}, earns, refused_at)


_SAMPLES = (
    _sample("right", 6, 9, w6="Perhaps", w9="northern", earns=Fraction(1)),
    _sample("right, with marks that are not the word", 6, 9, w6="“Perhaps,”", w9=" northern ", earns=Fraction(1)),
    _sample("both marked and one word too many, one mended", 6, 9, 7, w6="Perhaps", earns=Fraction(7, 12)),
    _sample("one found and mended", 9, w9="northern", earns=Fraction(1, 2)),
    _sample("found, not mended", 6, 9, w6="Probably", w9="eastern", earns=Fraction(1, 2)),
    _sample("mended but not marked", 7, w6="Perhaps", earns=Fraction(0)),
    _sample("wrong", 8, 10, w8="no", earns=Fraction(0)),
    Sample("said to be faithful", {"faithful": ["1"]}, Fraction(0)),
    _sample("blank", earns=Fraction(0)),
    _sample("a word of another sentence", 2, refused_at="word"),
    _sample("too long", 6, w6="perhaps" * 10, refused_at="original"),
)


@dataclass(frozen=True, slots=True)
class Response:
    """The words that were marked, by number, what was written for them, and whether nothing is said to be altered."""

    marked: frozenset[int] = frozenset()
    originals: Mapping[int, str] = field(default_factory=dict)
    faithful: bool = False

    @property
    def state(self) -> State:
        return State.ANSWERED if self.marked or self.faithful else State.BLANK

    def dump(self) -> dict[str, object]:
        return {
            "word": sorted(self.marked),
            "original": {str(number): self.originals[number] for number in sorted(self.originals)},
            "faithful": self.faithful,
        }


class Row(NamedTuple):
    """A word that was altered or marked, as results list it."""

    said: str
    original: str
    typed: str
    is_altered: bool
    is_marked: bool
    is_mended: bool


@dataclass(frozen=True, slots=True)
class QuoteRepair(OverText[Key, Response]):
    """A quotation by its place, and what was put for some of its words: what students see."""

    kind = "quote_repair"
    label = "Quotation to mend"
    purpose = (
        "The student finds the words of a quotation that were altered and writes the original ones; for attention to"
        " the small words that carry the sense. No word of the source is kept, so its text must be here."
    )
    rule = (
        "In a quotation to mend, half is for finding the altered words, where false marks cost, and half for writing"
        " what stood there."
    )
    scorer = 1
    unanswered = "You marked no word, so there is nothing to mark."
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES
    longest = LONGEST

    reading: Citation
    at: ByEdition
    alter: Altered = ()

    @property
    def title(self) -> str:
        return f"Mend the quotation: {self.place}"

    @property
    def place(self) -> str:
        """As students read it: ``¶12.4``."""
        return " ".join(map(pinned.label, self.at.values()))

    @property
    def altered(self) -> tuple[Alteration, ...]:
        return self.alter or ()

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The altered quotation, word by word, where the text is at hand."""
        quoted = self._quoted
        return alteration.tokens(quoted, self.alter) if quoted else ()

    @property
    def _quoted(self) -> Counted | None:
        places = next(iter(self.at.values()), frozenset())
        return Counted.at(places, self.text.words) if self.text else None

    def beside(self, text: Passage) -> None:
        """Nothing: beside the true words there would be nothing to find."""

    @classmethod
    def load(cls, body: Table) -> Self:
        return cls(pinned.reading(body), codec.loaded(codec.subtable(body, "at")), _altered(body))

    def dump(self) -> dict[str, object]:
        alter = None if self.alter is None else [{"word": one.word, "put": one.put} for one in self.alter]
        return {"reading": str(self.reading), "at": codec.dumped(self.at), "alter": alter}

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        with codec.at("at", "Quotation"):
            at = pinned.run(codec.text(table, "at"))
        alter = _altered(table)
        reading = replace(at, sentence=None, to_sentence=None)
        places = {at.edition or ASSUMED_EDITION: frozenset(at.anchors)}
        return cls(reading, places, alter), Key(places, codec.line(table, "digest", ""))

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        numbers = [_number(value) for value in post.getlist("word")]
        if set(numbers) - {token.number for token in self.tokens if token.number}:
            raise Invalid(Flaw("word", "You marked a word that does not stand in the quotation; mark words of it."))
        typed = {number: self._typed(post, number, final=final) for number in numbers}
        given = {number: words for number, words in typed.items() if words}
        return Response(frozenset(numbers), given, bool(codec.chosen(post, "faithful")))

    def _typed(self, post: Post, number: int, *, final: bool) -> str:
        words = codec.line({"original": codec.chosen(post, f"original-{number}")}, "original")
        if len(words) > LONGEST and not final:
            said = f"“{words[:20]}…” has {len(words)} characters; the limit is {LONGEST}. Write the one word."
            raise Invalid(Flaw("original", said))
        return words[:LONGEST]

    def response(self, body: Table) -> Response:
        marked = body.get("word")
        numbers = frozenset(number for number in marked if isinstance(number, int)) if isinstance(marked, list) else ()
        typed = codec.subtable(body, "original")
        originals = {number: codec.text(typed, str(number)) for number in numbers if str(number) in typed}
        return Response(frozenset(numbers), originals, codec.flag(body, "faithful"))

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        rows = [row for row in self._rows(response) if row.is_altered]
        return Repairing(
            policy=policy.value,
            altered=len(rows),
            marked=len(response.marked),
            found=sum(row.is_marked for row in rows),
            mended=sum(row.is_mended for row in rows),
        ).outcome()

    def _rows(self, response: Response) -> Iterator[Row]:
        quoted, put = self._quoted, {one.word: one.put for one in self.altered}
        if quoted is None:
            raise LookupError("A quotation is mended against the text; hand it over first.")
        for word in quoted.words:
            is_altered, is_marked = word.number in put, word.number in response.marked
            if is_altered or is_marked:
                typed = response.originals.get(word.number, "")
                is_mended = is_altered and is_marked and same(typed, word.core)
                yield Row(put.get(word.number, word.core), word.core, typed, is_altered, is_marked, is_mended)

    def ideal(self, key: Key, *, edition: str = "") -> dict[str, list[str]]:
        """The form of an answer that earns everything."""
        quoted = self._quoted
        words = [word for one in self.altered if quoted and (word := quoted.word(one.word))]
        form = {f"original-{word.number}": [word.core] for word in words}
        return {**form, "word": [str(word.number) for word in words], "faithful": [] if words else ["1"]}

    def shown(self, key: Key, response: Response) -> tuple[Row, ...]:
        """Each word that was altered or marked, in the order of the text."""
        return tuple(self._rows(response))

    def headed(self, outcome: Outcome) -> str:
        found = Repairing.from_outcome(outcome)
        if not found.altered:
            return "Nothing was altered" if outcome.fraction else "A faithful quotation taken for an altered one"
        spare = found.marked - found.found
        too_many = f", {counted(spare, 'false mark')}" if spare else ""
        return f"{found.of_altered} found, {found.mended} mended{too_many}"

    def explained(self, outcome: Outcome) -> str:
        return f"{alteration.told(Repairing.from_outcome(outcome))}."

    def signs(self, key: Key, response: Response, *, edition: str) -> Signs:
        """The true words, in their paragraph."""
        places = tuple(sorted(place for found in key.places.values() for place in found))
        return Signs(dict.fromkeys(places, Sign.PROOF), places)

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        yield from alteration.flaws(self.reading, self.alter, key, library)

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        plain: dict[str, object] = {name: values.get(name, "") for name in ("at", "digest")}
        written = values.get("alter", "").strip()
        if not written:
            return plain
        if written.casefold() == alteration.NONE:
            return {**plain, "alter": []}
        return codec.together(plain, alter=lambda: lines.each(values, "alter", None, alteration.typed))

    def form_from(self, key: Key) -> dict[str, str]:
        edition = next(iter(self.at), ASSUMED_EDITION)
        alter = alteration.NONE if self.alter == () else "\n".join(map(str, self.altered))
        return {"at": f"{self.reading.work}/{edition} {self.place}", "digest": key.digest, "alter": alter}


def _altered(table: Table) -> Altered:
    return None if table.get("alter") is None else tuple(map(Alteration.load, codec.tables(table, "alter")))


def _number(value: str) -> int:
    """0 is the number of no word."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
