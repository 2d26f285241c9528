"""Marks made so far were made by the key of the version that was asked; open attempts end when their quiz closes."""

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils.dateparse import parse_datetime

BATCH = 2_000


def fill(apps, schema_editor):
    Mark, Item, Attempt = (apps.get_model("quizzes", name) for name in ("Mark", "Item", "Attempt"))
    asked = Subquery(Item.objects.filter(pk=OuterRef("item")).values("version")[:1])
    while some := list(Mark.objects.filter(version=None).values_list("pk", flat=True)[:BATCH]):
        Mark.objects.filter(pk__in=some).update(version=asked)
    for attempt in Attempt.objects.filter(submitted_at=None).iterator(BATCH):
        if closes_at := attempt.rules.get("closes_at"):
            Attempt.objects.filter(pk=attempt.pk).update(ends_at=parse_datetime(closes_at))


def begin_the_ledger(apps, schema_editor):
    apps.get_model("quizzes", "LedgerHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0003_examination_engine")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(begin_the_ledger, migrations.RunPython.noop),
    ]
