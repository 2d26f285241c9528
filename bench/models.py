"""What does the bare answer write? One row; the table exists only in a measurement's own database."""

from django.conf import settings
from django.db import models


class Kept(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    said = models.JSONField()
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} at {self.given_at}"
