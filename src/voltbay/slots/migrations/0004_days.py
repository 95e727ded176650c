"""Days that are over are counted once, and anew after a change of their slots."""

from django.db import migrations

from voltbay.totals.watch import watch_days


class Migration(migrations.Migration):
    reasons = {"run-sql": "adds triggers under a lock of an instant; days are counted as they were"}

    dependencies = [("slots", "0003_slot_by_start"), ("totals", "0001_initial")]

    operations = [
        watch_days(
            "slots_slot",
            kind="load",
            at="starts_at",
            columns=["starts_at", "outlet_id", "taken", "capacity"],
        ),
    ]
