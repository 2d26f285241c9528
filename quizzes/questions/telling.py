"""How is a score told in plain words?"""

from collections.abc import Iterator
from fractions import Fraction

from .assessment import Assessment
from .base import Outcome, Policy

RULE = (
    "A quarter for the verdict, a quarter for the evidence, half for having both; evidence is how much of a"
    " complete proof you marked times the share of your marks that belong to a proof."
)

_GLYPHS = {
    Fraction(1, 2): "½", Fraction(1, 3): "⅓", Fraction(2, 3): "⅔", Fraction(1, 4): "¼", Fraction(3, 4): "¾",
    Fraction(1, 8): "⅛", Fraction(3, 8): "⅜", Fraction(5, 8): "⅝", Fraction(7, 8): "⅞",
}  # fmt: skip
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PARTS = {
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}


def share(value: Fraction) -> str:
    """In figures: ``½``, ``7/16``, ``1``."""
    return _GLYPHS.get(value, str(value))


def spelt(value: Fraction) -> str:
    """In words, as long as they are plainer than figures: ``half``, ``three quarters``, ``7/16``."""
    if value == Fraction(1, 2):
        return "half"
    if value.denominator not in _PARTS:
        return str(value)
    return f"{_COUNTS[value.numerator]} {_PARTS[value.denominator]}{'' if value.numerator == 1 else 's'}"


def strictly(value: Fraction) -> str:
    """How a sentence about an answer ends where the policy is strict; its full stop is still to come."""
    return f"here all or nothing counts, so you earn {'it all' if value else 'nothing'}"


def counted(number: int, noun: str) -> str:
    """``one mark``, ``12 marks``."""
    count = _COUNTS[number] if number < len(_COUNTS) else str(number)
    return f"{count} {noun}{'' if number == 1 else 's'}"


def footnote(neutral: int, by_paragraph: bool) -> str:
    """What else is to be known of how marks were counted; its full stop is still to come."""
    notes = [f"{counted(neutral, 'neutral mark')} not counted"] if neutral else []
    if by_paragraph:
        notes.append("compared by paragraph, as the key names no sentences of this edition")
    return f" ({'; '.join(notes)})" if notes else ""


def heading(outcome: Outcome) -> str:
    """A few words over a marked claim: ``Verdict right, evidence one quarter``."""
    found = Assessment.from_outcome(outcome)
    if found.absent:
        return ", ".join((_verdict(found), *_absence_headed(found)))
    return f"{_verdict(found)}, {_proof_headed(found)}"


def _verdict(found: Assessment) -> str:
    if not found.chosen:
        return "No verdict"
    return "Verdict right" if found.right else "Verdict wrong"


def _proof_headed(found: Assessment) -> str:
    if not found.evidence:
        return "no proof marked"
    if found.share == 1 or found.evidence == 1:
        return "proof complete"
    if found.completeness == 1:
        return f"{counted(found.counted - found.belonging, 'mark')} too many"
    return f"evidence {spelt(found.evidence)}"


def _absence_headed(found: Assessment) -> Iterator[str]:
    if not found.right:
        yield from ["near miss taken for proof"] if found.near else []
    else:
        yield _near_headed(found)
        yield "gap named" if found.gap else "gap not named"


def _near_headed(found: Assessment) -> str:
    if not found.near:
        return "closest passage missed" if found.needed else "nothing is close"
    if found.near < 1:
        return f"closest passage {spelt(found.near)}"
    return "closest passage found" if found.needed else "rightly nothing close"


def explain(outcome: Outcome) -> str:
    """One sentence with the numbers of this answer."""
    found = Assessment.from_outcome(outcome)
    return f"{_explained(found)}{footnote(found.neutral, found.by_paragraph)}."


def _explained(found: Assessment) -> str:
    if found.policy == Policy.STRICT:
        return _strictly_explained(found)
    if found.share == 1:
        return f"Your verdict is right and you {_whole(found)}, so you earn it all"
    if not found.evidence:
        return f"{_verdict_explained(found)}{' but' if found.right else ' and'} {_nothing(found)}, {_scored(found)}"
    worth = f"so your evidence is {_sum(found)} = {share(found.evidence)}"
    return f"{_verdict_explained(found)}; {_evidence_explained(found)}, {worth} and {_scored(found)}"


def formula(outcome: Outcome) -> str:
    """The sum behind a graded score: ``¼ + ¼ × ½ + ½ × ½ = ⅝``."""
    return _formula(Assessment.from_outcome(outcome))


def _formula(found: Assessment) -> str:
    worth = share(found.evidence)
    terms = f"¼ + ¼ × {worth} + ½ × {worth}" if found.right else f"¼ × {worth}"
    return f"{terms} = {share(found.share)}"


def _scored(found: Assessment) -> str:
    return f"your score {_formula(found)}" if found.evidence else f"so your score is {share(found.share)}"


def _verdict_explained(found: Assessment) -> str:
    if not found.chosen:
        return "You chose no verdict"
    return f"Your verdict is {'right' if found.right else 'wrong'}"


def _whole(found: Assessment) -> str:
    if not found.absent:
        return "marked a complete proof and nothing else"
    passage = "found the closest passage" if found.needed else "saw that nothing is close"
    return f"{passage} and what is missing"


def _nothing(found: Assessment) -> str:
    if not found.absent:
        return "you marked nothing of a proof"
    if not found.right:
        return "you marked nothing of the closest passage"
    passage = "found the closest passage" if found.needed else "said that nothing is close"
    return f"you neither {passage} nor named what is missing"


def _evidence_explained(found: Assessment) -> str:
    if not (found.absent and found.right):
        return _marks_explained(found)
    return f"{_near_explained(found)}, {'and' if found.gap else 'but'} {_gap_explained(found)}"


def _near_explained(found: Assessment) -> str:
    if not found.needed:
        return f"you {'saw' if found.near else 'did not say'} that nothing is close"
    if found.nothing_close:
        return "you said that nothing is close, though a passage is"
    return _marks_explained(found)


def _gap_explained(found: Assessment) -> str:
    return "you named what is missing" if found.gap else "you did not name what is missing"


def _marks_explained(found: Assessment) -> str:
    whole = "the closest passage" if found.absent else "a proof"
    if not found.belonging:
        return f"you marked nothing of {whole}"
    noun = "paragraph" if found.by_paragraph else "sentence"
    complete = "the whole closest passage" if found.absent else "a complete proof"
    marked = complete if found.completeness == 1 else f"{found.found} of the {found.needed} {noun}s of {whole}"
    return f"you marked {marked} and {_rest(found, whole)}"


def _rest(found: Assessment, whole: str) -> str:
    if found.belonging == found.counted:
        return "nothing else"
    belong = "belongs" if found.belonging == 1 else "belong"
    return f"{found.belonging} of your {found.counted} marks {belong} to {whole}"


def _sum(found: Assessment) -> str:
    if found.absent:
        return f"½ × {share(found.near)} + ½ × {int(found.gap)}"
    return f"{share(found.completeness)} × {share(found.focus)}"


def _strictly_explained(found: Assessment) -> str:
    if found.share:
        return "Here all or nothing counts: your verdict is right and the evidence complete, so you earn it all"
    return f"Here all or nothing counts: {_lack(found)}, so you earn nothing"


def _lack(found: Assessment) -> str:
    if not found.right:
        return "your verdict is not right"
    if not found.complete:
        return "your evidence is not complete"
    return f"you marked more than {found.limit} sentences"
