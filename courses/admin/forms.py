"""What does an instructor type into the admin, and what is wrong with it? Errors stand at their field."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import BaseInlineFormSet

from accounts.models import User
from courses.models import Appointment, Lesson, Step
from courses.reading import passages
from courses.terms import policies


class LinesField(forms.CharField):
    """A list, one entry a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class Placed(forms.ModelForm):
    """A row with a number. That another row has it is told at the number."""

    def validate_constraints(self) -> None:
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except ValidationError as problem:
            for error in problem.error_dict[NON_FIELD_ERRORS]:
                if "position" in (error.params or {}).get("unique_check", ()):
                    number, what = self.cleaned_data["position"], self._meta.model._meta.verbose_name
                    self.add_error(
                        "position", f"Another {what} stands at {number}; give this one a number that is free."
                    )
                else:
                    self.add_error(None, error)


class LessonForm(Placed):
    aims = LinesField(required=False, max_length=2000, help_text="Two or three, one a line: each a skill on this text.")

    class Meta:
        model = Lesson
        fields = ("course", "position", "title", "question", "aims", "minutes")


# Said where a number cannot even be kept, in the words of `policies.limits`.
RANGES = {
    "minutes": {"min_value": f"A time limit is 1 to {policies.LONGEST_LIMIT} minutes; leave it empty for none."},
    "tries": {"min_value": "Give at least 1, or leave it empty for any number."},
    "pass_mark": dict.fromkeys(
        ("max_digits", "max_whole_digits"), "A pass mark is more than 0 and at most 100 per cent of the points."
    ),
}


class StepForm(Placed):
    """A passage to read or a quiz to take, and when."""

    class Meta:
        model = Step
        fields = ("position", "title", "reading", "quiz", *policies.NAMES)
        error_messages = RANGES

    def clean_reading(self) -> str:
        reading = self.cleaned_data["reading"].strip()
        flaw = passages.flaw(reading) if reading else ""
        if flaw:
            raise ValidationError(flaw)
        return reading

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self._reads_or_asks(found)
        quiz = found.get("quiz")
        for flaw in policies.flaws(found, practice=quiz.is_practice) if quiz else policies.windows(found):
            if flaw.field not in self.errors:
                self.add_error(flaw.field, flaw.message)
        return found

    def _reads_or_asks(self, found: dict[str, Any]) -> None:
        if "reading" in self.errors or "quiz" in self.errors:
            return
        if found.get("reading") and found.get("quiz"):
            self.add_error("quiz", "A step is read or asked; put the quiz into a step of its own.")
        if not found.get("reading") and not found.get("quiz"):
            self.add_error("reading", "Write what is read, for example cliff-1956 ¶7-11, or choose a quiz.")


class StepFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        leaving = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        for step in Step.objects.filter(pk__in=leaving).used():
            raise ValidationError(
                f"“{step}” stays: students have read it or begun its quiz, and their work would be lost."
            )


class PersonForm(forms.ModelForm):
    """Somebody by address, so that nobody's list of people is shown to others."""

    person = forms.EmailField(label="e-mail address", required=False, help_text="The address the person logs in with.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["person"].disabled = True
            self.initial["person"] = self.instance.user.email
        else:
            self.fields["person"].required = True

    def clean_person(self) -> str:
        address: str = self.cleaned_data["person"]
        if self.instance.pk:
            return address
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            raise ValidationError(f"Nobody logs in with {address}. An administrator makes accounts.")
        self.instance.user = user
        return user.email


class AppointmentForm(PersonForm):
    class Meta:
        model = Appointment
        fields = ("role",)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.instance.pk is None and self.instance.user_id and self.instance.course_id:
            same = Appointment.objects.filter(course=self.instance.course_id, user=self.instance.user_id)
            if same.filter(role=found.get("role")).exists():
                self.add_error("role", f"{self.instance.user} is {found['role']} of this course already.")
        return found


class PeopleFormSet(BaseInlineFormSet):
    """Each person once a form."""

    def clean(self) -> None:
        super().clean()
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            found = form.cleaned_data if hasattr(form, "cleaned_data") else {}
            who = (found.get("person"), found.get("role"))
            if found.get("person") and not found.get("DELETE") and who in seen:
                form.add_error("person", "This person stands here twice; empty one of the two rows.")
            seen.add(who)
