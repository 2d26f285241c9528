"""What is the same in every kind of question? How it is filled in and tried out, and what is said of no answer."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Self

from . import codec
from .base import BLANK, COMMON, Field, Flaw, Key, Outcome, Part, Policy, Response, Sample, State, Table

NO_ANSWER = "You gave no answer, so there is nothing to mark."


class Question[K: Key, R: Response]:
    """What a kind has from here. It says the rest itself of what `Kind` in `base.py` asks for.

    In place of `from_table`, `mark`, `heading` and `explain` it has `read_table`, `assessed`, `headed` and `explained`,
    which are asked only where names are known and an answer is there.
    """

    __slots__ = ()

    kind: ClassVar[str]
    label: ClassVar[str]
    purpose: ClassVar[str]
    rule: ClassVar[str]
    scorer: ClassVar[int]
    marks_text: ClassVar[bool] = False
    key_type: ClassVar[type[Any]]  # K, which a class variable cannot name
    form_fields: ClassVar[tuple[Field, ...]]
    example_table: ClassVar[Table]  # as a course file has it
    sample_answers: ClassVar[tuple[Sample, ...]]
    unanswered: ClassVar[str] = NO_ANSWER  # said of a blank answer

    @classmethod
    def load_key(cls, body: Table) -> K:
        key: K = cls.key_type.load(body)
        return key

    @classmethod
    def from_table(cls, table: Table) -> tuple[Self, K]:
        """A course file has the same names as the form; any other is an error."""
        codec.nothing_unknown(table, COMMON | {field.name for field in cls.form_fields})
        return cls.read_table(table)

    @classmethod
    def read_table(cls, table: Table) -> tuple[Self, K]:
        """The question and its key, from a table in which every name is known."""
        raise NotImplementedError

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        return cls.form_fields

    @classmethod
    def example(cls) -> tuple[Self, K]:
        return cls.from_table(cls.example_table)

    @classmethod
    def samples(cls) -> tuple[Sample, ...]:
        return cls.sample_answers

    def open_parts(self, response: R) -> int:
        """How many parts of a question an answer leaves open, where it has parts."""
        return 0

    def mark(self, key: K, response: R, *, edition: str, policy: str = Policy.GRADED) -> Outcome:
        if response.state is State.BLANK:
            return Outcome(Fraction(0), {}, BLANK)
        return self.assessed(key, response, edition, Policy(policy))

    def assessed(self, key: K, response: R, edition: str, policy: Policy) -> Outcome:
        """What an answer earns that is not blank."""
        raise NotImplementedError

    def heading(self, outcome: Outcome) -> str:
        return "No answer" if outcome.reason == BLANK else self.headed(outcome)

    def headed(self, outcome: Outcome) -> str:
        """A few words over an answer that was marked."""
        raise NotImplementedError

    def explain(self, outcome: Outcome) -> str:
        return self.unanswered if outcome.reason == BLANK else self.explained(outcome)

    def explained(self, outcome: Outcome) -> str:
        """One sentence with the numbers of an answer that was marked."""
        raise NotImplementedError


def by_share(value: Fraction, policy: Policy, /, **counts: Part) -> Outcome:
    """The outcome of an answer that can be right in part. Where all or nothing counts, a part is nothing."""
    if policy is Policy.STRICT:
        value = Fraction(value == 1)
    reason = "complete" if value == 1 else "partial" if value else "wrong"
    return Outcome(value, {"policy": policy.value, **counts}, reason)


def asked_flaws(field: str, name: str, text: str, most: int, empty: str) -> Iterator[Flaw]:
    """What is wrong with the words that ask: `empty` says it where there are none."""
    if not text:
        yield Flaw(field, empty)
    if len(text) > most:
        yield Flaw(field, f"The {name} has {len(text)} characters; the limit is {most}.")
