"""What does an answer earn that is written down with its key, apart from any text, quiz or student?

So that anyone can hold our arithmetic against another implementation. docs/score-cases.md has each kind.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from corpus.text.citation import ASSUMED_EDITION
from quizzes.rules import practice_result

from .. import codec
from ..base import Flaw, Invalid, Outcome, Policy, Table, points, stored
from ..hinting import COSTS
from . import lists, sentences, words
from .plain import Adapter, Plain

ADAPTERS: Mapping[str, Adapter] = {
    "source_check": sentences.source_check,
    "find_evidence": sentences.evidence_alone,
    "choice": lists.choice,
    "ordering": lists.ordering,
    "matching": lists.matching,
    "numeric": lists.numeric,
    "voice": lists.voice,
    "cloze": words.cloze,
    "quotation": words.quotation,
    "quote_repair": words.quote_repair,
    "corroboration": sentences.corroboration,
    "short_answer": lists.short_answer,
}

HINTS = dict(zip(("section", "paragraph"), COSTS, strict=False))  # what each takes away
MOST_POINTS = Decimal("9999.99")
MOST_TRIES = 100

_FIELDS = ("id", "kind", "key", "response", "tries", "points", "policy", "edition", "expect", "note")


@dataclass(frozen=True, slots=True)
class Scored:
    """What a case earns. With several tries `outcome` is the last one's, and `fraction` what all come to."""

    fraction: Fraction
    points: Decimal
    outcome: Outcome
    scorer: int

    def dump(self) -> dict[str, object]:
        told = self.outcome.dump()
        return {
            "fraction": written(self.fraction),
            "decimal": f"{stored(self.fraction):f}",
            "points": f"{self.points:f}",
            "parts": told["parts"],
            "reason": told["reason"],
            "scorer": self.scorer,
        }


def written(fraction: Fraction) -> str:
    """With its slash always, as outcomes are kept: ``1/1``."""
    return f"{fraction.numerator}/{fraction.denominator}"


def scored(case: object) -> Scored:
    """Marks one case; raises Invalid, whose flaws name the field: ``key.proofs``."""
    if not isinstance(case, Mapping):
        raise Invalid(Flaw("", "A case is an object with kind, key, response, points and policy."))
    codec.nothing_unknown(case, _FIELDS)
    _known_kind(case)
    possible = _points(case)
    policy = codec.one_of({"policy": Policy.GRADED, **case}, "policy", Policy)
    edition = codec.text(case, "edition", ASSUMED_EDITION)
    with _inside("key"):
        plain = _plain(case, edition)
    if "tries" not in case:
        outcome = _marked(plain, case, edition, policy)
        return Scored(outcome.fraction, points(outcome.fraction, possible), outcome, plain.content.scorer)
    tries = _tries(plain, case, edition, policy)
    whole = practice_result([outcome.fraction for outcome, _ in tries], [cost for _, cost in tries])
    return Scored(whole, points(whole, possible), tries[-1][0], plain.content.scorer)


def disagreement(case: Table, found: Scored) -> str:
    """What a case expects that it does not earn, in a sentence; empty where it expects nothing else."""
    with _inside("expect"):
        expected = codec.subtable(case, "expect")
        codec.nothing_unknown(expected, ("fraction", "points", "reason"))
    told = found.dump()
    wrong = [f"{name} is {told[name]} and not {value}" for name, value in expected.items() if told[name] != value]
    return "; ".join(wrong)


def _plain(case: Table, edition: str) -> Plain:
    if not isinstance(case.get("key"), Mapping):
        raise Invalid(Flaw("/key", "“key” is missing; give an object with what the kind needs."))
    return ADAPTERS[str(case["kind"])](codec.subtable(case, "key"), edition)


def _known_kind(case: Table) -> None:
    kind = codec.text(case, "kind")
    if kind not in ADAPTERS:
        raise Invalid(Flaw("kind", f"There is no kind “{kind[:40]}”; give one of {', '.join(ADAPTERS)}."))


def _points(case: Table) -> Decimal:
    value = case.get("points")
    fits = isinstance(value, int | str | Decimal) and not isinstance(value, bool)
    try:
        found = Decimal(value if fits else "none")  # type: ignore[arg-type]
    except InvalidOperation:
        found = Decimal(0)
    if not (found.is_finite() and 0 < found <= MOST_POINTS and found == found.quantize(Decimal("0.01"))):
        raise Invalid(Flaw("points", f"“points” is {_shown(value)}; give what the question is worth: 2 or 1.5."))
    return found


def _marked(plain: Plain, holder: Table, edition: str, policy: Policy) -> Outcome:
    if not isinstance(holder.get("response"), Mapping):
        raise Invalid(Flaw("response", "“response” is missing; give an object, an empty one for no answer."))
    with _inside("response"):
        response = plain.answer(codec.subtable(holder, "response"))
    outcome: Outcome = plain.content.mark(plain.key, response, edition=edition, policy=policy.value)
    return outcome


def _tries(plain: Plain, case: Table, edition: str, policy: Policy) -> list[tuple[Outcome, Fraction]]:
    """Each try with what the hints taken before it cost in all. The same answer again is not another try."""
    found: list[tuple[Outcome, Fraction]] = []
    cost, last = Fraction(0), None
    written = codec.tables(case, "tries")
    if not 0 < len(written) <= MOST_TRIES or "response" in case:
        raise Invalid(Flaw("tries", f"Give 1 to {MOST_TRIES} tries, and no “response” beside them."))
    for number, one in enumerate(written, start=1):
        with _inside(f"tries[{number}]"):
            codec.nothing_unknown(one, ("response", "hints"))
            cost += sum((_cost(hint) for hint in codec.texts(one, "hints")), Fraction(0))
            outcome = _marked(plain, one, edition, policy)
        if one["response"] != last:
            found.append((outcome, cost))
        last = one["response"]
    return found


def _cost(hint: str) -> Fraction:
    if hint not in HINTS:
        raise Invalid(Flaw("hints", f"“{hint[:40]}” is no hint; give {' or '.join(HINTS)}."))
    return HINTS[hint]


def _shown(value: object) -> str:
    return "missing" if value is None else f"{str(value)[:40]!r}"


@contextmanager
def _inside(field: str) -> Iterator[None]:
    """Whatever goes wrong is reported under this field: ``key.proofs``. A slash means that it names itself."""
    try:
        yield
    except Invalid as problem:
        raise Invalid(*(replace(flaw, field=_under(field, flaw.field)) for flaw in problem.flaws)) from problem


def _under(field: str, inner: str) -> str:
    return inner[1:] if inner.startswith("/") else f"{field}.{inner}" if inner else field


__all__ = ["ADAPTERS", "Scored", "disagreement", "scored", "written"]
