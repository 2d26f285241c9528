"""People in the admin: made by administrators, with a password set by the person."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError

from accounts.models import User


class CreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, type] = {}


class ChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, type] = {}

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        other = User.objects.filter(number=number).exclude(pk=self.instance.pk).first() if number else None
        if other is not None:
            raise ValidationError(f"{other.email} has this number; give one that is free, or leave it empty.")
        return number


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = ChangeForm
    add_form = CreationForm
    list_display = ("email", "name", "number", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name", "number")
    ordering = ("sort_name",)
    readonly_fields = ("last_login", "joined_at")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Person", {"fields": ("name", "sort_name", "number")}),
        ("Permissions", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = (
        (
            None,
            {"classes": ("wide",), "fields": ("email", "name", "usable_password", "password1", "password2")},
        ),
    )
