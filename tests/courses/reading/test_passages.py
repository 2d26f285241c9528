import pytest

from courses.reading.passages import flaw, names, texts
from tests.factories.corpus import library, revision

pytestmark = pytest.mark.django_db


def test_whole_paragraphs_of_a_work_are_a_reading():
    revision()

    assert flaw("maren-1956 ¶4-5") == ""


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("chapter two", "is not a citation"),
        ("maren-1956 ¶3.2", "is less than a paragraph"),
        ("maren-1956/adapted ¶3", "Leave out “/adapted”"),
        ("doyle-1958 ¶3", "The library has no text of “doyle-1958”; it has maren-1956."),
        ("maren-1956 ¶5-8", "maren-1956 has no ¶6; it has 5 paragraphs."),
    ],
)
def test_what_is_no_reading_is_told_with_the_way_to_mend_it(written, told):
    revision()

    assert told in flaw(written)


def test_the_adapted_edition_comes_first():
    library()

    assert sorted(texts("maren-1956")) == ["adapted", "original"]


def test_a_register_names_works_by_author_and_year():
    revision()

    assert names(["maren-1956", "doyle-1958"]) == {"maren-1956": "Maren 1956"}
