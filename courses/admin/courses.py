"""Courses in the admin, for those who teach them: each sees and changes only their own (T30, T31)."""

from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localtime

from accounts.models import User
from courses.access import moment
from courses.admin import enrolments
from courses.admin.forms import AppointmentForm, LessonForm, PeopleFormSet, Placed, StepForm, StepFormSet
from courses.admin.staff import ONE_INPUT, ForStaff, Inline, taught_by
from courses.models import Appointment, Course, Lesson, Step
from courses.terms import handing
from quizzes.models import Bank, Quiz


class LessonInline(Inline, admin.TabularInline):
    model = Lesson
    form = Placed
    fields = ("position", "title", "minutes")
    show_change_link = True


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
    fields = ("title", "slug", "term", "students", "about", "bank")
    inlines = (LessonInline, AppointmentInline)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        return taught_by(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # The slug is in addresses and in files that other systems hold.
        return ("slug", "students") if obj else ("students",)

    @admin.display(description="students")
    def students(self, course: Course) -> str:
        """They have pages of their own: a form that held a large class could not be sent."""
        if course.pk is None:
            return "Save the course first; then its students are added from here."
        here, all_told = Count("pk", filter=Q(ended_at=None)), Count("pk")
        told = course.enrolments.aggregate(here=here, left=all_told - here)
        left = f" ({told['left']:,} more {'has' if told['left'] == 1 else 'have'} left)" if told["left"] else ""
        where, of = reverse("admin:courses_enrolment_changelist"), f"?course={course.pk}"
        return format_html(
            '<a href="{}">{}: look, set sections, end</a>{} · <a href="{}">add students</a>',
            *(f"{where}{of}", enrolments.students(told["here"]), left, f"{reverse('admin:courses_enrolment_add')}{of}"),
        )

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
    fieldsets = (
        (None, {"fields": (("position", "title"), ("reading", "quiz"))}),
        ("When", {"fields": (("opens_at", "due_at", "closes_at"),), "classes": ("collapse",)}),
        (
            "Tries and time",
            {
                "fields": (("tries", "counts", "delay_minutes"), ("minutes", "stretch_minutes", "password")),
                "classes": ("collapse",),
            },
        ),
        (
            "How questions are put and scored",
            {
                "fields": (("policy", "pass_mark"), ("fixed_order", "shuffled", "asks_certainty")),
                "classes": ("collapse",),
            },
        ),
        ("Marks and evidence", {"fields": (("release", "release_at"), "released"), "classes": ("collapse",)}),
    )
    readonly_fields = ("released",)
    formfield_overrides = {models.DateTimeField: ONE_INPUT}
    extra = 1
    can_delete = True

    @admin.display(description="released")
    def released(self, step: Step) -> str:
        """Where somebody releases them, when that was, or the way to it."""
        if not step.pk or step.release != "hand" or not step.is_graded:
            return "–"
        if step.released_at:
            return f"{moment(localtime(step.released_at))}, by {step.released_by}"
        where = (step.lesson.course.slug, step.lesson.position, step.position)
        return format_html('Not yet. <a href="{}">Release results</a>', reverse("courses:release", args=where))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("quiz", "lesson__course", "released_by")

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

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Attempts that run get the rules as they are now, in the transaction of the change."""
        super().save_related(request, form, formsets, change)
        rows = [row for formset in formsets for row in formset.initial_forms if row not in formset.deleted_forms]
        changed = [row.instance for row in rows if row.has_changed()]
        handing.follow(changed, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Lesson | None = None) -> bool:
        return self._may(request) and obj is not None and not obj.steps.all().used().exists()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "course":
            kwargs["queryset"] = taught_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
