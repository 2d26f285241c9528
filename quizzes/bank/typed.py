"""What did an author type in the form of a question? The kind's own fields, and the table they make."""

from collections.abc import Mapping
from typing import Any, cast

from quizzes.questions.base import Flaw, Invalid


def values_of(form: Any) -> dict[str, str]:
    """What stands in the kind's own fields, typed or kept."""
    return {field.name: str(form[field.name].value() or "") for field in form.kind.fields()}


def table_of(kind: Any, values: Mapping[str, str]) -> tuple[dict[str, Any] | None, list[Flaw]]:
    """What was typed as a table, as far as it can be read, and the flaws of what cannot."""
    own = {field.name: values.get(field.name, "") for field in kind.fields()}
    try:
        return kind.table_from_form(own), []
    except Invalid as invalid:
        return cast("dict[str, Any] | None", invalid.rest), list(invalid.flaws)
