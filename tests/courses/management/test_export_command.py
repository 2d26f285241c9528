from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.exports import TABLES
from courses.exports.csv import read
from tests.factories.courses import course, enrol, taught

pytestmark = pytest.mark.django_db


@pytest.fixture
def red_card(ben):
    made = taught()
    enrol(made, ben)
    return made


def export(*arguments):
    said = StringIO()
    call_command("export_grades", *arguments, stdout=said, stderr=StringIO())
    return list(read(said.getvalue().encode()))


@pytest.mark.parametrize(("table", "rows"), [("grades", 1), ("answers", 4)])
def test_a_table_is_printed(red_card, table, rows):
    found = export("red-card", "--table", table)

    assert tuple(found[0]) == TABLES[table].header
    assert len(found) == rows


def test_grades_are_what_one_gets_without_asking(red_card):
    assert export("red-card") == export("red-card", "--table", "grades", "--format", "csv")


def test_a_file_ends_its_rows_as_csv_does(red_card, tmp_path):
    path = tmp_path / "grades.csv"
    call_command("export_grades", "red-card", "--output", str(path), stderr=StringIO())

    assert path.read_bytes().count(b"\r\n") == 2


def test_two_exports_of_the_same_course_are_the_same(red_card):
    assert export("red-card", "--table", "answers") == export("red-card", "--table", "answers")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "There is no course “nowhere”; there are: red-card."),
        (["red-card", "--table", "marks"], "There is no table “marks”; there are: grades, answers."),
        (["red-card", "--format", "pdf"], "There is no format “pdf”; there are: csv."),
    ],
)
def test_a_wrong_name_is_told_with_the_right_ones(arguments, told):
    course()
    with pytest.raises(CommandError) as wrong:
        export(*arguments)

    assert str(wrong.value) == told


def test_a_file_that_cannot_be_written_is_told(red_card, tmp_path):
    with pytest.raises(CommandError, match="could not be written"):
        export("red-card", "--output", str(tmp_path / "nowhere" / "grades.csv"))
