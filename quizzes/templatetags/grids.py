"""The cells of a grid in a template: its readings by number, and what came of it claim by claim."""

from collections.abc import Mapping

from django import template

from quizzes.bank.sources import Source
from quizzes.pages import gridresults
from quizzes.pages.asking import QuestionPage
from quizzes.pages.results import ItemResult

register = template.Library()


@register.filter
def at(sources: Mapping[int, Source], number: int) -> Source | None:
    return sources.get(number)


@register.filter
def begins(page: QuestionPage) -> int:
    """The number of the claim that a phone shows first."""
    found: int = page.response.begins({flaw.field for flaw in page.flaws})
    return found


@register.filter
def grid(result: ItemResult) -> list[gridresults.Row]:
    return list(gridresults.rows(result))
