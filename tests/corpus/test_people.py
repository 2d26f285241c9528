"""People are under one name, whatever the works call them; what each work needs said of them stays apart."""

import pytest

from corpus.models import GlossaryEntry, Work
from tests.factories.corpus import WorkFactory, library
from tests.queries import counted

pytestmark = pytest.mark.django_db


def entry(work: Work, term: str, *aliases: str, kind: str = "person", paragraphs: tuple[int, ...] = ()) -> None:
    GlossaryEntry.objects.create(
        work=work,
        term=term,
        aliases=list(aliases),
        kind=kind,
        text=f"{term} of {work.slug}.",
        paragraphs=list(paragraphs),
    )


@pytest.fixture
def page(client):
    library()
    maren, orlo = Work.objects.get(), WorkFactory(slug="orlo-1931", year="1931")
    entry(maren, "Vyshinsky", "Andrei Vyshinsky", paragraphs=(1, 3))
    entry(orlo, "Vishinsky", "Vyshinsky", paragraphs=(2,))
    entry(maren, "Ada Oll")
    entry(maren, "the weir", kind="place")
    return client.get("/library/people/").content.decode()


def test_a_person_of_two_works_is_one_with_both_explanations(page):
    assert page.count("<section") == 2
    assert "Vyshinsky of maren-1956." in page
    assert "Vishinsky of orlo-1931." in page
    assert "Also: Vyshinsky, Andrei Vyshinsky" in page or "Also: Vishinsky, Andrei Vyshinsky" in page


def test_each_paragraph_is_a_link(page):
    assert '<a href="/library/maren-1956/adapted/p3/#p3">¶3</a>' in page
    assert '<a href="/library/orlo-1931/adapted/p2/#p2">¶2</a>' in page


def test_only_people_are_people(page):
    assert "the weir" not in page
    assert "2<small>people" in page


def test_people_are_sorted_by_surname(page):
    assert page.index("Ada Oll") < page.index("Vyshinsky of")


def test_two_people_of_one_work_stay_two(client):
    library()
    for term in ("Stalin", "Svetlana Stalin"):
        entry(Work.objects.get(), term, "Stalin" if term != "Stalin" else "J. Stalin")

    assert "2<small>people" in client.get("/library/people/").content.decode()


def test_the_page_asks_one_question(client, page):
    with counted() as queries:
        client.get("/library/people/")

    assert queries.total == 1


def test_nobody_says_where_people_come_from(client):
    assert "explain no people" in client.get("/library/people/").content.decode()
