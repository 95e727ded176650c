"""Days that are over are counted once, and anew after a change of what came in on them."""

from django.db import migrations

from voltbay.totals.watch import watch_days


class Migration(migrations.Migration):
    reasons = {"run-sql": "adds triggers under a lock of an instant; days are counted as they were"}

    dependencies = [("removals", "0002_guard"), ("totals", "0001_initial")]

    operations = [
        watch_days(
            "removals_batterypack",
            kind="packs",
            at="stored_at",
            columns=["stored_at", "chemistry", "safety", "mass_kg"],
        ),
    ]
