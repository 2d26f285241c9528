"""Which questions may stand in a quiz, in which order and in which pools? The form of a quiz and its rows."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import Truncator

from quizzes.bank import bands, pools
from quizzes.drawing import listed
from quizzes.models import Pool, Question, QuestionVersion, Quiz
from quizzes.questions import KINDS
from quizzes.questions.base import Invalid

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


def stays(quiz: Quiz, mode: str) -> str:
    """Why a quiz may not become one of this mode: its attempts would be counted by other rules than they were made.

    Empty where it may. In practice a student has seen the proof, so that no try at it makes a grade.
    """
    if quiz.pk is None or quiz.mode == mode or not quiz.attempts.exists():
        return ""
    what = "for practice" if quiz.is_practice else "for a grade"
    return f"“{quiz}” was taken {what}, so it stays so. Make another quiz of the same questions instead."


class QuizForm(forms.ModelForm):
    """`feedback` is typed one band a line."""

    feedback = forms.CharField(
        required=False,
        label="Feedback on the whole",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line, the highest share first: “80: You read closely.” is said from 80 % upwards.",
        max_length=5000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if (quiz := kwargs.get("instance")) is not None:
            shown = bands.to_lines(quiz.feedback)
            kwargs["initial"] = {"feedback": shown, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_mode(self) -> str:
        mode: str = self.cleaned_data["mode"]
        if why_not := stays(self.instance, mode):
            raise ValidationError(why_not)
        return mode

    def clean_feedback(self) -> list[dict[str, Any]]:
        try:
            return [band.dump() for band in bands.from_lines(self.cleaned_data["feedback"])]
        except Invalid as invalid:
            raise ValidationError([flaw.message for flaw in invalid.flaws]) from invalid


class QuizItemFormSet(forms.BaseInlineFormSet):
    """All rows. The stock message stands above the table and names no row."""

    def clean(self) -> None:
        """The questions of a pool are worth the same, else two students could earn different points."""
        super().clean()
        pooled: dict[Pool, list[QuizItemForm]] = {}
        for form in cast(list[QuizItemForm], self.forms):
            found = getattr(form, "cleaned_data", {})
            if found.get("pool") and found.get("question") and not found.get("DELETE"):
                pooled.setdefault(found["pool"], []).append(form)
        worth = pools.worth([form.cleaned_data["question"].pk for rows in pooled.values() for form in rows])
        for pool, rows in pooled.items():
            _even(pool, rows, worth)

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


def _even(pool: Pool, rows: Sequence[QuizItemForm], worth: Mapping[int, Decimal]) -> None:
    """Told at each row that differs from the first."""
    first = worth.get(rows[0].cleaned_data["question"].pk)
    for row in rows[1:]:
        points = worth.get(row.cleaned_data["question"].pk)
        if points is not None and first is not None and points != first:
            row.add_error(
                "pool",
                f"This question is worth {listed([points])} and the first of “{pool}” {listed([first])}; the questions"
                " of a pool are worth the same, so that the draw is fair.",
            )


class PoolForm(forms.ModelForm):
    take = forms.IntegerField(
        min_value=1, initial=1, error_messages={"min_value": "A pool gives each student at least 1 question."}
    )


class PoolFormSet(forms.BaseInlineFormSet):
    """A pool that is taken out leaves its questions in the quiz, asked of everybody."""

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        if commit:
            obj.items.update(pool=None)
        super().delete_existing(obj, commit)
