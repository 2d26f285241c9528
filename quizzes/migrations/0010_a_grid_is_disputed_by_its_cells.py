"""A dispute may be of one cell of a grid; one is open at a time for each."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0009_what_was_verified")]

    operations = [
        migrations.AddField(
            "appeal", "cell", models.CharField(blank=True, db_default="", default="", max_length=7)
        ),
        migrations.RemoveConstraint("appeal", "one_open_appeal_per_answer"),
        migrations.AddConstraint(
            "appeal",
            models.UniqueConstraint(
                condition=models.Q(("reply", "open")),
                fields=("item", "cell"),
                name="one_open_appeal_per_answer_and_cell",
            ),
        ),
    ]
