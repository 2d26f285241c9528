"""Reading settings go with the account, or with the browser of whoever is not logged in."""

import json

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from accounts.reading import CHOICES, COOKIE, SIZES, ReadingSettings, settings_of

LARGE = {"size": "24", "theme": "dark", "face": "sans", "spacing": "wide"}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_what_a_form_sends_is_read():
    assert ReadingSettings.read(LARGE) == ReadingSettings(24, "dark", "sans", "wide")


@given(st.dictionaries(st.sampled_from(["size", "theme", "face", "spacing", "more"]), json_values))
def test_whatever_is_stored_makes_sense_once_it_is_read(stored):
    read = ReadingSettings.read(stored)

    assert read.size in SIZES
    assert all(getattr(read, name) in allowed for name, allowed in CHOICES.items())


@given(st.text(max_size=60))
def test_no_cookie_can_spoil_a_page(text):
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = text

    assert settings_of(request) == ReadingSettings()


def test_without_a_log_in_the_browser_keeps_them(client, db):
    response = client.post("/settings/reading/", {**LARGE, "back": "/library/"})
    cookie = response.cookies[COOKIE]

    assert json.loads(cookie.value) == {"size": 24, "theme": "dark", "face": "sans", "spacing": "wide"}
    assert (cookie["httponly"], cookie["samesite"], response.headers["Location"]) == (True, "Lax", "/library/")
    assert 'data-theme="dark"' in client.get("/library/").content.decode()


def test_with_a_log_in_the_account_keeps_them(client, ben):
    client.force_login(ben)
    response = client.post("/settings/reading/", LARGE)
    ben.refresh_from_db()

    assert (ben.reading, COOKIE in response.cookies) == (json.loads('{"size":24}') | {**LARGE, "size": 24}, False)
    assert 'data-size="24"' in client.get("/library/").content.decode()


def test_a_form_with_one_choice_leaves_the_others(client, ben):
    client.force_login(ben)
    client.post("/settings/reading/", LARGE)
    client.post("/settings/reading/", {"theme": "paper"})
    ben.refresh_from_db()

    assert ben.reading == {"size": 24, "theme": "paper", "face": "sans", "spacing": "wide"}


@pytest.mark.parametrize("address", ["/library/", "/account/login/", "/nowhere/"])
def test_every_page_is_set_as_the_reader_likes(client, db, address):
    client.post("/settings/reading/", LARGE)

    assert 'data-face="sans"' in client.get(address).content.decode()
