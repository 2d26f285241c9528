"""Every address. `ACCESS` in each app's urls says who may use a route; tests/test_access.py asks every one of them."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: the process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


urlpatterns = [
    path("", include("courses.urls")),
    path("library/", include("corpus.urls")),
    path("attempts/", include("quizzes.urls")),
    path("settings/", include("accounts.urls")),
    path("account/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("alive/", alive, name="alive"),
]

handler500 = "config.middleware.broken"

# Routes of packages, by the beginning of their name.
ACCESS = {"alive": "anyone", "account_": "anyone", "admin:": "staff"}
