"""What the library answers when it is asked for words."""

import pytest

from corpus import reading
from corpus.models import Revision
from corpus.text.citation import Anchor, parse
from corpus.text.quotation import check
from tests.factories.corpus import NOW, library, revision
from tests.queries import counted
from tests.story import MAREN

pytestmark = pytest.mark.django_db

SECOND = MAREN.replace("The delegates listened", "They listened")


@pytest.fixture
def adapted() -> Revision:
    return library()


def published(text: str) -> Revision:
    made = revision(text)
    Revision.objects.filter(pk=made.pk).update(published_at=NOW)
    return made


def test_readers_see_the_latest_that_is_published(adapted):
    waiting = revision(SECOND)
    assert reading.present("maren-1956", "adapted") == adapted

    Revision.objects.filter(pk=waiting.pk).update(published_at=NOW)
    assert reading.present("maren-1956", "adapted") == waiting


@pytest.mark.parametrize(("work", "kind"), [("maren-1956", "translation"), ("nobody-1900", "adapted")])
def test_what_is_not_here_is_nothing(adapted, work, kind):
    assert reading.present(work, kind) is None


def test_each_edition_has_its_own_present_text(adapted):
    published(SECOND)

    assert {r.edition.kind: r.number for r in Revision.objects.present()} == {"adapted": 2, "original": 1}


def test_what_waits_is_newer_than_what_readers_see(adapted):
    revision(SECOND)
    third = published(SECOND.replace("rumour", "whisper"))

    assert not Revision.objects.waiting().exists()
    assert Revision.objects.present().of("maren-1956", "adapted").get() == third


def test_a_passage_is_the_paragraphs_that_are_cited(adapted):
    found = reading.passage_of(adapted, parse("maren-1956 ¶2-3"))

    assert [p.number for p in found.paragraphs] == [2, 3]
    assert (found.work, found.edition, found.digest) == ("maren-1956", "adapted", adapted.digest)


def test_a_passage_reads_as_its_file(adapted):
    found = reading.passage_of(adapted, parse("maren-1956 ¶2"))

    assert found.words(Anchor("maren-1956", 2, 3)) == "At each stop it was read aloud once and sent back."
    assert found.words(Anchor("maren-1956", 2)).startswith("Within days a printed copy")
    assert found.words(Anchor("maren-1956", 2, 9)) is None


def test_a_passage_beyond_the_text_is_empty(adapted):
    assert reading.passage_of(adapted, parse("maren-1956 ¶9")).paragraphs == ()


def test_who_speaks_comes_with_the_paragraph(adapted):
    (paragraph,) = reading.passage_of(adapted, parse("maren-1956 ¶5")).paragraphs

    assert (paragraph.voice, paragraph.kind) == ("listener", "quotation")


def test_a_text_that_was_read_is_not_asked_for_again(adapted):
    reading.passage_of(adapted, parse("maren-1956 ¶1-5"))
    reading.whole(adapted)
    with counted() as queries:
        reading.passage_of(adapted, parse("maren-1956 ¶1-5"))
        reading.whole(adapted)

    assert queries.total == 0


def test_another_revision_is_never_taken_for_the_one_that_was_read(adapted):
    before = reading.whole(adapted)
    after = reading.whole(published(SECOND))

    assert before.words(Anchor("maren-1956", 1, 3)).startswith("The delegates")
    assert after.words(Anchor("maren-1956", 1, 3)).startswith("They")


def test_a_shelf_holds_each_present_text_of_its_works(adapted):
    shelf = reading.shelf({"maren-1956"})

    assert set(shelf.editions("maren-1956")) == {"adapted", "original"}
    assert shelf.words("adapted", Anchor("maren-1956", 4, 2)) == "Moscow neither confirmed it nor denied it."
    assert shelf.words("translation", Anchor("maren-1956", 4, 2)) is None


def test_a_shelf_can_hold_a_text_that_waits_in_place_of_the_present_one(adapted):
    shelf = reading.shelf({"maren-1956"}, with_revision=revision(SECOND))

    assert shelf.words("adapted", Anchor("maren-1956", 1, 3)).startswith("They listened")
    assert set(shelf.editions("maren-1956")) == {"adapted", "original"}


def test_every_present_text_can_be_quoted_and_the_originals_come_first(adapted):
    found = reading.quotable()

    assert [volume.edition for volume in found.volumes] == ["original", "adapted"]
    assert check("Moscow neither confirmed it nor denied it.", found).edition == "adapted"


def test_only_a_text_that_is_new_is_folded(adapted):
    before = reading.quotable()
    assert reading.quotable() is before

    published(SECOND)
    after = reading.quotable()

    assert after.volumes[0] is before.volumes[0]
    assert check("They listened", after).edition == "adapted"
    assert check("The delegates listened", after).edition != "adapted"


def test_asking_whether_the_library_changed_takes_one_query(adapted):
    reading.quotable()
    with counted() as queries:
        reading.quotable()

    assert queries.total == 1
