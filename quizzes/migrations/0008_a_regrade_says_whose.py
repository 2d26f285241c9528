"""A regrade names the class it is of; a student says which changes were noted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0007_how_far_an_attempt_is")]
    operations = [
        migrations.RemoveConstraint(model_name="regrade", name="one_regrade_of_a_quiz_at_a_time"),
        migrations.AddField(
            model_name="regrade",
            name="scope",
            field=models.CharField(blank=True, help_text="Whose students; empty: everybody's.", max_length=80),
        ),
        migrations.AddField(
            model_name="regrade",
            name="among",
            field=models.JSONField(blank=True, help_text="Their ids; nothing: everybody.", null=True),
        ),
        migrations.AddConstraint(
            model_name="regrade",
            constraint=models.UniqueConstraint(
                condition=models.Q(stage__in=["looking", "ready", "applying", "undoing"]),
                fields=("quiz", "scope"),
                name="one_regrade_of_a_quiz_at_a_time",
            ),
        ),
        # Empty where nothing was noted: SQLite then adds the column without making the table anew, which the triggers
        # of 0006 forbid.
        migrations.AddField(
            model_name="attempt",
            name="noted",
            field=models.BigIntegerField(
                blank=True, help_text="The last entry of the ledger that the student has noted.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["quiz", "submitted_at"], name="handed_in_when"),
        ),
    ]
