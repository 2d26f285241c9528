"""A file becomes a revision: the same file is the same revision, another one the next."""

import pytest
from django.db import IntegrityError, transaction

from corpus.formats import adapted
from corpus.models import Paragraph, Revision, Section
from corpus.publishing import keep, text_digest
from tests.factories.corpus import NOW, EditionFactory
from tests.factories.corpus import revision as made
from tests.story import MAREN

pytestmark = pytest.mark.django_db


def kept(text: str = MAREN, **more):
    return keep(edition=EditionFactory(), draft=adapted.read(text.encode()), now=NOW, **more)


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Revision, Section, Paragraph)]


def test_the_first_text_of_an_edition_is_published_at_once():
    first = kept()

    assert (first.is_new, first.revision.number, first.revision.published_at) == (True, 1, NOW)
    assert first.changes == "maren-1956/adapted revision 1 is new and published."


def test_a_file_that_nobody_knows_waits_even_if_it_is_the_first():
    first = kept(known=False)

    assert (first.revision.published_at, "waits to be published" in first.changes) == (None, True)


def test_the_same_file_twice_changes_nothing_and_says_so():
    kept()
    before = everything()
    again = kept()

    assert (again.is_new, again.changes) == (False, "Nothing changed: it is maren-1956/adapted revision 1.")
    assert everything() == before


def test_another_way_of_writing_the_same_text_changes_nothing():
    kept()

    assert not kept(MAREN.replace("\n", "\r\n").replace("  ", " ") + "\n\n").is_new


CHANGES = [
    ("once and sent back", "twice and sent back"),
    ("Nobody was allowed to take notes.\nThe delegates", "Nobody was allowed to take notes. The delegates"),
    ("{voice=listener kind=quotation}", "{voice=other kind=quotation}"),
    ("{voice=listener kind=quotation}", "{voice=listener}"),
    ("## §1 Abroad", "## §1 Elsewhere"),
]


@pytest.mark.parametrize(("was", "becomes"), CHANGES, ids=["words", "sentences", "voice", "kind", "heading"])
def test_whatever_a_reader_or_a_citation_sees_makes_another_revision(was, becomes):
    first, second = kept(), kept(MAREN.replace(was, becomes))

    assert (second.is_new, second.revision.number) == (True, 2)
    assert second.revision.digest != first.revision.digest


def test_a_changed_file_waits_with_a_report_of_what_changed():
    kept()
    second = kept(MAREN.replace("once and sent back", "twice and sent back"))

    assert second.revision.published_at is None
    assert second.changes.startswith("maren-1956/adapted revision 2 waits to be published: ")
    assert "¶2" in second.revision.report["changes"]
    assert second.revision.report["changes"] in second.changes


def test_the_old_text_stays_as_it_was():
    first = kept().revision
    before = list(first.paragraphs.values())
    kept(MAREN.replace("once and sent back", "twice and sent back"))

    assert list(first.paragraphs.values()) == before


def test_an_earlier_text_that_comes_again_is_the_earlier_revision():
    first = kept().revision
    kept(MAREN.replace("once", "twice"))

    assert kept().revision == first


def test_sections_and_paragraphs_are_stored_as_they_stand():
    revision = kept().revision

    assert [(s.number, s.title, s.first, s.last) for s in revision.sections.all()] == [
        (0, "The red card edition", 1, 3),
        (1, "Abroad", 4, 5),
    ]
    assert [p.number for p in revision.paragraphs.all()] == [1, 2, 3, 4, 5]


def test_notes_are_numbered_apart():
    revision = kept(f"{MAREN}\nn1\nA note.\n").revision

    assert [(p.note, p.number) for p in revision.paragraphs.all()][-1] == (True, 1)
    assert revision.paragraphs.filter(number=1).count() == 2


def test_what_was_taken_out_of_a_file_is_told():
    revision = kept(MAREN.replace("rumour", "ru\u202emour")).revision

    assert "U+202E" in revision.report["warnings"][0]
    assert not revision.paragraphs.filter(text__contains="\u202e").exists()


def test_the_same_words_in_another_edition_have_another_name():
    draft = adapted.read(MAREN.encode())

    assert text_digest(EditionFactory(), draft) != text_digest(EditionFactory(kind="translation"), draft)


def test_who_made_it_is_kept(ada):
    assert kept(by=ada).revision.made_by == ada


@pytest.mark.parametrize("facts", [{"number": 1, "digest": "d"}, {"number": 2}])
def test_the_database_keeps_one_revision_a_number_and_a_text(facts):
    first = kept().revision
    shared = {"edition": first.edition, "number": 2, "digest": first.digest, "made_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(**{**shared, **facts})


def test_a_text_kept_half_is_not_kept(monkeypatch):
    def full(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(Paragraph.objects, "bulk_create", full)
    with pytest.raises(OSError, match="disk full"):
        made()
    assert not Revision.objects.exists()
