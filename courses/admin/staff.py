"""Who may use the admin of courses, and which courses are theirs? (T30)"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from courses.models import Course

# A moment in one input and not in two, so that a row stays a row.
A_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
ONE_INPUT = {"form_class": forms.DateTimeField, "widget": A_MOMENT}


def taught_by(user: Any) -> QuerySet[Course]:
    """The courses that somebody changes; administrators change all."""
    return Course.objects.all() if user.is_superuser else Course.objects.taught_by(user)


class ForStaff:
    """Whoever may use the admin may use these; which rows they find, the querysets say."""

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    has_module_permission = has_view_permission = has_add_permission = has_change_permission = _may


class Own:
    """Somebody else's is not there (T29); the stock admin would take the caller home with a message."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)  # type: ignore[misc]
        if found is None:
            raise Http404("There is no such row of your courses.")
        return found


class Inline(ForStaff):
    """Rows of a page that its reader may change."""

    extra = 0
    can_delete = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_delete
