"""The form of a question, drawn from what its kind says an author fills in. Every flaw lands at its field."""

from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.forms.utils import ErrorDict

from quizzes.bank import keys, picking, pools
from quizzes.bank.typed import table_of
from quizzes.models import Bank, Question
from quizzes.questions import KINDS, remarks
from quizzes.questions.base import Field, Flaw, Invalid

REASON = (
    f"At most {remarks.WORDS} words: what the proof says, what the claim changes."
    " [¶12.1] becomes a link, *word* emphasis."
)

FEEDBACK = {
    "right": "Said before the reason to who earned everything. May stay empty.",
    "partly": "Said to who earned a part.",
    "wrong": "Said to who earned nothing.",
}
HINTS = (
    f"For practice, one a line, {remarks.MOST_HINTS} at most. The first costs 10 % of the points, the second 20 %."
    " Without any, hints name the part of the reading and then the paragraph that decide it."
)

CHECK = "_check"  # the button that asks the text and keeps nothing


def _remark(label: str, says: str, rows: int = 2) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(required=False, label=label, help_text=says, widget=area, max_length=2000)


class QuestionForm(forms.ModelForm):
    """Shared by all kinds; `question_form` adds the kind's own fields."""

    kind: ClassVar[Any]

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text=REASON, max_length=1000)
    feedback_right = _remark("When right", FEEDBACK["right"])
    feedback_partly = _remark("When partly right", FEEDBACK["partly"])
    feedback_wrong = _remark("When wrong", FEEDBACK["wrong"])
    hints = _remark("Hints", HINTS, rows=3)
    points = forms.DecimalField(
        max_digits=6, decimal_places=2, initial=Decimal(2), validators=[MinValueValidator(Decimal("0.01"))]
    )
    skills = forms.CharField(required=False, help_text="With commas: close reading, sourcing.")
    difficulty = forms.IntegerField(initial=2, validators=[MinValueValidator(1), MaxValueValidator(3)])

    class Meta:
        model = Question
        fields = ("bank", "slug")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        self.said = ""
        if data is not None:
            data, self.said = picking.put(self.kind, data)
        if (question := kwargs.get("instance")) is not None:
            kwargs["initial"] = {**_initial(question), **(kwargs.get("initial") or {})}
        super().__init__(data, *args, **kwargs)

    def is_valid(self) -> bool:
        """Checking without saving stops here; the page then shows all that was typed.

        A button of the picker is no check: what is not finished yet is no mistake.
        """
        if any(button in self.data for button in picking.BUTTONS):
            self._errors = ErrorDict()
            return False
        return super().is_valid() and CHECK not in self.data

    def validate_constraints(self) -> None:
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except ValidationError:
            self.add_error(
                "slug", f"“{self.instance.slug}” already exists in {self.instance.bank}; choose another name."
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        told = set(self.errors)  # a field that is wrong already needs no second word
        for flaw in self._flaws(values):
            if flaw.field not in told:
                self.add_error(flaw.field if flaw.field in self.fields else None, flaw.message)
        if self.instance.pk and values.get("points") and (why := pools.why_not(self.instance, values["points"])):
            self.add_error("points", why)
        return values

    def _flaws(self, values: dict[str, Any]) -> list[Flaw]:
        """What cannot be read, and what is wrong with the rest."""
        table, unread = table_of(self.kind, {name: str(value or "") for name, value in values.items()})
        if table is None:
            return unread
        values["draft"] = self._draft(values, table)
        nothing_left = {flaw.field for flaw in unread if not table.get(flaw.field)}
        try:
            *_, flaws = keys.written(values["draft"])
        except Invalid as invalid:
            flaws = list(invalid.flaws)
        return [*unread, *(flaw for flaw in flaws if flaw.field not in nothing_left)]

    def _draft(self, values: dict[str, Any], table: dict[str, Any]) -> keys.Draft:
        return keys.Draft(
            kind=self.kind.kind,
            table=table,
            reason=values.get("reason", ""),
            points=values.get("points") or Decimal(2),
            skills=tuple(s.strip() for s in values.get("skills", "").split(",") if s.strip()),
            difficulty=values.get("difficulty") or 2,
            feedback={name: said for name in FEEDBACK if (said := values.get(f"feedback_{name}", "").strip())},
            hints=tuple(line.strip() for line in values.get("hints", "").splitlines() if line.strip()),
        )


def _initial(question: Question) -> dict[str, Any]:
    version = question.versions.select_related("key").order_by("-number").first()
    if version is None:
        return {}
    return {
        **version.content.form_from(version.key.content),
        "reason": version.key.reason,
        **{f"feedback_{name}": version.key.feedback.get(name, "") for name in FEEDBACK},
        "hints": "\n".join(version.key.hints),
        "points": version.points,
        "skills": ", ".join(version.skills),
        "difficulty": version.difficulty,
    }


def question_form(kind: str, banks: QuerySet[Bank]) -> type[QuestionForm]:
    """The form class of one kind, offering these banks."""
    own = KINDS[kind]
    fields: dict[str, Any] = {field.name: _field(field) for field in own.fields()}
    fields["bank"] = forms.ModelChoiceField(banks, initial=banks.first)
    return type("KindForm", (QuestionForm,), {"kind": own, **fields})


def _field(field: Field) -> forms.Field:
    draw = partial(forms.CharField, label=field.label, help_text=field.help, required=field.required)
    match field.widget:
        case "line":
            return draw(max_length=300)
        case "choice":
            return forms.ChoiceField(
                label=field.label, help_text=field.help, choices=field.choices, required=field.required
            )
        case "number":
            return forms.IntegerField(
                label=field.label, help_text=field.help, required=field.required, initial=5, min_value=1
            )
        case _:
            rows = 2 if field.widget == "text" else 4
            return draw(widget=forms.Textarea(attrs={"rows": rows}), max_length=10_000)
