import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from quizzes.rules import Mode
from tests.factories.quizzes import BankFactory, QuizFactory, quiz
from tests.quizzes.analysis.tables import WRITTEN, written
from tests.quizzes.overview.test_tallies import a_class


def said(*arguments):
    out = StringIO()
    call_command("item_analysis", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def table(tmp_path):
    def write(text, name="marks.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_table_is_analysed_without_a_quiz(table):
    path = table(WRITTEN)
    found = json.loads(said("--matrix", path, "--json"))

    assert found.pop("source") == {"matrix": str(path)}
    assert found == json.loads(json.dumps(written().dump()))
    assert found["items"][0]["discrimination"] == 77.5


def test_what_is_undefined_is_null_with_its_reason(table):
    (item,) = json.loads(said("--matrix", table("a\n1\n1\n1\n"), "--json"))["items"]

    assert (item["discrimination"], item["sd"]) == (None, 0)
    assert item["reasons"]["discrimination"] == "every attempt earned the same here"


def test_people_read_a_table(table):
    text = said("--matrix", table(WRITTEN))

    assert "cic                  61.9718" in text
    assert "first             6     0.5833     0.8165    77.5000" in text
    assert "– first: guess: there is no key to guess at" in text


@pytest.mark.django_db
def test_a_quiz_is_analysed_by_its_name():
    a_class(quiz(Mode.GRADED, 4), 4)
    found = json.loads(said("history/graded-4", "--json"))

    assert found["source"] == {"quiz": "history/graded-4", "counted": "first"}
    assert found["quiz"]["attempts"] == 4
    assert [item["name"] for item in found["items"]] == ["q1", "q2", "q3", "q4"]
    assert set(found["items"][0]["parts"]) == {"verdict", "evidence"}
    assert found["items"][3]["options"][1]["n"] == 1
    assert json.loads(said("graded-4", "--json", "--attempts", "all"))["quiz"]["attempts"] == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Name a quiz, or a table with --matrix; one of the two."),
        (["nowhere"], "There is no quiz “nowhere”; there are: history/behind-closed-doors, other/behind-closed-doors."),
        (
            ["behind-closed-doors"],
            "There are several quizzes “behind-closed-doors”; there are: "
            "history/behind-closed-doors, other/behind-closed-doors.",
        ),
        (["history/behind-closed-doors", "--attempts", "worst"], "There are no “worst” attempts; there are: "),
        (["--matrix", "nowhere.csv"], "nowhere.csv could not be read: No such file or directory."),
    ],
)
def test_a_wrong_name_is_told_with_the_right_ones(arguments, told):
    QuizFactory(), QuizFactory(bank=BankFactory(slug="other"))
    with pytest.raises(CommandError) as wrong:
        said(*arguments)

    assert str(wrong.value).startswith(told)


def test_what_is_wrong_with_a_table_is_told_with_the_file(table):
    path = table("a,b\n1,1\n1,x\n")
    with pytest.raises(CommandError) as wrong:
        said("--matrix", path)

    assert str(wrong.value).startswith(f"{path}: Line 3, column 2 (b): “x” is no mark")


def test_another_encoding_is_told(table):
    path = table("größe\n1\n".encode("latin-1"))
    with pytest.raises(CommandError) as wrong:
        said("--matrix", path)

    assert str(wrong.value) == f"{path} is not UTF-8 (byte 2); save it as UTF-8."
