"""What becomes of words that were sent and could not be taken? They go back to whoever wrote them (T9, T69)."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.csrf import csrf_failure


class LogInRequired(LoginRequiredMiddleware):
    """A log-in that ends in the middle of an answer takes no word of it (UX §4).

    A script is sent to the log-in page as before: it keeps the answer itself and knows what that page means.
    """

    def process_view(self, request: HttpRequest, *asked: Any) -> HttpResponseBase | None:
        to_the_door = super().process_view(request, *asked)
        if to_the_door is None or request.method != "POST" or "HX-Request" in request.headers:
            return to_the_door
        return given_back(request, "logged_out.html", status=403)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: whoever logged in again sends a page from before. It goes back with a token that is good.

    Only if it came from a page of ours, as the browser says and no stranger's script can: else one click would do
    what somebody else has filled in.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return given_back(request, "403_csrf.html", status=403) if ours else csrf_failure(request, reason)


def given_back(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """A page with what was sent, ready to be sent again. It asks the database nothing: the shell would."""
    withheld = any(_is_secret(name) for name in request.POST)
    sent = [(name, value) for name, values in request.POST.lists() if _goes_back(name, withheld) for value in values]
    context = {
        "sent": sent,
        "words": [value for _, value in sent if " " in value],
        "posted": request.method == "POST",
        "again": "get" if withheld else "post",
        "files": bool(request.FILES),
        "address": request.path if withheld else request.get_full_path(),
        "csrf_token": get_token(request),
    }
    return render(None, template, context, status=status)


def _goes_back(name: str, withheld: bool) -> bool:
    """A form with a password is filled in anew; only where it leads is kept."""
    return name == "next" if withheld else name != "csrfmiddlewaretoken"


def _is_secret(name: str) -> bool:
    return "password" in name or name == "login"
