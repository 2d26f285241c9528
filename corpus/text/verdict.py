"""Is a quotation in an essay faithful to its source, and what should its writer do?"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.text.citation import Citation
from corpus.text.essay import Quoted
from corpus.text.finding import Change, Finding
from corpus.text.lexicon import MEANING_WORDS, SENTENCE_OPENERS
from corpus.text.numerals import figures
from corpus.text.omissions import Gap
from corpus.text.voices import Speaking

_NEGATIONS = frozenset(("cannot", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "without"))
# What may stand at the ends of a word and is none of it.
MARKS = " .,:;!?()[]“”‘’\"'…–—"
_LIMITS = frozenset(("all", "every", "may", "must", "only", "some"))


class Verdict(StrEnum):
    """How far the library says what is quoted, the best first."""

    VERBATIM = "verbatim"
    PUNCTUATION = "punctuation"
    OMISSIONS = "omissions"
    NEAR = "near"
    SPLICE = "splice"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def advice(self) -> str:
        """One sentence for the writer."""
        return _ADVICE[self]

    @property
    def holds(self) -> bool:
        """Whether every word that the writer gives as the source's stands there."""
        return self in (Verdict.VERBATIM, Verdict.PUNCTUATION, Verdict.OMISSIONS)


_LABELS = {
    Verdict.VERBATIM: "Verbatim",
    Verdict.PUNCTUATION: "Exact apart from punctuation",
    Verdict.OMISSIONS: "Exact, with marked omissions or insertions",
    Verdict.NEAR: "Nearly",
    Verdict.SPLICE: "Put together from distant passages",
    Verdict.ABSENT: "Not in the library",
}
_ADVICE = {
    Verdict.VERBATIM: "The words stand there as you give them.",
    Verdict.PUNCTUATION: "The words are right; compare the marks between them.",
    Verdict.OMISSIONS: "What you left out or put in is marked, and the rest stands there.",
    Verdict.NEAR: "Give the words of the source, or mark each change with … or [ ].",
    Verdict.SPLICE: "Quote each passage by itself, with a citation of its own.",
    Verdict.ABSENT: "Look the words up again, or give them without quotation marks.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand together: as quoted, as the source has them, and where; with what lies between the part before
    and this one.

    `left_out` are words of the source, `inserted` what the writer put in brackets.
    """

    given: str
    source: str
    finding: Finding
    gap: Gap = Gap.NONE
    left_out: str = ""
    inserted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a quotation; `is_serious` asks for a second look."""

    says: str
    is_serious: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a quotation. `parts` are in the order quoted; one whole quotation is one part.

    `elsewhere` names other works that have the very words, `there` a place in the first of them. `inserted` is what the
    writer put in brackets, never words of the source.
    """

    quoted: Quoted
    verdict: Verdict
    parts: tuple[Part, ...] = ()
    changes: tuple[Change, ...] = ()
    inserted: tuple[str, ...] = ()
    speaking: Speaking | None = None
    remarks: tuple[Remark, ...] = ()
    elsewhere: tuple[str, ...] = ()
    there: Finding | None = None
    is_foreign: bool = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where the parts stand, each place once."""
        return tuple(dict.fromkeys(part.finding.citation for part in self.parts if part.finding.citation))

    @property
    def needs_a_look(self) -> bool:
        """Never said of a term, nor of words from a work that is not here."""
        if self.quoted.is_term or self.is_foreign:
            return False
        return not self.verdict.holds or any(remark.is_serious for remark in self.remarks)

    @property
    def sentence(self) -> str:
        """One sentence for the writer: what to do."""
        if self.verdict is not Verdict.ABSENT:
            return self.verdict.advice
        if self.quoted.is_term:
            return "A term of your own, or of a text that is not here."
        if self.is_foreign:
            return "The work that you cite is not in this library, so the words cannot be checked here."
        if self.elsewhere:
            return f"The words stand in {' and '.join(self.elsewhere)}, not where you say: correct the citation."
        return self.verdict.advice


def told(change: Change) -> str:
    """A change that decides what is said, with what it touches: “A negation differs: “not” is missing.”; else ""."""
    found = list(dict.fromkeys(filter(None, map(matter_of, f"{change.source} {change.given}".split()))))
    # A capital says little where whole passages are left out, and nothing beside a negation.
    is_a_word = " " not in change.source + change.given
    matters = [one for one in found if one != "name"] or (found if is_a_word else [])
    if not matters:
        return ""
    return f"A {' and a '.join(matters)} differ{'' if len(matters) > 1 else 's'}: {change}."


def matter_of(word: str) -> str:
    """What a word decides in a sentence, in words; "" for most."""
    bare = word.strip(MARKS)
    small = bare.casefold()
    if small in _NEGATIONS or small.endswith(("n't", "n’t")):
        return "negation"
    if any(map(str.isdecimal, bare)) or figures(bare):
        return "figure"
    if small in _LIMITS:
        return "limit"
    if small in MEANING_WORDS:
        return "month"
    return "name" if len(bare) > 1 and bare[0].isupper() and bare not in SENTENCE_OPENERS else ""


def meaning_words(text: str) -> Iterator[str]:
    """The negations and limits in some words."""
    return (word.strip(MARKS) for word in text.split() if matter_of(word) in ("negation", "limit"))
