"""How are cases written whose answers are compared word by word?"""

from collections.abc import Iterator, Mapping
from string import ascii_lowercase
from typing import Any

from corpus.text.citation import Anchor
from corpus.text.passage import Paragraph, Passage

from .. import alteration, codec, gaps, proving
from ..base import Flaw, Form, Invalid, Table
from ..cloze import Cloze
from ..quotation import LEAST, Quotation
from ..quote_repair import QuoteRepair
from ..shares import share
from .plain import READING, WORK, Plain, place, sets


def cloze(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("gaps", "typo"))
    read = gaps.Key(tuple(map(_gap, codec.tables(key, "gaps"))), share(key, "typo", "0"))
    letters = [gap.id for gap in read.gaps]
    if not letters or len(set(letters)) < len(letters) or not set(letters) <= set(ascii_lowercase):
        raise Invalid(Flaw("gaps", "Give at least one gap, and each a small letter of its own as its id."))
    content = Cloze(" ".join(f"{{{letter}}}" for letter in letters))

    def answer(response: Table) -> Any:
        codec.nothing_unknown(response, ("gap",))
        given = codec.subtable(response, "gap")
        codec.nothing_unknown(given, letters)
        return content.read(Form({f"gap-{one}": [codec.text(given, one)] for one in given}))

    return Plain(content, read, answer)


def _gap(table: Table) -> gaps.Gap:
    codec.nothing_unknown(table, ("id", "accept", "weight"))
    gap = gaps.Gap.load(table)
    if not gap.accept:
        raise Invalid(Flaw("gaps", f"Gap {gap.id} accepts nothing; list what is right under “accept”."))
    return gap


def quotation(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("text", "proofs", "elsewhere", "least"))
    said = codec.subtable(key, "text")
    at = {label: Anchor(WORK, 1, number) for number, label in enumerate(said, start=1)}
    proofs = sets(key, "proofs", edition)
    if not said or not proofs:
        raise Invalid(Flaw("text", 'Give the sentences, {"s1": "…"}, and under “proofs” those that prove the claim.'))
    stands = {place(label): anchor for label, anchor in at.items()}
    accepted = [frozenset(_standing(one, stands) for one in places.get(edition, ())) for places in proofs]
    passage = _passage([codec.line(said, label) for label in said], edition)
    content = Quotation("", READING, codec.whole(key, "least", LEAST, 1, 40)).over(passage)
    read = proving.Key(tuple({edition: places} for places in accepted), share(key, "elsewhere", "0"))

    def answer(response: Table) -> Any:
        codec.nothing_unknown(response, ("quotation",))
        return content.read(Form({"quotation": [codec.text(response, "quotation", "")]}))

    return Plain(content, read, answer)


def _standing(label: Anchor, stands: Mapping[Anchor, Anchor]) -> Anchor:
    if label not in stands:
        raise Invalid(Flaw("proofs", f"“{label.work}” names none of the sentences of “text”."))
    return stands[label]


def _passage(sentences: list[str], edition: str) -> Passage:
    starts = tuple(_starts(sentences))
    paragraph = Paragraph(WORK, 1, "prose", "", " ".join(sentences), starts)
    return Passage(WORK, edition, "", (paragraph,))


def _starts(sentences: list[str]) -> Iterator[int]:
    at = 0
    for sentence in sentences:
        yield at
        at += len(sentence) + 1


def quote_repair(key: Table, edition: str) -> Plain:
    codec.nothing_unknown(key, ("original", "alter"))
    passage = _passage([codec.line(key, "original")], edition)
    at = {edition: frozenset({Anchor(WORK, 1, 1)})}
    alter = tuple(map(alteration.Alteration.load, codec.tables(key, "alter")))
    content = QuoteRepair(READING, at, alter).over(passage)
    numbers = {token.number for token in content.tokens if token.number}
    if not {one.word for one in alter} <= numbers:
        raise Invalid(Flaw("alter", f"Words are numbered from 1; this quotation has {len(numbers)}."))

    def answer(response: Table) -> Any:
        codec.nothing_unknown(response, ("word", "original", "faithful"))
        typed = codec.subtable(response, "original")
        form = {f"original-{number}": [codec.text(typed, number)] for number in typed}
        marked = {"word": _words(response), "faithful": ["1"] if codec.flag(response, "faithful") else []}
        return content.read(Form(form | marked))

    return Plain(content, alteration.Key(at), answer)


def _words(response: Table) -> list[str]:
    written = response.get("word", [])
    if not isinstance(written, list) or any(not isinstance(one, int) or isinstance(one, bool) for one in written):
        raise Invalid(Flaw("word", "“word” is a list of the numbers of words, counted from 1."))
    return [str(one) for one in written]
