"""Extra time and overrides in the admin: given with a reason, withdrawn, never edited or deleted."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from courses.admin.allowanceforms import TERMS, ExtraTimeForm, OverrideForm, WithdrawForm
from courses.admin.staff import ONE_INPUT, ForStaff, Own, taught_by
from courses.models import Enrolment, ExtraTime, Override, Step
from courses.terms import handing


class OnlyAppended(Own, ForStaff, admin.ModelAdmin):
    """Rows of the caller's own students and courses; what was given is shown and stays."""

    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        found = super().get_form(request, obj, change=change, **kwargs)
        return type(found.__name__, (found,), {"mine": taught_by(request.user)})


@admin.register(ExtraTime)
class ExtraTimeAdmin(OnlyAppended):
    list_display = ("user", "factor", "reason", "set_by", "set_at", "counts")
    list_select_related = ("user", "set_by")
    search_fields = ("user__name", "user__email")
    ordering = ("user__sort_name", "user", "-pk")
    form = ExtraTimeForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        later = ExtraTime.objects.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
        rows = super().get_queryset(request).annotate(is_past=Exists(later))
        if request.user.is_superuser:
            return rows
        return rows.filter(user__in=Enrolment.objects.filter(course__in=taught_by(request.user)).values("user"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("user", "factor", "reason", "set_by", "set_at") if obj else ("person", "factor", "reason")

    @admin.display(description="counts", boolean=True)
    def counts(self, extra: Any) -> bool:
        return not extra.is_past

    def save_model(self, request: HttpRequest, obj: ExtraTime, form: Any, change: bool) -> None:
        """Attempts that run get it at once, in the same transaction."""
        now = timezone.now()
        obj.set_by, obj.set_at = cast(User, request.user), now
        super().save_model(request, obj, form, change)
        handing.follow_student(obj.user, now=now)


@admin.register(Override)
class OverrideAdmin(OnlyAppended):
    list_display = ("step", "whom", *TERMS, "reason", "made_by", "withdrawn_at")
    list_select_related = ("step__lesson__course", "user", "made_by")
    search_fields = ("step__title", "user__name", "user__email", "section")
    ordering = ("step__lesson__course__title", "step__lesson__position", "step__position", "-pk")
    form = OverrideForm
    formfield_overrides = {models.DateTimeField: ONE_INPUT}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(step__lesson__course__in=taught_by(request.user))

    @admin.display(description="for")
    def whom(self, override: Override) -> str:
        return str(override.user) if override.user_id else f"section {override.section}"

    def has_change_permission(self, request: HttpRequest, obj: Override | None = None) -> bool:
        """Only to withdraw it, once."""
        return self._may(request) and (obj is None or obj.withdrawn_at is None)

    def get_fields(self, request: HttpRequest, obj: Override | None = None) -> Any:
        if obj is None:
            return ("step", "person", "section", ("opens_at", "due_at", "closes_at"), ("minutes", "tries"), "reason")
        told = ("step", "whom", *TERMS, "reason", "made_by", "made_at")
        return (*told, "withdraw") if obj.withdrawn_at is None else (*told, "withdrawn_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Override | None = None) -> Any:
        return ("step", "whom", *TERMS, "reason", "made_by", "made_at") if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            kwargs["form"] = WithdrawForm
        return super().get_form(request, obj, change=change, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "step":
            mine = Step.objects.filter(lesson__course__in=taught_by(request.user))
            kwargs["queryset"] = mine.select_related("lesson__course", "quiz").order_by(
                "lesson__course__title", "lesson__position", "position"
            )
            kwargs["form_class"] = _StepField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Override, form: Any, change: bool) -> None:
        """Attempts that run get it at once, in the same transaction."""
        now = timezone.now()
        if not change:
            obj.made_by, obj.made_at = cast(User, request.user), now
        super().save_model(request, obj, form, change)
        handing.follow_override(obj, now=now)


class _StepField(forms.ModelChoiceField):
    def label_from_instance(self, step: Any) -> str:
        return f"{step.lesson.course} · lesson {step.lesson.position} · {step.title}"
