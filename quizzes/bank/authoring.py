"""The form of a question, drawn from what its kind says an author fills in. Every flaw lands at its field."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet

from corpus import reading
from corpus.text.citation import ASSUMED_EDITION, Anchor, BadCitation, parse
from corpus.text.digest import short_hash
from corpus.text.passage import Paragraph
from quizzes.bank import keys, pools
from quizzes.models import Bank, KeyCitation, Question
from quizzes.questions import KINDS, readings, remarks
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if (question := kwargs.get("instance")) is not None:
            kwargs["initial"] = {**_initial(question), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def is_valid(self) -> bool:
        """Checking without saving stops here; the page then shows all that was typed."""
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
        table, unread = _table(self.kind, {name: str(value or "") for name, value in values.items()})
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


def _table(kind: Any, values: dict[str, str]) -> tuple[dict[str, Any] | None, list[Flaw]]:
    """What was typed as a table, as far as it can be read, and the flaws of what cannot."""
    own = {field.name: values.get(field.name, "") for field in kind.fields()}
    try:
        return kind.table_from_form(own), []
    except Invalid as invalid:
        return cast("dict[str, Any] | None", invalid.rest), list(invalid.flaws)


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


@dataclass(frozen=True, slots=True)
class Quoted:
    """A cited place with the words that stand there now. `words` is None where nothing does."""

    role: str
    number: int
    edition: str
    anchor: Anchor
    words: str | None
    hash: str | None
    installed: bool

    @property
    def badge(self) -> str:
        """`hash` is what the kept key sealed; a citation that was just typed has none."""
        if not self.installed:
            return "Not here: this edition is not installed"
        if self.words is None:
            return "Broken: no such place"
        if self.hash is None:
            return "Not saved yet"
        return "Verified, text unchanged" if short_hash(self.words) == self.hash else "Broken: text changed"

    @property
    def is_broken(self) -> bool:
        return self.badge.startswith("Broken")


@dataclass(frozen=True, slots=True)
class QuotedSet:
    """The places of one proof, near miss or neutral list."""

    role: str
    name: str
    places: tuple[Quoted, ...]


def evidence_of(form: Any) -> list[QuotedSet]:
    """What the citations in the form quote, set by set; nothing where they cannot be read."""
    by_set = groupby(_evidence(form), key=lambda quoted: (quoted.role, quoted.number))
    return [
        QuotedSet(role, role.capitalize() if role == "neutral" else f"{role.capitalize()} {number}", tuple(places))
        for (role, number), places in by_set
    ]


def _evidence(form: Any) -> Iterator[Quoted]:
    try:
        table, _ = _table(form.kind, {name: str(form[name].value() or "") for name in form.fields})
        content, key = form.kind.from_table(table or {})
    except (Invalid, BadCitation):
        return
    texts, sealed = reading.shelf(readings.works(readings.readings_of(content))), _sealed(form.instance)
    for role, number, edition, anchor in key.cited():
        kept = sealed.get((edition, anchor))
        installed = edition in texts.editions(anchor.work)
        yield Quoted(role, number, edition, anchor, texts.words(edition, anchor), kept, installed)


def _sealed(question: Question) -> dict[tuple[str, Anchor], str]:
    """The hashes that the latest version's key was kept with."""
    if question.pk is None:
        return {}
    cited = KeyCitation.objects.filter(version=question.latest())
    return {(citation.edition, citation.anchor): citation.hash for citation in cited}


def reading_of(form: Any) -> tuple[Paragraph, ...]:
    """The passages named in the form, so that sentence numbers need not be counted elsewhere."""
    return tuple(paragraph for line in _readings(form) for paragraph in _paragraphs(line))


def _readings(form: Any) -> list[str]:
    """One passage, or one a line."""
    name = next((name for name in ("reading", "readings") if name in form.fields), None)
    return str(form[name].value() or "").splitlines() if name else []


def _paragraphs(line: str) -> tuple[Paragraph, ...]:
    try:
        citation = parse(line)
    except BadCitation:
        return ()
    revision = reading.present(citation.work, citation.edition or ASSUMED_EDITION)
    return reading.passage_of(revision, citation).paragraphs if revision else ()
