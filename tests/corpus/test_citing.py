"""The page that says how to cite a work or a passage, and the files that reference managers read."""

import json

import pytest

from corpus.models import Work
from tests.factories.corpus import library
from tests.queries import counted

pytestmark = pytest.mark.django_db

FACTS = {
    "id": "maren-1956",
    "type": "book",
    "title": "The Red Card Edition",
    "author": [{"family": "Maren", "given": "Ilse"}],
    "issued": {"date-parts": [[1956]]},
}


@pytest.fixture(autouse=True)
def _maren():
    library()
    Work.objects.update(facts=FACTS)


def cite(client, **given: str) -> str:
    return client.get("/library/maren-1956/cite/", given).content.decode()


def test_the_work_is_cited_in_every_style(client):
    page = cite(client)

    assert "Maren, Ilse. The Red Card Edition. 1956." in page
    assert "@book{maren-1956," in page
    assert "TY  - BOOK" in page
    assert "/library/maren-1956/cite.ris" in page


def test_a_passage_is_cited_in_the_edition_that_was_read(client):
    page = cite(client, passage="¶3.5", edition="adapted")

    assert "Ilse Maren, The Red Card Edition (1956), ¶3.5, adapted edition." in page
    assert 'value="¶3.5"' in page
    assert "cite.bib?passage=%C2%B63.5&amp;edition=adapted" in page


@pytest.mark.parametrize("typed", ["nonsense", "other-1900 ¶1", "¶0", "<script>", "¶999", "maren-1956/nonsense ¶1"])
def test_what_is_no_passage_is_said_and_kept(client, typed):
    answer = client.get("/library/maren-1956/cite/", {"passage": typed})
    page = answer.content.decode()

    assert answer.status_code == 400
    assert 'role="alert"' in page
    assert "<script>" not in page.split("<main")[1]


def test_a_file_is_named_after_the_work(client):
    answer = client.get("/library/maren-1956/cite.json", {"passage": "¶3"})

    assert answer["Content-Disposition"] == 'attachment; filename="maren-1956.json"'
    assert json.loads(answer.content)[0]["note"] == "¶3"


@pytest.mark.parametrize(("path", "status"), [("cite.exe", 404), ("cite.bib?passage=x", 400)])
def test_no_such_file(client, path, status):
    assert client.get(f"/library/maren-1956/{path}").status_code == status


def test_a_work_without_facts_is_cited_by_what_is_known(client):
    Work.objects.update(facts={})

    page = cite(client)

    assert "Maren, Ilse. The Red Card Edition. 1956." in page
    assert "author = {Maren, Ilse}" in page


def test_the_page_asks_little(client):
    with counted() as queries:
        cite(client)

    assert queries.total <= 5


def test_a_section_links_to_its_own_citation(client):
    page = client.get("/library/maren-1956/adapted/0/").content.decode()

    assert "/library/maren-1956/cite/?passage=%C2%B61-3&amp;edition=adapted" in page
