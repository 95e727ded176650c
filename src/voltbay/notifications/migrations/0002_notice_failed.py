"""What failed is found without looking at all that was sent."""

from django.db import migrations, models
from django_pg_migration_tools.operations import SaferAddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notifications", "0001_initial")]

    operations = [
        SaferAddIndexConcurrently(
            model_name="notice",
            index=models.Index(
                fields=["error_code"], condition=models.Q(state="failed"), name="notice_failed"
            ),
        ),
    ]
