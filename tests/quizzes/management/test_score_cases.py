"""Anyone can hold our arithmetic against another implementation: every worked example, through the command."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quizzes.questions import KINDS

SCORING = Path(__file__).parents[1] / "cases" / "scoring.json"
CASES = json.loads(SCORING.read_text())
RIGHT = CASES[0] | {"id": "right"}


def run(path, *options):
    out = StringIO()
    try:
        call_command("score_cases", str(path), *options, stdout=out)
        return out.getvalue(), ""
    except CommandError as error:
        return out.getvalue(), str(error)


def written(tmp_path, text):
    path = tmp_path / "cases.json"
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def answers():
    said, error = run(SCORING, "--json")
    assert not error
    return {one["id"]: one for one in json.loads(said)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_worked_example_comes_out(answers, case):
    found = answers[case["id"]]

    assert {name: found[name] for name in case["expect"]} == case["expect"]
    assert found["agrees"]


def test_every_kind_has_a_worked_example():
    assert {case["kind"] for case in CASES} == set(KINDS)


def test_an_answer_has_its_share_twice_its_points_and_its_parts(answers):
    found = answers["§2 all 24"]

    assert (found["fraction"], found["decimal"], found["points"]) == ("11/32", "0.343750", "0.69")
    assert (found["parts"]["focus"], found["reason"], found["scorer"]) == ("1/8", "partial", 1)


def test_a_broken_case_is_told_and_the_others_are_marked(tmp_path):
    said, error = run(written(tmp_path, json.dumps([{"kind": "riddle"}, RIGHT])), "--json")
    broken, right = json.loads(said)

    assert (broken["index"], [flaw["field"] for flaw in broken["errors"]]) == (1, ["kind"])
    assert right["points"] == "0.33"
    assert error == "1 of 2 cases could not be marked, or earn other than they expect."


def test_a_case_that_earns_other_than_it_expects_is_told(tmp_path):
    said, error = run(written(tmp_path, json.dumps([RIGHT | {"expect": {"points": "0.34"}}])))

    assert "But points is 0.33 and not 0.34." in said
    assert error


def test_lines_are_answered_in_lines(tmp_path):
    said, error = run(written(tmp_path, f"{json.dumps(RIGHT)}\n\n{{no json\n"), "--json")

    assert [json.loads(line).get("points") for line in said.splitlines()] == ["0.33", None]
    assert error


def test_figures_of_json_stay_exact(tmp_path):
    case = {"kind": "numeric", "key": {"answer": 0.3, "tolerance": 0}, "response": {"number": "0.3"}, "points": 1.5}
    said, _ = run(written(tmp_path, json.dumps(case)), "--json")

    assert json.loads(said)["points"] == "1.50"


@pytest.mark.parametrize("text", ["[1,", "[NaN]"])
def test_a_file_that_is_no_list_says_so(tmp_path, text):
    _, error = run(written(tmp_path, text))

    assert error.startswith("The file is no JSON list:")


def test_a_file_that_is_not_there_says_so(tmp_path):
    assert run(tmp_path / "none.json")[1].endswith("cannot be read: No such file or directory.")
