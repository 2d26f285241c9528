"""Who may use the admin of courses, and which courses are theirs? (T30)"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from courses.models import Course

# A moment in one input and not in two, so that a row stays a row.
ONE_INPUT = {
    "form_class": forms.DateTimeField,
    "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
}


def taught_by(user: Any) -> QuerySet[Course]:
    """The courses that somebody changes; administrators change all."""
    return Course.objects.all() if user.is_superuser else Course.objects.taught_by(user)


class ForStaff:
    """Whoever may use the admin may use these; which rows they find, the querysets say."""

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    has_module_permission = has_view_permission = has_add_permission = has_change_permission = _may


class Inline(ForStaff):
    """Rows of a page that its reader may change."""

    extra = 0
    can_delete = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_delete
