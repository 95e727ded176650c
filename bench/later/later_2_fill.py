"""Fill, then refuse what is empty: the scan that this needs locks out nobody."""

from django.db import migrations, models
from django_pg_migration_tools.operations import SaferAlterFieldSetNotNull

from voltbay.core.fill import Fill


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "later_1_columns")]

    operations = [
        Fill(
            "booking",
            to="day = (starts_at AT TIME ZONE 'Asia/Shanghai')::date, weight = 0",
            where="day IS NULL OR weight IS NULL",
        ),
        SaferAlterFieldSetNotNull("booking", "weight", models.IntegerField(db_default=0)),
    ]
