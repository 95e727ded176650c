"""What must be true, and what must be there once."""

from django.db import migrations, models
from django_pg_migration_tools.operations import SaferAddCheckConstraint, SaferAddUniqueConstraint


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "later_3_index")]

    operations = [
        SaferAddCheckConstraint(
            "booking",
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="booking_has_weight"),
        ),
        SaferAddUniqueConstraint(
            "booking",
            models.UniqueConstraint(fields=["code", "shade"], name="booking_shade_once"),
        ),
    ]
