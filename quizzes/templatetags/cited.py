"""An author's words in a template, with their citations as links."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from corpus.prose import with_citations

register = template.Library()


@register.filter
def cited(text: str, result: Any) -> SafeString:
    """`result` is the result that the words belong to, of an item or a cell; it names the reading and the edition."""
    return with_citations(text, result.lead, result.edition)
