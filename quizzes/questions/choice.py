"""Which of these answers is right, or which of them are?"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar, Self

from corpus.text.citation import Anchor, Citation

from . import backing, codec, lines, offer, says, seals
from .base import (
    BLANK,
    COMMON,
    Field,
    Flaw,
    Invalid,
    Library,
    Outcome,
    Policy,
    Post,
    Sample,
    Sign,
    Signs,
    State,
    Table,
)
from .evidence import Ground
from .mixing import Draw, in_drawn_order
from .offer import LENGTH, Key, Option, Row
from .telling import counted, share

_OWN = ("ask", "several", "option", "reading", "evidence")


@dataclass(frozen=True, slots=True)
class Response:
    chosen: frozenset[str] = frozenset()

    @property
    def state(self) -> State:
        return State.ANSWERED if self.chosen else State.BLANK

    def dump(self) -> dict[str, object]:
        return {"choice": sorted(self.chosen)}


@dataclass(frozen=True, slots=True)
class Choice:
    """A question and its options: what students see. `reading` may stand beside it."""

    kind: ClassVar[str] = "choice"
    label: ClassVar[str] = "Choice"
    purpose: ClassVar[str] = (
        "The student picks the right answer, or all that are right, from a list; for what has a short answer and"
        " needs no proof in the text, such as who speaks or where a figure comes from."
    )
    rule: ClassVar[str] = "One choice is right or not; where several are right, wrong ticks cancel right ones."
    marks_text: ClassVar[bool] = False
    scorer: ClassVar[int] = 1

    ask: str
    options: tuple[Option, ...]
    several: bool = False
    reading: Citation | None = None

    @property
    def title(self) -> str:
        return self.ask

    def mixed(self, draw: Draw) -> Self:
        return replace(self, options=in_drawn_order(self.options, draw))

    @classmethod
    def load(cls, body: Table) -> Self:
        offered = tuple(Option(codec.text(o, "id"), codec.text(o, "text")) for o in codec.tables(body, "options"))
        return cls(codec.text(body, "ask"), offered, codec.flag(body, "several"), _reading(body))

    def dump(self) -> dict[str, object]:
        return {
            "ask": self.ask,
            "options": [{"id": option.id, "text": option.text} for option in self.options],
            "several": self.several,
            "reading": str(self.reading) if self.reading else "",
        }

    @classmethod
    def load_key(cls, body: Table) -> Key:
        return Key.load(body)

    @classmethod
    def from_table(cls, table: Table) -> tuple[Self, Key]:
        codec.nothing_unknown(table, COMMON | set(_OWN))
        reading = _reading(table)
        rows = offer.from_tables(codec.tables(table, "option"))
        with codec.at("evidence", "Evidence"):
            evidence = codec.cited(codec.subtable(table, "evidence"), reading.work if reading else None)
        key = Key(
            right=frozenset(row.option.id for row in rows if row.right),
            says={row.option.id: row.says for row in rows if row.says},
            evidence=evidence,
        )
        offered = tuple(row.option for row in rows)
        return cls(codec.line(table, "ask", ""), offered, codec.flag(table, "several"), reading), key

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        chosen = frozenset(post.getlist("choice")) - {""}
        if chosen - {option.id for option in self.options}:
            raise Invalid(Flaw("choice", "You chose something that is not offered; choose from the list."))
        if len(chosen) > 1 and not self.several:
            raise Invalid(Flaw("choice", f"You chose {len(chosen)} answers; choose one."))
        return Response(chosen)

    def response(self, body: Table) -> Response:
        return Response(frozenset(codec.texts(body, "choice")))

    def mark(self, key: Key, response: Response, *, edition: str = "", policy: str = Policy.GRADED) -> Outcome:
        if response.state is State.BLANK:
            return Outcome(Fraction(0), {}, BLANK)
        hits, wrong = len(response.chosen & key.right), len(response.chosen - key.right)
        others = len(self.options) - len(key.right)
        value = _several(hits, len(key.right), wrong, others) if self.several else Fraction(hits)
        if Policy(policy) is Policy.STRICT:
            value = Fraction(value == 1)
        parts = {
            "policy": Policy(policy).value,
            "several": self.several,
            "hits": hits,
            "right": len(key.right),
            "wrong": wrong,
            "others": others,
        }
        return Outcome(value, parts, "complete" if value == 1 else "partial" if value else "wrong")

    def ideal(self, key: Key, *, edition: str = "") -> dict[str, list[str]]:
        """The form of an answer that earns everything."""
        return {"choice": sorted(key.right)}

    def heading(self, outcome: Outcome) -> str:
        if outcome.reason == BLANK:
            return "No answer"
        if outcome.reason != "partial":
            return "Right" if outcome.fraction else "Not right"
        hits, right, wrong = (codec.whole(outcome.parts, name) for name in ("hits", "right", "wrong"))
        return f"{hits} of {right} right" + (f", {counted(wrong, 'wrong tick')}" if wrong else "")

    def explain(self, outcome: Outcome) -> str:
        if outcome.reason == BLANK:
            return "You gave no answer, so there is nothing to mark."
        if not codec.flag(outcome.parts, "several"):
            return f"The answer you chose is {'right, so you earn it all' if outcome.fraction else 'not right'}."
        return _several_explained(outcome)

    def signs(self, key: Key, response: Response, *, edition: str) -> Signs:
        found = Ground.of([key.evidence], {}, edition).key
        return Signs(dict.fromkeys(sorted(found), Sign.PROOF), tuple(sorted(found)))

    def shown(self, key: Key, response: Response) -> tuple[Row, ...]:
        """The options as the results page lists them."""
        return offer.rows(self.options, key, response.chosen)

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        if not self.ask:
            yield Flaw("ask", "The question is empty; ask something.")
        if len(self.ask) > LENGTH:
            yield Flaw("ask", f"The question has {len(self.ask)} characters; the limit is {LENGTH}.")
        yield from offer.flaws(self.options, key, self.several)
        if self.reading is not None:
            yield from seals.reading_flaws(self.reading, library)
        for letter, said in key.says.items():
            yield from says.flaws("option", f"Option {letter}", said, self.reading, library)
        yield from seals.flaws(key.cited(), self.reading, key.hashes, library)

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        return _FIELDS

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        reading = _reading(values)
        work = reading.work if reading else None
        plain = {"ask": values.get("ask", ""), "reading": values.get("reading", "")}
        return codec.together(
            plain | {"several": bool(values.get("several"))},
            option=lambda: lines.each(values, "option", work, offer.typed),
            evidence=lambda: lines.one(values, "evidence", work),
        )

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            "ask": self.ask,
            "several": "yes" if self.several else "",
            "option": "\n".join(map(str, offer.rows(self.options, key))),
            "reading": str(self.reading) if self.reading else "",
            "evidence": lines.written(key.evidence, self.reading.work if self.reading else None),
        }

    @classmethod
    def example(cls) -> tuple[Self, Key]:
        return cls.from_table(_EXAMPLE)

    @classmethod
    def samples(cls) -> tuple[Sample, ...]:
        return _SAMPLES


def _reading(table: Table) -> Citation | None:
    return codec.reading(table) if table.get("reading") else None


def _several(hits: int, right: int, wrong: int, others: int) -> Fraction:
    penalty = Fraction(wrong, others) if others else Fraction(0)
    return max(Fraction(0), Fraction(hits, right) - penalty)


def _several_explained(outcome: Outcome) -> str:
    hits, right, wrong, others = (codec.whole(outcome.parts, name) for name in ("hits", "right", "wrong", "others"))
    found = f"You found {hits} of {right} right answers and ticked {wrong} of {others} wrong ones"
    if outcome.parts["policy"] == Policy.STRICT:
        return f"{found}; here all or nothing counts, so you earn {'it all' if outcome.fraction else 'nothing'}."
    return f"{found}, so your score is {_difference(Fraction(hits, right), Fraction(wrong, others or 1))}."


def _difference(found: Fraction, cancelled: Fraction) -> str:
    if not cancelled:
        return share(found)
    outcome = "which counts as 0" if cancelled > found else f"that is {share(found - cancelled)}"
    return f"{share(found)} − {share(cancelled)}, {outcome}"


_FIELDS = (
    Field("ask", "Question", "text", f"At most {LENGTH} characters."),
    Field(
        "several",
        "Right answers",
        "choice",
        choices=(("", "One is right"), ("yes", "Several may be right")),
        required=False,
    ),
    Field(
        "option",
        "Options",
        "lines",
        "One a line, * before a right one; after two strokes what to say about it:"
        " *a) The newspaper // ¶12.1 names it. Letters stay with their option; a new option needs none.",
    ),
    Field("reading", "Reading", "line", "Paragraphs to show beside it: cliff-1956 ¶14-18.", required=False),
    backing.EVIDENCE,
)

_EXAMPLE: Table = {
    "ask": "On whose word does ¶12 rest?",
    "several": True,
    "reading": "harrow-1957 ¶11-14",
    "option": [
        {"text": "The Evening Courier’s", "right": True, "says": "The promise stands there."},
        {"text": "The Minister’s own, to Harrow", "says": "Harrow did not hear him speak."},
        {"text": "An old miner’s", "right": True},
        {"text": "A police report’s"},
    ],
    "evidence": {"adapted": ["¶12.1", "¶12.6"]},
}

_SAMPLES = (
    Sample("right", {"choice": ["c", "a"]}, Fraction(1)),
    Sample("partly right", {"choice": ["a"]}, Fraction(1, 2)),
    Sample("right and wrong cancel", {"choice": ["a", "b"]}, Fraction(0)),
    Sample("everything ticked", {"choice": ["a", "b", "c", "d"]}, Fraction(0)),
    Sample("more right than wrong", {"choice": ["a", "c", "d"]}, Fraction(1, 2)),
    Sample("wrong", {"choice": ["d"]}, Fraction(0)),
    Sample("blank", {}, Fraction(0)),
    Sample("not offered", {"choice": ["z"]}, refused_at="choice"),
)
