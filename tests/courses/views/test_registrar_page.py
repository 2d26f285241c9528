import re
from pathlib import Path

import pytest
from django.conf import settings

from courses.exports import TABLES, WRITERS

PAGE = Path(settings.BASE_DIR / "docs" / "registrar.md").read_text()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_the_page_names_every_column_and_says_what_it_holds(table):
    told = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE))

    assert [column.name for column in table.columns if column.name not in told] == []


@pytest.mark.parametrize("name", [*TABLES, *WRITERS])
def test_the_page_names_every_table_and_file(name):
    assert f"`{name}`" in PAGE


def test_the_page_names_no_column_that_is_not_there():
    told = {name for name, _ in re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE)}

    assert told == {column.name for table in TABLES.values() for column in table.columns}
