"""An index."""

from django.db import migrations, models
from django_pg_migration_tools.operations import SaferAddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "later_2_fill")]

    operations = [
        SaferAddIndexConcurrently(
            "booking", models.Index(fields=["outlet", "day"], name="booking_by_day")
        )
    ]
