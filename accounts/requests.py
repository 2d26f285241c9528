"""What a request carries here: somebody who is logged in, and whether a script is asking."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """For annotations only; the middleware puts both there."""

    user: User
    htmx: HtmxDetails
