"""What do marks come to? The database adds them in whole hundredths, so that no float takes part in a grade."""

from django.db.models import DecimalField, Exists, ExpressionWrapper, F, IntegerField, OuterRef, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Round

from quizzes.models import Mark


def present_marks() -> "QuerySet[Mark]":
    """The latest mark of each item: its grade."""
    later = Mark.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    return Mark.objects.filter(~Exists(later))


def total(column: str | Combinable) -> Sum:
    """The sum of a column of marks, in hundredths."""
    times_100 = ExpressionWrapper(
        (F(column) if isinstance(column, str) else column) * 100,
        output_field=DecimalField(max_digits=12, decimal_places=2),
    )
    return Sum(Cast(Round(times_100), IntegerField()))
