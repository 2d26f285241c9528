"""What does a bare project answer? The addresses of one as ``startproject`` makes it, with one page."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

PAGE = (
    "<!doctype html><title>Users</title><h1>{{ count }} users</h1>{% for name in names %}<p>{{ name }}</p>{% endfor %}"
)


def users(request: HttpRequest) -> HttpResponse:
    """One read, one template."""
    names = User.objects.values_list("username", flat=True)
    return HttpResponse(Template(PAGE).render(RequestContext(request, {"names": names, "count": len(names)})))


urlpatterns = [path("admin/", admin.site.urls), path("", users)]
