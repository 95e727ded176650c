"""A reference to another table."""

import django.db.models.deletion
from django.db import migrations, models
from django_pg_migration_tools.operations import SaferAddFieldForeignKey


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "later_4_constraints")]

    operations = [
        SaferAddFieldForeignKey(
            "booking",
            "second_outlet",
            models.ForeignKey(
                "directory.outlet", django.db.models.deletion.PROTECT, null=True, related_name="+"
            ),
        )
    ]
