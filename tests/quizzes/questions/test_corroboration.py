"""A grid holds claims against readings; each cell is scored alone and counts alike."""

from copy import deepcopy
from fractions import Fraction

import pytest

from quizzes.questions.base import Form, Invalid
from quizzes.questions.cells import At
from quizzes.questions.corroborating import EXAMPLE
from quizzes.questions.corroboration import Corroboration

ASKED, KEY = Corroboration.example()


def given(cells, marks="", **policy):
    """``{"1-1": "agrees"}`` and ``1-1=p12.s1,p12.s2 2-2=p4.s1``; the outcome."""
    form = Form({f"cell-{at}": [verdict] for at, verdict in cells.items()})
    for one in marks.split():
        at, _, places = one.partition("=")
        work = "voss-1958" if at.endswith("2") else "harrow-1957"
        form[f"mark-{at}"] = [f"{work}:{place}" for place in places.split(",")]
    return ASKED.mark(KEY, ASKED.read(form), edition="adapted", **policy)


def cell(at, verdict, marks="", **policy):
    """What one cell earned."""
    return given({at: verdict}, f"{at}={marks}" if marks else "", **policy).parts[f"cell {at}"]


def changed(**changes):
    table = deepcopy(dict(EXAMPLE))
    table.update(changes)
    return Corroboration.from_table(table)


@pytest.mark.parametrize(
    ("verdict", "marks", "earns"),
    [
        ("contradicts", "p12.s1", "1"),
        ("contradicts", "p14.s1,p14.s2", "1"),
        ("contradicts", "p12.s1,p13.s1", "1"),
        ("contradicts", "p12.s1,p12.s2", "5/8"),
        ("contradicts", "p14.s1", "5/8"),
        ("contradicts", "", "1/4"),
        ("agrees", "p12.s1", "1/4"),
        ("silent", "p12.s1", "1/4"),
        ("silent", "", "0"),
        ("", "p12.s1", "1/4"),
    ],
)
def test_a_cell_with_proofs_is_scored_as_a_source_check(verdict, marks, earns):
    assert cell("1-1", verdict, marks) == Fraction(earns)


@pytest.mark.parametrize(
    ("verdict", "marks", "earns"),
    [
        ("silent", "p4.s1", "1"),
        ("silent", "p4.s1,p3.s1", "5/8"),
        ("silent", "", "1/4"),
        ("silent", "p3.s1", "1/4"),
        ("agrees", "p4.s1", "1/4"),
        ("agrees", "p3.s1", "0"),
    ],
)
def test_where_the_key_is_silent_the_closest_passage_is_the_evidence(verdict, marks, earns):
    assert cell("2-2", verdict, marks) == Fraction(earns)


@pytest.mark.parametrize(
    ("verdict", "marks", "earns"),
    [("silent", [], "1"), ("silent", ["p3.s1"], "1/4"), ("silent", ["p4.s2"], "1"), ("agrees", [], "0")],
)
def test_where_nothing_is_close_the_evidence_is_no_mark(verdict, marks, earns):
    cells = deepcopy(EXAMPLE["cell"])
    cells[3] = {"at": "2-2", "verdict": "silent", "neutral": {"adapted": ["¶4.2"]}}
    content, key = changed(cell=cells)
    form = Form({"cell-2-2": [verdict], "mark-2-2": [f"voss-1958:{mark}" for mark in marks]})

    assert content.mark(key, content.read(form), edition="adapted").parts["cell 2-2"] == Fraction(earns)


@pytest.mark.parametrize(("verdict", "earns"), [("agrees", 1), ("silent", 0), ("contradicts", 0)])
def test_a_cell_without_evidence_is_right_or_not(verdict, earns):
    assert cell("2-1", verdict) == earns


def test_the_score_is_the_mean_of_all_cells_whatever_was_left_empty():
    assert given({"1-1": "contradicts", "2-1": "agrees"}, "1-1=p12.s1").fraction == Fraction(1, 2)


def test_strictly_every_cell_must_be_whole():
    verdicts = {"1-1": "contradicts", "1-2": "agrees", "2-1": "agrees", "2-2": "silent"}
    marks = "1-1=p12.s1,p12.s2 1-2=p3.s2 2-2=p4.s1"

    assert given(verdicts, marks, policy="strict").fraction == 1
    assert given(verdicts | {"2-1": "silent"}, marks, policy="strict").fraction == 0


def test_time_up_takes_every_mark():
    marks = [f"harrow-1957:p12.s{n}" for n in range(1, 7)]
    response = ASKED.read(Form({"mark-1-1": marks}), final=True)

    assert len(response.cell(At(1, 1)).marks) == 6


def test_a_mark_must_have_stood_on_the_page():
    with pytest.raises(Invalid, match=r"Claim 1, reading 1: harrow-1957 ¶12\.6 is no sentence"):
        ASKED.read(Form({"mark-1-1": ["harrow-1957:p12.s6"]}), shown=frozenset())


def test_a_mark_in_another_columns_text_is_refused():
    with pytest.raises(Invalid, match="is no sentence of voss-1958"):
        ASKED.read(Form({"mark-1-2": ["harrow-1957:p12.s1"]}))


def test_a_form_can_be_made_of_an_answer():
    response = ASKED.read(Form({"cell-1-1": ["agrees"], "mark-1-1": ["harrow-1957:p12.s1"]}))

    assert ASKED.read(Form(ASKED.form_of(response))) == response


def test_sets_are_numbered_through_the_grid():
    numbered = {(place.role, place.number) for place in KEY.cited()}

    assert numbered == {("proof", 1), ("proof", 2), ("proof", 3), ("near", 1), ("near", 2), ("neutral", 1)}


def flaws(shelf, **changes):
    content, key = changed(**changes)
    return [(flaw.field, flaw.message) for flaw in content.flaws(key, shelf)]


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"ask": ""}, "ask", "The question is empty"),
        ({"claims": [*EXAMPLE["claims"], "A third."]}, "cell", "Claim 3, reading 1 has no verdict"),
        ({"claims": ["One."]}, "cell", "There is no claim 2, reading 1"),
        ({"claims": ["The adapted text, place 12.1", "Two."]}, "claims", "word the claim unlike it"),
        ({"readings": ["harrow-1957 ¶11-14", "voss-1958 ¶9"]}, "readings", "has no ¶9"),
        ({"readings": ["harrow-1957 ¶11-14", "voss-1958/german ¶3"]}, "readings", "no edition german"),
        ({"cell": EXAMPLE["cell"][:3]}, "cell", "Claim 2, reading 2 has no verdict"),
    ],
)
def test_flaws_stand_at_their_field(shelf, changes, field, says):
    assert any(where == field and says in message for where, message in flaws(shelf, **changes))


def test_a_verdict_that_a_sentence_must_prove_needs_a_proof(shelf):
    bare = [{"at": one["at"], "verdict": one["verdict"]} for one in EXAMPLE["cell"]]
    told = [message for _, message in flaws(shelf, cell=bare)]

    assert [message.partition(":")[0] for message in told] == [
        f"Claim {c}, reading {r}" for c, r in ((1, 1), (1, 2), (2, 1))
    ]


def test_where_no_evidence_is_asked_for_none_is_needed(shelf):
    bare = [{"at": one["at"], "verdict": one["verdict"], "evidence": False} for one in EXAMPLE["cell"]]

    assert flaws(shelf, cell=bare) == []


def test_a_work_without_the_usual_edition_must_be_named_with_one(shelf):
    told = [message for _, message in flaws(shelf.without("adapted"))]

    assert "harrow-1957 has no adapted text here; name its edition." in told


@pytest.mark.parametrize("at", ["0-1", "1", "1-10", "a-b"])
def test_a_cell_is_written_in_one_way(at):
    cells = [{"at": at, "verdict": "agrees"}]
    with pytest.raises(Invalid, match="is no cell; write 1-2"):
        changed(cell=cells)


def test_a_cell_stands_once():
    with pytest.raises(Invalid, match="Claim 1, reading 1 stands twice"):
        changed(cell=[EXAMPLE["cell"][0], EXAMPLE["cell"][0]])


def test_a_reading_of_one_edition_is_asked_in_that_edition_whatever_is_read():
    content, key = changed(readings=["harrow-1957/original ¶11-14", "voss-1958 ¶3-4"])
    form = Form(content.ideal(key, edition="adapted"))

    assert content.edition_of(At(1, 1), "adapted") == "original"
    assert content.mark(key, content.read(form), edition="adapted").fraction == 1


def test_lines_for_a_reading_of_one_edition_mean_that_edition():
    values = Corroboration.form_from(*changed(readings=["harrow-1957/original ¶11-14", "voss-1958 ¶3-4"]))
    table = Corroboration.table_from_form(values | {"proof": "1-1: ¶12.1\n1-2: ¶3.2"})
    proofs = {one["at"]: one.get("proof") for one in table["cell"]}

    assert proofs["1-1"] == [{"original": ["harrow-1957/original ¶12.1"]}]
    assert proofs["1-2"] == [{"adapted": ["voss-1958/adapted ¶3.2"]}]


@pytest.mark.parametrize(
    ("cells", "states", "begins"),
    [
        ({}, ["blank", "blank"], 1),
        ({"1-1": "agrees"}, ["1 of 2", "blank"], 1),
        ({"1-1": "agrees", "1-2": "silent"}, ["answered", "blank"], 2),
        ({"1-1": "agrees", "1-2": "silent", "2-1": "agrees", "2-2": "silent"}, ["answered", "answered"], 1),
    ],
)
def test_each_claim_says_how_far_it_is_and_the_first_open_one_begins(cells, states, begins):
    response = ASKED.read(Form({f"cell-{at}": [verdict] for at, verdict in cells.items()}))

    assert [row.state for row in response.rows] == states
    assert response.filled == len(cells)
    assert response.begins() == begins


def test_a_claim_with_a_flaw_begins_and_a_flaw_of_no_cell_changes_nothing():
    response = ASKED.read(Form({"cell-1-1": ["agrees"]}))

    assert response.begins({"cell-2-2"}) == 2
    assert response.begins({"question"}) == 1


def test_evidence_without_a_verdict_leaves_its_claim_open():
    assert ASKED.read(Form({"mark-1-1": ["harrow-1957:p12.s1"]})).rows[0].state == "blank"
