import time
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.citation import Anchor, parse
from quizzes.questions import figures
from quizzes.questions.backing import Backing
from quizzes.questions.base import Form, Invalid, Outcome, Sign, State
from quizzes.questions.figures import Key, Span, written
from quizzes.questions.numeric import Numeric, Response

D = Decimal
ASKED = Numeric("How many men?")
UNITS = Numeric("How much coal?", ("hundredweight", "tons"))
YEAR = Numeric("In which year?", is_year=True)


def key(low, high=None, tolerance="0", *, relative=False, unit=""):
    return Key(Span(D(low), D(high or low), D(tolerance), relative), unit)


def sent(number, unit=""):
    return Form({"number": [number], "unit": [unit]})


def earned(content, key, number, unit="", policy="graded"):
    return content.mark(key, content.read(sent(number, unit)), edition="adapted", policy=policy).fraction


# Which number was written


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1170", "1170"),
        ("1,170", "1170"),
        ("1 170", "1170"),
        ("1\u00a0170", "1170"),
        ("1\u202f170", "1170"),
        ("1'170", "1170"),
        ("1’170", "1170"),
        ("1,234,567.50", "1234567.50"),
        ("12,345", "12345"),
        ("0", "0"),
        ("007", "7"),
        ("11.5", "11.5"),
        ("+3", "3"),
        ("-3", "-3"),
        ("−3.25", "-3.25"),
        (" 4 ", "4"),
    ],
)
def test_digits_sign_groups_and_point_are_read(typed, value):
    assert figures.number(typed) == D(value)


@pytest.mark.parametrize(
    "typed",
    [
        "1,5",
        "1,50",
        "about 40",
        "40 men",
        "1,1700",
        "11,70",
        "1,170 000",
        "1 170,5",
        "1,,170",
        ",170",
        "0,500",
        "1.170.000",
        "1.",
        ".5",
        "1e3",
        "3/4",
        "--3",
        "- 3",
        "",
        "١٢",
        "½",
        "²",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "9" * 41,
    ],
)
def test_what_leaves_a_doubt_is_no_number(typed):
    assert figures.number(typed) is None


@settings(max_examples=100)
@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_a_written_number_is_read_back(whole, cents):
    value = D(f"{whole}.{cents:02}")

    assert figures.number(written(value)) == value


@pytest.mark.parametrize("typed", ["1" * 50_000, "1," * 25_000, "1,111" * 10_000, "1,111," * 10_000, " " * 50_000])
def test_nonsense_is_no_number_at_once(typed):
    began = time.perf_counter()

    assert figures.number(typed) is None
    assert figures.year(typed) is None
    assert time.perf_counter() - began < 0.1


@pytest.mark.parametrize(("typed", "value"), [("1957", D(1957)), (" 88 ", D(88)), ("1,957", None), ("1 957", None)])
def test_a_year_has_no_grouping(typed, value):
    assert figures.year(typed) == value


@pytest.mark.parametrize("typed", ["-44", "+1957", "19570", "1957.0", "in 1957", "١٩٥٧"])
def test_a_year_is_digits_and_nothing_else(typed):
    assert figures.year(typed) is None


# What is accepted


@pytest.mark.parametrize(
    ("accepted", "number", "share"),
    [
        (key("1170"), "1170", 1),
        (key("1170"), "1170.0", 1),
        (key("1170"), "1171", 0),
        (key("1170", tolerance="30"), "1140", 1),
        (key("1170", tolerance="30"), "1200", 1),
        (key("1170", tolerance="30"), "1139.99", 0),
        (key("1170", tolerance="30"), "1200.01", 0),
        (key("200", tolerance="5", relative=True), "190", 1),
        (key("200", tolerance="5", relative=True), "210", 1),
        (key("200", tolerance="5", relative=True), "189", 0),
        (key("-200", tolerance="5", relative=True), "-210", 1),
        (key("-200", tolerance="5", relative=True), "-190", 1),
        (key("-200", tolerance="5", relative=True), "-211", 0),
        (key("0", tolerance="5", relative=True), "0", 1),
        (key("10", "12"), "10", 1),
        (key("10", "12"), "12", 1),
        (key("10", "12"), "9.9", 0),
        (key("0.3", tolerance="0.1"), "0.4", 1),
        (key("1170"), "-1170", 0),
    ],
)
def test_a_figure_is_right_inside_the_range_with_its_bounds(accepted, number, share):
    assert earned(ASKED, accepted, number) == share


@pytest.mark.parametrize(
    ("number", "unit", "share"),
    [("4", "tons", "1"), ("4", "", "9/10"), ("4", "hundredweight", "0"), ("5", "tons", "0"), ("5", "", "0")],
)
def test_a_missing_unit_costs_a_tenth_and_a_wrong_one_everything(number, unit, share):
    assert earned(UNITS, key("4", unit="tons"), number, unit) == Fraction(share)


def test_strictly_a_missing_unit_costs_everything():
    assert earned(UNITS, key("4", unit="tons"), "4", policy="strict") == 0
    assert earned(UNITS, key("4", unit="tons"), "4", "tons", policy="strict") == 1


def test_a_unit_that_is_printed_is_not_asked_for():
    assert earned(Numeric("How many?", ("men",)), key("4", unit="men"), "4") == 1


@pytest.mark.parametrize(
    ("content", "accepted", "typed", "unit", "heading", "sentence"),
    [
        (ASKED, key("1170"), "1,170", "", "Right", "You gave 1,170, which is right, so you earn it all."),
        (ASKED, key("1170"), "900", "", "Not right", "You gave 900, and 1,170 is accepted, so your score is 0."),
        (
            ASKED,
            key("1170", tolerance="5", relative=True),
            "1150",
            "",
            "Right",
            "You gave 1,150, and 1,111.5 to 1,228.5 is accepted, so you earn it all.",
        ),
        (YEAR, key("1956", "1958"), "1955", "", "Not right", "You gave 1955, and 1956 to 1958 is accepted, so your"),
        (
            UNITS,
            key("4", unit="tons"),
            "4",
            "",
            "Right, without the unit",
            "You gave 4, which is right, but you named no unit, so your score is 9/10.",
        ),
        (
            UNITS,
            key("4", unit="tons"),
            "4",
            "hundredweight",
            "Unit not right",
            "You gave 4, which is right, but the unit is not right, so your score is 0.",
        ),
        (UNITS, key("4", unit="tons"), "", "tons", "Not right", "You gave no figure, and 4 is accepted, so your score"),
        (ASKED, key("4"), "", "", "No answer", "You gave no answer, so there is nothing to mark."),
    ],
)
def test_a_mark_is_told_in_one_sentence(content, accepted, typed, unit, heading, sentence):
    outcome = content.mark(accepted, content.read(sent(typed, unit)), edition="adapted")

    assert content.heading(outcome) == heading
    assert content.explain(outcome).startswith(sentence)


@settings(max_examples=50)
@given(st.integers(-5000, 5000), st.sampled_from(["", "tons", "hundredweight"]), st.sampled_from(["graded", "strict"]))
def test_every_answer_can_be_marked_told_and_stored(number, unit, policy):
    outcome = UNITS.mark(
        key("1000", "2000", unit="tons"), UNITS.read(sent(str(number), unit)), edition="adapted", policy=policy
    )

    assert Outcome.load(outcome.dump()) == outcome
    assert UNITS.explain(outcome).endswith(".")


# The form


@pytest.mark.parametrize(
    ("content", "typed", "complaint"),
    [
        (ASKED, "1,5", "“1,5” is not read as a number. Write digits, with a point before decimals"),
        (ASKED, "about 40", "“about 40” is not read as a number"),
        (ASKED, "9" * 41, "Your figure has 41 characters; the limit is 40"),
        (YEAR, "1,957", "“1,957” is not read as a year. Write its digits and nothing else"),
    ],
)
def test_what_does_not_parse_is_returned_and_not_scored(content, typed, complaint):
    with pytest.raises(Invalid) as problem:
        content.read(sent(typed))

    assert problem.value.field == "number"
    assert complaint in problem.value.message


def test_what_was_sent_goes_on_standing_on_the_page_and_would_earn_nothing():
    kept = ASKED.read(sent(" 1,5 "), final=True)

    assert (kept.typed, kept.value, kept.state) == ("1,5", None, State.ANSWERED)
    assert ASKED.mark(key("1.5"), kept, edition="adapted").reason == "wrong"


@pytest.mark.parametrize(("content", "unit"), [(UNITS, "pounds"), (UNITS, "Tons"), (ASKED, "men")])
def test_a_unit_that_is_not_offered_is_refused(content, unit):
    with pytest.raises(Invalid) as problem:
        content.read(sent("4", unit), final=True)
    assert problem.value.field == "unit"


def test_a_figure_with_a_character_that_cannot_be_stored_is_refused():
    with pytest.raises(Invalid, match="cannot be stored"):
        ASKED.read(sent("4\x00"), final=True)


@pytest.mark.parametrize(
    ("number", "unit", "state"),
    [("", "", State.BLANK), (" ", "", State.BLANK), ("", "tons", State.UNFINISHED), ("4", "", State.ANSWERED)],
)
def test_a_unit_alone_is_unfinished(number, unit, state):
    assert UNITS.read(sent(number, unit)).state is state


# The result


def test_results_put_both_figures_side_by_side():
    (row,) = UNITS.shown(key("1170", tolerance="30", unit="tons"), Response("1 150", "", D(1150)))

    assert row == ("1 150", "1,170", "1,140 to 1,200", "", "tons")


def test_a_range_is_its_own_figure():
    (row,) = YEAR.shown(key("1956", "1958"), Response("1957", "", D(1957)))

    assert (row.figure, row.accepted) == ("1956 to 1958", "")


def test_the_evidence_is_shown_in_the_edition_that_is_read():
    backed = replace(key("4"), backing=Backing({"adapted": frozenset({Anchor("w", 1, 2)})}))

    assert ASKED.signs(backed, Response(), edition="adapted").at == {Anchor("w", 1, 2): Sign.PROOF}


# Authors


def table(**fields):
    return {"ask": "How many?", "answer": "4", **fields}


@pytest.mark.parametrize(
    ("answer", "tolerance", "span"),
    [
        (1170, "", Span(D(1170), D(1170))),
        ("1,170", "", Span(D(1170), D(1170))),
        (11.5, 0.5, Span(D("11.5"), D("11.5"), D("0.5"))),
        ("11.5", "5 %", Span(D("11.5"), D("11.5"), D(5), True)),
        ("11.5", "5%", Span(D("11.5"), D("11.5"), D(5), True)),
        ("1,140 to 1,200", "", Span(D(1140), D(1200))),
        ("-3 to -1", "", Span(D(-3), D(-1))),
        ("4", "0 %", Span(D(4), D(4))),
    ],
)
def test_an_author_gives_a_figure_with_a_tolerance_or_a_range(answer, tolerance, span):
    assert Numeric.from_table(table(answer=answer, tolerance=tolerance))[1].span == span


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"answer": "many"}, "answer"),
        ({"answer": ""}, "answer"),
        ({"answer": True}, "answer"),
        ({"answer": "1 to 2 to 3"}, "answer"),
        ({"answer": "1,957", "year": True}, "answer"),
        ({"tolerance": "some"}, "tolerance"),
        ({"tolerance": "%"}, "tolerance"),
        ({"year": "yes"}, "year"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(fields, field):
    with pytest.raises(Invalid) as problem:
        Numeric.from_table(table(**fields))
    assert problem.value.field == field


@pytest.mark.parametrize(
    ("fields", "field", "complaint"),
    [
        ({"answer": "12 to 10"}, "answer", "ends before it begins"),
        ({"tolerance": "-1"}, "tolerance", "below 0"),
        ({"answer": "10 to 12", "tolerance": "1"}, "tolerance", "A range has no tolerance"),
        ({"other_units": ["tons"]}, "unit", "none is right"),
        ({"unit": "tons", "other_units": ["Tons"]}, "other_units", "offered twice"),
        ({"unit": "x", "other_units": list("abcdefgh")}, "other_units", "There are 9 units; the limit is 8"),
        ({"unit": "x" * 41}, "unit", "more than 40 characters"),
        ({"ask": ""}, "ask", "The question is empty"),
        ({"ask": "x" * 601}, "ask", "the limit is 600"),
    ],
)
def test_flaws_of_the_question(fields, field, complaint, shelf):
    content, made = Numeric.from_table(table(**fields))
    flaws = list(content.flaws(made, shelf))

    assert [flaw.field for flaw in flaws] == [field]
    assert complaint in flaws[0].message


def test_a_reading_that_is_not_here_is_a_flaw(shelf):
    assert [f.field for f in replace(ASKED, reading=parse("lund-1958 ¶1")).flaws(key("4"), shelf)] == ["reading"]


def test_units_stand_in_the_order_of_the_alphabet_whatever_the_key():
    one, _ = Numeric.from_table(table(unit="tons", other_units=["Pounds", "men"]))
    two, _ = Numeric.from_table(table(unit="men", other_units=["tons", "Pounds"]))

    assert one == two
    assert one.units == ("men", "Pounds", "tons")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"unit": "men"},
        {"unit": "men", "other_units": ["pits"], "tolerance": "5 %"},
        {"answer": "1956 to 1958", "year": True},
        {"answer": "-11.50", "tolerance": "0.25"},
    ],
)
def test_every_key_comes_back_from_the_form_and_from_json(fields):
    content, made = Numeric.from_table(table(**fields))

    assert Numeric.from_table(Numeric.table_from_form(content.form_from(made))) == (content, made)
    assert (Numeric.load(content.dump()), Key.load(made.dump())) == (content, made)
