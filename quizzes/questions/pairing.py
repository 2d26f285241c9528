"""What is to be matched with what, and what else is offered?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Self

from corpus.text.citation import Citation

from . import codec, entries, says
from .backing import LENGTH, SAYS, Backed, Backing, strokes, twins
from .base import Flaw, Invalid, Library, Table
from .entries import Entry

PAIRS, ANSWERS = 12, 15
SHORT = 120  # of an answer, which stands in a list to choose from
ARROW = " -> "  # between what is asked and its answer, where an author types


class Prompt(Entry):
    """What an answer is sought for, by its number."""

    __slots__ = ()


class Answer(Entry):
    """What is offered for every prompt. Letters follow the alphabet of the answers, so they say nothing of the key."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Key(Backed):
    """The answer to each prompt, and what to say about it."""

    right: Mapping[str, str]
    says: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> dict[str, object]:
        pairs = [{"id": id, "right": right, "says": self.says.get(id, "")} for id, right in self.right.items()]
        return {"pairs": pairs, **self.backing.dump()}

    @classmethod
    def load(cls, body: Table) -> Self:
        pairs = codec.tables(body, "pairs")
        right = {codec.text(pair, "id"): codec.text(pair, "right") for pair in pairs}
        return cls(right, entries.said(pairs), backing=Backing.load(body))


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair as its author writes it."""

    prompt: str
    answer: str
    says: str = ""

    def __str__(self) -> str:
        return f"{self.prompt}{ARROW}{self.answer}{strokes(self.says)}"


def typed(line: str, work: str | None = None) -> dict[str, object]:
    """``The promise -> The Minister // In the newspaper.``"""
    pair, _, said = line.partition(SAYS)
    prompt, arrow, answer = pair.partition(ARROW)
    if not arrow:
        raise Invalid(Flaw("pair", f"“{line[:40]}” is no pair; write what is asked, then{ARROW}and its answer."))
    return {"prompt": prompt.strip(), "answer": answer.strip(), "says": said.strip()}


def from_tables(tables: Sequence[Table], others: Sequence[str]) -> tuple[tuple[Prompt, ...], tuple[Answer, ...], Key]:
    """Prompts as they are written, answers by the alphabet, each once: several prompts may share one."""
    if len(tables) > PAIRS:
        raise Invalid(Flaw("pair", f"There are {len(tables)} pairs; the limit is {PAIRS}."))
    pairs = {str(number): _pair(number, table) for number, table in enumerate(tables, start=1)}
    texts = sorted({*(pair.answer for pair in pairs.values()), *others}, key=lambda text: (text.casefold(), text))
    if len(texts) > ANSWERS:
        raise Invalid(Flaw("other", f"{len(texts)} different answers are offered; the limit is {ANSWERS}."))
    answers = tuple(Answer(id, text) for id, text in zip(ascii_lowercase, texts, strict=False))
    letters = {answer.text: answer.id for answer in answers}
    key = Key(
        right={id: letters[pair.answer] for id, pair in pairs.items()},
        says={id: pair.says for id, pair in pairs.items() if pair.says},
    )
    return tuple(Prompt(id, pair.prompt) for id, pair in pairs.items()), answers, key


def _pair(number: int, table: Table) -> Pair:
    with codec.at("pair", f"Pair {number}"):
        codec.nothing_unknown(table, ("prompt", "answer", "says"))
        return Pair(codec.line(table, "prompt", ""), codec.line(table, "answer", ""), codec.line(table, "says", ""))


def written(prompts: Sequence[Prompt], answers: Sequence[Answer], key: Key) -> str:
    """The lines that `typed` reads back."""
    texts = {answer.id: answer.text for answer in answers}
    return "\n".join(str(Pair(p.text, texts[key.right[p.id]], key.says.get(p.id, ""))) for p in prompts)


def others(answers: Sequence[Answer], key: Key) -> str:
    """What is offered and belongs to no prompt, one a line."""
    return "\n".join(answer.text for answer in answers if answer.id not in key.right.values())


def flaws(
    prompts: Sequence[Prompt], answers: Sequence[Answer], key: Key, reading: Citation | None, library: Library
) -> Iterator[Flaw]:
    if key.right.keys() != {p.id for p in prompts} or not set(key.right.values()) <= {a.id for a in answers}:
        yield Flaw("pair", "The key does not speak of the pairs that are asked; write them anew.")
    if len(prompts) < 2:
        yield Flaw("pair", "Give at least two pairs.")
    if len(answers) < 2:
        yield Flaw("other", "Only one answer is offered, so there is nothing to choose; offer another.")
    for prompt in prompts:
        name, said = f"Pair {prompt.id}", key.says.get(prompt.id, "")
        if len(said) > LENGTH:
            yield Flaw("pair", f"{name} says more than {LENGTH} characters; shorten it.")
        yield from says.flaws("pair", name, said, reading, library)
    yield from _text_flaws("pair", [prompt.text for prompt in prompts], LENGTH)
    yield from _text_flaws("other", [answer.text for answer in answers], SHORT)


def _text_flaws(field: str, texts: Sequence[str], most: int) -> Iterator[Flaw]:
    for text in twins(texts):
        yield Flaw(field, f"“{text[:40]}” stands there twice; change one.")
    for text in texts:
        if not text:
            yield Flaw("pair", "A pair has an empty side; fill it, or take the pair out.")
        if len(text) > most:
            yield Flaw(field, f"“{text[:40]}” is longer than {most} characters; shorten it.")
        if any(sign.strip() in text.split() for sign in (ARROW, SAYS)):
            yield Flaw(field, f"“{text[:40]}” holds {ARROW.strip()} or {SAYS.strip()}, which mean something here.")
