"""When everything was last verified, and what differed, is kept to be shown to staff (T70)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0008_a_regrade_says_whose")]
    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("marks", models.PositiveIntegerField()),
                ("keys", models.PositiveIntegerField()),
                ("entries", models.PositiveIntegerField()),
                ("differences", models.PositiveIntegerField()),
                ("findings", models.JSONField(default=list)),
            ],
            options={"ordering": ["-made_at"], "get_latest_by": "made_at"},
        )
    ]
