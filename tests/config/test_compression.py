"""Do pages travel packed, to those who take them so, and whole to the others?"""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from config.compression import MOST_PADDING, compressed, packed

PAGE = b"<p>The station master weighed the mail bags.</p>" * 100


def answer(response=None, takes: str = "gzip, deflate, br"):
    asked = RequestFactory().get("/", headers={"Accept-Encoding": takes})
    return compressed(lambda request: response or HttpResponse(PAGE))(asked)


def test_what_is_packed_unpacks_to_the_same():
    page = answer()

    assert gzip.decompress(page.content) == PAGE
    assert page["Content-Encoding"] == "gzip"
    assert int(page["Content-Length"]) == len(page.content) < len(PAGE) / 4


@pytest.mark.parametrize("takes", ["", "br", "gzip;q=0", "identity, gzip; q=0.0", "gzip;q=0, br"])
def test_whoever_does_not_take_it_gets_it_whole(takes):
    page = answer(takes=takes)

    assert (page.content, page.has_header("Content-Encoding")) == (PAGE, False)
    assert page["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("takes", ["gzip", "br, gzip", "gzip;q=0.5", "deflate, gzip;q=1.0, *;q=0.5"])
def test_whoever_takes_it_gets_it_packed(takes):
    assert gzip.decompress(answer(takes=takes).content) == PAGE


def test_what_is_short_streamed_or_packed_already_stays_as_it_is():
    rows = StreamingHttpResponse([PAGE])
    done = HttpResponse(PAGE, headers={"Content-Encoding": "br"})

    assert answer(HttpResponse(b"alive\n")).content == b"alive\n"
    assert b"".join(answer(rows)) == PAGE
    assert (answer(done).content, done["Content-Encoding"]) == (PAGE, "br")


def test_the_size_tells_nothing_exact():
    sizes = {len(packed(PAGE)) for _ in range(50)}

    assert len(sizes) > 5
    assert max(sizes) - min(sizes) < MOST_PADDING + 2


@pytest.mark.django_db
def test_our_pages_travel_packed():
    page = Client().get("/account/login/", headers={"Accept-Encoding": "gzip"})

    assert b"Log in" in gzip.decompress(page.content)
    assert "Accept-Encoding" in page["Vary"]
    assert page["Content-Security-Policy"]
