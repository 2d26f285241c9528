"""The stock admin under our name, entered through allauth so that its rate limits hold there too."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class Site(admin.AdminSite):
    site_header = "Sourcebook"
    site_title = "Sourcebook"
    index_title = "Authoring"
    enable_nav_sidebar = False

    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Whoever is let in here has logged in already; the stock form, which counts no tries, is never shown."""
        return secure_admin_login(lambda _: redirect("admin:index"))(request)
