"""Every change of a grade, in a chain of digests: no row can be changed or taken out unseen (T35, T36)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.models.attempt import Item
from quizzes.models.mark import Mark


class LedgerHead(models.Model):
    """The end of the chain: one row, whose update makes writers wait for each other."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="the_ledger_has_one_end")]

    def __str__(self) -> str:
        return f"Ledger, {self.number} entries"


class LedgerEntry(models.Model):
    """Only appended: database triggers refuse the rest. `before` is empty where there was no mark yet."""

    number = models.PositiveBigIntegerField(unique=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="ledger")
    before = models.ForeignKey(Mark, models.PROTECT, null=True, blank=True, related_name="+")
    after = models.ForeignKey(Mark, models.PROTECT, related_name="+")
    points_before = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    points_after = models.DecimalField(max_digits=7, decimal_places=2)
    possible_before = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    possible_after = models.DecimalField(max_digits=7, decimal_places=2)
    cause = models.CharField(max_length=10)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "ledger entries"

    def __str__(self) -> str:
        return f"{self.number}: {self.points_before} to {self.points_after}"
