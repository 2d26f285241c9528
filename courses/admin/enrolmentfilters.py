"""Which students does a list in the admin show? Of one course, of one section, those who are here or those who left."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from courses.admin.staff import taught_by
from courses.models import Enrolment


def course_of(request: HttpRequest) -> int | None:
    """Which course a list is asked for, if that is a number at all."""
    asked = request.GET.get("course", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None


class InCourse(admin.SimpleListFilter):
    """Offered to everybody for their own courses, also for one without a student yet."""

    title, parameter_name = "course", "course"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), title) for pk, title in taught_by(request.user).values_list("pk", "title")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        # Somebody else's course, or no course at all, has nobody in it.
        mine = self.value() in {pk for pk, _ in self.lookup_choices}
        return queryset.filter(course=self.value()) if mine else queryset.none()


class InSection(admin.SimpleListFilter):
    title, parameter_name = "section", "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        mine = Enrolment.objects.filter(course__in=taught_by(request.user))
        if (course := course_of(request)) is not None:
            mine = mine.filter(course=course)
        names = mine.order_by("section").values_list("section", flat=True).distinct()
        return [(name, name or "in none") for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        known = self.value() in {name for name, _ in self.lookup_choices}
        return queryset.filter(section=self.value()) if known else queryset.none()


class IsHere(admin.SimpleListFilter):
    title, parameter_name = "who", "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("here", "in the course"), ("left", "have left")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(ended_at=None) if self.value() == "here" else queryset.exclude(ended_at=None)
