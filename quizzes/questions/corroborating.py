"""How is the score of a grid told, and what does a grid look like?"""

from fractions import Fraction

from . import codec
from .base import BLANK, Outcome, Policy, Sample, Table
from .telling import counted, share

RULE = (
    "In a corroboration grid each cell counts alike: a quarter for the verdict, a quarter for the evidence, half for"
    " having both; for “silent” the evidence is the closest passage, or no mark where nothing is close. Where no"
    " evidence is asked for, a cell is right or not."
)


def heading(outcome: Outcome) -> str:
    """A few words over a marked grid: ``4 of 6 verdicts right``."""
    if outcome.reason == BLANK:
        return "No answer"
    right, cells, whole = (codec.whole(outcome.parts, name) for name in ("right", "cells", "whole"))
    if whole == cells:
        return "Every cell right"
    if right == cells:
        return f"All verdicts right, {whole} of {cells} cells complete"
    return f"{right} of {cells} verdicts right" if right else "No verdict right"


def explain(outcome: Outcome) -> str:
    """One sentence with the numbers of this answer."""
    if outcome.reason == BLANK:
        return "You gave no answer, so there is nothing to mark."
    cells, filled, right, whole = (codec.whole(outcome.parts, n) for n in ("cells", "filled", "right", "whole"))
    said = f"{right} of {cells} verdicts {'is' if right == 1 else 'are'} right"
    if filled < cells:
        said += f", {counted(cells - filled, 'cell')} without one"
    said += f"; {'no cell is' if not whole else '1 cell is' if whole == 1 else f'{whole} cells are'} complete"
    if outcome.parts["policy"] == Policy.STRICT:
        return f"{said}. Here all or nothing counts, so you earn {'it all' if outcome.fraction else 'nothing'}."
    if outcome.fraction == 1:
        return f"{said}, so you earn it all."
    return f"{said}, and your score is the mean of all cells: {share(outcome.fraction)}."


EXAMPLE: Table = {
    "ask": "What do Harrow and Voss say of the promise and the pits?",
    "readings": ["harrow-1957 ¶11-14", "voss-1958 ¶3-4"],
    "claims": [
        "It is certain that the Minister made the promise.",
        "Four pits had closed within nine weeks.",
    ],
    "cell": [
        {
            "at": "1-1",
            "verdict": "contradicts",
            "says": "For Harrow it rests on the newspaper, [¶12.1].",
            "proof": [{"adapted": ["¶12.1"], "original": ["¶12.1"]}, {"adapted": ["¶14.1", "¶14.2"]}],
            "near": [{"adapted": ["¶12.4"], "says": "There Dr Oll takes it for granted, not Harrow."}],
            "neutral": {"adapted": ["¶13.1"]},
        },
        {"at": "1-2", "verdict": "agrees", "proof": [{"adapted": ["¶3.2"]}]},
        {"at": "2-1", "verdict": "agrees", "evidence": False},
        {
            "at": "2-2",
            "verdict": "silent",
            "near": [{"adapted": ["¶4.1"], "says": "Voss counts three pits and gives no date."}],
        },
    ],
}


def _sample(name: str, letters: str, marks: str = "", *, earns: Fraction | None = None, refused_at: str = "") -> Sample:
    """`letters` are the verdicts of the four cells, `marks` the sentences of each after its number."""
    verdicts = {"a": "agrees", "c": "contradicts", "s": "silent", "-": "", "x": "perhaps"}
    post = {f"cell-{at}": [verdicts[v]] for at, v in zip(("1-1", "1-2", "2-1", "2-2"), letters, strict=True)}
    for written in marks.split():
        at, _, places = written.partition("=")
        work = "voss-1958" if at.endswith("2") else "harrow-1957"
        post[f"mark-{at}"] = [f"{work}:{place}" for place in places.split(",")]
    return Sample(name, post, earns, refused_at)


_REST = "1-2=p3.s2 2-2=p4.s1"
_ALL = f"1-1=p12.s1 {_REST}"

SAMPLES = (
    _sample("right", "caas", _ALL, earns=Fraction(1)),
    _sample(
        "right, by the other proof, with a neutral mark", "caas", f"1-1=p13.s1,p14.s1,p14.s2 {_REST}", earns=Fraction(1)
    ),
    _sample("partly right, verdicts alone", "caas", earns=Fraction(7, 16)),
    _sample("partly right, a near miss taken for proof", "caaa", _ALL, earns=Fraction(13, 16)),
    _sample(
        "partly right, a mark too many in one cell",
        "caas",
        "1-1=p12.s1 1-2=p3.s1,p3.s2 2-2=p4.s1",
        earns=Fraction(29, 32),
    ),
    _sample("partly right, evidence without a verdict", "----", "1-1=p12.s1", earns=Fraction(1, 16)),
    _sample("wrong", "asca", earns=Fraction(0)),
    _sample("blank", "----", earns=Fraction(0)),
    _sample("no such verdict", "x---", refused_at="cell-1-1"),
    _sample("outside its reading", "----", "1-1=p15.s1", refused_at="cell-1-1"),
    _sample("too many marks", "----", "1-1=p11.s1,p11.s2,p12.s1,p12.s2,p12.s3,p12.s4", refused_at="cell-1-1"),
    _sample("evidence where none is asked for", "----", "2-1=p12.s1", refused_at="cell-2-1"),
)
