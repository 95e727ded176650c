"""What came in on a day is found without looking at all that ever came in."""

from django.db import migrations, models
from django_pg_migration_tools.operations import SaferAddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("removals", "0003_days")]

    operations = [
        SaferAddIndexConcurrently(
            model_name="batterypack", index=models.Index(fields=["stored_at"], name="pack_by_day")
        ),
    ]
