"""A file waits until somebody has looked at it; nothing that was read or cited can be thrown away."""

import pytest

from corpus.formats import adapted
from corpus.incoming import Facts, Refused, take, throw_away
from corpus.models import Edition, Revision, Work
from tests.factories.corpus import NOW, library
from tests.story import MAREN

pytestmark = pytest.mark.django_db

FACTS = Facts("orlo-1931", "Ida Orlo", "Orlo, Ida", "Letters from the Weir", "1931", "letters")


def taken(work=FACTS, kind="adapted", text=MAREN):
    return take(draft=adapted.read(text.encode()), work=work, kind=kind, by=None, now=NOW)


def test_a_new_work_gets_its_edition_and_waits():
    kept = taken()

    assert (str(kept.revision), kept.revision.published_at) == ("orlo-1931/adapted revision 1", None)
    assert Work.objects.get().author_sort == "Orlo, Ida"


def test_an_edition_of_a_work_that_is_there_comes_after_the_others():
    library()
    kept = taken(Work.objects.get(), "plain-german")

    assert (kept.revision.edition.title, kept.revision.edition.position) == ("Plain german", 1)


def test_a_name_that_is_taken_is_refused():
    library()
    with pytest.raises(Refused, match="choose it from the list"):
        taken(Facts("maren-1956", "Ida Orlo", "Orlo, Ida", "Another", "1931"))


def test_the_same_text_twice_is_one_revision():
    first = taken()
    again = taken(Work.objects.get())

    assert (again.revision, again.is_new) == (first.revision, False)


def test_what_was_thrown_away_leaves_nothing_behind():
    throw_away(taken().revision)

    assert [model.objects.count() for model in (Work, Edition, Revision)] == [0, 0, 0]


def test_throwing_away_a_draft_leaves_the_published_text():
    published = library()
    draft = taken(Work.objects.get(), text=MAREN.replace("once", "twice")).revision
    throw_away(draft)

    assert Revision.objects.get(edition=published.edition) == published


def test_a_published_text_cannot_be_thrown_away():
    published = library()
    with pytest.raises(Refused, match="is published"):
        throw_away(published)


def test_a_work_that_was_there_before_stays_when_its_only_text_is_thrown_away():
    taken()
    Work.objects.update(card=[["Who", "Ida Orlo"]])
    throw_away(Revision.objects.get())

    assert Work.objects.count() == 1
