"""Addresses of accounts that allauth does not have, and who may use them."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts import reading

app_name = "accounts"
urlpatterns = [path("reading/", login_not_required(reading.change), name="reading")]

ACCESS = {"reading": "anyone"}
