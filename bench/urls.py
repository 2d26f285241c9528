"""Sourcebook's addresses, and those of the bare pages."""

from django.urls import include, path

from bench import bare

urlpatterns = [
    path("bench/hello/", bare.hello, name="hello"),
    path("bench/page5/", bare.page5, name="page5"),
    path("bench/answer/", bare.answer, name="answer"),
    path("bench/text/", bare.text, name="text"),
    path("", include("config.urls")),
]

# Django asks the outermost addresses alone what an error looks like.
handler500 = "config.middleware.broken"
