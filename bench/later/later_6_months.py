"""A table that everybody writes to, kept by month."""

from django.db import migrations

from voltbay.core.by_month import KeepByMonth


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "later_5_reference")]

    operations = [KeepByMonth("bookingevent", column="at")]
