"""The library's pages: open to all, the originals to those who log in."""

import gzip
import re

import pytest
from django.core.management import call_command

from corpus.models import GlossaryEntry, Revision, Work
from tests.factories.corpus import WorkFactory, library, revision
from tests.story import MAREN

pytestmark = pytest.mark.django_db

HOME = "/library/maren-1956/"


@pytest.fixture
def reader(client, ben):
    client.force_login(ben)
    return client


def html(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def test_an_empty_library_says_how_it_is_filled(client):
    assert "manage.py load_library" in html(client, "/library/")


def test_the_library_lists_works_by_year_with_their_editions(client):
    library()
    WorkFactory(slug="older-1950", title="Older", year="1950", author_sort="Abel, A.")
    page = html(client, "/library/")

    assert page.index("Older") < page.index("The Red Card Edition")
    assert "adapted, original" in page


def test_a_work_shows_its_card_and_its_sections(reader):
    library()
    page = html(reader, HOME)

    assert "August 1956" in page
    assert f'href="{HOME}adapted/1/">Abroad' in page
    assert f'href="{HOME}original/0/"' in page


def test_without_a_log_in_a_work_has_no_original_and_says_why(client):
    library()
    page = html(client, HOME)

    assert f"{HOME}original/" not in page
    assert "Log in to read the original edition" in page


def test_a_reader_learns_that_the_original_is_not_installed(reader):
    revision()

    assert "put its file into TEXTS_DIR" in html(reader, HOME)


@pytest.mark.parametrize("address", ["original/0/", "pairs/0/", "original/p2/", "pairs/p2/"])
def test_the_original_is_not_shown_without_a_log_in(client, address):
    library()
    page = client.get(f"{HOME}{address}", follow=True)

    assert "declaimed a single time" not in page.content.decode()
    assert page.status_code == 404


def test_a_section_is_read_with_its_numbers(client):
    library()
    page = html(client, f"{HOME}adapted/0/")

    assert 'id="p2-s3">At each stop it was read aloud once and sent back.' in page
    assert "They learned" not in page


def test_two_editions_stand_side_by_side(reader):
    library()
    page = html(reader, f"{HOME}pairs/0/")

    assert page.index("At each stop it was read aloud") < page.index("declaimed a single time")
    assert page.count('class="pair"') == 3


def test_one_goes_on_from_section_to_section(client):
    library()

    assert f'href="{HOME}adapted/1/" rel="next"' in html(client, f"{HOME}adapted/0/")
    assert f'href="{HOME}adapted/0/" rel="prev"' in html(client, f"{HOME}adapted/1/")


@pytest.mark.parametrize(("paragraph", "section"), [(1, 0), (3, 0), (4, 1), (5, 1)])
def test_a_citation_leads_to_the_section_it_stands_in(client, paragraph, section):
    library()

    assert client.get(f"{HOME}adapted/p{paragraph}/").headers["Location"] == f"{HOME}adapted/{section}/"


@pytest.mark.parametrize(
    "address",
    ["adapted/9/", "adapted/p9/", "adapted/p0/", "translation/0/", "translation/p1/", "pairs/9/"],
)
def test_what_is_not_there_is_not_found(reader, address):
    library()

    assert reader.get(f"{HOME}{address}").status_code == 404


def test_an_unknown_work_is_not_found(client):
    assert client.get("/library/nobody-1900/").status_code == 404


def test_a_term_is_explained_once_after_the_first_paragraph_that_names_it(client):
    library()
    text = "Who carried the copies."
    GlossaryEntry.objects.create(work=Work.objects.get(), term="courier", kind="term", text=text, paragraphs=[2, 3])
    page = html(client, f"{HOME}adapted/0/")

    assert page.count(text) == 1
    assert page.index('id="p2-s4"') < page.index(text) < page.index('id="p3"')


def test_readers_see_a_new_text_only_when_it_is_published(client):
    library()
    waiting = revision(MAREN.replace("red card cover", "grey card cover"))
    assert "red card cover" in html(client, f"{HOME}adapted/0/")

    Revision.objects.filter(pk=waiting.pk).update(published_at=waiting.made_at)
    assert "grey card cover" in html(client, f"{HOME}adapted/0/")


def test_the_page_says_which_revision_is_read(client):
    library()

    assert "adapted edition, revision 1, ¶1–3" in html(client, f"{HOME}adapted/0/")


# An edition on one page


def test_an_edition_stands_on_one_page_with_its_sections(client):
    library()
    page = client.get(f"{HOME}adapted/").content.decode()

    assert [f'id="p{number}"' in page for number in range(1, 6)] == [True] * 5
    assert page.count("<h2") == 2
    assert "/library/maren-1956/adapted/1/" in page


def test_an_original_on_one_page_needs_a_log_in(client, reader):
    library()
    client.logout()

    assert client.get(f"{HOME}original/").status_code == 404


@pytest.mark.originals
def test_the_longest_work_on_one_page_stays_light(client, ben, texts):
    """UX.md §11: 19,400 words in at most 60 KB packed and 3,500 nodes."""
    call_command("load_library", verbosity=0)
    client.force_login(ben)
    page = client.get("/library/grant-1997/original/").content
    opened = len(re.findall(rb"<[a-z][^>]*>", page))

    assert len(gzip.compress(page, 6)) <= 60_000
    assert opened <= 3_500


# What is asked for again


def test_a_public_page_is_sent_again_only_when_it_has_changed(client):
    library()
    first = client.get(f"{HOME}adapted/0/")
    again = client.get(f"{HOME}adapted/0/", headers={"If-None-Match": first.headers["ETag"]})
    Work.objects.update(card=[["Who", "Somebody else"]])
    changed = client.get(f"{HOME}adapted/0/", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert "no-cache" in first.headers["Cache-Control"]


def test_what_a_signed_in_reader_sees_has_no_tag_and_is_not_stored(reader):
    library()
    page = reader.get(f"{HOME}adapted/0/")

    assert "ETag" not in page.headers
    assert "no-store" in page.headers["Cache-Control"]


def test_reading_settings_make_another_page(client):
    library()
    first = client.get(f"{HOME}adapted/0/")
    client.post("/settings/reading/", {"theme": "dark"})

    assert client.get(f"{HOME}adapted/0/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_page_that_is_used_again_carries_a_good_token(client):
    library()
    first = client.get(f"{HOME}adapted/0/")
    client.cookies["csrftoken"] = "x" * 32

    assert client.get(f"{HOME}adapted/0/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
