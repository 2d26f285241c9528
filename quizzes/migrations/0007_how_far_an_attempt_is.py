"""How far an attempt in a fixed order is, and what its student added to its time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    # Empty columns, because SQLite would rebuild the table for others and lose its triggers.
    dependencies = [("quizzes", "0006_what_is_only_appended")]
    operations = [
        migrations.AddField(
            "attempt",
            "reached",
            models.PositiveSmallIntegerField(
                blank=True, null=True, help_text="In a fixed order: the question that is asked now; empty: the first."
            ),
        ),
        migrations.AddField("attempt", "stretched_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "attempt",
            "stretched_minutes",
            models.PositiveSmallIntegerField(
                blank=True, null=True, help_text="What the student added when time ran out."
            ),
        ),
    ]
