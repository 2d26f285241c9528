"""Which figure is it? A number that the student derives, right within what the key accepts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Self

from corpus.text.citation import Anchor
from corpus.text.digest import collapsed

from . import backing, codec, figures
from .backing import Asked, Backing
from .base import Field, Flaw, Invalid, Library, Outcome, Policy, Post, Sample, State, Table
from .figures import Key, Span
from .question import by_share

WITHOUT_UNIT = Fraction(9, 10)

_FIELDS = (
    backing.ASK,
    Field("answer", "Figure", "line", "One figure, 1,170 or 11.5, or a range with both ends accepted: 1140 to 1200."),
    Field("tolerance", "Tolerance", "line", "How far off one figure may be: 30, or 5 % of it.", required=False),
    Field("unit", "Unit", "line", "Printed beside the box: men. It is asked for if you offer others.", required=False),
    Field(
        "other_units", "Other units", "lines", "One a line, to choose from; a wrong one earns nothing.", required=False
    ),
    Field(
        "year",
        "Year",
        "choice",
        "A year is written without a comma.",
        choices=(("", "The figure is a number"), ("yes", "The figure is a year")),
        required=False,
    ),
    backing.READING,
    backing.EVIDENCE,
)

_EXAMPLE: Table = {
    "ask": "How many lost their work at the four pits, if Harrow’s figures for the pits are added up?",
    "answer": 1170,
    "tolerance": "5",
    "unit": "men",
    "other_units": ["families", "pits"],
    "reading": "harrow-1957 ¶11-14",
    "evidence": {"adapted": ["¶12.3"]},
}


def _sample(name: str, number: str, unit: str = "men", *, earns: Fraction | None = None, at: str = "") -> Sample:
    return Sample(name, {"number": [number], "unit": [unit]}, earns, at)


_SAMPLES = (
    _sample("right", "1170", earns=Fraction(1)),
    _sample("right, with groups", "1,170", earns=Fraction(1)),
    _sample("right, at the end of the range", "1165", earns=Fraction(1)),
    _sample("partly right, no unit", "1170", "", earns=Fraction(9, 10)),
    _sample("wrong unit", "1170", "pits", earns=Fraction(0)),
    _sample("wrong", "1140", earns=Fraction(0)),
    _sample("a unit and no figure", "", earns=Fraction(0)),
    _sample("blank", "", "", earns=Fraction(0)),
    _sample("a decimal comma", "1170,5", at="number"),
    _sample("words", "about 1170", at="number"),
    _sample("a unit that is not offered", "1170", "tons", at="unit"),
)


@dataclass(frozen=True, slots=True)
class Response:
    """What a student typed, and the number that it says, if it says one."""

    typed: str = ""
    unit: str = ""
    value: Decimal | None = None

    @property
    def state(self) -> State:
        if self.typed:
            return State.ANSWERED
        return State.UNFINISHED if self.unit else State.BLANK

    def dump(self) -> dict[str, object]:
        return {"number": self.typed, "unit": self.unit}


class Row(NamedTuple):
    """What results put side by side: the student's figure and the key's. `accepted` is more than the figure itself."""

    given: str
    figure: str
    accepted: str
    given_unit: str
    unit: str


@dataclass(frozen=True, slots=True)
class Numeric(Asked[Key, Response]):
    """A question with a figure for an answer: what students see. One unit is printed, several are offered."""

    kind = "numeric"
    label = "Figure"
    purpose = (
        "The student works out a number or a year; for sums, shares and dates that the reading gives the parts of."
    )
    rule = (
        "A figure is right inside the accepted range, both ends included; where a unit is asked for, a missing one"
        " costs a tenth and a wrong one everything."
    )
    scorer = 1
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES
    length = figures.LENGTH

    units: tuple[str, ...] = ()
    is_year: bool = False

    @property
    def asks_unit(self) -> bool:
        return len(self.units) > 1

    @classmethod
    def load(cls, body: Table) -> Self:
        ask, units, is_year = codec.text(body, "ask"), codec.texts(body, "units"), codec.flag(body, "year")
        return cls(ask, units, is_year, reading=backing.reading(body))

    def dump(self) -> dict[str, object]:
        return {
            "ask": self.ask,
            "units": list(self.units),
            "year": self.is_year,
            "reading": backing.named(self.reading),
        }

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        reading, as_year = backing.reading(table), codec.flag(table, "year")
        unit, others = codec.line(table, "unit", ""), map(collapsed, codec.texts(table, "other_units"))
        # In the order of the alphabet, so that the place of a unit says nothing.
        units = tuple(sorted(filter(None, (unit, *others)), key=str.casefold))
        content = cls(codec.line(table, "ask", ""), units, as_year, reading=reading)
        span = Span.from_table(table, as_year=as_year)
        return content, Key(span, unit, backing=Backing.from_table(table, reading))

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        typed, unit = codec.chosen(post, "number").strip(), codec.chosen(post, "unit")
        if unit and unit not in self.units:
            raise Invalid(Flaw("unit", "You chose a unit that is not offered; choose from the list."))
        response = self.response({"number": typed, "unit": unit})
        if typed and response.value is None and not final:
            raise Invalid(Flaw("number", self._advice(typed)))
        return response

    def _advice(self, typed: str) -> str:
        if len(typed) > figures.LENGTH:
            return f"Your figure has {len(typed)} characters; the limit is {figures.LENGTH}."
        if self.is_year:
            return f"“{typed}” is not read as a year. Write its digits and nothing else: 1957."
        return f"“{typed}” is not read as a number. Write digits, with a point before decimals: 1140, 1,140 or 11.5."

    def response(self, body: Table) -> Response:
        typed = codec.text(body, "number", "")
        return Response(typed, codec.text(body, "unit", ""), (figures.year if self.is_year else figures.number)(typed))

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        inside = response.value is not None and key.span.holds(response.value)
        unit = self._unit(key, response)
        return by_share(
            Fraction(inside) * {"missing": WITHOUT_UNIT, "wrong": Fraction(0)}.get(unit, Fraction(1)),
            policy,
            inside=inside,
            unit=unit,
            value="" if response.value is None else figures.written(response.value, as_year=self.is_year),
            accepted=key.span.accepted(as_year=self.is_year),
        )

    def _unit(self, key: Key, response: Response) -> str:
        if not self.asks_unit:
            return "given"
        return "missing" if not response.unit else "right" if response.unit == key.unit else "wrong"

    def ideal(self, key: Key, *, edition: str = "") -> dict[str, list[str]]:
        """The form of an answer that earns everything."""
        return {"number": [f"{key.span.low:f}"]} | ({"unit": [key.unit]} if self.asks_unit else {})

    def shown(self, key: Key, response: Response) -> tuple[Row]:
        """The figures as the results page puts them side by side."""
        figure = replace(key.span, tolerance=Decimal(0)).accepted(as_year=self.is_year)
        accepted = key.span.accepted(as_year=self.is_year)
        unit = response.unit if self.asks_unit else key.unit
        return (Row(response.typed, figure, accepted if accepted != figure else "", unit, key.unit),)

    def headed(self, outcome: Outcome) -> str:
        if not codec.flag(outcome.parts, "inside"):
            return "Not right"
        return {"missing": "Right, without the unit", "wrong": "Unit not right"}.get(
            str(outcome.parts["unit"]), "Right"
        )

    def explained(self, outcome: Outcome) -> str:
        return f"{_figure_told(outcome)}{_unit_told(outcome)}{backing.earned(outcome)}"

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        yield from self.asking_flaws(key, library)
        yield from key.span.flaws()
        yield from figures.unit_flaws(self.units, key)

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        plain: dict[str, object] = {name: values.get(name, "") for name in ("answer", "tolerance", "unit")}
        plain["year"] = bool(values.get("year"))
        return backing.typed(values, plain, other_units=lambda: backing.each_line(values, "other_units"))

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            **self.asking_form(key),
            **key.span.form(),
            "unit": key.unit,
            "other_units": "\n".join(unit for unit in self.units if unit != key.unit),
            "year": "yes" if self.is_year else "",
        }


def _figure_told(outcome: Outcome) -> str:
    value, accepted = codec.text(outcome.parts, "value"), codec.text(outcome.parts, "accepted")
    if value == accepted:
        return f"You gave {value}, which is right"
    return f"You gave {value or 'no figure'}, and {accepted} is accepted"


def _unit_told(outcome: Outcome) -> str:
    if not codec.flag(outcome.parts, "inside"):
        return ""
    unit = codec.text(outcome.parts, "unit")
    return {"missing": ", but you named no unit", "wrong": ", but the unit is not right"}.get(unit, "")
