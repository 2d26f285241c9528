"""What belongs to what? Pairs to be made from two lists."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple, Self

from corpus.text.citation import Anchor
from corpus.text.digest import collapsed

from . import backing, codec, lines, pairing
from .backing import Asked, Backing
from .base import Field, Flaw, Invalid, Library, Outcome, Policy, Post, Sample, State, Table
from .mixing import Draw, in_drawn_order
from .pairing import Answer, Key, Prompt
from .question import by_share

_FIELDS = (
    backing.ASK,
    Field(
        "pair",
        "Pairs",
        "lines",
        "One a line; after two strokes what to say about it: The promise -> The Minister // In the newspaper, [¶12.1]."
        " Several may have the same answer.",
    ),
    Field("other", "Other answers", "lines", "One a line: what is offered too and belongs nowhere.", required=False),
    backing.READING,
    backing.EVIDENCE,
)

_EXAMPLE: Table = {
    "ask": "On whose word does each of these rest?",
    "reading": "harrow-1957 ¶11-14",
    "pair": [
        {"prompt": "No pit would be closed", "answer": "The Evening Courier’s", "says": "[¶12.1] names the paper."},
        {"prompt": "Only the northern field was meant", "answer": "Dr Oll’s"},
        {"prompt": "The men trusted the Minister", "answer": "An old miner’s"},
        {"prompt": "The Minister was cheered", "answer": "The Evening Courier’s"},
    ],
    "other": ["A police report’s"],
    "evidence": {"adapted": ["¶12.1", "¶12.4", "¶12.6", "¶13.1"]},
}


def _sample(name: str, letters: str, *, earns: Fraction | None = None, refused_at: str = "") -> Sample:
    """`letters` are the answers from the first prompt to the last, a space where none is chosen."""
    chosen = {f"pair-{number}": [letter.strip()] for number, letter in enumerate(letters, start=1)}
    return Sample(name, chosen, earns, refused_at)


_SAMPLES = (
    _sample("right", "dcbd", earns=Fraction(1)),
    _sample("partly right, two changed", "dbcd", earns=Fraction(1, 2)),
    _sample("partly right, one left open", "dcb ", earns=Fraction(3, 4)),
    _sample("wrong", "aaaa", earns=Fraction(0)),
    _sample("blank", "    ", earns=Fraction(0)),
    _sample("not offered", "dcbz", refused_at="pair"),
)


class Chosen(NamedTuple):
    """A prompt with the letter of the answer that was chosen for it; empty where none was."""

    prompt: Prompt
    answer: str


@dataclass(frozen=True, slots=True)
class Response:
    rows: tuple[Chosen, ...] = ()

    @property
    def state(self) -> State:
        return State.ANSWERED if any(row.answer for row in self.rows) else State.BLANK

    def dump(self) -> dict[str, object]:
        return {"pairs": {row.prompt.id: row.answer for row in self.rows if row.answer}}


class Row(NamedTuple):
    """One pair as results list it. `mine` is empty where nothing was chosen."""

    prompt: str
    answer: str
    mine: str
    is_right: bool
    says: str


@dataclass(frozen=True, slots=True)
class Matching(Asked[Key, Response]):
    """Two lists: what students see. Every answer is offered for every prompt."""

    kind = "matching"
    label = "Match"
    purpose = (
        "The student finds for each of several things the one that belongs to it; for who says what, or which figure"
        " comes from where."
    )
    rule = "In a list to be matched each pair counts alike."
    scorer = 1
    key_type = Key
    form_fields, example_table, sample_answers = _FIELDS, _EXAMPLE, _SAMPLES

    prompts: tuple[Prompt, ...]
    answers: tuple[Answer, ...]

    def mixed(self, draw: Draw) -> Self:
        return replace(self, answers=in_drawn_order(self.answers, draw))

    @classmethod
    def load(cls, body: Table) -> Self:
        prompts = tuple(map(Prompt.load, codec.tables(body, "prompts")))
        answers = tuple(map(Answer.load, codec.tables(body, "answers")))
        return cls(codec.text(body, "ask"), prompts, answers, reading=backing.reading(body))

    def dump(self) -> dict[str, object]:
        return {
            "ask": self.ask,
            "prompts": [prompt.dump() for prompt in self.prompts],
            "answers": [answer.dump() for answer in self.answers],
            "reading": backing.named(self.reading),
        }

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, Key]:
        reading, others = backing.reading(table), list(map(collapsed, codec.texts(table, "other")))
        prompts, answers, key = pairing.from_tables(codec.tables(table, "pair"), others)
        content = cls(codec.line(table, "ask", ""), prompts, answers, reading=reading)
        return content, replace(key, backing=Backing.from_table(table, reading))

    def read(self, post: Post, *, final: bool = False, shown: Collection[Anchor] | None = None) -> Response:
        response = self._chosen({prompt.id: codec.chosen(post, f"pair-{prompt.id}") for prompt in self.prompts})
        offered = {"", *(answer.id for answer in self.answers)}
        if any(row.answer not in offered for row in response.rows):
            raise Invalid(Flaw("pair", "You chose something that is not offered; choose from the list."))
        return response

    def open_parts(self, response: Response) -> int:
        return sum(not row.answer for row in response.rows)

    def response(self, body: Table) -> Response:
        pairs = codec.subtable(body, "pairs")
        return self._chosen({id: codec.text(pairs, id) for id in pairs})

    def _chosen(self, by_prompt: Mapping[str, str]) -> Response:
        return Response(tuple(Chosen(prompt, by_prompt.get(prompt.id, "")) for prompt in self.prompts))

    def assessed(self, key: Key, response: Response, edition: str, policy: Policy) -> Outcome:
        right = sum(key.right[row.prompt.id] == row.answer for row in response.rows)
        pairs = len(self.prompts)
        return by_share(Fraction(right, pairs), policy, right_pairs=right, pairs=pairs)

    def ideal(self, key: Key, *, edition: str = "") -> dict[str, list[str]]:
        """The form of an answer that earns everything."""
        return {f"pair-{id}": [right] for id, right in key.right.items()}

    def shown(self, key: Key, response: Response) -> tuple[Row, ...]:
        """The pairs as the results page lists them."""
        texts = {answer.id: answer.text for answer in self.answers}
        return tuple(
            Row(
                prompt=prompt.text,
                answer=texts[key.right[prompt.id]],
                mine=texts.get(mine, ""),
                is_right=mine == key.right[prompt.id],
                says=key.says.get(prompt.id, ""),
            )
            for prompt, mine in response.rows
        )

    def headed(self, outcome: Outcome) -> str:
        right, pairs = _counts(outcome)
        if right == pairs:
            return "All pairs right"
        return f"{right} of {pairs} pairs right" if right else "No pair right"

    def explained(self, outcome: Outcome) -> str:
        right, pairs = _counts(outcome)
        return f"{right} of {pairs} pairs {'is' if right == 1 else 'are'} right{backing.earned(outcome)}"

    def flaws(self, key: Key, library: Library) -> Iterator[Flaw]:
        yield from self.asking_flaws(key, library)
        yield from pairing.flaws(self.prompts, self.answers, key, self.reading, library)

    @classmethod
    def table_from_form(cls, values: Mapping[str, str]) -> dict[str, object]:
        return backing.typed(
            values,
            {},
            pair=lambda: lines.each(values, "pair", None, pairing.typed),
            other=lambda: backing.each_line(values, "other"),
        )

    def form_from(self, key: Key) -> dict[str, str]:
        return {
            **self.asking_form(key),
            "pair": pairing.written(self.prompts, self.answers, key),
            "other": pairing.others(self.answers, key),
        }


def _counts(outcome: Outcome) -> tuple[int, int]:
    return codec.whole(outcome.parts, "right_pairs"), codec.whole(outcome.parts, "pairs")
