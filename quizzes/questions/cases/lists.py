"""How are cases written whose answers are chosen from a list, or are a figure?"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus.text.citation import Anchor

from .. import codec, offer, pairing, rubric, sequence, statements
from .. import ordering as ordered
from ..base import Flaw, Form, Invalid, Outcome, Table
from ..choice import Choice
from ..matching import Matching
from ..numeric import Numeric
from ..ordering import Ordering
from ..short_answer import ShortAnswer
from ..voice import WhoSpeaks
from .plain import READING, Plain, named


def choice(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("options", "right", "several"))
    options, right = codec.texts(key, "options"), frozenset(codec.texts(key, "right"))
    several = codec.flag(key, "several")
    if len(options) < 2 or len(set(options)) < len(options):
        raise Invalid(Flaw("options", "Offer at least two options, each once."))
    if not right or not right <= set(options) or (len(right) > 1 and not several):
        raise Invalid(Flaw("right", "Name the option that is right, or several with “several”: true."))
    content = Choice("", tuple(offer.Option(one, "") for one in options), several)

    def answer(response: Table) -> Any:
        codec.nothing_unknown(response, ("choice",))
        return content.read(Form({"choice": codec.texts(response, "choice")}))

    return Plain(content, offer.Key(right), answer)


def ordering(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("order",))
    written = key.get("order")
    levels = [level(one) for one in written] if isinstance(written, list) else []
    ranks = {item: rank for rank, one in enumerate(levels, start=1) for item in one}
    if len(ranks) < sum(map(len, levels)) or len(levels) < 2:
        raise Invalid(
            Flaw("order", 'List each item once, level ones in a list: ["a", ["b", "c"], "d"]; not all level.')
        )
    content = Ordering("", tuple(sequence.Item(item, item) for item in ranks))

    def answer(response: Table) -> Any:
        codec.nothing_unknown(response, ("order",))
        order = codec.texts(response, "order")
        if order and sorted(order) != sorted(ranks):
            raise Invalid(Flaw("order", f"Put each of {', '.join(ranks)} in one place, or give [] for no answer."))
        rows = (ordered.Placed(sequence.Item(item, item), at) for at, item in enumerate(order, start=1))
        return ordered.Response(tuple(rows), is_arranged=bool(order))

    return Plain(content, sequence.Key(ranks), answer)


def level(value: object) -> tuple[str, ...]:
    return codec.texts({"order": value if isinstance(value, list) else [value]}, "order")


def matching(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("pairs",))
    right = named(key, "pairs")
    answers = tuple(pairing.Answer(one, one) for one in dict.fromkeys(right.values()))
    content = Matching("", tuple(pairing.Prompt(one, one) for one in right), answers)

    def answer(response: Table) -> Any:
        codec.nothing_unknown(response, ("pairs",))
        given = codec.subtable(response, "pairs")
        codec.nothing_unknown(given, right)
        return content.response({"pairs": given})

    return Plain(content, pairing.Key(right), answer)


def numeric(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("answer", "tolerance", "unit", "other_units", "year"))
    # A figure of JSON with a point arrives as a decimal; authors write it as text.
    written = {name: str(value) if isinstance(value, Decimal) else value for name, value in key.items()}
    content, read = Numeric.from_table({**written, "ask": ""})
    for flaw in read.span.flaws():
        raise Invalid(flaw)

    def answer(response: Table) -> Any:
        codec.nothing_unknown(response, ("number", "unit"))
        return content.read(Form({name: [codec.text(response, name, "")] for name in ("number", "unit")}))

    return Plain(content, read, answer)


def voice(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("statements", "credits"))
    right = named(key, "statements")
    asked = {one: statements.Statement(one, edition, frozenset({Anchor(one, 1, 1)})) for one in right}
    read = statements.Key(
        answers=tuple(statements.Answer(asked[one], voice) for one, voice in right.items()),
        credits=tuple(map(statements.Credit.load, codec.tables(key, "credits"))),
    )
    content = WhoSpeaks("", (), tuple(asked.values()), READING)

    def answer(response: Table) -> Any:
        codec.nothing_unknown(response, ("voice",))
        codec.nothing_unknown(codec.subtable(response, "voice"), right)
        return content.response(response)

    return Plain(content, read, answer)


@dataclass(frozen=True, slots=True)
class _Rated:
    """A written answer as far as its mark goes: the level that a person gave it, or none."""

    scorer: int = ShortAnswer.scorer

    def mark(self, key: rubric.Rubric, level: int | None, *, edition: str, policy: str) -> Outcome:
        if level is None:
            return rubric.waiting(0, blank=True, policy=policy)
        return key.outcome(level, blank=False, policy=policy)


def short_answer(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("highest",))
    levels = rubric.Rubric(("",) * (codec.whole(key, "highest", None, rubric.FEWEST - 1, rubric.MOST - 1) + 1))

    def answer(response: Table) -> int | None:
        codec.nothing_unknown(response, ("level",))
        return codec.whole(response, "level", None, 0, levels.highest) if response else None

    return Plain(_Rated(), levels, answer)
