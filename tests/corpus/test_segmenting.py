"""Sentences of a waiting text can be joined and split by hand; those of a published one stay."""

import pytest

from corpus.formats import plain
from corpus.models import Paragraph, Revision
from corpus.publishing import draft_of, keep, text_digest
from corpus.segmenting import Refused, lines, resegment, starts_from
from tests.factories.corpus import NOW, EditionFactory, library, revision

TEXT = "The pit was shut. Nobody (not even Mr. Oll) knew.\nThe band played."


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ("The pit was shut.\nNobody (not even Mr. Oll) knew.\nThe band played.", (0, 18, 50)),
        ("The pit was shut. Nobody (not even Mr. Oll) knew. The band played.", (0,)),
        ("  The pit was shut.  \n\n Nobody\n(not even Mr. Oll) knew.   The band played.\n", (0, 18, 25)),
    ],
)
def test_each_line_is_a_sentence(written, starts):
    assert starts_from(TEXT, written) == starts


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("The pit was closed.\nNobody (not even Mr. Oll) knew. The band played.", "The pit was closed"),
        ("The pit was shut.\nNobody (not even Mr. Oll) knew.", "The band played.” is left out"),
        ("The pit was shut. Nobody (not even Mr. Oll) knew. The band played. It rained.", "is not what stands here"),
        ("The pit was sh\nut. Nobody (not even Mr. Oll) knew. The band played.", "is not what stands here"),
        ("", "is left out"),
    ],
)
def test_other_words_are_refused(written, says):
    with pytest.raises(Refused, match=says):
        starts_from(TEXT, written)


@pytest.fixture
def waiting(db) -> Revision:
    """A text beside one that is published, so that it waits."""
    library()
    return revision("¶1\nHe went.\nShe stayed.\n\n¶2\nIt rained.\n")


def first(of: Revision) -> Paragraph:
    return of.paragraphs.get(number=1)


def test_joining_changes_the_digest_and_is_noted(waiting, ada):
    before = waiting.digest
    after = resegment(paragraph=first(waiting), starts=(0,), by=ada, now=NOW)
    waiting.refresh_from_db()

    assert first(waiting).sentence_starts == [0]
    assert waiting.digest == after.digest != before
    assert waiting.report["sentences"] == [{"paragraph": "¶1", "at": NOW.isoformat(), "by": str(ada)}]


def test_the_digest_is_that_of_the_text_as_it_is_kept(waiting):
    assert text_digest(waiting.edition, draft_of(waiting)) == waiting.digest
    resegment(paragraph=first(waiting), starts=(0, 3), by=None, now=NOW)
    waiting.refresh_from_db()

    assert text_digest(waiting.edition, draft_of(waiting)) == waiting.digest


def test_the_same_file_again_is_the_text_with_the_sentences_set_by_hand(db):
    edition, draft = EditionFactory(), plain.read(b"He went. She stayed.\n")
    kept = keep(edition=edition, draft=draft, now=NOW, known=False).revision
    resegment(paragraph=first(kept), starts=(0,), by=None, now=NOW)
    again = keep(edition=edition, draft=draft, now=NOW, known=False)

    assert (again.is_new, again.revision) == (False, kept)


def test_a_published_text_keeps_its_sentences(db):
    published = library()
    with pytest.raises(Refused, match="is published"):
        resegment(paragraph=first(published), starts=(0,), by=None, now=NOW)

    assert first(published).sentence_starts != [0]


def test_a_draft_may_not_become_the_same_as_another_text(waiting):
    other = revision("¶1\nHe went. She stayed.\n\n¶2\nIt rained.\n")
    with pytest.raises(Refused, match=str(other)):
        resegment(paragraph=first(waiting), starts=(0,), by=None, now=NOW)


def test_sentences_are_edited_one_a_line(waiting):
    assert list(lines(first(waiting))) == ["He went.", "She stayed."]
