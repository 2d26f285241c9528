"""Courses in the admin, for those who teach them: each sees and changes only their own (T30, T31)."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from courses import textadmin  # noqa: F401 (the texts are registered there)
from courses.forms import AppointmentForm, EnrolmentForm, LessonForm, PeopleFormSet, StepForm, StepFormSet
from courses.models import Appointment, Course, Enrolment, Lesson, Step
from quizzes.models import Bank, Quiz

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


class LessonInline(Inline, admin.TabularInline):
    model = Lesson
    fields = ("position", "title", "minutes")
    show_change_link = True


class EnrolmentInline(Inline, admin.TabularInline):
    """Leaving is a date, so nobody is deleted."""

    model = Enrolment
    form = EnrolmentForm
    formset = PeopleFormSet
    fields = ("person", "name", "ended_at")
    formfield_overrides = {models.DateTimeField: ONE_INPUT}
    readonly_fields = ("name",)
    verbose_name_plural = "students"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "course").order_by("user__sort_name", "user_id")

    @admin.display(description="name")
    def name(self, enrolment: Enrolment) -> str:
        return enrolment.user.sort_name if enrolment.pk else "–"


class AppointmentInline(Inline, admin.TabularInline):
    """Who teaches and who takes grades out is for administrators to say."""

    model = Appointment
    form = AppointmentForm
    formset = PeopleFormSet
    fields = ("person", "role")
    can_delete = True
    verbose_name_plural = "instructors and registrars"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "course")

    def _administers(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = _administers


@admin.register(Course)
class CourseAdmin(ForStaff, admin.ModelAdmin):
    list_display = ("title", "term", "slug")
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ["title"]}
    fields = ("title", "slug", "term", "about", "bank")
    inlines = (LessonInline, EnrolmentInline, AppointmentInline)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        return taught_by(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # The slug is in addresses and in files that other systems hold.
        return ("slug",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "bank":
            kwargs["queryset"] = Bank.objects.editable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Course, form: Any, change: bool) -> None:
        """Whoever makes a course teaches it."""
        super().save_model(request, obj, form, change)
        if not change and not request.user.is_superuser:
            Appointment.objects.create(course=obj, user=cast(User, request.user), role="instructor")


class StepInline(Inline, admin.StackedInline):
    model = Step
    form = StepForm
    formset = StepFormSet
    fields = (("position", "title"), ("reading", "quiz"), ("tries", "opens_at", "closes_at", "release"))
    formfield_overrides = {models.DateTimeField: ONE_INPUT}
    extra = 1
    can_delete = True

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "quiz":
            mine = Quiz.objects.filter(bank__in=Bank.objects.editable_by(request.user))
            kwargs["queryset"] = mine.exclude(slug__startswith="preview--").select_related("bank")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Lesson)
class LessonAdmin(ForStaff, admin.ModelAdmin):
    form = LessonForm
    list_display = ("title", "course", "position", "minutes")
    list_filter = (("course", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("course",)
    search_fields = ("title",)
    ordering = ("course__title", "position")
    inlines = (StepInline,)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lesson]:
        return super().get_queryset(request).filter(course__in=taught_by(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Lesson | None = None) -> bool:
        return self._may(request) and obj is not None and not obj.steps.all().used().exists()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "course":
            kwargs["queryset"] = taught_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
