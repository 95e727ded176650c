"""Days that are over are counted once, and anew after a change of their readings."""

from django.db import migrations

from voltbay.totals.watch import watch_days


class Migration(migrations.Migration):
    reasons = {"run-sql": "adds triggers under a lock of an instant; days are counted as they were"}

    dependencies = [("recognition", "0001_initial"), ("totals", "0001_initial")]

    operations = [
        watch_days(
            "recognition_outcome",
            kind="photos",
            at="at",
            columns=["at", "result", "code"],
        ),
    ]
