"""What stands around every page: tabs, the person, reading settings, and no question beyond who it is."""

import pytest

from tests.queries import counted

pytestmark = pytest.mark.django_db


def tabs(client, address: str) -> list[tuple[str, bool]]:
    return [(tab.label, tab.current) for tab in client.get(address).context["tabs"]]


def test_a_reader_sees_where_she_is(client, ben):
    client.force_login(ben)

    assert tabs(client, "/") == [("Home", True), ("Library", False)]
    assert tabs(client, "/library/") == [("Home", False), ("Library", True)]


def test_whoever_writes_sees_the_way_to_authoring(client, ada):
    client.force_login(ada)

    assert tabs(client, "/library/")[-1] == ("Authoring", False)


def test_an_unknown_address_still_has_its_frame(client, ben):
    client.force_login(ben)
    page = client.get("/nowhere/")

    assert (page.status_code, "Ben Ito" in page.content.decode()) == (404, True)


def test_the_frame_asks_who_it_is_and_nothing_else(client, ben):
    client.force_login(ben)
    with counted() as queries:
        client.get("/nowhere/")

    assert queries.total == 2, queries


def test_whoever_watches_the_server_asks_the_database_nothing(client, ben):
    client.force_login(ben)
    with counted() as queries:
        assert client.get("/alive/").content == b"alive\n"

    assert queries.total == 0, queries
