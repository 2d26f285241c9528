"""What does a person say in a form, in a sentence or two? Plain words, never markup (TRUST.md T47, T53, T60)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from quizzes.questions import codec
from quizzes.questions.base import Invalid

LEAST, MOST = 10, 300


class SaidField(forms.CharField):
    """A reason: line breaks and signs that nobody sees are taken out; too short says nothing, too long nobody reads."""

    def __init__(self, *, label: str, help_text: str = "", rows: int = 2, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "maxlength": MOST})
        super().__init__(label=label, help_text=help_text, min_length=LEAST, max_length=MOST, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        try:
            return codec.line({"said": super().to_python(value) or ""}, "said")
        except Invalid:
            raise ValidationError(_UNSEEN) from None


_UNSEEN = "This holds a character that cannot be stored or seen; type it anew."
