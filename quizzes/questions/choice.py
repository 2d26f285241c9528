"""Which of these answers is right, or which of them are?"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from corpus.text.citation import Anchor

from . import backing, codec, lines, offer, says
from .backing import Asked, Backing
from .base import Field, Flaw, Invalid, Library, Outcome, Policy, Post, Sample, State, Table
from .mixing import Draw, in_drawn_order
from .offer import Key, Option, Row
from .question import by_share
from .telling import counted, share, strictly

_FIELDS = (
    backing.ASK,
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
    backing.READING,
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


@dataclass(frozen=True, slots=True)
class Response:
    chosen: frozenset[str] = frozenset()

    @property
    def state(self) -> State:
        return State.ANSWERED if self.chosen else State.BLANK

    def dump(self) -> dict[str, object]:
        return {"choice": sorted(self.chosen)}


@dataclass(frozen=True, slots=True)
class Choice(Asked[Key, Response]):
    """A question and its options: what students see."""

    kind = "choice"
    label = "Choice"
    purpose = (
        "The student picks the right answer, or all that are right, from a list; for what has a short answer and"
        " needs no proof in the text, such as who speaks or where a figure comes from."
    )
    rule = "One choice is right or not; where several are right, wrong ticks cancel right ones."
    scorer = 1
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES

    options: tuple[Option, ...]
    several: bool = False

    def mixed(self, draw: Draw) -> Self:
        return replace(self, options=in_drawn_order(self.options, draw))

    @classmethod
    def load(cls, body: Table) -> Self:
        offered = tuple(map(Option.load, codec.tables(body, "options")))
        return cls(codec.text(body, "ask"), offered, codec.flag(body, "several"), reading=backing.reading(body))

    def dump(self) -> dict[str, object]:
        return {
            "ask": self.ask,
            "options": [option.dump() for option in self.options],
            "several": self.several,
            "reading": backing.named(self.reading),
        }

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        reading = backing.reading(table)
        rows = offer.from_tables(codec.tables(table, "option"))
        key = Key(
            right=frozenset(row.option.id for row in rows if row.right),
            says={row.option.id: row.says for row in rows if row.says},
            backing=Backing.from_table(table, reading),
        )
        offered = tuple(row.option for row in rows)
        return cls(codec.line(table, "ask", ""), offered, codec.flag(table, "several"), reading=reading), key

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        chosen = frozenset(post.getlist("choice")) - {""}
        if chosen - {option.id for option in self.options}:
            raise Invalid(Flaw("choice", "You chose something that is not offered; choose from the list."))
        if len(chosen) > 1 and not self.several:
            raise Invalid(Flaw("choice", f"You chose {len(chosen)} answers; choose one."))
        return Response(chosen)

    def response(self, body: Table) -> Response:
        return Response(frozenset(codec.texts(body, "choice")))

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        hits, wrong = len(response.chosen & key.right), len(response.chosen - key.right)
        others = len(self.options) - len(key.right)
        value = _several(hits, len(key.right), wrong, others) if self.several else Fraction(hits)
        return by_share(
            value, policy, several=self.several, hits=hits, right=len(key.right), wrong=wrong, others=others
        )

    def ideal(self, key: Key, *, edition: str = "") -> dict[str, list[str]]:
        """The form of an answer that earns everything."""
        return {"choice": sorted(key.right)}

    def headed(self, outcome: Outcome) -> str:
        if outcome.reason != "partial":
            return "Right" if outcome.fraction else "Not right"
        hits, right, wrong = (codec.whole(outcome.parts, name) for name in ("hits", "right", "wrong"))
        return f"{hits} of {right} right" + (f", {counted(wrong, 'wrong tick')}" if wrong else "")

    def explained(self, outcome: Outcome) -> str:
        if not codec.flag(outcome.parts, "several"):
            return f"The answer you chose is {'right, so you earn it all' if outcome.fraction else 'not right'}."
        return _several_explained(outcome)

    def shown(self, key: Key, response: Response) -> tuple[Row, ...]:
        """The options as the results page lists them."""
        return offer.rows(self.options, key, response.chosen)

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        yield from backing.ask_flaws(self.ask)
        yield from offer.flaws(self.options, key, self.several)
        yield from backing.reading_flaws(self.reading, library)
        for letter, said in key.says.items():
            yield from says.flaws("option", f"Option {letter}", said, self.reading, library)
        yield from key.backing.flaws(self.reading, library)

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        plain = {"several": bool(values.get("several"))}
        return backing.typed(values, plain, option=lambda: lines.each(values, "option", None, offer.typed))

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            **self.asking_form(key),
            "several": "yes" if self.several else "",
            "option": "\n".join(map(str, offer.rows(self.options, key))),
        }


def _several(hits: int, right: int, wrong: int, others: int) -> Fraction:
    penalty = Fraction(wrong, others) if others else Fraction(0)
    return max(Fraction(0), Fraction(hits, right) - penalty)


def _several_explained(outcome: Outcome) -> str:
    hits, right, wrong, others = (codec.whole(outcome.parts, name) for name in ("hits", "right", "wrong", "others"))
    found = f"You found {hits} of {right} right answers and ticked {wrong} of {others} wrong ones"
    if outcome.parts["policy"] == Policy.STRICT:
        return f"{found}; {strictly(outcome.fraction)}."
    return f"{found}, so your score is {_difference(Fraction(hits, right), Fraction(wrong, others or 1))}."


def _difference(found: Fraction, cancelled: Fraction) -> str:
    if not cancelled:
        return share(found)
    outcome = "which counts as 0" if cancelled > found else f"that is {share(found - cancelled)}"
    return f"{share(found)} − {share(cancelled)}, {outcome}"
