"""How does this person like to read? Kept with the account, or in a cookie when nobody is logged in (UX.md §1)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

COOKIE = "reading"
SIZES = tuple(range(16, 27, 2))
CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "paper", "dark"),
    "face": ("serif", "sans"),
    "spacing": ("normal", "wide"),
}


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """`size` is the reading text in CSS pixels, 16 to 26."""

    size: int = 18
    theme: str = "system"
    face: str = "serif"
    spacing: str = "normal"

    @property
    def fields(self) -> SafeString:
        """The form's fields with these settings chosen."""
        return _fields(self)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "ReadingSettings":
        """What makes sense of stored or submitted settings; the default for the rest."""
        size = str(data.get("size", ""))
        chosen = {name: data[name] for name, allowed in CHOICES.items() if data.get(name) in allowed}
        if size in map(str, SIZES):
            chosen["size"] = int(size)
        return cls(**chosen)


@cache
def _fields(settings: ReadingSettings) -> SafeString:
    """Every page to read shows them, and there are fewer than a hundred settings: each is written once."""
    context = {"settings": settings, "sizes": SIZES, "themes": CHOICES["theme"]}
    return render_to_string("app/reading_fields.html", context)


def settings_of(request: HttpRequest) -> ReadingSettings:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return ReadingSettings.read(user.reading)
    try:
        stored = json.loads(request.COOKIES.get(COOKIE, "{}"))
    except (ValueError, RecursionError):
        stored = {}
    return ReadingSettings.read(stored if isinstance(stored, dict) else {})


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Keeps the settings of a form and goes back to where it was sent from."""
    chosen = asdict(ReadingSettings.read({**asdict(settings_of(request)), **request.POST.dict()}))
    response = HttpResponseRedirect(_back(request))
    if request.user.is_authenticated:
        request.user.reading = chosen
        request.user.save(update_fields=["reading"])
    else:
        response.set_cookie(
            COOKIE,
            json.dumps(chosen),
            max_age=31_536_000,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("back", "/")
    # T48: only addresses of this site.
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"
