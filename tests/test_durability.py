"""Does the page on durability name tests that are there, for every promise it makes?"""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "durability.md").read_text()
PROMISES = re.findall(r"^\| (T\d+) \| \D", PAGE.partition("## The tests")[0], re.MULTILINE)
TRIED = re.findall(r"^\| (T\d+) \| [^|]+ \| `([^`]+)::(\w+)` \|$", PAGE, re.MULTILINE)


def test_every_promise_is_listed_and_has_a_test():
    assert [f"T{number}" for number in (6, 7, 8, 9, *range(14, 21))] == PROMISES
    assert {promise for promise, *_ in TRIED} == set(PROMISES)


@pytest.mark.parametrize(("file", "name"), sorted({(file, name) for _, file, name in TRIED}))
def test_every_test_that_is_named_is_there(file, name):
    functions = {
        found.name for found in ast.parse((ROOT / file).read_text()).body if isinstance(found, ast.FunctionDef)
    }

    assert name in functions
