"""What proves a mark to somebody who has neither our database nor our texts? A receipt, and what it comes to again.

A receipt is one JSON object that holds all that a mark was made from. Each field has a seal, and the digest covers the
seals, so that a field which was changed is named. Seals show a change; they do not show who made the receipt.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from corpus.text.digest import short_hash
from corpus.text.passage import Paragraph, Passage
from quizzes.rules import practice_result

from . import KINDS, codec
from .base import Flaw, Invalid, Outcome, Table, points
from .rubric import by_hand
from .worded import Worded

FORMAT, VERSION = "sourcebook receipt", 1
HAND, OVERRIDE = "hand", "override"
LEVEL = "level"  # the part of an outcome that says what a person gave by a rubric
SUSPENDED = "suspended"  # the key did not stand in the text, so the question was not scored

_FACTS = (
    *("format", "version", "question", "kind", "body", "key", "response", "policy", "edition", "possible", "scorer"),
    *("outcome", "points", "text", "mark", "answer"),
)
_SEALED = (*_FACTS, "seals", "digest")
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a receipt comes to. `differences` are sentences; there are none where the mark is proved."""

    points: Decimal
    possible: Decimal
    differences: tuple[str, ...]
    left: str = ""  # why the answer was not marked again
    given: str = ""  # what a person gave, from which the rest follows

    @property
    def sentence(self) -> str:
        sum_ = f"{self.points} of {self.possible.normalize():f}"
        if self.differences:
            return f"not proved: {' '.join(self.differences)}"
        if self.left:
            return f"{self.left}: {sum_}; the share and the points agree, nothing else can be recomputed"
        return f"proved: {sum_}{self.given}"


def sealed(facts: Table) -> dict[str, object]:
    """A receipt: the facts, a seal for each, and the digest of all. Made again of the same facts it is the same."""
    ordered = {name: facts[name] for name in _FACTS}
    seals = {name: _digest(value) for name, value in ordered.items()}
    return {**ordered, "seals": seals, "digest": _digest(seals)}


def tampered(receipt: Table) -> Iterator[str]:
    """What was changed after the receipt was made, field by field. Raises Invalid where it is no receipt."""
    if receipt.get("format") != FORMAT:
        raise Invalid(Flaw("format", f"This is no receipt: “format” is not “{FORMAT}”."))
    if receipt.get("version") != VERSION:
        raise Invalid(
            Flaw("version", f"This program reads version {VERSION} of receipts, not {receipt.get('version')}.")
        )
    if missing := [name for name in _SEALED if name not in receipt]:
        raise Invalid(Flaw(missing[0], f"The receipt has no “{missing[0]}”; it is not whole."))
    yield from (f"“{name}” does not belong to the receipt." for name in receipt if name not in _SEALED)
    seals = codec.subtable(receipt, "seals")
    for name in _FACTS:
        if seals.get(name) != _digest(receipt[name]):
            yield f"“{name}” was changed after the receipt was made."
    if receipt["digest"] != _digest(seals):
        yield "The seals are not those of the digest."


def recomputed(receipt: Table) -> Recomputed:
    """Marks the answer again from the receipt alone. Raises Invalid where it holds what cannot be read."""
    try:
        return _recomputed(receipt)
    except LookupError as problem:
        raise Invalid(Flaw("text", f"The receipt lacks what the mark was made from: {problem}")) from problem
    except _UNREADABLE as problem:
        raise Invalid(Flaw("", f"The receipt holds what cannot be read: {problem}")) from problem


def _recomputed(receipt: Table) -> Recomputed:
    kind = KINDS.get(codec.text(receipt, "kind"))
    if kind is None:
        raise Invalid(Flaw("kind", f"This program knows no kind “{receipt['kind']}”; it knows {', '.join(KINDS)}."))
    possible, told = _amount(receipt, "possible"), _amount(receipt, "points")
    before = Outcome.load(codec.subtable(receipt, "outcome"))
    left = unmade(before, codec.text(codec.subtable(receipt, "mark"), "cause"))
    after, differences = before, list[str]()
    if not left:
        after, words = _again(kind, receipt, before)
        differences += [*words, *compared(before, after)]
    if (worth := points(after.fraction, possible)) != told:
        differences.append(f"The points come to {worth}, and the receipt says {told}.")
    differences += _tries(codec.subtable(receipt, "mark"), after.fraction, possible)
    if receipt["scorer"] != kind.scorer and differences:
        differences.append(
            f"It was marked by scorer {receipt['scorer']} of its kind, and this program has {kind.scorer}."
        )
    level = before.parts.get(LEVEL)
    given = "" if level is None else f", from level {level} of {before.parts.get('of')} that a person gave"
    return Recomputed(worth, possible, tuple(differences), left, given)


def unmade(outcome: Outcome, cause: str) -> str:
    """Why a mark cannot be made again; empty where it can. From the level of a rubric it can."""
    if outcome.reason == SUSPENDED:
        return "not scored, as the key did not stand in the text"
    rated = cause == HAND and LEVEL in outcome.parts
    return "given by a person" if cause in (HAND, OVERRIDE) and not rated else ""


def made_again(content: Any, key: Any, response: Any, before: Outcome, *, edition: str, policy: str) -> Outcome:
    """The outcome from the answer, or from the level that a person gave it."""
    if by_hand(content) and LEVEL in before.parts:  # a kind that a person marks
        level, settled = codec.whole(before.parts, LEVEL), codec.flag(before.parts, "settled")
        rated: Outcome = content.rated(key, response, level, policy=policy, settled=settled)
        return rated
    marked: Outcome = content.mark(key, response, edition=edition, policy=policy)
    return marked


def _again(kind: Any, receipt: Table, before: Outcome) -> tuple[Outcome, list[str]]:
    """The outcome, and what is wrong with the words that it was made from."""
    content = kind.load(codec.subtable(receipt, "body"))
    key = kind.load_key(codec.subtable(receipt, "key"))
    wrong: list[str] = []
    if isinstance(content, Worded) and (passage := _passage(receipt)):
        content = content.over(passage)
        wrong = list(_other_words(key, passage))
    response = content.response(codec.subtable(receipt, "response"))
    edition, policy = codec.text(receipt, "edition"), codec.text(receipt, "policy")
    return made_again(content, key, response, before, edition=edition, policy=policy), wrong


def _tries(mark: Table, last: Fraction, possible: Decimal) -> Iterator[str]:
    """Practice: what all tries come to, of which this mark is the last."""
    tries = codec.tables(mark, "tries")
    if not tries:
        return
    earned = [Fraction(codec.text(one, "fraction")) for one in tries]
    costs = [Fraction(codec.text(one, "hints")) for one in tries]
    if earned[-1] != last:
        yield "The last of the tries is not this mark."
    if (worth := points(practice_result(earned, costs), possible)) != _amount(mark, "earned"):
        yield f"The tries come to {worth}, and the receipt says {mark['earned']}."


def _other_words(key: Any, passage: Passage) -> Iterator[str]:
    for place in key.cited():
        known = key.hashes.get(place.edition, {}).get(place.anchor)
        words = passage.words(place.anchor)
        if place.edition == passage.edition and known and words is not None and short_hash(words) != known:
            yield f"The words at {place.anchor.label} are not those that the key was sealed with."


def compared(before: Outcome, after: Outcome) -> Iterator[str]:
    """What is different in an outcome that was made again."""
    if before.fraction != after.fraction:
        yield f"The share comes to {after.fraction}, and {before.fraction} stands there."
    if before.reason != after.reason:
        yield f"The reason comes to “{after.reason}”, and “{before.reason}” stands there."
    names = sorted(before.parts.keys() | after.parts.keys())
    other = [name for name in names if before.parts.get(name) != after.parts.get(name)]
    if other:
        told = (f"{name} ({_said(after.parts.get(name))}, not {_said(before.parts.get(name))})" for name in other)
        yield f"Parts differ: {', '.join(told)}."


def _said(part: object) -> str:
    return "nothing" if part is None else str(part)


def text_dumped(passage: Passage) -> list[dict[str, object]]:
    """Paragraphs as a receipt carries them, for a kind that is marked from the words."""
    return [
        {"number": p.number, "kind": p.kind, "text": p.text, "starts": list(p.sentence_starts), "note": p.note}
        for p in passage.paragraphs
    ]


def _passage(receipt: Table) -> Passage | None:
    if receipt["text"] is None:
        return None
    table = codec.subtable(receipt, "text")
    work, edition = codec.text(table, "work"), codec.text(table, "edition")
    paragraphs = tuple(_paragraph(work, written) for written in codec.tables(table, "words"))
    return Passage(work, edition, codec.text(table, "digest"), paragraphs) if paragraphs else None


def _paragraph(work: str, table: Table) -> Paragraph:
    starts, text = table.get("starts"), codec.text(table, "text")
    if not isinstance(starts, list) or not all(isinstance(at, int) and 0 <= at <= len(text) for at in starts):
        raise Invalid(Flaw("text", "A paragraph of “words” does not say where its sentences begin."))
    number, note = codec.whole(table, "number"), codec.flag(table, "note")
    return Paragraph(work, number, codec.text(table, "kind"), "", text, tuple(starts), note=note)


def _amount(receipt: Table, name: str) -> Decimal:
    try:
        found = Decimal(codec.text(receipt, name))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise Invalid(Flaw(name, f"“{name}” is no amount of points."))
    return found


def _digest(value: object) -> str:
    """SHA-256 of the canonical form: names sorted, no white space, UTF-8."""
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()
