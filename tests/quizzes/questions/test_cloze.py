"""Sentences with gaps: what counts as the same word, what a slip of the pen earns, and what weights do."""

from fractions import Fraction
from string import ascii_lowercase

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from quizzes.models import Answer
from quizzes.questions import gaps, spelling
from quizzes.questions.base import Form, Invalid, State
from quizzes.questions.cloze import Cloze
from quizzes.rules import Mode
from tests.factories.worded import CLOZE, attempt, checked, sent_through_admin
from tests.forms import form

TABLE = {
    "text": "Within {a} weeks {b} pits closed, {c} Harrow.",
    "gap": [
        {"id": "a", "accept": ["nine", "9"]},
        {"id": "b", "accept": ["four"], "weight": 2, "says": "[¶12.2] names them."},
        {"id": "c", "accept": ["according to"]},
    ],
    "reading": "harrow-1957 ¶11-14",
    "evidence": {"adapted": ["¶12.2"]},
}


def asked(**changes):
    return Cloze.from_table({**TABLE, **changes})


def outcome(*typed, policy="graded", **changes):
    content, key = asked(**changes)
    response = content.read(Form({f"gap-{gap}": [words] for gap, words in zip("abc", typed, strict=False)}))
    return content, content.mark(key, response, edition="adapted", policy=policy)


def complaints(shelf, **changes):
    content, key = asked(**changes)
    return [(flaw.field, flaw.message) for flaw in content.flaws(key.sealed(shelf), shelf)]


# What it earns


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        (("nine", "four", "according to"), "1"),
        (("9", "four", "according to"), "1"),
        (("nine", "five", "according to"), "1/2"),
        (("ten", "four", ""), "1/2"),
        (("nine", "", ""), "1/4"),
        (("ten", "five", "says"), "0"),
    ],
)
def test_each_gap_counts_by_its_weight(typed, share):
    assert outcome(*typed)[1].fraction == Fraction(share)


def test_strictly_every_gap_must_be_right():
    assert outcome("nine", "four", "acording to", policy="strict", typo="1/2")[1].fraction == 0
    assert outcome("nine", "four", "according to", policy="strict", typo="1/2")[1].fraction == 1


@pytest.mark.parametrize(("typo", "share"), [("0", "3/4"), ("1/2", "7/8"), ("1", "1")])
def test_a_slip_of_the_pen_earns_what_the_author_says(typo, share):
    assert outcome("nine", "four", "accordign to", typo=typo)[1].fraction == Fraction(share)


@pytest.mark.parametrize(
    ("typed", "heading", "sentence"),
    [
        (("nine", "four", "according to"), "3 of 3 right", "You filled 3 of 3 gaps rightly, so you earn it all."),
        (
            ("nine", "", "acording to"),
            "1 of 3 right, one slip of the pen",
            "You filled 1 of 3 gaps rightly and 1 with a slip of the pen, so your score is 3/2 of 4 by weight = ⅜.",
        ),
        (("", "x", ""), "0 of 3 right", "You filled 0 of 3 gaps rightly, so your score is 0."),
    ],
)
def test_heading_and_sentence(typed, heading, sentence):
    content, found = outcome(*typed, typo="1/2")

    assert (content.heading(found), content.explain(found)) == (heading, sentence)


# What counts as the same


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("  Nine ", True),
        ("“nine”.", True),
        ("ni\u00adne", True),
        ("nine\u00a0", True),
        ("nïne", False),
        ("nine men", False),
        ("n ine", False),
    ],
)
def test_normalising(typed, same):
    assert (spelling.normal(typed) == "nine") is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("re\u0301gime", "r\u00e9gime"),
        ("miner’s", "miner's"),
        ("1904–5", "1904-5"),
        ("wait…", "wait..."),
        ("Port  Selm", "port selm"),
    ],
)
def test_forms_that_are_one(one, other):
    assert spelling.normal(one) == spelling.normal(other)


@pytest.mark.parametrize("other", ["20", "20 %x", "-20%", "£20%"])
def test_the_marks_of_a_number_count(other):
    assert spelling.normal("20%") != spelling.normal(other)


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("secretry", "secretary", True),
        ("secretaryy", "secretary", True),
        ("secretery", "secretary", True),
        ("secretray", "secretary", True),
        ("ecretary", "secretary", True),
        ("secretar", "secretary", True),
        ("secretary", "secretary", False),
        ("sectretray", "secretary", False),
        ("ninee", "nine", False),
        ("minetr", "miners", False),
        ("12,001", "12,000", False),
    ],
)
def test_one_letter_is_a_slip_in_a_word_of_six_without_a_figure(typed, meant, slip):
    assert spelling.is_slip(typed, meant) is slip


def neighbours(word: str) -> set[str]:
    """All words one edit away, the long way round."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in cuts} | {h + t[1:2] + t[:1] + t[2:] for h, t in cuts}
    found |= {head + sign + tail[skip:] for head, tail in cuts for sign in "abc" for skip in (0, 1)}
    return found - {word}


@given(st.text("abc", min_size=6, max_size=9), st.text("abc", min_size=4, max_size=11))
def test_a_slip_is_exactly_one_edit(meant, typed):
    assert spelling.is_slip(typed, meant) is (typed in neighbours(meant))


@given(st.text("abc", min_size=6, max_size=8))
def test_every_single_edit_is_a_slip(meant):
    assert all(spelling.is_slip(typed, meant) for typed in neighbours(meant))


# What authors write


def test_a_line_of_the_form_says_letter_weight_forms_and_what_is_said():
    line = "b x3) four | 4 | all four // [¶12.2] names them."

    assert gaps.typed(line) == {
        "id": "b",
        "weight": 3,
        "accept": ["four", "4", "all four"],
        "says": "[¶12.2] names them.",
    }
    assert str(gaps.Gap.load(gaps.typed(line))) == line


@pytest.mark.parametrize("line", ["nine", "aa) nine", "1) nine", "A) nine", "b xx) nine"])
def test_a_line_without_its_letter_is_refused_with_its_number(line):
    values = {"text": TABLE["text"], "gap": f"a) nine\n{line}"}
    with pytest.raises(Invalid, match="Line 2"):
        Cloze.table_from_form(values)


def test_the_title_shows_where_the_gaps_are():
    assert asked()[0].title == "Within … weeks … pits closed, … Harrow."


def gap(**facts):
    return {"gap": [{**TABLE["gap"][0], **facts}, *TABLE["gap"][1:]]}


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"text": ""}, "text", "empty"),
        ({"text": "{a} {b} {c} " + "x" * 1000}, "text", "limit is 1000"),
        ({"text": "Nothing is left out."}, "text", "no gap"),
        ({"text": "{a} {a} {b} {c}"}, "text", "Gap a stands 2 times"),
        ({"text": "{a} {b} {c} {d}"}, "gap", "Nothing is accepted for gap d"),
        ({"text": "{a} {b} {c} {1}"}, "text", "A brace stands alone"),
        ({"text": "{a} {b}"}, "gap", "There is no gap c"),
        (gap(id="b"), "gap", "Gap b has 2 lines"),
        (gap(accept=[]), "gap", "accepts nothing"),
        (gap(accept=["–"]), "gap", "no letter or figure"),
        (gap(accept=["nine", "Nine."]), "gap", "counts as “nine” already"),
        (gap(accept=["n" * 61]), "gap", "limit is 60"),
        (gap(accept=[str(n) for n in range(13)]), "gap", "13 forms; the limit is 12"),
        (gap(says="See [¶99.1]."), "gap", "no ¶99.1"),
        ({"evidence": {"adapted": ["¶15.1"]}}, "evidence", "outside the reading"),
    ],
)
def test_flaws_stand_at_their_field(shelf, changes, field, says):
    found = complaints(shelf, **changes)

    assert any(where == field and says in message for where, message in found), found


def test_a_text_that_is_the_source_with_holes_is_a_flaw(shelf):
    table = {"text": "The {a} text, place 12.2", "gap": [{"id": "a", "accept": ["adapted"]}]}

    assert complaints(shelf, **table) == [("text", "This is what adapted ¶12.2 says; word it unlike it.")]


def test_there_is_a_most_of_gaps():
    many = [{"id": letter, "accept": ["x"]} for letter in ascii_lowercase[:13]]
    with pytest.raises(Invalid, match="13 gaps; the limit is 12"):
        asked(gap=many)


@pytest.mark.parametrize("typo", ["2", "half", "-1/2", "1/0", "1e9"])
def test_a_share_that_is_none_is_refused(typo):
    with pytest.raises(Invalid) as problem:
        asked(typo=typo)
    assert problem.value.field == "typo"


# Answers


def test_when_time_is_up_a_long_answer_is_cut_and_not_refused():
    content, _ = asked()
    too_long = Form({"gap-a": ["nine" * 40]})

    assert len(content.read(too_long, final=True).given["a"]) == 80
    with pytest.raises(Invalid, match="Gap 1 holds 160 characters; the limit is 80"):
        content.read(too_long)


def test_only_gaps_of_the_text_are_read():
    response = asked()[0].read(Form({"gap-z": ["nine"], "gap-b": [" "]}))

    assert response.state is State.BLANK


@pytest.mark.django_db
def test_the_page_keeps_what_is_typed_and_says_nothing_of_the_key(ben):
    taken = attempt(ben, "cloze", mode=Mode.GRADED)
    client = Client()
    client.force_login(ben)
    address = f"/attempts/{taken.public_id}/1/"
    page = client.get(address)
    client.post(address, form(page) | {"gap-a": "<b>without", "save": "1"})
    again = client.get(address)

    assert Answer.objects.get().response == {"gap": {"a": "<b>without"}}
    assert form(again)["gap-a"] == ["<b>without"]
    assert "not any" not in page.content.decode()
    assert "<b>without" not in again.content.decode()


@pytest.mark.django_db
def test_results_show_each_gap_with_what_was_typed_and_what_is_accepted(ben):
    result = checked(attempt(ben, "cloze"), {"gap": {"a": "witout", "b": "4", "c": "a"}})
    first, second, third = result.shown

    assert result.mark.fraction == Fraction(3, 8)
    assert (first.typed, first.key, first.is_slip) == ("witout", "without", True)
    assert (second.is_right, second.others) == (True, ("4",))
    assert (third.is_right, third.is_slip, third.key) == (False, False, "no")


@pytest.mark.django_db
def test_the_admin_form_comes_back(client, ada):
    _, kept = sent_through_admin(client, ada, "cloze", CLOZE)

    assert (kept.latest().number, kept.latest().content) == (1, Cloze.from_table(CLOZE)[0])
