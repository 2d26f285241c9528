"""A library with one invented work in two editions."""

from datetime import UTC, datetime

import factory

from corpus.formats import adapted, plain
from corpus.models import Edition, Revision, Work
from corpus.publishing import keep
from tests.story import MAREN, MAREN_ORIGINAL

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class WorkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Work
        django_get_or_create = ("slug",)

    slug = "maren-1956"
    author = "Ilse Maren"
    author_sort = "Maren, Ilse"
    title = "The Red Card Edition"
    year = "1956"
    genre = "reportage"
    card = [["Who", "Ilse Maren, reporter"], ["When", "August 1956"]]
    voices = {"listener": "An unnamed listener"}


class EditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Edition
        django_get_or_create = ("work", "kind")

    work = factory.SubFactory(WorkFactory)
    kind = "adapted"
    title = factory.LazyAttribute(lambda edition: edition.kind.capitalize())


def revision(text: str = MAREN, *, kind: str = "adapted", work: Work | None = None) -> Revision:
    """The text as a revision; the first of an edition is published at once."""
    edition = EditionFactory(work=work or WorkFactory(), kind=kind)
    read = adapted.read if kind == "adapted" else plain.read
    return keep(edition=edition, draft=read(text.encode()), now=NOW).revision


def library() -> Revision:
    """Maren, adapted and original; returns the adapted revision."""
    revision(MAREN_ORIGINAL, kind="original")
    return revision()
