"""What waits for staff is counted on every page: the index has all that it needs."""

from django.db import migrations, models
from django_pg_migration_tools.operations import (
    SaferAddIndexConcurrently,
    SaferRemoveIndexConcurrently,
)

import voltbay.bookings.lifecycle


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "0004_fewer_indexes")]

    operations = [
        SaferAddIndexConcurrently(
            model_name="booking",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            voltbay.bookings.lifecycle.State["IN_REVIEW"],
                            voltbay.bookings.lifecycle.State["CHECKED_IN"],
                            voltbay.bookings.lifecycle.State["REMOVING"],
                            voltbay.bookings.lifecycle.State["LEFT_OPEN"],
                        ),
                    )
                ),
                fields=["outlet", "starts_at"],
                include=("state",),
                name="booking_waits",
            ),
        ),
        SaferRemoveIndexConcurrently(model_name="booking", name="booking_waits_for_staff"),
    ]
