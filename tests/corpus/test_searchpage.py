"""The search page: what was asked stays in the form, each sentence found is a link with the words made strong."""

import pytest

from corpus.models import Work
from tests.factories.corpus import WorkFactory, library, revision
from tests.queries import counted
from tests.story import MAREN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _maren():
    library()


def page(client, **given: str) -> str:
    return client.get("/library/search/", given).content.decode()


def test_without_a_query_there_is_a_form(client):
    shown = page(client)

    assert "Search the library" in shown
    assert "Nothing found" not in shown


def test_each_sentence_is_a_link_with_the_words_made_strong(client):
    shown = page(client, q="card")

    assert 'href="/library/maren-1956/adapted/p2/#p2-s1"' in shown
    assert "red <b>card</b> cover" in shown
    assert "<h1>card</h1>" in shown


def test_who_speaks_is_told(client):
    assert "An unnamed listener speaks." in page(client, q="culprit")


def test_nothing_found_says_what_to_try_and_that_originals_need_a_log_in(client, ben):
    assert "Originals are searched for people who log in" in page(client, q="pencils")
    client.force_login(ben)

    assert "/library/maren-1956/original/p1/" in page(client, q="pencils")


def test_the_form_keeps_what_was_asked(client):
    shown = page(client, q="speech", work="maren-1956", voice="listener")

    assert '<option value="maren-1956" selected>' in shown
    assert '<option value="listener" selected>' in shown
    assert 'value="speech"' in shown


def test_pages_are_links_that_keep_the_query(client):
    long = "\n\n".join(f"¶{n}\nThe pit was shut." for n in range(1, 46))
    revision(f"{long}\n", work=WorkFactory(slug="orlo-1931", year="1931"))

    assert 'href="?q=pit+shut&amp;page=2" rel="next"' in page(client, q="pit shut")
    assert "Page 3 of 3" in page(client, q="pit shut", page="3")


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999", "²"])
def test_a_page_that_is_none_is_no_error(client, number):
    assert client.get("/library/search/", {"q": "speech", "page": number}).status_code == 200


def test_too_long_a_query_is_told_with_the_figure(client):
    answer = client.get("/library/search/", {"q": "x" * 201})

    assert answer.status_code == 400
    assert "the limit is 200" in answer.content.decode()


def test_what_was_asked_is_shown_and_not_obeyed(client):
    assert "<script>" not in page(client, q="<script>alert(1)</script>").split("<main")[1]


def test_a_note_that_was_found_leads_to_its_section(client):
    revision(f"{MAREN}\nn1 {{in=4}}\nThe rumour was false.\n", work=WorkFactory(slug="orlo-1931", year="1931"))
    assert 'href="/library/orlo-1931/adapted/n1/#n1-s1"' in page(client, q="rumour false")
    answer = client.get("/library/orlo-1931/adapted/n1/")

    assert answer.headers["Location"] == "/library/orlo-1931/adapted/1/"
    section = client.get("/library/orlo-1931/adapted/1/").content.decode()
    assert '<details class="note" id="n1"><summary>Note 1</summary>' in section
    assert '<span id="n1-s1">The rumour was false.</span>' in section


def test_the_page_asks_the_same_of_a_larger_library(client):
    asked = []
    for number in (1, 3, 9):
        for one in range(number):
            WorkFactory(slug=f"w{number}-{one}", year="1931")
        revision("¶1\nThe speech was long.\n", work=Work.objects.get(slug=f"w{number}-0"))
        with counted() as queries:
            page(client, q="speech")
        asked.append(queries.total)

    assert asked == [asked[0]] * 3
    assert asked[0] <= 6
