"""What holds for every answer of the server? Trouble with storage keeps the text; caches keep no private page."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]

_NOT_SENT_BACK = {"csrfmiddlewaretoken", "password", "login"}


class storage_trouble:
    """T9: a full disk, a lock timeout or a lost database answers 503 with what the student sent, to be sent again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        sent = [
            (name, value) for name, values in request.POST.lists() if name not in _NOT_SENT_BACK for value in values
        ]
        # The shell would ask the database who is logged in; this page asks it nothing.
        response = render(None, "503.html", {"sent": sent, "address": request.get_full_path()}, status=503)
        response["Retry-After"] = "5"
        return response


def private_pages(get_response: Answer) -> Answer:
    """T50: what a signed-in person sees is never stored by a cache, and differs by cookie."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return middleware
