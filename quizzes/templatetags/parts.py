"""What does an answer give for one part of a question: a gap, a statement, a word?"""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def part(given: Mapping[Any, Any], name: Any) -> Any:
    """Empty where it gives nothing."""
    return given.get(name, "")
