"""When was everything last verified, and what differed? One row for each run of `manage.py verify`."""

from django.db import models


class Verification(models.Model):
    """`findings` are the first of the differences, as sentences; `differences` is how many there were."""

    made_at = models.DateTimeField()
    marks = models.PositiveIntegerField()
    keys = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    differences = models.PositiveIntegerField()
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["-made_at"]
        get_latest_by = "made_at"

    def __str__(self) -> str:
        return f"Verification of {self.made_at:%Y-%m-%d %H:%M}"
