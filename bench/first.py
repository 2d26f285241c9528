"""One process starts, answers one page, and ends: Sourcebook's library, or a bare project's page. For bench.start.

``python -m bench.first ours|bare`` – the bare one is what ``startproject`` gives, with one read and one template.
"""

import io
import os
import sys
from collections.abc import Callable
from typing import Any

BARE_APPS = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
BARE_MIDDLEWARE = (
    "middleware.security.SecurityMiddleware",
    "contrib.sessions.middleware.SessionMiddleware",
    "middleware.common.CommonMiddleware",
    "middleware.csrf.CsrfViewMiddleware",
    "contrib.auth.middleware.AuthenticationMiddleware",
    "contrib.messages.middleware.MessageMiddleware",
    "middleware.clickjacking.XFrameOptionsMiddleware",
)
BARE_PROCESSORS = (
    "template.context_processors.request",
    "contrib.auth.context_processors.auth",
    "contrib.messages.context_processors.messages",
)


def ours() -> str:
    return "/library/"


def bare() -> str:
    from django.conf import settings

    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [f"django.{name}" for name in BARE_PROCESSORS]},
    }
    settings.configure(
        ALLOWED_HOSTS=["localhost"],
        SECRET_KEY="bare",
        INSTALLED_APPS=[f"django.contrib.{app}" for app in BARE_APPS],
        MIDDLEWARE=[f"django.{name}" for name in BARE_MIDDLEWARE],
        ROOT_URLCONF="bench.startproject",
        STATIC_URL="static/",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BARE_DATABASE"]}},
        TEMPLATES=[templates],
    )
    return "/"


def first_page(configured: Callable[[], str]) -> str:
    address = configured()
    from django.core.wsgi import get_wsgi_application

    statuses: list[str] = []
    answer = get_wsgi_application()(_environ(address), lambda status, headers, *_: statuses.append(status))
    b"".join(answer)
    return statuses[0]


def _environ(address: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }


if __name__ == "__main__":
    status = first_page({"ours": ours, "bare": bare}[sys.argv[1]])
    sys.exit(0 if status == "200 OK" else status)
