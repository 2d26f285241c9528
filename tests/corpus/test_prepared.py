"""Does a prepared question answer as its queryset does, whatever the values, without working it out again?"""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, CharField, Exists, OuterRef, QuerySet

from corpus.models import Edition, Paragraph, Revision, Work
from corpus.prepared import Prepared, Slot, prepared
from tests.factories.corpus import WorkFactory, library, revision
from tests.queries import counted

pytestmark = pytest.mark.django_db


def written(work, least) -> QuerySet[Revision]:
    """With what our pages use: a join, an annotation that refers outside, an order, one value in two places."""
    long = Paragraph.objects.filter(revision=OuterRef("pk"), number__gte=least)
    rows = Revision.objects.present().of(work, "adapted") | Revision.objects.present().of(work, "original")
    return rows.select_related("edition__work").annotate(is_long=Exists(long)).order_by("edition__kind")


@pytest.fixture
def ask() -> Prepared[Revision]:
    return prepared(work=CharField(), least=BigIntegerField())(written)


def facts(rows) -> list:
    return [(row.pk, row.digest, row.report, row.edition.work.title, row.is_long) for row in rows]


@pytest.mark.parametrize("least", [1, 3, 99])
@pytest.mark.parametrize("work", ["maren-1956", "nobody-1900", "' OR 1=1 --"])
def test_it_answers_as_the_queryset_does(ask, work, least):
    library()
    ask(work="another", least=2)

    assert facts(ask(work=work, least=least)) == facts(written(work, least))


def test_it_asks_one_question_and_what_was_joined_needs_no_other(ask):
    library()
    with counted() as queries:
        titles = [row.edition.work.title for row in ask(work="maren-1956", least=1)]

    assert (queries.total, len(titles)) == (1, 2)


def test_it_is_worked_out_once():
    times = []

    @prepared(slug=CharField())
    def ask(slug: Slot) -> QuerySet[Work]:
        times.append(slug)
        return Work.objects.filter(slug=slug)

    WorkFactory()
    assert [len(ask(slug=slug)) for slug in ("maren-1956", "nobody", "maren-1956")] == [1, 0, 1]
    assert len(times) == 1


def test_rows_are_fresh_each_time(ask):
    revision()
    first = ask(work="maren-1956", least=1)[0]
    Work.objects.update(title="Another title")

    assert ask(work="maren-1956", least=1)[0].edition.work.title == "Another title"
    assert first.edition.work.title == "The Red Card Edition"


def test_a_value_is_made_ready_as_its_field_does():
    revision()

    @prepared(note=BooleanField(), number=BigIntegerField())
    def ask(note: Slot, number: Slot) -> QuerySet[Paragraph]:
        return Paragraph.objects.filter(note=note, number=number)

    assert [p.number for p in ask(note=False, number="2")] == [2]
    assert ask(note=True, number=2) == []


def test_a_value_that_is_missing_is_an_error(ask):
    with pytest.raises(KeyError):
        ask(work="maren-1956")


def test_its_rows_can_be_changed_and_kept():
    work = WorkFactory()

    @prepared(kind=CharField())
    def ask(kind: Slot) -> QuerySet[Edition]:
        return Edition.objects.filter(kind=kind).select_related("work")

    Edition.objects.create(work=work, kind="adapted", title="Adapted")
    found = ask(kind="adapted")[0]
    found.title = "Retold"
    found.save()

    assert ask(kind="adapted")[0].title == "Retold"


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection(ask):
    library()
    here, there = ask(work="maren-1956", least=1), []

    def elsewhere() -> None:
        there.extend(ask(work="maren-1956", least=1))
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()

    assert there == here
