"""What would this earn? The ticked sentences marked as an answer, by the key as it is typed; nothing is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from corpus.text.citation import BadCitation
from quizzes.bank.picking import EARN, Picker
from quizzes.bank.typed import table_of
from quizzes.questions import remarks
from quizzes.questions.base import Form, Invalid, points


class Choice(NamedTuple):
    """What a student says beside the sentences, such as the verdict; the key's own stands there first."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What an answer would earn and what its student would read, or why that cannot be said."""

    says: str
    heading: str = ""
    points: Decimal | None = None
    possible: Decimal | None = None
    feedback: str = ""


def choices(picker: Picker) -> list[Choice]:
    """Only where students mark sentences of the reading."""
    return list(_choices(picker)) if picker.marks_text else []


def _choices(picker: Picker) -> Iterator[Choice]:
    """The fields of choices that are a student's too: her answer has something of the same name."""
    try:
        given = _content(picker)[0].response({}).dump()
    except (Invalid, BadCitation):
        return
    for field in picker.kind.fields():
        if field.widget == "choice" and field.name in given:
            value = picker.asked.answers.get(field.name, picker.values.get(field.name, ""))
            yield Choice(field.name, field.label, value, field.choices)


def tried(picker: Picker, form: Any) -> Tried | None:
    """None where nobody asked."""
    if EARN not in form.data or not picker.marks_text or picker.text is None:
        return None
    try:
        content, key = _content(picker)
        said = {choice.name: [choice.value] for choice in choices(picker)}
        response = content.read(Form({**said, "mark": list(picker.asked.marks)}))
    except (Invalid, BadCitation) as problem:
        return Tried(f"This cannot be marked yet. {problem}")
    outcome = content.mark(key, response, edition=picker.text.edition)
    possible = _possible(form["points"].value())
    feedback = {name: str(form[f"feedback_{name}"].value() or "") for name in remarks.RESULTS}
    return Tried(
        says=content.explain(outcome),
        heading=content.heading(outcome),
        points=points(outcome.fraction, possible),
        possible=possible,
        feedback=remarks.Remarks("", feedback).on(outcome),
    )


def _content(picker: Picker) -> tuple[Any, Any]:
    """The question and its key as they are typed. Raises Invalid with the first line that cannot be read."""
    table, flaws = table_of(picker.kind, picker.values)
    if table is None or flaws:
        raise Invalid(*flaws)
    found: tuple[Any, Any] = picker.kind.from_table(table)
    return found


def _possible(typed: Any) -> Decimal:
    try:
        found = Decimal(str(typed))
    except InvalidOperation:
        return Decimal(2)
    return found if found.is_finite() and 0 < found < 10_000 else Decimal(2)
