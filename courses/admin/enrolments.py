"""The students of a course in the admin: found, brought in, put into sections, let go, on pages of fifty."""

import re
from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, AdminForm
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from courses.access import moment
from courses.admin.enrolmentfilters import InCourse, InSection, IsHere, course_of
from courses.admin.enrolmentforms import EnrolForm, EnrolmentForm, LeavingForm, ManyForm, SectionForm
from courses.admin.staff import ONE_INPUT, ForStaff, Own, taught_by
from courses.models import Course, Enrolment
from courses.terms import enrolling, handing

NAMED = 12  # of those to whom something is done
type Rows = list[Enrolment]
type Done = tuple[Rows, str]  # who was changed, and what became of them


def students(count: int) -> str:
    return "1 student" if count == 1 else f"{count:,} students"


@admin.register(Enrolment)
class EnrolmentAdmin(Own, ForStaff, admin.ModelAdmin):
    list_display = ("name", "address", "section", "course", "began_at", "ended_at")
    list_select_related = ("user", "course")
    list_filter = (InCourse, InSection, IsHere)
    list_per_page = 50
    search_fields = ("user__name", "user__sort_name", "user__email", "user__number")
    ordering = ("user__sort_name", "user", "course")
    form = EnrolmentForm
    fields = ("student", "course", "began_at", "section", "ended_at")
    readonly_fields = ("student", "course", "began_at")
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = {models.DateTimeField: ONE_INPUT}
    actions = ("set_section", "end", "let_back_in")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(course__in=taught_by(request.user)).select_related("user", "course")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="name", ordering="user__sort_name")
    def name(self, enrolment: Enrolment) -> str:
        return enrolment.user.sort_name or enrolment.user.email

    @admin.display(description="student")
    def student(self, enrolment: Enrolment) -> str:
        """No link, for the person's own page is for administrators."""
        return f"{enrolment.user}, {enrolment.user.email}"

    @admin.display(description="e-mail address", ordering="user__email")
    def address(self, enrolment: Enrolment) -> str:
        return enrolment.user.email

    # The list

    def get_list_display(self, request: HttpRequest) -> Any:
        """In the list of one course nothing is said by its name in every row."""
        return [name for name in self.list_display if name != "course" or not request.GET.get("course")]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not all(re.fullmatch(r"[0-9]{1,18}", pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("Students are selected by the numbers that the list gives them.")
        here = taught_by(request.user).filter(pk=course_of(request) or 0).first()
        about = {"title": f"Students of {here}" if here else "Students of your courses", "course": here}
        return super().changelist_view(request, {**about, **(extra_context or {})})

    # Bringing students in

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """One or many, for one course."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        mine = taught_by(request.user)
        form = EnrolForm(request.POST or None, mine=mine, initial={"course": request.GET.get("course")})
        if request.method == "POST" and form.is_valid():
            return self._enrolled(request, form)
        fieldsets = [(None, {"fields": ("course", "addresses", "section")})]
        return self._page(request, "add", "Add students", form, fieldsets)

    def _enrolled(self, request: HttpRequest, form: EnrolForm) -> HttpResponse:
        course, section = form.cleaned_data["course"], form.cleaned_data["section"]
        with transaction.atomic():
            new = enrolling.enrol(course=course, people=form.people, section=section, now=timezone.now())
            self._keep(request, list(new.select_related("user", "course")), ADDITION, "enrolled")
        messages.success(request, f"Enrolled {students(len(form.people))}.")
        if form.known:
            known = ", ".join(user.email for user in form.known)
            messages.info(request, f"In the course already, and left as they are: {known}.")
        return HttpResponseRedirect(f"{reverse('admin:courses_enrolment_changelist')}?course={course.pk}")

    # One student

    def save_model(self, request: HttpRequest, obj: Enrolment, form: Any, change: bool) -> None:
        """Who comes into another section has its rules at once, in attempts that run too."""
        super().save_model(request, obj, form, change)
        if "section" in form.changed_data:
            handing.follow_student(obj.user, now=timezone.now(), course=obj.course)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """In the history of the course too, where one looks for it."""
        kept = super().log_change(request, obj, message)
        super().log_change(request, obj.course, f"{obj.user}: {kept.get_change_message()}")
        return kept

    # Many students

    @admin.action(description="Set the section of the selected students")
    def set_section(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        def do(chosen: Rows, said: Any) -> Done:
            section = said["section"]
            where = f"in section {section}" if section else "in no section"
            return enrolling.put_into(chosen, section=section, now=timezone.now()), f"put {where}"

        return self._many(request, queryset, SectionForm, do, "Set the section")

    @admin.action(description="End the time of the selected students in the course")
    def end(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        def do(chosen: Rows, said: Any) -> Done:
            at = said["ended_at"]
            return enrolling.leave(chosen, at=at), f"left the course, {moment(timezone.localtime(at))}"

        return self._many(request, queryset, LeavingForm, do, "End their time in the course")

    @admin.action(description="Let the selected students back in")
    def let_back_in(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        def do(chosen: Rows, said: Any) -> Done:
            return enrolling.come_back(chosen), "let back in"

        return self._many(request, queryset, ManyForm, do, "Let them back in")

    def _many(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        asks: type[ManyForm],
        do: Callable[[Rows, Any], Done],
        title: str,
    ) -> HttpResponse | None:
        """First asked, with the names; done when the page comes back."""
        chosen = list(queryset)
        form = asks(request.POST if "done" in request.POST else None, enrolments=chosen)
        if form.is_bound and form.is_valid():
            with transaction.atomic():
                changed, what = do(chosen, form.cleaned_data)
                self._keep(request, changed, CHANGE, what)
            if changed:
                messages.success(request, f"{students(len(changed))} {what}.")
            if (same := len(chosen) - len(changed)) > 0:
                messages.info(request, f"Nothing to change for {students(same)} of those selected.")
            return None
        more = {
            "count": students(len(chosen)),
            "names": _names(chosen),
            "found": self.get_changelist_instance(request).result_count,
            "across": request.POST.get("select_across") == "1",
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "action": request.POST.getlist("action")[0],
        }
        return self._page(request, "many", title, form, [(None, {"fields": tuple(form.fields)})], **more)

    # Shared

    def _page(
        self, request: HttpRequest, template: str, title: str, form: forms.Form, fieldsets: Any, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "adminform": AdminForm(cast(Any, form), fieldsets, {}),
            "errors": form.errors,
            "media": self.media,
            **more,
        }
        return TemplateResponse(request, f"admin/courses/enrolment/{template}.html", context)

    def _keep(self, request: HttpRequest, enrolments: Rows, flag: int, what: str) -> None:
        """In the history of each student in the course, and of the course once."""
        told = f"{what[0].upper()}{what[1:]}."
        LogEntry.objects.log_actions(cast(int, request.user.pk), cast(Any, enrolments), flag, told)
        courses: dict[Course, list[Enrolment]] = {}
        for one in enrolments:
            courses.setdefault(one.course, []).append(one)
        for course, rows in courses.items():
            super().log_change(request, course, f"{students(len(rows))} {what}: {_names(rows)}.")


def _names(rows: list[Enrolment]) -> str:
    """The first of them; who looks for one of the others finds it in the history of that student."""
    beyond = f"; and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return "; ".join(str(one.user) for one in rows[:NAMED]) + beyond
