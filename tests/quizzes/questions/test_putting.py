"""Ticked sentences among typed lines: each in its set, everything else as it was."""

import pytest

from corpus.text.citation import Anchor
from quizzes.questions import KINDS, putting
from quizzes.questions.base import Field, Invalid
from quizzes.questions.pick import EVIDENCE, NEAR, NEUTRAL, Pick

MAREN = "maren-1956"
SETS = Field("accepted", "Accepted", "citations")
ONE = Field("evidence", "Evidence", "citations", pick=EVIDENCE)
NOTED = Field("near", "Near misses", "lines", pick=NEAR)
CELLS = next(field for field in KINDS["corroboration"].fields() if field.name == "proof")
NEUTRAL_CELLS = next(field for field in KINDS["corroboration"].fields() if field.name == "neutral")
GRID = {"claims": "One.\nTwo.", "readings": "maren-1956 ¶1-3\n\norlo-1931/original ¶2"}


def at(*labels: str, work: str = MAREN) -> frozenset[Anchor]:
    pairs = (label.split(".") for label in labels)
    return frozenset(Anchor(work, int(paragraph), int(sentence)) for paragraph, sentence in pairs)


def put(field: Field, typed: str, *labels: str, edition: str = "adapted", values=None, work: str = MAREN, **where):
    homes = putting.homes_of([field], values or {"reading": "maren-1956 ¶1-5"})
    return putting.put(field, typed, {edition: at(*labels, work=work)}, homes, **where)


# A kind says nothing


def test_a_field_of_citations_takes_sets_without_being_told():
    assert putting.pick_of(SETS) == Pick("New alternative set")
    assert putting.pick_of(Field("claim", "Claim", "text")) is None
    assert putting.pick_of(Field("voice", "Voices", "lines")) is None


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.kind)
def test_what_a_kind_writes_of_its_example_can_be_read_line_by_line(kind):
    content, key = kind.example()
    values = content.form_from(key)
    for field in kind.fields():
        if pick := putting.pick_of(field):
            lines = [line for line in values[field.name].splitlines() if line.strip()]
            read = putting.read(pick, values[field.name], putting.homes_of(kind.fields(), values))
            cited = {(c.edition, c.anchor) for c in key.cited() if c.role == field.name}

            assert len(read) == len(lines)
            assert {one for line in read for one in line.cited} == cited


# New sets, and more of a set


@pytest.mark.parametrize(
    ("typed", "labels", "edition", "becomes"),
    [
        ("", ["3.5"], "adapted", "¶3.5"),
        ("", ["3.5", "3.3"], "adapted", "¶3.3 + ¶3.5"),
        ("¶2.1\n\n", ["3.5"], "adapted", "¶2.1\n¶3.5"),
        ("", ["3.2"], "original", "maren-1956/original ¶3.2"),
        ("not a citation", ["3.5"], "adapted", "not a citation\n¶3.5"),
    ],
)
def test_a_new_set_is_a_new_line(typed, labels, edition, becomes):
    assert put(SETS, typed, *labels, edition=edition).typed == becomes


@pytest.mark.parametrize(
    ("line", "labels", "edition", "becomes"),
    [
        ("¶3.3", ["3.5"], "adapted", "¶3.3 + ¶3.5"),
        ("¶3.1-2", ["3.4"], "adapted", "¶3.1 + ¶3.2 + ¶3.4"),
        ("¶3.3", ["3.2"], "original", "¶3.3 | maren-1956/original ¶3.2"),
        ("¶3.3 | maren-1956/original ¶3.1", ["3.2"], "original", "¶3.3 | maren-1956/original ¶3.1 + ¶3.2"),
    ],
)
def test_a_set_takes_more(line, labels, edition, becomes):
    done = put(SETS, f"¶2.1\n{line}", *labels, edition=edition, index=1)

    assert (done.typed, done.line.number, done.is_new) == (f"¶2.1\n{becomes}", 2, True)


def test_what_a_set_has_already_changes_nothing():
    done = put(SETS, "maren-1956/adapted ¶3.3", "3.3", index=0)

    assert (done.typed, done.is_new) == ("maren-1956/adapted ¶3.3", False)


def test_sets_are_counted_as_flaws_count_them():
    read = putting.read(Pick(), "foo\n¶2.1\n\n¶3.1", putting.homes_of([SETS], {"reading": "maren-1956 ¶1-3"}))

    assert [(line.index, line.number, line.letter) for line in read] == [(1, 1, "A"), (3, 2, "B")]


def test_the_27th_set_has_a_letter_too():
    typed = "\n".join(f"¶{n}.1" for n in range(1, 29))
    read = putting.read(Pick(), typed, putting.homes_of([SETS], {"reading": "maren-1956 ¶1-30"}))

    assert [line.letter for line in read][25:] == ["Z", "AA", "AB"]


@pytest.mark.parametrize(("typed", "index"), [("foo", 0), ("¶2.1", 7)])
def test_a_line_that_cannot_be_read_stays_and_is_told(typed, index):
    with pytest.raises(Invalid, match=f"Line {index + 1} of “Accepted” cannot be read"):
        put(SETS, typed, "3.3", index=index)


# One set, and a reason behind it


def test_one_set_takes_everything():
    assert put(ONE, "", "3.3").typed == "¶3.3"
    assert put(ONE, "¶3.3", "2.1").typed == "¶2.1 + ¶3.3"
    assert put(ONE, "foo", "2.1").typed == "foo\n¶2.1"


def test_a_near_miss_waits_for_its_reason():
    assert put(NOTED, "¶2.4: So.", "3.3").typed == "¶2.4: So.\n¶3.3: "


def test_the_reason_of_a_near_miss_stays_where_its_place_moves():
    homes = putting.homes_of([NOTED], {"reading": "maren-1956 ¶1-5"})
    was, now = Anchor(MAREN, 2, 4), at("3.1", "3.2")
    typed, places = putting.moved(NOTED, "¶2.3 + ¶2.4: So: it is.", homes, {0: {("adapted", was): now}})

    assert typed == "¶2.3 + ¶3.1 + ¶3.2: So: it is."
    assert places == [("adapted", anchor) for anchor in sorted(now)]
    assert putting.moved(NOTED, typed, homes, {0: {("adapted", was): now}}) == (typed, [])


def test_a_place_may_move_to_where_another_leaves():
    homes = putting.homes_of([SETS], {"reading": "maren-1956 ¶1-5"})
    third, fourth = (next(iter(at(label))) for label in ("3.3", "3.4"))
    moves = {("adapted", third): at("3.4"), ("adapted", fourth): at("3.5")}

    assert putting.moved(SETS, "¶2.1\n¶3.3 + ¶3.4", homes, {1: moves})[0] == "¶2.1\n¶3.4 + ¶3.5"


# Cells


def test_a_grid_offers_its_cells():
    pick = putting.pick_of(CELLS)

    assert [(one.value, one.work, one.edition) for one in pick.begins(GRID)] == [
        ("1-1", MAREN, "adapted"),
        ("1-2", "orlo-1931", "original"),
        ("2-1", MAREN, "adapted"),
        ("2-2", "orlo-1931", "original"),
    ]
    assert [one.value for one in pick.begins({**GRID, "readings": "maren-1956 ¶1\nfoo"})] == ["1-1", "2-1"]


def test_a_line_of_a_grid_begins_with_its_cell():
    assert put(CELLS, "1-1: ¶3.3", "3.5", values=GRID, begins="2-1").typed == "1-1: ¶3.3\n2-1: ¶3.5"
    assert put(CELLS, "1-1: ¶3.3", "3.5", values=GRID, index=0).typed == "1-1: ¶3.3 + ¶3.5"


def test_behind_a_cell_what_names_nothing_is_of_its_reading():
    done = put(CELLS, "1-2: ¶2.1", "2.2", values=GRID, work="orlo-1931", edition="original", index=0)

    assert done.typed == "1-2: orlo-1931/original ¶2.1 + ¶2.2"


def test_each_cell_has_its_own_neutral_sentences():
    typed = put(NEUTRAL_CELLS, "1-1: ¶3.3", "3.5", values=GRID, begins="2-1").typed

    assert typed == "1-1: ¶3.3\n2-1: ¶3.5"
    assert put(NEUTRAL_CELLS, typed, "3.4", values=GRID, begins="2-1").typed == "1-1: ¶3.3\n2-1: ¶3.4 + ¶3.5"


def test_the_buttons_of_the_kinds():
    assert {pick.button for kind in KINDS.values() for f in kind.fields() if (pick := putting.pick_of(f))} == {
        "New alternative set",
        NEUTRAL.button,
        NEAR.button,
        EVIDENCE.button,
    }
