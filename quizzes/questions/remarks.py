"""What does an author say to students about a question: why, when right or wrong, and as hints?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.text.citation import Citation

from . import codec, says
from .base import Flaw, Invalid, Library, Outcome, Table
from .moving import Moves, cited_anew
from .readings import named_work

WORDS = 40  # of each remark; citations do not count
MOST_HINTS = 3
RESULTS = ("right", "partly", "wrong")


@dataclass(frozen=True, slots=True)
class Remarks:
    """`feedback` is by result, `hints` in the order in which they are given; both may be empty."""

    reason: str
    feedback: Mapping[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        """Each remark with its field and its name in a message."""
        yield "reason", "The reason", self.reason
        for result, said in self.feedback.items():
            yield f"feedback_{result}", f"The feedback when {result}", said
        for number, hint in enumerate(self.hints, start=1):
            yield "hints", f"Hint {number}", hint

    def flaws(self, stands_on: Sequence[Citation], library: Library) -> Iterator[Flaw]:
        """What is wrong with them, asked of the texts. `stands_on` are the readings of the question."""
        if not self.reason.strip():
            yield Flaw("reason", "Say why. Students read this after marking.")
        if len(self.hints) > MOST_HINTS:
            yield Flaw("hints", f"There are {len(self.hints)} hints; the limit is {MOST_HINTS}.")
        for name, called, said in self:
            if (words := says.length(said)) > WORDS:
                yield Flaw(name, f"{called} has {words} words; the limit is {WORDS}. Citations do not count.")
            yield from _cited_flaws(name, called, said, stands_on, library)

    def following(self, edition: str, moves: Moves, work: str | None) -> "Remarks":
        """With every citation where its sentences stand now."""
        return Remarks(
            cited_anew(self.reason, edition, moves, work),
            {result: cited_anew(said, edition, moves, work) for result, said in self.feedback.items()},
            tuple(cited_anew(hint, edition, moves, work) for hint in self.hints),
        )

    def on(self, outcome: Outcome) -> str:
        """What is said of an answer that earned this; a blank one is neither right nor wrong."""
        if outcome.reason == "blank":
            return ""
        result = "right" if outcome.fraction == 1 else "partly" if outcome.fraction else "wrong"
        return self.feedback.get(result, "")

    @classmethod
    def from_table(cls, table: Table) -> "Remarks":
        """What a course file says of a question; raises Invalid."""
        feedback = codec.subtable(table, "feedback")
        codec.nothing_unknown(feedback, RESULTS)
        return cls(
            codec.text(table, "reason"),
            {result: said for result in RESULTS if (said := codec.text(feedback, result, "").strip())},
            tuple(_filled(codec.texts(table, "hints"))),
        )


def _cited_flaws(name: str, called: str, said: str, stands_on: Sequence[Citation], library: Library) -> Iterator[Flaw]:
    """Where a question stands on several works, a citation names its own."""
    lead = stands_on[0] if named_work(stands_on) else None
    yield from says.flaws(name, called, said, lead, library)
    if stands_on and lead is None:
        yield from says.unnamed(name, called, said)


def _filled(hints: tuple[str, ...]) -> Iterator[str]:
    for number, hint in enumerate(hints, start=1):
        if not hint.strip():
            raise Invalid(Flaw("hints", f"Hint {number} is empty; write it or take it out."))
        yield hint.strip()
