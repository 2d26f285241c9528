"""Cases with plain labels earn what real questions earn, and what cannot be read names its field."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

from quizzes.questions import KINDS
from quizzes.questions.base import Form, Invalid
from quizzes.questions.cases import ADAPTERS, HINTS, scored
from quizzes.questions.source_check import SourceCheck
from tests.spoiled import spoiled

PROOFS = {"verdict": "supported", "proofs": [["s14"], ["s20", "s21"]], "neutral": ["s13"]}
CASE = {
    "kind": "source_check",
    "key": PROOFS,
    "response": {"verdict": "supported", "marks": ["s14", "s15"]},
    "points": 2,
    "policy": "graded",
}
PAGE = (Path(settings.BASE_DIR) / "docs" / "score-cases.md").read_text()


def refused(**changes):
    with pytest.raises(Invalid) as problem:
        scored({**CASE, **changes})
    return problem.value.field


def key(**changes):
    return {"key": {**PROOFS, **changes}}


def test_every_kind_can_be_written_as_a_case():
    assert set(ADAPTERS) == set(KINDS), "add an adapter in quizzes/questions/cases"


def test_every_kind_is_described_where_cases_are():
    assert re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE) == list(KINDS), "describe it in docs/score-cases.md"


def test_a_label_is_any_short_text():
    proofs = {"verdict": "supported", "proofs": [["the oath"]]}

    assert scored({**CASE, "key": proofs, "response": {"verdict": "supported", "marks": ["the oath"]}}).fraction == 1


def test_a_case_earns_what_the_real_question_earns():
    content, real = SourceCheck.example()
    post = {"verdict": ["contradicted"], "mark": ["harrow-1957:p12.s1", "harrow-1957:p12.s4"]}
    outcome = content.mark(real, content.read(Form(post)), edition="adapted")
    plain = {"verdict": "contradicted", "proofs": [["p12.s1"], ["p14.s2"]], "neutral": ["p14.s1"], "near": [["p12.s4"]]}
    found = scored({**CASE, "key": plain, "response": {"verdict": "contradicted", "marks": ["p12.s1", "p12.s4"]}})

    assert found.outcome == outcome


def test_a_whole_paragraph_holds_its_sentences():
    marked = {"verdict": "supported", "marks": ["p7.s2"]}

    assert scored({**CASE, **key(proofs=[["p7"]]), "response": marked}).fraction == 1


def test_in_another_edition_paragraphs_are_compared():
    marked = {"verdict": "supported", "marks": ["p7.s9"]}
    found = scored({**CASE, **key(proofs=[{"original": ["p7.s2"]}], neutral=[]), "response": marked})

    assert (found.fraction, found.outcome.parts["by_paragraph"]) == (1, True)


def test_tries_come_to_the_best_after_what_hints_cost():
    tries = [
        {"response": {"verdict": "supported"}},
        {"hints": ["section"], "response": {**CASE["response"], "marks": ["s14"]}},
    ]
    found = scored({**{name: CASE[name] for name in ("kind", "key", "points")}, "tries": tries})

    assert found.fraction == Fraction(13, 20)
    assert {"section": Fraction(1, 10), "paragraph": Fraction(1, 5)} == HINTS


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "riddle"}, "kind"),
        ({"kind": None}, "kind"),
        ({"points": 0}, "points"),
        ({"points": "1.005"}, "points"),
        ({"points": True}, "points"),
        ({"points": None}, "points"),
        ({"policy": "kind"}, "policy"),
        ({"key": None}, "key"),
        ({"response": []}, "response"),
        ({"marks": ["s1"]}, "marks"),
        ({"tries": []}, "tries"),
        (key(verdict="perhaps"), "key.verdict"),
        (key(proofs=[]), "key.proofs"),
        (key(proofs=[[]]), "key.proofs"),
        (key(proofs=["s14"]), "key.proofs"),
        (key(proofs=[["s" * 81]]), "key.proofs"),
        (key(verdict="not_in_source"), "key.proofs"),
        (key(verdict="not_in_source", proofs=[], near=[["s1"]]), "key.missing"),
        (key(limit=0), "key.limit"),
        (key(hint="s1"), "key.hint"),
        ({"response": {"verdict": "supported", "marks": "s14"}}, "response.marks"),
        ({"response": {"verdict": "sure"}}, "response.verdict"),
        ({"response": {"sentences": []}}, "response.sentences"),
    ],
)
def test_what_cannot_be_read_names_its_field(changes, field):
    assert refused(**changes) == field


@pytest.mark.parametrize(
    ("kind", "key", "response", "field"),
    [
        ("choice", {"options": ["a", "b"], "right": ["c"]}, {}, "key.right"),
        ("choice", {"options": ["a"], "right": ["a"]}, {}, "key.options"),
        ("choice", {"options": ["a", "b"], "right": ["a"]}, {"choice": ["c"]}, "response.choice"),
        ("ordering", {"order": [["a", "b"]]}, {}, "key.order"),
        ("ordering", {"order": ["a", "b", "a"]}, {}, "key.order"),
        ("ordering", {"order": ["a", "b"]}, {"order": ["a"]}, "response.order"),
        ("matching", {"pairs": {}}, {}, "key.pairs"),
        ("matching", {"pairs": {"1": "a"}}, {"pairs": {"2": "a"}}, "response.2"),
        ("numeric", {"answer": "about 40"}, {}, "key.answer"),
        ("numeric", {"answer": 40}, {"number": "1,5"}, "response.number"),
        ("numeric", {"answer": 40}, {"number": "40", "unit": "men"}, "response.unit"),
        ("voice", {"statements": {"1": "a"}}, {"voice": {"2": "a"}}, "response.2"),
        ("cloze", {"gaps": []}, {}, "key.gaps"),
        ("cloze", {"gaps": [{"id": "a", "accept": []}]}, {}, "key.gaps"),
        ("cloze", {"gaps": [{"id": "a", "accept": ["x"]}]}, {"gap": {"b": "x"}}, "response.b"),
        ("quotation", {"text": {"s1": "Four pits closed."}, "proofs": [["s2"]]}, {}, "key.proofs"),
        ("quote_repair", {"original": "Four pits closed.", "alter": [{"word": 9, "put": "x"}]}, {}, "key.alter"),
        ("quote_repair", {"original": "Four pits closed.", "alter": []}, {"word": ["1"]}, "response.word"),
        ("corroboration", {"cells": {"1-2": {"verdict": "silent"}}}, {}, "key.cells"),
        ("corroboration", {"cells": {"1-1": {"verdict": "agrees"}}}, {}, "key.cells"),
    ],
)
def test_every_kind_refuses_what_makes_no_sense(kind, key, response, field):
    assert refused(kind=kind, key=key, response=response) == field


SCORING = json.loads((Path(__file__).parents[1] / "cases" / "scoring.json").read_text())


def share(case):
    """What it earns, or None where it is refused in words."""
    try:
        return scored(case).fraction
    except Invalid as problem:
        return None if str(problem) else -1


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_case_holds_it_is_marked_or_refused_in_words(kind):
    for case in (case for case in SCORING if case["kind"] == kind):
        for worse in spoiled(case):
            assert (earned := share(worse)) is None or 0 <= earned <= 1, worse
