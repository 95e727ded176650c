"""An index for the list of all outlets' slots and for forgetting those that are over."""

from django.db import migrations, models
from django_pg_migration_tools.operations import SaferAddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("slots", "0002_guard")]

    operations = [
        SaferAddIndexConcurrently("slot", models.Index(fields=["starts_at"], name="slot_by_start"))
    ]
