"""A kind that needs the words of the text gets them as a value; the others are left alone."""

import pytest

from quizzes.bank import wording
from quizzes.marks import grading
from quizzes.models import Item
from quizzes.rules import Mode
from tests.factories.quizzes import attempt as plain_attempt
from tests.factories.worded import TABLES, attempt
from tests.queries import counted

pytestmark = pytest.mark.django_db


def item_of(taken, position=1) -> Item:
    wanted = taken.items.select_related("attempt", "version__key", "revision__edition__work")
    return wanted.get(position=position)


@pytest.mark.parametrize("kind", ["voice", "quotation", "quote_repair"])
def test_what_needs_words_has_those_of_its_reading(ben, kind):
    item = item_of(attempt(ben, kind))

    assert wording.content_of(item).text == wording.text_of(item)
    assert item.version.content.text is None


def test_what_needs_none_asks_the_database_for_none(ben):
    item = item_of(plain_attempt(ben))
    with counted() as queries:
        content = wording.content_of(item)

    assert (content, queries.total) == (item.version.content, 0)


def test_the_edition_is_the_one_that_is_read_or_the_questions_own(ben):
    asked, named = item_of(attempt(ben, "quotation")), item_of(attempt(ben, "quote_repair"))

    assert wording.edition_of(asked, "original") == "original"
    assert wording.edition_of(named, "original") == "adapted"


def test_marking_asks_for_all_texts_at_once(ben):
    def asks(*kinds):
        taken = attempt(ben, *kinds, mode=Mode.GRADED)
        grading.mark_all(taken, taken.began_at)  # keeps the texts by their digest
        with counted() as queries:
            grading.mark_all(taken, taken.began_at)
        return queries.total

    assert asks("quotation") == asks(*TABLES)
