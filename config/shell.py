"""What does every page's frame show? Tabs, the person, reading settings; no query beyond the user."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.reading import settings_of


@dataclass(frozen=True, slots=True)
class Tab:
    url: str
    label: str
    current: bool


_PLACES = (
    ("courses:home", "Home", ("courses", "quizzes")),
    ("corpus:library", "Library", ("corpus",)),
)


# Every page asks for these, and they stay while the process runs.
_address = cache(reverse)


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    match = request.resolver_match
    here = match.app_name if match else ""
    tabs = [Tab(_address(name), label, here in apps) for name, label, apps in _PLACES]
    if user is not None and user.is_authenticated and user.is_staff:
        tabs.append(Tab(_address("admin:index"), "Authoring", current=False))
    return {"tabs": tabs, "site_user": user, "reading_settings": settings_of(request)}
