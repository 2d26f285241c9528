import pytest

from quizzes.analysis.matrix import BadMatrix, read
from tests.quizzes.analysis.tables import WRITTEN


def test_marks_are_hundredths():
    table = read("a,b\n2,1\n1.25,.5\n,1.\n")

    assert (table.names, table.maxima) == (("a", "b"), (200, 100))
    assert table.rows == ((125, 50), (0, 100))


@pytest.mark.parametrize(
    "text", ["\ufeff" + WRITTEN, WRITTEN.replace("\n", "\r\n"), WRITTEN + "\n\n", WRITTEN.rstrip()]
)
def test_how_a_table_is_written_does_not_matter(text):
    assert read(text) == read(WRITTEN)


def test_a_name_may_hold_a_comma():
    assert read('"who, when",b\n1,1\n1,1\n').names == ("who, when", "b")


def test_of_one_question_an_empty_line_is_a_student_who_left_it():
    assert read("a\n1\n\n1\n").rows == ((0,), (100,))


def test_nobody_is_a_table_too():
    assert read("a,b\n1,1\n").rows == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The table needs a line of names and a line of maxima, then a line a student."),
        ("a,b\n", "The table needs a line of names and a line of maxima, then a line a student."),
        ("a,\n1,1\n", "Line 1, column 2: the question has no name."),
        ("a,a\n1,1\n", "Line 1, column 2: “a” is the name of column 1 too."),
        ("a,b\n1,0\n", "Line 2, column 2 (b): a question must be worth more than 0."),
        ("a,b\n1,\n", "Line 2, column 2 (b): “” is no mark; write a number with at most two places, such as 1.25."),
        ("a,b\n1,1\n1,1\n1\n", "Line 4: there are 2 questions and 1 marks; give one each."),
        ("a,b\n1,1\n1,1.5\n", "Line 3, column 2 (b): 1.5 is more than the 1 it is worth."),
        ("a,b\n10,1\n12,1\n", "Line 3, column 1 (a): 12 is more than the 10 it is worth."),
        *(
            (
                f"a,b\n1,1\n{mark},1\n",
                f"Line 3, column 1 (a): “{mark}” is no mark; write a number with at most two places, such as 1.25.",
            )
            for mark in ("-1", "0.125", "1e0", "nan", "½", "x", "٣")
        ),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(text, told):
    with pytest.raises(BadMatrix) as bad:
        read(text)

    assert str(bad.value) == told


def test_a_quotation_mark_left_open_is_no_csv():
    with pytest.raises(BadMatrix, match=r"^Line 3: this is no CSV"):
        read('a,b\n1,1\n"1,1\n')
