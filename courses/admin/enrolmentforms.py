"""What does an instructor type to bring students in, to set their sections and to end their time in a course?"""

import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import User
from courses.access import moment
from courses.admin.staff import A_MOMENT
from courses.models import Course, Enrolment

SECTION_HELP = "The group or class hour, such as 11b."
LONGEST = Enrolment._meta.get_field("section").max_length


class EnrolForm(forms.Form):
    """Many at once, by address, so that nobody's list of people is shown."""

    course = forms.ModelChoiceField(Course.objects.none())
    addresses = forms.CharField(
        label="E-mail addresses",
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="The addresses the students log in with: one, or many, one a line or parted by commas.",
    )
    section = forms.CharField(
        max_length=LONGEST, required=False, help_text=f"{SECTION_HELP} It is given to all of them."
    )

    def __init__(self, *args: Any, mine: QuerySet[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = mine  # type: ignore[attr-defined]
        self.people: list[User] = []
        self.known: list[User] = []

    def clean_section(self) -> str:
        return tidy(self.cleaned_data["section"])

    def clean_addresses(self) -> list[str]:
        found = list(dict.fromkeys(_addresses(self.cleaned_data["addresses"])))
        people = {user.small: user for user in User.objects.annotate(small=Lower("email")).filter(small__in=found)}
        flaws = []
        if odd := [each for each in found if "@" not in each]:
            flaws.append(f"No e-mail address: {', '.join(odd)}.")
        if unknown := [each for each in found if each not in people and each not in odd]:
            flaws.append(f"Nobody logs in with {', '.join(unknown)}. An administrator makes accounts.")
        if flaws:
            raise ValidationError(flaws)
        self.people = [people[each] for each in found]
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("course") and found.get("addresses"):
            self._split(found["course"])
        return found

    def _split(self, course: Course) -> None:
        """Who is in the course stays as they are; who has left is for the instructor to decide."""
        here = {one.user_id: one for one in Enrolment.objects.filter(course=course, user__in=self.people)}
        if left := [user.email for user in self.people if user.pk in here and here[user.pk].ended_at]:
            have = "has" if len(left) == 1 else "have"
            self.add_error(
                "addresses",
                f"{', '.join(left)} {have} left this course. Let them back in from the list of its students; take"
                " them out here.",
            )
        self.known = [user for user in self.people if user.pk in here]
        self.people = [user for user in self.people if user.pk not in here]
        if not self.people and not self.errors:
            are = "is" if len(self.known) == 1 else "are"
            self.add_error("addresses", f"{', '.join(user.email for user in self.known)} {are} in the course already.")


def _addresses(text: str) -> Iterator[str]:
    """In small letters. A mail program writes “"Abendroth, Anna" <anna@school.example>”."""
    for piece in re.split(r"[,;\n]", re.sub(r'"[^"\n]*"', " ", text)):
        inside = re.search(r"<([^<>\s]+@[^<>\s]+)>", piece)
        yield from ([inside[1].lower()] if inside else piece.lower().split())


def tidy(section: str) -> str:
    return " ".join(section.split())


class EnrolmentForm(forms.ModelForm):
    """One student in one course."""

    class Meta:
        model = Enrolment
        fields = ("section", "ended_at")
        help_texts = {
            "ended_at": "Whoever has a date here no longer sees the course; grades stay. Empty it to let them back in."
        }

    def clean_section(self) -> str:
        return tidy(self.cleaned_data["section"])

    def clean_ended_at(self) -> datetime | None:
        return past(self.cleaned_data["ended_at"], [self.instance])


class ManyForm(forms.Form):
    """What is asked before something is done to many. `enrolments` are those it is done to."""

    def __init__(self, *args: Any, enrolments: Collection[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolments = enrolments


class SectionForm(ManyForm):
    section = forms.CharField(
        max_length=LONGEST, required=False, help_text=f"{SECTION_HELP} Empty takes them out of theirs."
    )

    def clean_section(self) -> str:
        return tidy(self.cleaned_data["section"])


class LeavingForm(ManyForm):
    ended_at = forms.DateTimeField(
        label="Ended at",
        widget=A_MOMENT,
        initial=timezone.now,
        help_text="From then on they do not see the course; all grades stay.",
    )

    def clean_ended_at(self) -> datetime | None:
        return past(self.cleaned_data["ended_at"], [one for one in self.enrolments if one.ended_at is None])


def past(at: datetime | None, enrolments: Collection[Enrolment]) -> datetime | None:
    """A date of leaving shuts the course at once, so one to come would shut it too early."""
    if at is None:
        return None
    if at > timezone.now():
        raise ValidationError(
            "This is still to come. Give the moment when it has passed: a date shuts the course at once."
        )
    for one in enrolments:
        if at <= one.began_at - timedelta(minutes=1):
            came = moment(timezone.localtime(one.began_at))
            raise ValidationError(f"{one.user} came into the course on {came}; choose a later moment.")
    return at
