"""What holds for every answer of the server? Trouble with storage keeps the text; caches keep no private page."""

import hashlib
import re
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.defaults import server_error

from config.keeping import given_back

Answer = Callable[[HttpRequest], HttpResponse]


class storage_trouble:
    """T9: a full disk, a lock timeout or a lost database answers 503 with what the student sent, to be sent again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _not_stored(request) if isinstance(exception, OperationalError | InterfaceError) else None


def broken(request: HttpRequest) -> HttpResponse:
    """handler500: storage may fail before any page is asked, when the session or the person is looked up."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return _not_stored(request)
    return server_error(request)


def _not_stored(request: HttpRequest) -> HttpResponse:
    response = given_back(request, "503.html", status=503)
    response["Retry-After"] = "5"
    return response


def private_pages(get_response: Answer) -> Answer:
    """T50: what a signed-in person sees is never stored by a cache, and differs by cookie."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        # Whoever is signed in carries a session; to ask for the person would ask the database.
        if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}:
            patch_cache_control(response, private=True, no_store=True)
            return response
        return _revalidated(request, response)

    return middleware


# It differs each time and changes nothing that a reader sees.
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}')


def _revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page that is open to all is asked for again each time, and sent again only if it has changed."""
    is_page = request.method in ("GET", "HEAD") and response.status_code == 200 and not response.streaming
    if not is_page or "no-store" in response.get("Cache-Control", ""):
        return response
    # A page that is used again must carry a token that is good: another secret makes another page.
    content = _TOKEN.sub(rb"\1", response.content) + request.META.get("CSRF_COOKIE", "").encode()
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response
