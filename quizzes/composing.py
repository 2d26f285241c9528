"""Which questions may stand in a quiz, and in which order? The rows of a quiz's form."""

from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import Truncator

from quizzes.models import Question, QuestionVersion
from quizzes.questions import KINDS

SHORT = 90  # characters of what is asked, in a list to choose from


def choices_of(questions: QuerySet[Question]) -> list[tuple[Any, str]]:
    """Each question's name and what it asks, in one query."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    rows = questions.values_list("pk", "slug", Subquery(newest.values("kind")[:1]), Subquery(newest.values("body")[:1]))
    return [("", "–"), *((pk, _label(slug, kind, body)) for pk, slug, kind, body in rows)]


def _label(slug: str, kind: str | None, body: Any) -> str:
    return f"{slug}: {Truncator(KINDS[kind].load(body).title).chars(SHORT)}" if kind else slug


class QuizItemForm(forms.ModelForm):
    """One row. A place or a question that is taken is told at its field."""

    def validate_constraints(self) -> None:
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except ValidationError as problem:
            for error in problem.error_dict[NON_FIELD_ERRORS]:
                self.taken((error.params or {}).get("unique_check", ("position",))[-1])

    def taken(self, field: str) -> None:
        value = self.cleaned_data.get(field)
        if field == "position":
            self.add_error(field, f"Another question stands at {value}; give this one a number that is free.")
        elif field == "question":
            self.add_error(field, f"{value} is in this quiz already; choose another question.")


class QuizItemFormSet(forms.BaseInlineFormSet):
    """All rows. The stock message stands above the table and names no row."""

    def validate_unique(self) -> None:
        for field in ("position", "question"):
            seen = set()
            for form in cast(list[QuizItemForm], self.forms):
                value = getattr(form, "cleaned_data", {}).get(field)
                if value in seen and value is not None and field not in form.errors:
                    form.taken(field)
                seen.add(value)
        if not all(form.is_valid() for form in self.forms):
            raise ValidationError("A number or a question stands twice; the rows below say which.")
