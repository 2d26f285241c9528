"""What does an instructor type to give a student extra time, or other rules at a step? Errors stand at their field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from courses.admin.forms import RANGES
from courses.models import Course, Enrolment, ExtraTime, Override
from courses.terms import policies

TERMS = ("opens_at", "due_at", "closes_at", "minutes", "tries")


class _OfMine(forms.ModelForm):
    """Somebody who studies in a course of the caller's, by address, so that nobody's list of people is shown."""

    person = forms.EmailField(label="Student", help_text="The address the student logs in with.")
    mine: QuerySet[Course]  # set by the admin

    def clean_person(self) -> str:
        address: str = self.cleaned_data["person"]
        if address:
            enrolled = Enrolment.objects.active().filter(course__in=self.mine).values("user")
            user = User.objects.filter(email__iexact=address, pk__in=enrolled).first()
            if user is None:
                raise ValidationError(f"No student of your courses logs in with {address}.")
            self.instance.user = user
        return address


_RANGE = "Extra time is a factor from 1 to 3, such as 1.5; leave it empty for no time limit at all."


class ExtraTimeForm(_OfMine):
    factor = forms.DecimalField(
        required=False,
        min_value=1,
        max_value=3,
        decimal_places=2,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _RANGE),
        help_text="1 to 3: 1.5 makes 45 minutes of 30. Empty: no time limit at all. It applies to every time limit "
        "of the student at once, also in attempts that run, and to windows (docs/instructor.md).",
    )

    class Meta:
        model = ExtraTime
        fields = ("factor", "reason")


class OverrideForm(_OfMine):
    person = forms.EmailField(
        label="Student", required=False, help_text="The address, or leave it empty for a section."
    )

    class Meta:
        model = Override
        fields = ("step", "section", *TERMS, "reason")
        help_texts = {
            "step": "Where other rules hold. An override for a student is stronger than one for a section, and that is "
            "stronger than the step; what is empty stays. Extra time comes last and applies to these too.",
            "section": "The section as it stands with the students of the course, such as 11b.",
        }
        error_messages = RANGES

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        found["section"] = " ".join((found.get("section") or "").split())
        if "person" not in self.errors:
            self._for_somebody(found)
        if not any(found.get(name) is not None for name in TERMS) and not self.errors:
            self.add_error(None, "Nothing is changed; give a date, a time limit or a number of tries.")
        self._flaws(found)
        return found

    def _for_somebody(self, found: dict[str, Any]) -> None:
        step, section = found.get("step"), found["section"]
        if bool(found.get("person")) == bool(section):
            return self.add_error("person", "Name one student, or one section, and not both.")
        if step is None:
            return None
        here = Enrolment.objects.active().filter(course=step.lesson.course_id)
        if section and not here.filter(section=section).exists():
            self.add_error("section", f"No student of this course is in section “{section}”.")
        if not section and not here.filter(user=self.instance.user_id).exists():
            self.add_error("person", "This student is not in the course of this step.")
        who = {"section": section} if section else {"user": self.instance.user_id}
        if step.overrides.standing().filter(**who).exists():
            self.add_error("step", "There is an override for them at this step already; withdraw it first.")
        return None

    def _flaws(self, found: dict[str, Any]) -> None:
        """Asked of what it comes to, together with the step."""
        step = found.get("step")
        if step is None:
            return
        given = {name: found[name] for name in TERMS if found.get(name) is not None}
        if not step.is_graded and set(given) - {"opens_at", "closes_at"}:
            self.add_error("step", "Only opening and closing can be changed here: this step is not a graded quiz.")
        both = {name: getattr(step, name) for name in TERMS} | given
        for flaw in (*policies.windows(both), *policies.limits(both)):
            at = flaw.field if flaw.field in given else next(iter(given), None)
            if at not in self.errors:
                self.add_error(at, flaw.message)


class WithdrawForm(forms.ModelForm):
    """An override is withdrawn and not deleted, so that it can be told what held when."""

    withdraw = forms.BooleanField(
        label="Withdraw it", help_text="The rules of the step hold again, at once. What was is kept in this list."
    )

    class Meta:
        model = Override
        fields = ()

    def save(self, commit: bool = True) -> Any:
        self.instance.withdrawn_at = timezone.now()
        return super().save(commit)
